from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from cdp.journey_charts import Wording, flow_chart

SVG = "{http://www.w3.org/2000/svg}"


def stage(name: str, entries: int) -> dict[str, Any]:
    return {"stage": name, "entries": entries}


def way(start: str | None, end: str | None, entries: int, share: float) -> dict[str, Any]:
    return {"from_stage": start, "to_stage": end, "entries": entries, "share": share}


STAGES = [stage("consider", 100), stage("buy", 60), stage("enjoy", 50)]
WAYS = [
    way(None, "consider", 90, 1.0),
    way("consider", "buy", 40, 0.4),
    way("consider", "consider", 10, 0.1),
    way("consider", "enjoy", 1, 0.001),
    way("enjoy", "consider", 20, 0.4),
    way("enjoy", None, 30, 0.6),
]


def test_what_leads_on_and_what_leads_back_are_bands_with_words() -> None:
    tree = ElementTree.fromstring(flow_chart(STAGES, WAYS))
    bands = [(each.get("class"), each.findtext(f"{SVG}title")) for each in tree.iter(f"{SVG}path")]
    assert bands == [("for", "consider → buy: 40, 40%"), ("against", "enjoy → consider: 20, 40%")]
    words = [each.text for each in tree.iter(f"{SVG}text")]
    assert {"100 entries", "again 10%", "90 begin here"} <= set(words)


def test_words_are_those_of_the_reader() -> None:
    words = Wording(
        flow="흐름", entries="진입 {count}", names={"consider": "고려", "buy": "구매", "enjoy": "사용"}.__getitem__
    )
    told = flow_chart(STAGES, WAYS, words)
    assert "진입 100" in told
    assert "고려 → 구매" in told
    assert "100 entries" not in told


def test_one_stage_alone_is_drawn() -> None:
    tree = ElementTree.fromstring(flow_chart(STAGES[:1], []))
    assert not list(tree.iter(f"{SVG}path"))
