"""Why two people are not one: the reason is that without which they would be."""

from __future__ import annotations

import pytest

from cdp.why import PeopleWhy, PersonWhy
from cdp.why.people import Reason
from cdp.workspace import Workspace


def people(ws: Workspace, one: str, other: str) -> PeopleWhy:
    ids = []
    for record in (one, other):
        person = ws.why(record)
        assert isinstance(person, PersonWhy)
        ids.append(person.golden_id)
    found = ws.why(*ids)
    assert isinstance(found, PeopleWhy)
    return found


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("crm/c1", "crm/c200", Reason.NO_MATCH),
        ("crm/far1", "shop/far2", Reason.NO_MATCH),
        ("crm/ann", "crm/ben", Reason.CONTRADICTION),
        ("crm/id1", "shop/id2", Reason.CONSTRAINT),
    ],
)
def test_the_reason_is_told(ws: Workspace, one: str, other: str, reason: Reason) -> None:
    found = people(ws, one, other)
    assert found.reason is reason
    assert found.told


def test_pairs_between_them_are_counted_and_the_best_is_told(ws: Workspace) -> None:
    found = people(ws, "crm/c1", "crm/c200")
    assert (found.pairs, found.matches) == (4, 0)
    weights = [each.weight or 0.0 for each in found.best]
    assert len(weights) == 3
    assert weights == sorted(weights, reverse=True)
    assert found.mean == -1.0 or any(guard.guard == "contradiction" for guard in found.guards)


def test_the_smallest_change_would_make_them_one(ws: Workspace) -> None:
    changes = people(ws, "crm/far1", "shop/far2").changes
    assert {change.comparison for change in changes if change.flips} >= {"birth_date"}
    flipping = [change.difference for change in changes if change.flips]
    assert flipping == sorted(flipping)


def test_no_evidence_makes_one_person_of_two_numbers(ws: Workspace) -> None:
    changes = people(ws, "crm/id1", "shop/id2").changes
    assert changes
    assert not any(change.flips for change in changes)
