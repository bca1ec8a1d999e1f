"""What decisions mean for the records that are there: pairs that are one, sides that are apart, values that are set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from cdp.database import Database
from cdp.decided import add_decided_matches, linked_pairs, make_decision, make_decision_tables, make_override
from cdp.decision import Act, Decision, RecordKey

Make = Callable[[str, str, str], None]
A, B, C, D = (RecordKey("crm", name) for name in "abcd")
LINK = Decision(Act.MUST_LINK, "anna", "same")
PART = Decision(Act.CANNOT_LINK, "ben", "not the same")
SET = Decision(Act.OVERRIDE, "anna", "told me", (A,), attribute="email", golden_id="g1")
DAY = date(2026, 6, 30)


@pytest.fixture
def three(db: Database, make_table: Make) -> Database:
    """Records a, b and c with numbers beyond 32 bits; a and b are the person g1."""
    make_table("record", "rid bigint, source varchar, record_id varchar", _rows("abc"))
    make_table("constraint_value", "rid bigint, constraint_name varchar, value varchar", "")
    make_table(
        "member",
        "golden_id varchar, rid bigint, source varchar, record_id varchar",
        f"('g1', {RID['a']}, 'crm', 'a'), ('g1', {RID['b']}, 'crm', 'b'), ('g2', {RID['c']}, 'crm', 'c')",
    )
    make_table(
        "match",
        "rid_l bigint, rid_r bigint, weight double, class_weight double, kind varchar, evidence map(varchar, float)",
        "",
    )
    return db


RID = {name: 5_000_000_000 + nth for nth, name in enumerate("abcd")}


def _rows(names: str) -> str:
    return ", ".join(f"({RID[name]}, 'crm', '{name}')" for name in names)


def named(*rids: int) -> str:
    return "".join(name for rid in rids for name, own in RID.items() if own == rid)


def numbered(*drafts: Decision) -> list[Decision]:
    return [replace(draft, number=number, at="2026-06-01T00:00:00Z") for number, draft in enumerate(drafts, 1)]


def test_a_link_is_a_certain_match_with_the_number_of_its_decision(three: Database) -> None:
    make_decision_tables(three, numbered(replace(LINK, one=(C, A, B))))
    add_decided_matches(three)
    found = three.rows("select rid_l, rid_r, weight, kind, cast(evidence as varchar) from match order by all")
    assert [(named(*row[:2]), *row[2:]) for row in found] == [
        ("ab", 50.0, "decision 1", "{decision=50.0}"),
        ("ac", 50.0, "decision 1", "{decision=50.0}"),
    ]


def test_links_reach_through_a_record_that_is_gone() -> None:
    decisions = numbered(replace(LINK, one=(A, D)), replace(LINK, one=(C, D)), replace(LINK, one=(B, D)))
    pairs = linked_pairs(decisions, {A: 1, B: 2, C: 3})
    assert pairs == [(2, 1, 3), (3, 1, 2)]
    assert linked_pairs(decisions[:1], {A: 1, B: 2, C: 3}) == []


def test_what_is_linked_to_a_record_is_on_its_side(three: Database) -> None:
    make_decision_tables(three, numbered(replace(PART, one=(A,), other=(D,)), replace(LINK, one=(B, D))))
    sides = [(side, named(rid)) for side, rid in three.rows("select side, rid from cannot_link order by all")]
    assert sides == [(0, "a"), (1, "b")]
    found = three.rows("select constraint_name, value, rid from constraint_value order by rid")
    assert [(name, value, named(rid)) for name, value, rid in found] == [
        ("decision 1", "0", "a"),
        ("decision 1", "1", "b"),
    ]


def test_a_withdrawal_speaks_of_the_records_of_what_it_ends(three: Database) -> None:
    withdrawal = Decision(Act.WITHDRAW, "ben", "wrong", withdraws=1)
    make_decision_tables(three, numbered(replace(LINK, one=(A, B)), withdrawal))
    assert three.count("must_link") == 0
    found = three.rows("select decision, act, rid from decision_record order by all")
    assert [(number, act, named(rid)) for number, act, rid in found] == [
        (1, "must-link", "a"),
        (1, "must-link", "b"),
        (2, "withdraw", "a"),
        (2, "withdraw", "b"),
    ]


def test_of_two_set_values_the_newer_holds_until_it_ends(three: Database) -> None:
    decisions = numbered(SET, replace(SET, one=(B,), until="2026-06-30"))
    values = {1: {"email": "old@x"}, 2: {"email": "new@x"}}
    select = "select decision, golden_id, attribute, part, value from override"
    assert make_override(three, decisions, values, DAY) == ["email"]
    assert three.rows(select) == [(2, "g1", "email", "email", "new@x")]
    make_override(three, decisions, values, date(2026, 7, 1))
    assert three.rows(select) == [(1, "g1", "email", "email", "old@x")]


def test_a_set_value_follows_the_golden_id_when_the_record_is_gone(three: Database) -> None:
    gone = replace(SET, one=(D,), golden_id="g2")
    make_override(three, numbered(gone), {1: {"email": "x@x"}}, DAY)
    assert three.rows("select golden_id from override") == [("g2",)]
    assert make_override(three, numbered(replace(gone, golden_id="g9")), {1: {"email": "x@x"}}, DAY) == []


def test_what_has_become_of_each_decision_is_told(three: Database) -> None:
    decisions = numbered(
        replace(LINK, one=(A, B)),
        replace(LINK, one=(A, D)),
        replace(PART, one=(A,), other=(C,)),
        replace(PART, one=(A,), other=(D,)),
        replace(SET, until="2026-06-29"),
        replace(SET, attribute="phone"),
        replace(SET, attribute="city", one=(D,), golden_id="g9"),
        Decision(Act.WITHDRAW, "ben", "wrong", withdraws=3),
    )
    values = {number: {"phone": "1"} for number in (5, 6, 7)}
    make_decision_tables(three, decisions)
    make_override(three, decisions, values, DAY)
    assert make_decision(three, decisions, DAY) == {"ended": 1, "in force": 3, "sleeping": 3, "withdrawn": 1}
    found = {row[0]: row[1:] for row in three.rows("select decision, state, withdrawn_by, golden_ids from decision")}
    assert found == {
        1: ("in force", None, ["g1"]),
        2: ("sleeping", None, ["g1"]),
        3: ("withdrawn", 8, ["g1", "g2"]),
        4: ("sleeping", None, ["g1"]),
        5: ("ended", None, ["g1"]),
        6: ("in force", None, ["g1"]),
        7: ("sleeping", None, []),
        8: ("in force", None, ["g1", "g2"]),
    }


def test_without_decisions_the_tables_are_there_and_empty(three: Database) -> None:
    make_decision_tables(three, [])
    add_decided_matches(three)
    assert make_override(three, [], {}, DAY) == []
    assert make_decision(three, [], DAY) == {}
    assert [three.count(name) for name in ("must_link", "cannot_link", "match", "override", "decision")] == [0] * 5
