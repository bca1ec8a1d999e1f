"""Expected precision and recall: from links as sure as they are, on graphs small enough to count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.database import Database
from cdp.expected_quality import OVERSTATED, ExpectedQuality, expect_quality

MakeTable = Callable[[str, str, str], None]
Expect = Callable[..., ExpectedQuality]


@pytest.fixture
def expect(db: Database, make_table: MakeTable) -> Expect:
    """A function that tells what is expected of matches (rid_l, rid_r, weight) and people (lists of rids)."""

    def of(
        matches: list[tuple[int, int, float]], people: list[list[int]], missed: int | None = 0, canaries: int = 2000
    ) -> ExpectedQuality:
        make_table("match", "rid_l int, rid_r int, weight double", ", ".join(map(str, matches)))
        members = [(rid, min(person)) for person in people for rid in person]
        make_table("cluster", "rid int, cluster int", ", ".join(map(str, members)))
        return expect_quality(db, -2.0, missed, canaries)

    return of


def test_an_even_link_makes_its_pair_wrong_in_half_of_the_cases(expect: Expect) -> None:
    assert expect([(1, 2, 0.0)], [[1, 2]]).precision.value == pytest.approx(1 - 0.5 / OVERSTATED)


def test_a_bridge_is_wrong_for_all_pairs_across_it(expect: Expect) -> None:
    sure = [(1, 2, 50.0), (3, 4, 50.0)]
    found = expect([*sure, (2, 3, 0.0)], [[1, 2, 3, 4]]).precision
    assert found.value == pytest.approx(1 - 0.5 * 4 / 6 / OVERSTATED)


def test_a_weak_match_beside_strong_ones_costs_nothing(expect: Expect) -> None:
    found = expect([(1, 2, 50.0), (2, 3, 50.0), (1, 3, -3.0)], [[1, 2, 3]]).precision
    assert found.value == pytest.approx(1.0)


def test_recall_falls_with_the_canaries_that_were_missed(expect: Expect) -> None:
    rids = range(0, 400, 4)
    people = [[r + 1, r + 2, r + 3, r + 4] for r in rids]
    matches = [(p[a], p[b], 20.0) for p in people for a in range(4) for b in range(a + 1, 4)]
    few, many = (expect(matches, people, missed).recall for missed in (10, 400))
    assert few is not None and many is not None
    assert few.value > many.value
    assert many.low < 0.8 < many.high


def test_records_tied_to_few_of_their_own_speak_of_lost_ones(expect: Expect) -> None:
    people = [[r + 1, r + 2, r + 3, r + 4] for r in range(0, 400, 4)]
    chains = [(p[a], p[a + 1], 20.0) for p in people for a in range(3)]
    full = [(p[a], p[b], 20.0) for p in people for a in range(4) for b in range(a + 1, 4)]
    loose, tight = (expect(matches, people, 100).recall for matches in (chains, full))
    assert loose is not None and tight is not None
    assert loose.value < tight.value


def test_without_canaries_recall_is_unknown(expect: Expect) -> None:
    assert expect([(1, 2, 9.0)], [[1, 2]], None).recall is None


def test_nobody_of_two_records_tells_nothing(expect: Expect) -> None:
    found = expect([], [[1], [2]])
    assert (found.precision.low, found.precision.high, found.recall) == (0.0, 1.0, None)


def test_the_interval_holds_the_estimate(expect: Expect) -> None:
    found = expect([(1, 2, 3.0), (3, 4, 7.0)], [[1, 2], [3, 4], [5]], 60)
    for each in (found.precision, found.recall):
        assert each is not None and 0 <= each.low <= each.value <= each.high <= 1
