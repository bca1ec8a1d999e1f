"""The page of experience, as a visitor sees it in each language, and the same as JSON."""

from __future__ import annotations

import re

import pytest

from cdp.serve.texts import all_texts
from cdp.wording import LANGUAGES
from tests.conftest import AS_OF, PEOPLE, PEOPLE_CSV, Company
from tests.serve.conftest import Serve, Server
from tests.serve.visitor import Come
from tests.test_scorecard import ANSWERS, OTHERS, SURVEY


@pytest.fixture(scope="module")
def server(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A company with a few answers, served."""
    made = Company(tmp_path_factory.mktemp("experience") / "ws").source(SURVEY).file("answers.csv", ANSWERS)
    made.source(PEOPLE).file("people.csv", PEOPLE_CSV)
    made.config("cdp.yml", "company: Shop & Sons\nregion: KR\ntimezone: Asia/Seoul\n")
    made.config("benchmarks.csv", OTHERS).config("experience.yml", "min_sample: 2")
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    return serve(made.folder)


@pytest.mark.parametrize(("language", "words"), [("en", "promoters"), ("ko", "추천"), ("ja", "推奨者")])
def test_the_page_speaks_three_languages(server: Server, language: str, words: str) -> None:
    html = server.get(f"/experience?lang={language}").text
    assert f'lang="{language}"' in html
    assert words in html
    assert "33.3" in html
    assert "Panel" in html
    assert all_texts()["experience.too_few"]["en"] in html or language != "en"


def test_nothing_inline_that_a_browser_would_refuse(server: Server) -> None:
    html = server.get("/experience?by=store&period=month").text
    assert "<style" not in html
    assert " style=" not in html
    assert "<svg" in html


def test_figures_are_split_as_chosen_the_newest_first(server: Server) -> None:
    html = server.get("/experience?question=nps&by=store&period=month&lang=en").text
    table = html.split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    assert re.findall(r'<th scope="row">(\w+)</th>', table) == ["S1", "S2"]
    whole = server.get("/experience?question=nps&by=all&period=month&lang=en").text.split("<tbody>", 1)[1]
    assert re.findall(r"<td>(\w+ 2026)</td>", whole.split("</tbody>", 1)[0]) == ["Jun 2026", "May 2026"]


def test_the_same_is_json(server: Server) -> None:
    told = server.get("/api/experience?metric=nps&by=touchpoint").json()
    assert [(row["part"], row["n"]) for row in told["scores"]] == [("store", 2), ("web", 1)]
    assert told["benchmarks"][0]["source"] == "Panel"


def test_a_person_page_tells_what_the_person_said(server: Server) -> None:
    (who,) = {row["golden_id"] for row in server.get("/api/find?q=mary@mail.example").json()}
    html = server.get(f"/person/{who}?lang=en").text
    assert "What they say" in html
    assert re.search(r"9 <span class=\"chip\">promoters</span>", html)
    told = server.get(f"/api/person/{who}/experience").json()
    assert [(row["question"], row["latest"]) for row in told["scores"]] == [("csat", 5), ("nps", 9)]
    assert [row["event_id"] for row in told["answers"]] == ["4", "3", "1"]


def test_every_text_has_three_languages() -> None:
    own = {name: told for name, told in all_texts().items() if name.startswith("experience.")}
    assert len(own) > 50
    assert all(set(told) == set(LANGUAGES) and all(told.values()) for told in own.values())


@pytest.mark.parametrize("width", [390, 1180])
def test_a_browser_shows_it_whole(server: Server, come: Come, width: int) -> None:
    page = come(server.address, size=(width, 900)).opens("experience?lang=ko&by=touchpoint")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.querySelector('.scores')).display") == "grid"
    page.select_option("select[name=by]", "store")
    page.click("form.choose button")
    assert "by=store" in page.url
    assert page.locator("table th[scope=row]", has_text="S1").count() > 0
