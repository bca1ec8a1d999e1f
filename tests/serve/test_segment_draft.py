"""Rules as trees: what a person wrote is what is shown, and what was clicked is what a person would write."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cdp.errors import UsageError
from cdp.serve.segment_draft import Group, Leaf, added_at, changed_at, draft_text, found_at, read_draft, rule_of

KR = {"field": "country", "is": "KR"}
RICH = {"field": "trait.revenue", "at_least": 100}
AWAY = {"field": "purchase.time", "within_days": 30}


def drafted(rule: dict[str, Any]) -> Group:
    return read_draft(json.dumps(rule))


@pytest.mark.parametrize(
    "rule",
    [
        KR,
        {"not": KR},
        {"all": [KR, RICH]},
        {"any": [KR, {"all": [RICH, AWAY]}]},
        {"not": {"any": [KR, RICH]}},
        {"all": [KR, {"not": {"all": [RICH, {"any": [AWAY, {"not": KR}]}]}}]},
    ],
)
def test_what_was_written_is_written_again(rule: dict[str, Any]) -> None:
    draft = drafted(rule)
    assert rule_of(draft) == rule
    assert read_draft(draft_text(draft)) == draft


@pytest.mark.parametrize(
    ("clicked", "rule"),
    [
        ({"all": []}, None),
        ({"all": [{"any": []}, {"not": {"any": []}}]}, None),
        ({"all": [KR, {"any": []}]}, KR),
        ({"all": [{"any": [KR]}, {"not": {"any": [RICH]}}]}, {"all": [KR, {"not": RICH}]}),
        ({"not": {"any": [{"not": KR}]}}, KR),
        ({"not": {"any": [{"all": [KR, RICH]}]}}, {"not": {"all": [KR, RICH]}}),
        ({"not": {"not": {"any": [KR, RICH]}}}, {"any": [KR, RICH]}),
    ],
)
def test_what_was_clicked_becomes_what_a_person_would_write(
    clicked: dict[str, Any], rule: dict[str, Any] | None
) -> None:
    assert rule_of(drafted(clicked)) == rule


def test_parts_are_found_added_changed_and_taken_away() -> None:
    draft = drafted({"all": [KR, {"not": {"any": [RICH]}}]})
    assert found_at(draft, "0.1") == Group("none", (Leaf(RICH),))
    deeper = added_at(draft, "0.1", Group("any"))
    assert rule_of(added_at(deeper, "0.1.1", Leaf(AWAY))) == {"all": [KR, {"not": {"any": [RICH, AWAY]}}]}
    assert rule_of(changed_at(draft, "0.1.0", Leaf(AWAY, negated=True))) == {"all": [KR, AWAY]}
    assert rule_of(changed_at(draft, "0.1", None)) == KR
    assert changed_at(draft, "0", None) == Group("all")


@pytest.mark.parametrize("path", ["", "1", "0.2", "0.0.0", "0.x", "0.-1"])
def test_a_place_that_is_not_there_is_told(path: str) -> None:
    with pytest.raises(UsageError, match="names no part"):
        changed_at(drafted({"all": [KR, RICH]}), path, None)


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"all": [3]}', '{"not": "KR"}'])
def test_a_text_of_elsewhere_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="cut off"):
        read_draft(text)
