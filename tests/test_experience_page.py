"""The page of experience, as a visitor sees it in each language, and the same as JSON."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from cdp.serve.texts import all_texts
from cdp.wording import LANGUAGES
from tests.conftest import AS_OF, PEOPLE, PEOPLE_CSV, Company
from tests.test_scorecard import ANSWERS, OTHERS, SURVEY


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A company with a few answers, served on this machine."""
    made = Company(tmp_path_factory.mktemp("experience") / "ws").source(SURVEY).file("answers.csv", ANSWERS)
    made.source(PEOPLE).file("people.csv", PEOPLE_CSV)
    made.config("cdp.yml", "company: Shop & Sons\nregion: KR\ntimezone: Asia/Seoul\n")
    made.config("benchmarks.csv", OTHERS).config("experience.yml", "min_sample: 2")
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    command = [sys.executable, "-m", "cdp", "serve", str(made.folder), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["address"].rstrip("/")
        process.terminate()


def read(address: str, path: str) -> str:
    with urlopen(f"{address}{path}", timeout=60) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize(("language", "words"), [("en", "promoters"), ("ko", "추천"), ("ja", "推奨者")])
def test_the_page_speaks_three_languages(address: str, language: str, words: str) -> None:
    html = read(address, f"/experience?lang={language}")
    assert f'lang="{language}"' in html
    assert words in html
    assert "33.3" in html
    assert "Panel" in html
    assert all_texts()["experience.too_few"]["en"] in html or language != "en"


def test_nothing_inline_that_a_browser_would_refuse(address: str) -> None:
    html = read(address, "/experience?by=store&period=month")
    assert "<style" not in html
    assert " style=" not in html
    assert "<svg" in html


def test_figures_are_split_as_chosen_the_newest_first(address: str) -> None:
    html = read(address, "/experience?question=nps&by=store&period=month&lang=en")
    table = html.split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    assert re.findall(r'<th scope="row">(\w+)</th>', table) == ["S1", "S2"]
    whole = read(address, "/experience?question=nps&by=all&period=month&lang=en").split("<tbody>", 1)[1]
    assert re.findall(r"<td>(\w+ 2026)</td>", whole.split("</tbody>", 1)[0]) == ["Jun 2026", "May 2026"]


def test_the_same_is_json(address: str) -> None:
    told = json.loads(read(address, "/api/experience?metric=nps&by=touchpoint"))
    assert [(row["part"], row["n"]) for row in told["scores"]] == [("store", 2), ("web", 1)]
    assert told["benchmarks"][0]["source"] == "Panel"


def test_a_person_page_tells_what_the_person_said(address: str) -> None:
    (who,) = {row["golden_id"] for row in json.loads(read(address, "/api/find?q=mary@mail.example"))}
    html = read(address, f"/person/{who}?lang=en")
    assert "What they say" in html
    assert re.search(r"9 <span class=\"chip\">promoters</span>", html)
    told = json.loads(read(address, f"/api/person/{who}/experience"))
    assert [(row["question"], row["latest"]) for row in told["scores"]] == [("csat", 5), ("nps", 9)]
    assert [row["event_id"] for row in told["answers"]] == ["4", "3", "1"]


def test_every_text_has_three_languages() -> None:
    own = {name: told for name, told in all_texts().items() if name.startswith("experience.")}
    assert len(own) > 50
    assert all(set(told) == set(LANGUAGES) and all(told.values()) for told in own.values())


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium")
@pytest.mark.parametrize("width", [390, 1180])
def test_a_browser_shows_it_whole_without_a_complaint(address: str, width: int, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as engine:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page(viewport={"width": width, "height": 900})
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.on("request", lambda request: told.append(request.url) if not request.url.startswith(address) else None)
        page.goto(f"{address}/experience?lang=ko&by=touchpoint")
        page.screenshot(path=str(tmp_path / "page.png"), full_page=True)
        assert told == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("getComputedStyle(document.querySelector('.scores')).display") == "grid"
        page.select_option("select[name=by]", "store")
        page.click("form.choose button")
        assert "by=store" in page.url
        assert page.locator("table th[scope=row]", has_text="S1").count() > 0
        browser.close()
