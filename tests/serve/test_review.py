"""The review queue in the browser's terms: the list, both sides, and an answer that becomes a decision."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company
from tests.serve.conftest import Serve, Server

CRM = """
    source: crm
    party: first
    channel: crm
    connector: {kind: csv, path: crm.csv}
    record: {id: no}
    attributes: {given_name: first, family_name: last, email: mail, phone: tel, birth_date: born, national_id: nid}
"""
ROWS = """
    no,first,last,mail,tel,born,nid
    1,Mary,Jones,mary@mail.example,+44 20 7946 0001,1990-01-01,A1
    2,Mary,Jones,mary@mail.example,+44 20 7946 0001,1990-01-01,A2
    3,Peter,Novak,peter@mail.example,+44 20 7946 0002,1985-05-05,A3
    4,Olga,Petrova,olga@mail.example,+44 20 7946 0003,1979-09-09,A4
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company whose two Mary Joneses agree in all but the national id."""
    made = Company(tmp_path_factory.mktemp("crm") / "ws").source(CRM).file("crm.csv", ROWS)
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    return made


@pytest.fixture(scope="module")
def server(company: Company, serve: Serve) -> Server:
    """That company, served to those who only look."""
    return serve(company.folder)


def test_a_question_is_shown_and_its_answer_becomes_a_decision(company: Company, serve: Serve, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(company.folder, tmp_path / "ws"))
    server = serve(folder)
    questions = server.get("/api/review").json()
    first = questions[0]
    one, other = (f"{first[side]['source']}/{first[side]['record_id']}" for side in ("one", "other"))
    assert "/review/question?" in server.get("/review?lang=ko").text
    shown = server.get(f"/review/question?one={quote(one)}&other={quote(other)}").text
    assert "A1" in shown
    assert "A2" in shown
    assert shown.count(">Mary Jones</a>") == len(first["golden_ids"])
    assert "before any evidence" in shown
    assert f"{first['weight']:+.1f}" in shown.rpartition("match weight")[2]
    form = urlencode({"one": one, "other": other, "answer": "different", "by": "anna", "reason": "two women"})
    done = server.post("/review/answer", form, sec_fetch_site="same-origin")
    assert (done.status, done.headers["location"]) == (303, "/review?done=1")
    with Workspace(folder) as ws:
        made = ws.decisions.all()
    assert [(each.by, each.reason) for each in made] == [("anna", "two women")]
    assert server.get(f"/review/question?one={quote(one)}&other={quote(other)}").status == 404
    assert all(each["one"] != first["one"] for each in server.get("/api/review").json())


def test_no_other_site_may_decide(company: Company, server: Server) -> None:
    body = json.dumps({"one": "crm/1", "other": "crm/2", "same": True})
    refused = server.post("/api/review/answer", body, content_type="application/json", sec_fetch_site="cross-site")
    assert refused.status == 403
    with company.workspace as ws:
        assert ws.decisions.all() == []


def test_the_monday_page_tells_how_it_stands(server: Server) -> None:
    assert len(server.get("/api/review").text) > len("[]")
    shown = server.get("/overview?lang=en").text
    assert "1 open question" in shown
    assert "/review/question?" in shown
    told = server.get("/api/overview").json()
    assert (told["records"], told["version"]) == (4, "v000001")
    for language, title in (("en", "How it stands"), ("ko", "현황"), ("ja", "現在の状況")):
        assert f"<h1>{title}</h1>" in server.get(f"/overview?lang={language}").text
