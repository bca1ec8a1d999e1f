"""The server answers this machine alone, tells nobody's secrets, and never shows a traceback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from cdp.decisions import Stance
from tests.conftest import AS_OF, Company
from tests.serve.conftest import Server, eventually, start

Find = Callable[[str], str]


def test_it_listens_on_loopback_alone_and_refuses_other_names(server: Server) -> None:
    assert server.host == "127.0.0.1"
    assert server.get("/", host=f"localhost:{server.port}").status == 200
    for name in ("evil.example", f"evil.example:{server.port}", "127.0.0.1.evil.example"):
        assert server.get("/", host=name).status == 421


def test_every_answer_carries_the_headers(server: Server, golden_id: Find) -> None:
    for path in ("/", f"/person/{golden_id('S1')}", "/api/find?q=S1", "/nothing", "/static/app.css"):
        headers = server.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert server.get("/").headers["cache-control"] == "no-store"


def test_pages_hold_no_script_style_or_address_of_elsewhere(server: Server, golden_id: Find) -> None:
    person = golden_id("S1")
    for path in ("/", f"/person/{person}", f"/person/{person}/identity", f"/person/{person}/why", "/nothing"):
        html = server.get(path).text
        assert "<style" not in html
        assert " style=" not in html
        assert "<script>" not in html
        assert 'src="http' not in html and 'href="http' not in html


def test_text_of_customers_is_shown_as_text(server: Server, golden_id: Find) -> None:
    html = server.get(f"/person/{golden_id('S1')}").text
    assert "&lt;b&gt;배송&lt;/b&gt; 문의" in html
    assert "<b>배송" not in html


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("김하늘", "exact"),
        ("ㄱㅎㄴ", "initials"),
        ("0188", "last digits"),
        ("haneul@", "beginning"),
        ("W1", "exact"),
        ("kim haneol", "one letter"),
    ],
)
def test_find_as_json_and_as_a_page_say_the_same(server: Server, text: str, how: str) -> None:
    hits = server.get(f"/api/find?q={quote(text)}").json()
    assert isinstance(hits, list) and hits[0]["how"] == how
    assert f"/person/{hits[0]['golden_id']}" in server.get(f"/find?q={quote(text)}").text


def test_the_language_is_the_one_asked_for_then_the_cookies_then_the_browsers(server: Server) -> None:
    assert '<html lang="en">' in server.get("/").text
    assert '<html lang="ja">' in server.get("/", accept_language="fr, ja;q=0.8, ko;q=0.3").text
    assert '<html lang="ko">' in server.get("/", cookie="lang=ko", accept_language="ja").text
    chosen = server.get("/?lang=ja", cookie="lang=ko")
    assert '<html lang="ja">' in chosen.text
    assert "lang=ja" in chosen.headers["set-cookie"] and "HttpOnly" in chosen.headers["set-cookie"]
    assert "set-cookie" not in server.get("/?lang=xx").headers


def test_faults_are_told_in_words(server: Server) -> None:
    page = server.get("/person/gnobody", accept_language="ko")
    assert (page.status, "찾는 내용이 없습니다" in page.text) == (404, True)
    problem = server.get("/api/person/gnobody")
    assert (problem.status, problem.headers["content-type"]) == (404, "application/problem+json")
    assert server.get("/api/find").status == 422
    assert server.get("/api/find?q=x&limit=0").status == 422
    assert server.get("/person/gnobody?since=yesterday").status in (404, 422)
    for answer in (page, problem, server.get("/find?q=" + "x" * 5000)):
        assert "Traceback" not in answer.text


def test_a_day_that_is_none_is_not_understood(server: Server, golden_id: Find) -> None:
    assert server.get(f"/person/{golden_id('S1')}?since=2026-02-31").status == 422
    assert server.get(f"/api/person/{golden_id('S1')}/timeline?until=tomorrow").status == 422


def test_the_timeline_is_filtered_by_query(server: Server, golden_id: Find) -> None:
    person = golden_id("S1")
    everything = server.get(f"/api/person/{person}/timeline").json()
    assert isinstance(everything, dict)
    assert (everything["found"], everything["total"], everything["actions"]) == (2, 2, {"contacted": 1, "ordered": 1})
    calls = server.get(f"/api/person/{person}/timeline?action=contacted").json()
    assert isinstance(calls, dict) and [each["happenings"][0]["event_id"] for each in calls["moments"]] == ["e2"]
    night = server.get(f"/api/person/{person}/timeline?since=2026-03-04&until=2026-03-04").json()
    assert isinstance(night, dict) and night["found"] == 1


def test_the_log_names_no_person_and_no_question(shop: Company, tmp_path: Path) -> None:
    running = start(shop.folder, tmp_path / "log")
    found = running.get(f"/api/find?q={quote('김하늘')}").json()
    assert isinstance(found, list)
    person = str(found[0]["golden_id"])
    running.get(f"/person/{person}?channel=web")
    log = running.stop()
    assert "/person/{golden_id}" in log
    assert person not in log and "김하늘" not in log and "channel" not in log


def test_a_port_that_is_taken_is_told(shop: Company) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "cdp", "serve", str(shop.folder), "--port", port]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert f"port {port}" in done.stderr and "--port" in done.stderr


def test_a_new_version_is_swapped_in_and_old_ids_redirect(tmp_path: Path, shop: Company) -> None:
    company = Company.found(shutil.copytree(shop.folder, tmp_path / "ws"))
    with company.workspace as ws:
        one, other = (ws.find(text)[0]["golden_id"] for text in ("S1", "S3"))
        running = start(company.folder, tmp_path / "log")
        assert running.get(f"/person/{one}").status == running.get(f"/person/{other}").status == 200
        ws.decisions.merge([one, other], Stance("the same, she says", "anna"))
        ws.run(as_of=AS_OF)
        lives = ws.find("S1")[0]["golden_id"]
    gone = other if lives == one else one
    assert eventually(lambda: running.get(f"/person/{gone}").status == 301)
    answer = running.get(f"/person/{gone}?channel=web")
    assert answer.headers["location"] == f"/person/{lives}?channel=web"
    assert answer.headers["cache-control"] == "no-store"
    assert running.get(f"/person/{lives}/changes").status == 200
    found = running.get(f"/api/person/{gone}").json()
    assert isinstance(found, dict) and found["golden_id"] == lives
    running.stop()


def test_nothing_published_yet_is_told(people: Company, tmp_path: Path) -> None:
    running = start(people.folder, tmp_path / "log")
    assert running.get("/").status == 404
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
    assert eventually(lambda: running.get("/").status == 200)
    running.stop()


def test_a_fault_nobody_expected_is_kept_in_the_log_of_the_workspace(tmp_path: Path, shop: Company) -> None:
    company = Company.found(shutil.copytree(shop.folder, tmp_path / "ws"))
    with company.workspace as ws:
        person = ws.find("S1")[0]["golden_id"]
    running = start(company.folder, tmp_path / "log")
    assert running.get(f"/person/{person}").status == 200
    for file in (company.folder / "published").glob("v*/profile.parquet"):
        file.unlink()
    page, problem = running.get(f"/person/{person}"), running.get(f"/api/person/{person}")
    assert (page.status, problem.status) == (500, 500)
    assert "Something went wrong" in page.text and page.headers["x-frame-options"] == "DENY"
    assert problem.headers["content-type"] == "application/problem+json"
    log = running.stop()
    assert "Traceback" not in page.text + problem.text + log
    assert "Traceback" in (company.folder / "cdp.log").read_text(encoding="utf-8")


def test_a_version_that_cannot_be_read_is_told_before_anything_is_served(settled: Company) -> None:
    for file in (settled.folder / "published").glob("v*/profile.parquet"):
        file.unlink()
    command = [sys.executable, "-m", "cdp", "serve", str(settled.folder), "--port", "0"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, "cdp run" in done.stderr, "Traceback" in done.stderr) == (7, True, False)
