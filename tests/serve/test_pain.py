"""The pages of pain points as a visitor meets them: served, in three languages, in a real browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.cli.test_pain import ORDERS, REMEDY, orders
from tests.conftest import AS_OF, PEOPLE, Company

WORDS = {"en": "Left pick-ups", "ko": "찾아가지 않은 픽업", "ja": "未受取"}
PLACE = "/pain/failed_pickup?where=store%3DK03"
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the shop of left pick-ups is served."""
    made = Company(tmp_path_factory.mktemp("shop") / "ws").source(PEOPLE).source(ORDERS).config("pain.yml", REMEDY)
    people = "\n".join(["id,first,last,mail", *(f"{n},Ann{n},Lee,p{n}@mail.example" for n in range(20))])
    made.file("people.csv", people).file("orders.csv", orders(range(24)))
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    command = [sys.executable, "-m", "cdp", "serve", str(made.folder), "--port", "0", "--json"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    yield str(json.loads(server.stdout.readline())["address"]).rstrip("/")
    server.terminate()
    server.wait(20)


def page(address: str, path: str, language: str = "en") -> str:
    with urlopen(Request(address + path, headers={"Accept-Language": language})) as answer:
        return str(answer.read().decode())


def told(address: str, path: str) -> Any:
    return json.loads(page(address, path))


@pytest.mark.parametrize("language", WORDS)
def test_the_list_and_a_point_speak_the_visitors_language(address: str, language: str) -> None:
    shown = page(address, "/pain", language)
    assert WORDS[language] in shown and "£" in shown and "24" in shown
    shown = page(address, PLACE, language)
    assert WORDS[language] in shown and "a second counter" in shown and 'class="chart"' in shown
    assert "<style>" not in shown
    assert re.search(r'<a href="/person/g[0-9a-f]+">[^<]*Lee( 님| 様)?</a>', shown)


def test_json_is_what_the_command_tells(address: str) -> None:
    worse, everything = told(address, "/api/pain"), told(address, "/api/pain?everything=true")
    assert {each["state"] for each in worse["points"]} == {"turned"}
    assert len(everything["points"]) > len(worse["points"])
    assert worse["remedies"][0]["what"] == "a second counter"
    point = told(address, "/api" + PLACE)
    assert (point["point"]["part"], len(point["weeks"]), len(point["examples"])) == ("K03", 52, 5)


@pytest.mark.parametrize("path", ["/pain/noise", "/api/pain/noise", "/pain/failed_pickup?where=store%3DK99"])
def test_what_is_not_there_is_not_found(address: str, path: str) -> None:
    with pytest.raises(HTTPError) as raised:
        page(address, path)
    assert raised.value.code == 404


def test_it_fits_a_phone_and_asks_nobody_else(address: str, tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        visitor = browser.new_page(viewport={"width": 390, "height": 844})
        foreign: list[str] = []
        visitor.on("request", lambda asked: None if asked.url.startswith(address) else foreign.append(asked.url))
        visitor.on("console", lambda said: foreign.append(said.text) if said.type == "error" else None)
        visitor.goto(f"{address}/pain?lang=en")
        visitor.get_by_role("link", name="Left pick-ups shop K03").first.click()
        visitor.screenshot(path=str(tmp_path / "point.png"))
        assert visitor.get_by_role("heading", level=1).inner_text() == "Left pick-ups shop K03"
        assert visitor.get_by_role("img", name="Left pick-ups · shop K03").is_visible()
        assert visitor.evaluate("document.documentElement.scrollWidth") <= 390
        visitor.get_by_text("Week by week").click()
        assert visitor.get_by_role("cell", name="60.0% unusual").first.is_visible()
        browser.close()
    assert foreign == []
