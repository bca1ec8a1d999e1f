from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from cdp.pain_charts import Wording, pain_trend

FIRST = datetime(2026, 1, 5)
WORDS = Wording(
    "Left <pick-ups>",
    "What is shown",
    "usual",
    "turned",
    lambda day: f"{day:%d.%m.}",
    lambda row: f"{row['events']} left",
)
SVG = "{http://www.w3.org/2000/svg}"


def week(nth: int, events: int, of: int = 20) -> dict[str, Any]:
    told = {"week": FIRST + timedelta(weeks=nth), "events": events, "opportunities": of, "baseline": 0.1}
    return {**told, "rate": events / of if of else None, "low": 0.0 if of else None, "high": 0.25 if of else None}


@pytest.fixture
def drawn() -> ElementTree.Element:
    weeks = [week(0, 2), week(1, 1), week(2, 0, 0), week(3, 9)]
    return ElementTree.fromstring(pain_trend(weeks, FIRST + timedelta(weeks=3), [(FIRST, "more staff")], WORDS))


def test_every_week_with_opportunities_is_a_dot_and_unusual_ones_stand_out(drawn: ElementTree.Element) -> None:
    dots = drawn.findall(f".//{SVG}circle")
    assert [dot.get("class") for dot in dots] == ["for", "for", "against"]
    assert [dot.findtext(f"{SVG}title") for dot in dots] == ["2 left", "1 left", "9 left"]


def test_the_turn_and_the_remedy_are_marked(drawn: ElementTree.Element) -> None:
    words = [text.text for text in drawn.findall(f".//{SVG}text")]
    assert {"turned", "more staff", "usual", "05.01.", "Left <pick-ups>", "0%"} <= set(words)
    assert len([line for line in drawn.findall(f".//{SVG}line") if line.get("class") == "mark"]) == 2


def test_one_week_is_no_trend() -> None:
    assert pain_trend([week(0, 1), week(1, 0, 0)], None, [], WORDS) == ""
