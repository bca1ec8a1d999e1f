"""Why two people are not one: the reason is that without which they would be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cdp.decisions import Stance
from cdp.why import PairWhy, PeopleWhy, PersonWhy
from cdp.why.people import Reason
from cdp.workspace import Workspace
from tests.conftest import AS_OF


def people_of(ws: Workspace, record: str) -> str:
    person = ws.why(record)
    assert isinstance(person, PersonWhy)
    return person.golden_id


def people(ws: Workspace, one: str, other: str) -> PeopleWhy:
    found = ws.why(*(people_of(ws, record) for record in (one, other)))
    assert isinstance(found, PeopleWhy)
    return found


def test_a_decision_that_parts_is_named(ws: Workspace, tmp_path: Path) -> None:
    folder = shutil.copytree(ws.folder, tmp_path / "ws")
    with Workspace(folder) as own:
        own.decisions.split(people_of(own, "crm/bridge1"), ["shop/bridge3"], Stance("her aunt", by="anna"))
        own.run(as_of=AS_OF)
        found = people(own, "crm/bridge1", "shop/bridge3")
        told = f"decision 1, split by anna on {own.decisions.all()[0].at[:10]}: her aunt"
        assert (found.reason, found.told, found.changes) == (Reason.DECISION, told, ())
        pair = own.why("crm/bridge2", "shop/bridge3")
        assert isinstance(pair, PairWhy)
        assert pair.apart == f"decision: {told}"
        assert [each.told for each in pair.guards if each.guard == "decision"] == [told]
        own.decisions.cannot_link(["crm/far1"], ["shop/far2"], Stance("two women", by="ben"))
        own.run(as_of=AS_OF)
        beside = people(own, "crm/far1", "shop/far2")
        assert beside.reason is Reason.NO_MATCH
        assert beside.told.endswith("two women")


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
