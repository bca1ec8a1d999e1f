"""How well clusters hold together: the link that would go first, and the mean over all pairs."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given

from cdp.cluster_quality import cohesion, make_cluster_quality, weakest_links
from cdp.database import Database
from cdp.graph import Edges, component_of
from tests.test_cluster import edges, graphs


def quality(db: Database, labels: list[int], *pairs: tuple[int, int, float]) -> list[tuple[object, ...]]:
    make_cluster_quality(db, edges(*pairs), np.array(labels))
    return db.rows("select * from cluster_quality order by cluster")


def test_the_weakest_link_is_the_bridge_not_the_weakest_match(db: Database) -> None:
    triangle = ((0, 1, 9.0), (0, 2, 8.0), (1, 2, -1.5))
    assert quality(db, [0, 0, 0, 0], *triangle, (2, 3, 4.0)) == [(1, 4, 4.0, 3, 4, pytest.approx(18.5 / 6))]


def test_matches_between_clusters_count_for_none(db: Database) -> None:
    assert quality(db, [0, 0, 2], (0, 1, 7.0), (1, 2, 3.0)) == [(1, 2, 7.0, 1, 2, 7.0), (3, 1, None, None, None, None)]


def test_a_match_counts_twenty_at_most_and_keeps_its_weight_as_a_link(db: Database) -> None:
    assert quality(db, [0, 0], (0, 1, 50.0)) == [(1, 2, 50.0, 1, 2, 20.0)]


def test_a_cluster_that_matches_do_not_span_has_no_link(db: Database) -> None:
    assert quality(db, [0, 0, 0], (0, 1, 5.0)) == [(1, 3, None, None, None, pytest.approx(4 / 3))]


def test_no_matches_at_all(db: Database) -> None:
    assert quality(db, [0, 1]) == [(1, 1, None, None, None, None), (2, 1, None, None, None, None)]


@given(graphs())
def test_without_its_weakest_link_and_what_is_weaker_a_cluster_falls_apart(
    graph: tuple[int, list[tuple[int, int, float]]],
) -> None:
    n, pairs = graph
    every = edges(*sorted(pairs))
    component = component_of(n, every)
    labels = np.array([np.flatnonzero(component == each)[0] for each in component])
    links = weakest_links(every, labels)
    for label in np.unique(labels):
        own = np.flatnonzero(labels == label)
        assert (links[label] < 0) == (len(own) == 1)
        if links[label] >= 0:
            weight = every.weight[links[label]]
            assert len(np.unique(component_of(n, every.where(every.weight >= weight))[own])) == 1
            assert len(np.unique(component_of(n, every.where(every.weight > weight))[own])) > 1


def test_a_million_records_are_measured_in_little_time() -> None:
    n = 1_000_000
    labels = np.arange(n) // 3 * 3
    left = np.arange(n - 1)
    own = Edges(left, left + 1, np.linspace(-2, 30, n - 1))
    own = own.where(labels[own.left] == labels[own.right])
    started = time.perf_counter()
    links, means = weakest_links(own, labels), cohesion(own, labels)
    assert time.perf_counter() - started < 10, "takes half a second where nobody else is at work"
    assert links[0] == 0
    assert means[0] == pytest.approx((own.weight[0] + own.weight[1] - 0.5) / 3)
