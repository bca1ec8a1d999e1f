"""Groups made anew are those that clustering made."""

from __future__ import annotations

from cdp.database import Database
from cdp.why.regroup import mean_between, regrouped
from cdp.why.scene import make_scene
from cdp.workspace import Workspace

WEAKEST = -2.0


def test_matches_hold_and_single_weak_ones_do_not() -> None:
    assert regrouped(3, {(0, 1): 12.0, (1, 2): -1.5}, [], {}, WEAKEST) == [{0, 1}, {2}]
    assert regrouped(3, {(0, 1): 12.0, (0, 2): 4.0, (1, 2): 5.0}, [], {}, WEAKEST) == [{0, 1, 2}]


def test_contradictions_and_constraints_part() -> None:
    weights = {(0, 1): 12.0, (0, 2): 4.0, (1, 2): 5.0}
    assert regrouped(3, weights, [(0, 2)], {}, WEAKEST) == [{0, 1}, {2}]
    assert regrouped(3, weights, [], {0: {"id": "1"}, 1: {"id": "2"}}, WEAKEST) == [{0}, {1, 2}]
    assert regrouped(2, {}, [], {}, WEAKEST) == [{0}, {1}]


def test_the_mean_counts_every_pair() -> None:
    weights = {(0, 2): 50.0, (1, 2): 3.0}
    assert mean_between({0, 1}, {2}, weights, []) == (20 + 3) / 2
    assert mean_between({0, 1}, {2}, weights, [(1, 2)]) == (20 - 10) / 2
    assert mean_between({0}, {1}, weights, []) == -0.5


def test_all_published_persons_come_out_again(ws: Workspace) -> None:
    """A scene of a good part of the town falls into the persons that were published."""
    with ws.store() as store, Database() as db:
        members = store.rows(
            "from membership where record_id similar to '[a-z]+[0-4]?[0-9]?' order by source, record_id"
        )
        keys = [(row["source"], row["record_id"]) for row in members]
        scene = make_scene(db, ws, ws.config, store, keys, [])
    groups = regrouped(len(scene.keys), scene.match_weights, scene.contradictions, scene.constraints, WEAKEST)
    found = {frozenset(scene.names(group)) for group in groups}
    person: dict[str, set[str]] = {}
    for row in members:
        person.setdefault(row["golden_id"], set()).add(f"{row['source']}/{row['record_id']}")
    assert len(keys) > 100
    assert found == set(map(frozenset, person.values()))
