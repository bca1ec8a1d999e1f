"""The pages of pain points as a visitor meets them: served, in three languages, in a real browser."""

from __future__ import annotations

import re

import pytest

from tests.cli.test_pain import ORDERS, REMEDY, orders
from tests.conftest import AS_OF, PEOPLE, Company
from tests.serve.conftest import Serve, Server
from tests.serve.visitor import PHONE, Come

WORDS = {"en": "Left pick-ups", "ko": "찾아가지 않은 픽업", "ja": "未受取"}
PLACE = "/pain/failed_pickup?where=store%3DK03"


@pytest.fixture(scope="module")
def server(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The shop of left pick-ups, served."""
    made = Company(tmp_path_factory.mktemp("shop") / "ws").source(PEOPLE).source(ORDERS).config("pain.yml", REMEDY)
    people = "\n".join(["id,first,last,mail", *(f"{n},Ann{n},Lee,p{n}@mail.example" for n in range(20))])
    made.file("people.csv", people).file("orders.csv", orders(range(24)))
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    return serve(made.folder)


@pytest.mark.parametrize("language", WORDS)
def test_the_list_and_a_point_speak_the_visitors_language(server: Server, language: str) -> None:
    shown = server.get("/pain", accept_language=language).text
    assert WORDS[language] in shown and "£" in shown and "24" in shown
    shown = server.get(PLACE, accept_language=language).text
    assert WORDS[language] in shown and "a second counter" in shown and 'class="chart"' in shown
    assert "<style>" not in shown
    assert re.search(r'<a href="/person/g[0-9a-f]+">[^<]*Lee( 님| 様)?</a>', shown)


def test_json_is_what_the_command_tells(server: Server) -> None:
    worse, everything = server.get("/api/pain").json(), server.get("/api/pain?everything=true").json()
    assert {each["state"] for each in worse["points"]} == {"turned"}
    assert len(everything["points"]) > len(worse["points"])
    assert worse["remedies"][0]["what"] == "a second counter"
    point = server.get("/api" + PLACE).json()
    assert (point["point"]["part"], len(point["weeks"]), len(point["examples"])) == ("K03", 52, 5)


@pytest.mark.parametrize("path", ["/pain/noise", "/api/pain/noise", "/pain/failed_pickup?where=store%3DK99"])
def test_what_is_not_there_is_not_found(server: Server, path: str) -> None:
    assert server.get(path).status == 404


def test_a_point_on_a_phone(server: Server, come: Come) -> None:
    page = come(server.address, size=PHONE).opens("pain")
    page.get_by_role("link", name="Left pick-ups shop K03").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Left pick-ups shop K03"
    assert page.get_by_role("img", name="Left pick-ups · shop K03").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_text("Week by week").click()
    assert page.get_by_role("cell", name="60.0% unusual").first.is_visible()
