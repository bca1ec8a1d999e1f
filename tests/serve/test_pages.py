"""Every page of the demo: for everybody, on every screen, without scripts, with the keyboard, on paper."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Page

from tests.serve.accessible import barriers
from tests.serve.conftest import Server
from tests.serve.visitor import DESK, PHONE, Come

PAPER = (718, 1000)
"""What A4 leaves between its margins, in pixels of CSS."""
TABS = ("", "/journey", "/origins", "/identity", "/why", "/changes")


@pytest.fixture(scope="module")
def paths(demo: Server) -> list[str]:
    """Every kind of page, with something to show."""
    haneul = demo.get(f"/api/find?q={quote('김하늘')}").json()[0]["golden_id"]
    point = demo.get("/api/pain?everything=true").json()["points"][0]
    segment = demo.get("/api/segments").json()[0]["segment"]
    sides = demo.get("/api/review").json()[0]
    question = {side: "{source}/{record_id}".format(**sides[side]) for side in ("one", "other")}
    return [
        *("/", "/find?q=kim", "/find?q=xyzxyz"),
        *(f"/person/{haneul}{tab}" for tab in TABS),
        f"/person/{haneul}?channel=store",
        f"/reach/{haneul}",
        *("/overview", "/journey", "/experience", "/experience?by=store&period=month", "/traits", "/review"),
        f"/review/question?{urlencode(question)}",
        *("/pain", f"/pain/{point['kind']}"),
        *("/segments", f"/segments/one?{urlencode({'name': segment, 'purpose': 'marketing', 'channel': 'email'})}"),
        *("/segments/build", "/segments/build?field=profile.country"),
    ]


@pytest.mark.parametrize(
    ("language", "size", "dark"),
    [("en-US", PHONE, False), ("ko-KR", PHONE, True), ("ja-JP", PHONE, False), ("en-US", DESK, True)],
)
def test_nothing_keeps_anybody_from_reading(
    demo: Server, paths: list[str], come: Come, language: str, size: tuple[int, int], dark: bool
) -> None:
    visitor = come(demo.address, language, size, dark)
    for path in paths:
        page = visitor.opens(path)
        assert barriers(page) == {}, path
        assert page.locator("html").get_attribute("lang") == language[:2]


OUTLINE = """
({
  headings: [...document.querySelectorAll('h1, h2, h3')].map(each => each.textContent.trim()),
  tables: [...document.querySelectorAll('table')].map(each => each.textContent.replace(/\\s+/g, ' ')),
  charts: document.querySelectorAll('svg').length,
  links: [...document.querySelectorAll('a[href]')].map(each => each.getAttribute('href')),
})
"""
"""What a page tells."""


def test_every_page_reads_the_same_without_scripts(demo: Server, paths: list[str], come: Come) -> None:
    plain, lively = come(demo.address, js=False), come(demo.address)
    for path in paths:
        assert outline(plain.opens(path)) == outline(lively.opens(path)), path
    page = plain.opens("/")
    page.fill("#q", "kim")
    page.press("#q", "Enter")
    assert page.locator("a.hit").count() > 1


def outline(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate(OUTLINE)
    assert told["headings"] and told["links"]
    return told


FOCUS = """
(() => {
  const each = document.activeElement, box = each.getBoundingClientRect(), style = getComputedStyle(each);
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return seen && (each.matches('main') || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
})()
"""
"""Whether one sees where the keyboard is."""


def tab_to(page: Page, target: str, most: int = 60) -> None:
    """Press Tab until something is reached, and see each time where one is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS), page.evaluate("document.activeElement.outerHTML.slice(0, 100)")
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
    raise AssertionError(f"{target} is not reached within {most} presses of Tab")


@pytest.mark.parametrize("js", [True, False])
def test_a_person_is_found_and_read_with_the_keyboard_alone(demo: Server, come: Come, js: bool) -> None:
    page = come(demo.address, js=js).opens("/overview")
    tab_to(page, ".skip", 1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('main')")
    page = come(demo.address, js=js).opens("/find")
    assert page.evaluate("document.activeElement.matches('#q')") and page.evaluate(FOCUS)
    page.keyboard.type("C9000001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?q=C9000001")
    tab_to(page, "a.hit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/person/*")
    tab_to(page, "#channel")
    page.keyboard.press("ArrowDown")
    chosen = page.input_value("#channel")
    tab_to(page, ".filters button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**channel={chosen}**")
    chips = set(page.locator(".timeline .event > .line .chip").all_inner_texts())
    assert chosen and len(chips) == 1


UNPRINTED = """
[...document.querySelectorAll('nav, form, .skip, footer')].filter(each => each.checkVisibility())
  .map(each => 'of the screen: ' + each.outerHTML.slice(0, 80))
  .concat([...document.querySelectorAll('details:not([data-origin]) > :not(summary)')]
    .filter(each => !each.checkVisibility({contentVisibilityAuto: true}))
    .map(each => 'folded: ' + each.textContent.slice(0, 60)))
  .concat([...document.querySelectorAll('main, main *:not(svg *)')]
    .filter(each => each.checkVisibility() && !each.matches('.unseen, .stacks thead, .stacks thead *')
      && getComputedStyle(each).display !== 'inline'
      && (each.getBoundingClientRect().right > innerWidth + 1
        || getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1))
    .map(each => 'cut: ' + each.outerHTML.slice(0, 80)))
"""
"""What should not be on paper, and what is not on it or cut off."""


def test_every_page_prints_whole_and_without_navigation(demo: Server, paths: list[str], come: Come) -> None:
    visitor = come(demo.address, size=PAPER)
    visitor.page.emulate_media(media="print")
    found = {path: visitor.opens(path).evaluate(UNPRINTED) for path in paths}
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert visitor.page.locator("h1").is_visible()


BROKEN = {
    "names": "<input>",
    "images": "<svg><text>42</text></svg>",
    "references": "<p aria-labelledby='nobody'>",
    "headings": "<h1>One</h1><h3>Three</h3>",
    "landmarks": "<nav></nav>",
    "tables": "<table><tr><td>1</td></tr></table>",
    "targets": "<button style='all:unset;width:9px;height:9px;display:block'>a</button>" * 2,
    "contrast": "<p style='color:#999;background:#fff'>pale</p>",
    "width": "<p style='width:3000px'>wide</p>",
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_page_that_breaks_a_rule_is_found(come: Come, rule: str) -> None:
    page = come("about:").opens("blank")
    page.set_content(f"<!doctype html><html><body>{BROKEN[rule]}</body></html>")
    assert rule in barriers(page)
