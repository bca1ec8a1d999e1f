"""Groups obey decisions, whatever evidence says, and what nobody decided stays as evidence has it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cdp.decided import linked_pairs, parted_records
from cdp.decided_groups import UNDECIDED, Decided
from cdp.decision import Decision, RecordKey
from cdp.decision_closure import refuse_conflict
from cdp.errors import UsageError
from cdp.graph import Ints
from tests.test_cluster import edges, graphs, groups
from tests.test_decision_closure import TODAY, link, part

N = 12
KEYS = [RecordKey("crm", f"{n:02}") for n in range(N)]


def decided(*decisions: Decision) -> Decided:
    there = {key: n for n, key in enumerate(KEYS)}
    pairs = linked_pairs(decisions, there)
    sides: dict[int, dict[int, int]] = {}
    for number, side, record in parted_records(decisions, there):
        sides.setdefault(record, {})[number] = side
    return Decided(edges(*((left, right, 50.0) for _, left, right in pairs)), sides)


def numbered(*drafts: Decision) -> list[Decision]:
    return [replace(draft, number=number) for number, draft in enumerate(drafts, 1)]


def keys(*records: int) -> tuple[RecordKey, ...]:
    return tuple(KEYS[n] for n in records)


def labelled(*sets: set[int]) -> Ints:
    """Labels of N records: the sets given, all others alone."""
    labels = np.arange(N)
    for each in sets:
        labels[sorted(each)] = min(each)
    return labels


def of_several(labels: Ints) -> set[frozenset[int]]:
    return {group for group in groups(labels) if len(group) > 1}


def test_linked_records_bring_their_whole_groups() -> None:
    found = decided(*numbered(link(*keys(1, 2)))).obeyed(labelled({0, 1}, {2, 3}, {4, 5}), edges())
    assert of_several(found) == {frozenset({0, 1, 2, 3}), frozenset({4, 5})}


def test_the_side_that_fits_less_well_leaves() -> None:
    """0 and 3 are one, but 1, of 0's group, is not 4, of 3's: the one of the two that fits its group better stays."""
    words = decided(*numbered(link(*keys(0, 3)), part(keys(1), keys(4))))
    labels = labelled({0, 1, 2}, {3, 4, 5})
    ties = [(0, 2, 9.0), (1, 2, 9.0), (3, 5, 9.0), (3, 4, 5.0)]
    assert of_several(words.obeyed(labels, edges(*ties, (0, 1, 9.0)))) == {frozenset({0, 1, 2, 3, 5})}
    stronger = [(3, 4, 9.0), (4, 5, 9.5)]
    assert of_several(words.obeyed(labels, edges(*ties[:3], *stronger, (0, 1, 8.0)))) == {frozenset({0, 2, 3, 4, 5})}


def test_matches_between_two_sides_are_no_evidence() -> None:
    words = decided(*numbered(part(keys(0, 1), keys(2)), link(*keys(2, 3))))
    kept = words.not_parted(edges((0, 1, 9.0), (0, 2, 9.0), (1, 3, 9.0), (3, 4, 9.0), (2, 3, 1.0)))
    assert list(zip(kept.left.tolist(), kept.right.tolist(), strict=True)) == [(0, 1), (3, 4), (2, 3)]


def test_where_nothing_is_decided_nothing_changes() -> None:
    labels = labelled({0, 1}, {2, 3})
    assert groups(UNDECIDED.obeyed(labels, edges((0, 1, 9.0)))) == groups(labels)
    assert len(UNDECIDED.obeyed(labels[:0], edges())) == 0


@st.composite
def decisions(draw: st.DrawFn) -> list[Decision]:
    """Decisions that can all be true."""
    some = st.lists(st.integers(0, N - 1), min_size=1, max_size=3, unique=True)
    drafts = draw(
        st.lists(
            st.one_of(
                st.lists(st.integers(0, N - 1), min_size=2, max_size=3, unique=True).map(lambda r: link(*keys(*r))),
                st.tuples(some, some).map(lambda sides: part(keys(*sides[0]), keys(*sides[1]))),
            ),
            max_size=6,
        )
    )
    made: list[Decision] = []
    for draft in drafts:
        decision = replace(draft, number=len(made) + 1)
        try:
            refuse_conflict(decision, [*made, decision], TODAY)
        except UsageError:
            continue
        made.append(decision)
    return made


def by_evidence(words: Decided, first: list[int]) -> Ints:
    """Some partition that holds no two sides of a decision: records join the group drawn for them, if they may."""
    labels = np.arange(N)
    for record, wish in enumerate(first):
        trial = labels.copy()
        trial[record] = labels[wish]
        if not words._at_odds(trial):
            labels = trial
    return labels


@given(decisions(), graphs(), st.lists(st.integers(0, N - 1), min_size=N, max_size=N), st.randoms())
def test_every_decision_holds_and_order_changes_nothing(made, graph, first, rnd) -> None:
    pairs = graph[1]
    words = decided(*made)
    labels = by_evidence(words, first)
    found = words.obeyed(labels, words.not_parted(edges(*pairs)))
    for decision in made:
        if decision.other:
            one, other = ({int(found[KEYS.index(key)]) for key in side} for side in decision.sides)
            assert not one & other
        else:
            assert len({int(found[KEYS.index(key)]) for key in decision.one}) == 1
    shuffled = rnd.sample(made, len(made))
    again = decided(*numbered(*shuffled)).obeyed(labels, words.not_parted(edges(*rnd.sample(pairs, len(pairs)))))
    assert groups(again) == groups(found)
    spoken_of = {int(labels[KEYS.index(key)]) for each in made for side in each.sides for key in side}
    untouched = {group for group in groups(labels) if int(labels[min(group)]) not in spoken_of}
    assert untouched <= groups(found)
