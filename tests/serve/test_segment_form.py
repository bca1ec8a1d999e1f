"""The form of a condition offers what suits its field; filled, it is the condition; a condition fills it again."""

from __future__ import annotations

from typing import Any

import pytest

from cdp.segments.fields import Fields
from cdp.serve.segment_draft import Leaf
from cdp.serve.segment_entry import WrongEntry
from cdp.serve.segment_form import Known, entries_of, form_of, leaf_of

FIELDS = Fields(
    {
        "profile": {"golden_id": "VARCHAR", "gender": "VARCHAR", "birth_date": "DATE", "sources": "VARCHAR[]"},
        "trait": {"golden_id": "VARCHAR", "revenue": "DOUBLE"},
        "loyalty": {"golden_id": "VARCHAR", "at_risk": "BOOLEAN"},
        "purchase": {
            **{"golden_id": "VARCHAR", "time": "TIMESTAMP", "kind": "VARCHAR", "place": "VARCHAR"},
            **{"event_id": "VARCHAR", "product_lines": "VARCHAR[]"},
        },
        "journey_stage": {"golden_id": "VARCHAR", "stage": "VARCHAR", "product_line": "VARCHAR"},
    },
    frozenset({"profile", "trait", "loyalty"}),
    None,
)
VALUES = {"gender": ["F", "M"], "at_risk": ["false", "true"], "kind": ["order", "return"], "sources": ["crm", "app"]}


known = Known(lambda field: VALUES.get(field.column, []))


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "gender", "is": "F"},
        {"field": "gender", "in": ["F", "M", "unsaid"]},
        {"field": "gender", "contains": "F"},
        {"field": "gender", "missing": True},
        {"field": "gender", "missing": False},
        {"field": "sources", "contains": "crm"},
        {"field": "sources", "contains": "old till"},
        {"field": "birth_date", "before": "2000-01-01"},
        {"field": "birth_date", "between": ["1990-01-01", "1999-12-31"]},
        {"field": "birth_date", "at_least": "1990-01-01"},
        {"field": "trait.revenue", "between": [1000, 2000]},
        {"field": "trait.revenue", "in": [1000, 2000]},
        {"field": "loyalty.at_risk", "is": True},
        {"field": "purchase.time", "within_days": 30, "where": {"kind": "order"}, "times": 3},
        {"field": "journey_stage.stage", "is": "buy", "where": {"product_line": None}},
        {"field": "purchase.time", "missing": False, "where": {"kind": ["order", "return"], "place": "K03"}},
    ],
)
@pytest.mark.parametrize("negated", [False, True])
def test_a_condition_fills_the_form_that_describes_it(condition: dict[str, Any], negated: bool) -> None:
    leaf = Leaf(condition, negated)
    assert leaf_of(FIELDS.find(condition["field"]), FIELDS, entries_of(leaf, FIELDS, known), known) == leaf


def test_words_written_by_hand_are_the_values_that_are_offered() -> None:
    entries = entries_of(Leaf({"field": "loyalty.at_risk", "is": "yes"}), FIELDS, known)
    assert leaf_of(FIELDS.find("at_risk"), FIELDS, entries, known) == Leaf({"field": "loyalty.at_risk", "is": True})


def test_ways_and_values_suit_the_field() -> None:
    assert form_of(FIELDS.find("revenue"), FIELDS, {}, known).way == "at_least"
    dated = form_of(FIELDS.find("birth_date"), FIELDS, {"way": ["at_most"]}, known)
    assert dated.ways == ["within_days", "between", "before", "after", "there", "missing", "at_most"]
    chosen = form_of(FIELDS.find("gender"), FIELDS, {"way": ["is"]}, known)
    assert (chosen.way, chosen.values) == ("in", ["F", "M"])


def test_rows_are_asked_for_what_people_have_words_for() -> None:
    offered = form_of(FIELDS.find("purchase.time"), FIELDS, {}, known).where
    assert [offer.name for offer in offered] == ["where.kind"]
    entered = form_of(FIELDS.find("purchase.time"), FIELDS, {"where_typed.event_id": ["e1"]}, known).where
    assert [(offer.name, offer.typed) for offer in entered] == [("where.event_id", "e1"), ("where.kind", "")]
    assert form_of(FIELDS.find("trait.revenue"), FIELDS, {}, known).where == []


def test_all_lines_together_are_asked_for_unless_another_is_chosen() -> None:
    field = FIELDS.find("journey_stage.stage")
    (fresh,) = form_of(field, FIELDS, {"field": ["journey_stage.stage"]}, known).where
    assert (fresh.values, fresh.chosen) == ([""], [""])
    (changed,) = form_of(field, FIELDS, {"way": ["in"], "where.product_line": ["tops"]}, known).where
    assert changed.chosen == ["tops"]
    (anyone,) = form_of(field, FIELDS, {"way": ["in"], "pick": ["buy"]}, known).where
    assert anyone.chosen == []


@pytest.mark.parametrize(
    ("entries", "entry"),
    [
        ({"way": ["at_least"]}, "way"),
        ({"way": ["in"]}, "value"),
        ({"way": ["in"], "pick": ["F"], "times": ["often"]}, "times"),
        ({"way": ["in"], "pick": ["F"], "where.wealth": ["much"]}, "field"),
    ],
)
def test_what_cannot_be_taken_is_told_where_it_stands(entries: dict[str, list[str]], entry: str) -> None:
    with pytest.raises(WrongEntry) as caught:
        leaf_of(FIELDS.find("gender"), FIELDS, entries, known)
    assert caught.value.entry == entry
