"""Decisions that cannot all be true are refused, naming those in the way; whatever is accepted can be true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.decision import LINKS, PARTS, Act, Decision, RecordKey
from cdp.decision_closure import Groups, in_force, refuse_conflict
from cdp.errors import UsageError

TODAY = date(2026, 6, 30)
A, B, C, D = (RecordKey("crm", name) for name in "abcd")


def link(*records: RecordKey) -> Decision:
    return Decision(Act.MUST_LINK, "anna", "same", records)


def part(one: tuple[RecordKey, ...], other: tuple[RecordKey, ...]) -> Decision:
    return Decision(Act.CANNOT_LINK, "ben", "not the same", one, other)


def made(*drafts: Decision) -> list[Decision]:
    """Make decisions one after the other, each checked against those before it."""
    decisions: list[Decision] = []
    for number, draft in enumerate(drafts, 1):
        decision = replace(draft, number=number, at="2026-06-01T00:00:00Z")
        refuse_conflict(decision, [*decisions, decision], TODAY)
        decisions.append(decision)
    return decisions


def refused(*drafts: Decision) -> str:
    made(*drafts[:-1])
    with pytest.raises(UsageError) as fault:
        made(*drafts)
    return str(fault.value)


def test_a_link_across_a_part_is_refused_with_its_number() -> None:
    told = refused(part((A,), (B,)), link(A, B))
    assert "decision 1 (cannot-link by ben, 2026-06-01)" in told
    assert "`cdp withdraw 1`" in told


def test_links_are_followed_to_the_end() -> None:
    told = refused(link(A, B), link(C, D), part((A,), (D,)), link(B, C))
    assert "decisions 1 (must-link by anna" in told
    assert ", 2 (" in told and ", 3 (" in told


def test_only_the_decisions_in_the_way_are_named() -> None:
    told = refused(link(C, D), link(A, B), part((A,), (B,)))
    assert "decision 2 (" in told and "1 (" not in told


def test_a_record_is_never_parted_from_itself() -> None:
    assert "same record" in refused(part((A, B), (B, C)))


def test_what_is_decided_already_is_not_decided_twice() -> None:
    assert "decision 1 of anna says so already" in refused(link(A, B), link(B, A))
    assert "decision 1 of ben says so already" in refused(part((A,), (B, C)), part((C, B), (A,)))


def test_a_withdrawn_decision_is_in_nobodys_way() -> None:
    decisions = made(part((A,), (B,)), Decision(Act.WITHDRAW, "anna", "wrong", withdraws=1), link(A, B))
    assert [each.number for each in in_force(decisions)] == [3]


def test_one_value_of_a_person_is_set_once_at_a_time() -> None:
    override = Decision(Act.OVERRIDE, "anna", "told me", (A,), attribute="email", golden_id="g1", until="2026-06-30")
    assert "says so already" in refused(override, replace(override, until=None))
    assert len(made(override, replace(override, attribute="phone"))) == 2
    assert len(made(replace(override, until="2026-06-29"), override)) == 2


@st.composite
def drafts(draw: st.DrawFn) -> list[Decision]:
    keys = [RecordKey("crm", str(n)) for n in range(7)]
    some = st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True).map(tuple)
    links = st.lists(st.sampled_from(keys), min_size=2, max_size=3, unique=True).map(lambda each: link(*each))
    parts = st.tuples(some, some).map(lambda sides: part(*sides))
    withdrawals = st.integers(1, 12).map(lambda n: Decision(Act.WITHDRAW, "anna", "wrong", withdraws=n))
    return draw(st.lists(st.one_of(links, parts, withdrawals), max_size=14))


@given(drafts())
def test_what_is_accepted_can_be_true_and_what_is_refused_cannot(asked: list[Decision]) -> None:
    decisions: list[Decision] = []
    for draft in asked:
        decision = replace(draft, number=len(decisions) + 1)
        try:
            refuse_conflict(decision, [*decisions, decision], TODAY)
        except UsageError as fault:
            assert "already" in str(fault) or not _can_be_true([*decisions, decision])
        else:
            decisions.append(decision)
            assert _can_be_true(decisions)


def _can_be_true(decisions: list[Decision]) -> bool:
    """Colour the records by repeated relabelling, and look at every pair that is parted."""
    holding = in_force(decisions)
    colour = {key: n for n, key in enumerate(sorted({k for each in holding for side in each.sides for k in side}))}
    for _ in colour:
        for each in (each for each in holding if each.act in LINKS):
            least = min(colour[key] for key in each.one)
            colour |= dict.fromkeys(each.one, least)
    return all(colour[a] != colour[b] for each in holding if each.act in PARTS for a in each.one for b in each.other)


@given(drafts())
def test_groups_do_not_depend_on_the_order_of_decisions(asked: list[Decision]) -> None:
    keys = [RecordKey("crm", str(n)) for n in range(7)]
    forth, back = Groups(asked), Groups(reversed(asked))
    assert [forth.of(key) for key in keys] == [back.of(key) for key in keys]
