"""Clustering: chains do not fuse, order does not matter, constraints hold."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.cluster import bound_components, cluster, firm, propagate
from cdp.constraints import grow
from cdp.database import Database
from cdp.decided_groups import Decided
from cdp.graph import UNSCORED, Edges, component_of


def edges(*pairs: tuple[int, int, float]) -> Edges:
    left, right, weight = zip(*pairs, strict=True) if pairs else ((), (), ())
    return Edges(np.array(left, dtype=np.int64), np.array(right, dtype=np.int64), np.array(weight, dtype=np.float64))


def groups(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}


def test_two_cliques_held_by_one_weak_match_stay_two_people() -> None:
    cliques = [(0, 1, 9.0), (0, 2, 9.0), (1, 2, 9.0), (3, 4, 9.0), (3, 5, 9.0), (4, 5, 9.0)]
    assert groups(propagate(6, edges(*cliques, (2, 3, 1.0)))) == {frozenset({0, 1, 2}), frozenset({3, 4, 5})}


def test_records_without_matches_stay_alone() -> None:
    assert groups(propagate(3, edges())) == {frozenset({0}), frozenset({1}), frozenset({2})}


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, float]]]:
    n = draw(st.integers(2, 12))
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=20))
    weights = draw(st.lists(st.integers(1, 12), min_size=len(chosen), max_size=len(chosen)))
    return n, [(i, j, float(w)) for (i, j), w in zip(chosen, weights, strict=True)]


@given(graphs(), st.randoms())
def test_order_of_matches_changes_nothing(graph: tuple[int, list[tuple[int, int, float]]], rnd) -> None:
    n, pairs = graph
    shuffled = list(pairs)
    rnd.shuffle(shuffled)
    assert groups(propagate(n, edges(*pairs))) == groups(propagate(n, edges(*shuffled)))


@given(graphs())
def test_groups_never_leave_their_component(graph: tuple[int, list[tuple[int, int, float]]]) -> None:
    n, pairs = graph
    component = component_of(n, edges(*pairs))
    for group in groups(propagate(n, edges(*pairs))):
        assert len({component[member] for member in group}) == 1


@given(graphs(), graphs())
def test_a_component_is_partitioned_as_if_it_were_alone(one, other) -> None:
    n, first = one
    m, second = other
    both = propagate(n + m, edges(*first, *((i + n, j + n, w) for i, j, w in second)))
    assert groups(both[:n]) == groups(propagate(n, edges(*first)))


def test_too_large_components_lose_their_weakest_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cdp.cluster.LARGEST_COMPONENT", 3)
    kept, cut = bound_components(4, edges((0, 1, 9.0), (1, 2, 2.0), (2, 3, 9.0)))
    assert cut == 1
    assert sorted(zip(kept.left.tolist(), kept.right.tolist(), strict=True)) == [(0, 1), (2, 3)]


def test_groups_grow_along_the_strongest_matches_first() -> None:
    held = {0: {"national_id": "A"}, 2: {"national_id": "B"}}
    labels = grow(np.array([0, 1, 2]), edges((0, 1, 5.0), (1, 2, 9.0)), held)
    assert labels.tolist() == [0, 1, 1]


def test_a_record_with_weak_matches_alone_ties_to_nobody() -> None:
    kept = firm(4, edges((0, 1, 5.0), (1, 2, -0.5), (0, 3, -1.5), (1, 3, -1.5)), -1.0)
    assert sorted(zip(kept.left.tolist(), kept.right.tolist(), strict=True)) == [(0, 1), (1, 2)]


def test_a_record_that_suits_two_rivals_alike_is_neithers() -> None:
    rivals = (0, 2, -9.0)
    assert grow(np.array([0, 1, 2]), edges((0, 1, 5.0), (1, 2, 5.0), rivals), {}).tolist() == [0, 1, 2]
    assert grow(np.array([0, 1, 2]), edges((0, 1, 5.0), (1, 2, 8.0), rivals), {}).tolist() == [0, 1, 1]
    assert grow(np.array([0, 1, 2]), edges((0, 1, 5.0), (1, 2, 5.0), (0, 2, -1.0)), {}).tolist() == [0, 0, 0]


def test_a_crowd_at_odds_with_itself_is_parted_in_little_time() -> None:
    """Six hundred records of 120 persons, who all match each other weakly, and every third pair contradicts."""
    n, people = 600, 120
    left, right = np.triu_indices(n, 1)
    same = left % people == right % people
    weight = np.where(same, 9.0, np.where((left + right) % 3 == 0, -10.0, 3.0))
    started = time.perf_counter()
    labels = grow(np.arange(n), Edges(left, right, weight), {})
    assert time.perf_counter() - started < 20, "takes a second or two where nobody else is at work"
    assert all(len(np.unique(labels[person::people])) == 1 for person in range(people))


def test_who_shares_a_sure_identifier_is_not_torn() -> None:
    held = {0: {"national_id": "A"}, 2: {"national_id": "B"}}
    assert grow(np.array([0, 1, 2]), edges((0, 1, 50.0), (1, 2, 50.0)), held).tolist() == [0, 0, 2]


@given(graphs(), st.randoms())
def test_growth_depends_on_the_matches_alone(graph: tuple[int, list[tuple[int, int, float]]], rnd) -> None:
    n, pairs = graph
    shuffled = list(pairs)
    rnd.shuffle(shuffled)
    assert groups(grow(np.arange(n), edges(*pairs), {})) == groups(grow(np.arange(n), edges(*shuffled), {}))


@given(graphs())
def test_groups_that_grew_would_not_grow_together(graph: tuple[int, list[tuple[int, int, float]]]) -> None:
    n, pairs = graph
    weight = {(i, j): w for i, j, w in pairs}
    found = [sorted(group) for group in groups(grow(np.arange(n), edges(*pairs), {}))]
    for one in found:
        for other in found:
            if one < other:
                between = [weight.get((min(i, j), max(i, j)), UNSCORED) for i in one for j in other]
                assert sum(between) <= 1e-6


@pytest.fixture
def three_records(db: Database, make_table: Callable[[str, str, str], None]) -> Database:
    """Record 2 matches both others well; 1 and 3 match each other less."""
    make_table(
        "record",
        "rid integer, source varchar, record_id varchar, one_per_person boolean",
        "(1, 'a', '1', false), (2, 'a', '2', false), (3, 'a', '3', false)",
    )
    make_table(
        "match",
        "rid_l integer, rid_r integer, weight double, class_weight double, kind varchar",
        "(1, 2, 20, 9, 'probabilistic'), (1, 3, 8, 9, 'probabilistic'), (2, 3, 12, 9, 'probabilistic')",
    )
    make_table("constraint_value", "rid integer, constraint_name varchar, value varchar", "(1, 'none', 'A')")
    return db


def contradict(db: Database, *pairs: tuple[int, int]) -> Callable[[], None]:
    def look_again() -> None:
        db.run("create or replace temp table contradiction (rid_l integer, rid_r integer)")
        for pair in pairs:
            db.run("insert into contradiction values ($1, $2)", list(pair))

    return look_again


def test_two_values_of_a_constraint_are_never_one_person(three_records: Database) -> None:
    three_records.run("insert into constraint_value values (1, 'id', 'A'), (3, 'id', 'B')")
    result = cluster(three_records, 0.0, contradict(three_records))
    found = dict(three_records.rows("select rid, cluster from cluster"))
    assert (result.conflicts, result.contradictions) == (1, 0)
    assert found[1] == found[2] != found[3]


def test_a_contradiction_parts_what_weaker_matches_held(three_records: Database) -> None:
    three_records.run("update match set weight = 3 where rid_l = 2")
    result = cluster(three_records, 0.0, contradict(three_records, (1, 3)))
    found = dict(three_records.rows("select rid, cluster from cluster"))
    assert (result.conflicts, result.contradictions) == (0, 1)
    assert found[1] == found[2] != found[3]


def test_a_contradiction_gives_way_to_stronger_evidence(three_records: Database) -> None:
    cluster(three_records, 0.0, contradict(three_records, (1, 3)))
    assert len({group for _, group in three_records.rows("select rid, cluster from cluster")}) == 1


def test_decisions_win_over_constraints_and_contradictions(three_records: Database) -> None:
    three_records.run("insert into constraint_value values (1, 'id', 'A'), (3, 'id', 'B')")
    one = Decided(edges((0, 2, 50.0)), {})
    cluster(three_records, 0.0, contradict(three_records, (1, 2), (1, 3)), one)
    assert three_records.rows("select distinct cluster from cluster") == [(1,)]
    assert three_records.rows("select weakest_link from cluster_quality") != [(None,)]


def test_decisions_win_over_certain_matches(three_records: Database) -> None:
    three_records.run("update match set weight = 50")
    three_records.run("insert into constraint_value values (1, 'decision 1', '0'), (3, 'decision 1', '1')")
    apart = Decided(edges(), {0: {1: 0}, 2: {1: 1}})
    assert cluster(three_records, 0.0, contradict(three_records), apart).largest == 2
    found = dict(three_records.rows("select rid, cluster from cluster"))
    assert found[1] != found[3]


def test_sure_matches_are_never_dropped_however_many() -> None:
    star = Edges(np.zeros(6_000, dtype=np.int64), np.arange(1, 6_001), np.full(6_000, 50.0))
    kept, cut = bound_components(6_001, star)
    assert (len(kept.left), cut) == (6_000, 0)
    assert len(np.unique(propagate(6_001, kept))) == 1
