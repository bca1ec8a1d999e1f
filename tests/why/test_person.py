"""How a person came together: steps along the strongest chain, the bridge, and what would part the person."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest

from cdp.why import PersonWhy
from cdp.workspace import Workspace
from tests.conftest import AS_OF
from tests.why.conftest import Town, found_company


def person(ws: Workspace, asked: str) -> PersonWhy:
    found = ws.why(asked)
    assert isinstance(found, PersonWhy)
    return found


def golden_ids(ws: Workspace, least: int) -> list[str]:
    with ws.store() as store:
        rows = store.rows("select golden_id from cluster_quality where records >= $n order by cohesion", {"n": least})
    return [row["golden_id"] for row in rows]


def test_steps_join_all_records_the_strongest_first(ws: Workspace) -> None:
    found = person(ws, "crm/bridge1")
    assert found.records == ("crm/bridge1", "crm/bridge2", "shop/bridge3")
    first, second = found.steps
    assert (first.left, first.right) == (("crm/bridge1",), ("crm/bridge2",))
    assert (second.left, second.right) == (("crm/bridge1", "crm/bridge2"), ("shop/bridge3",))
    assert (first.evidence.weight or 0) > (second.evidence.weight or 0)


def test_the_bridge_is_the_published_weakest_link(ws: Workspace) -> None:
    for golden_id in golden_ids(ws, 2)[:5]:
        found = person(ws, golden_id)
        with ws.store() as store:
            (quality,) = store.rows("from cluster_quality where golden_id = $id", {"id": golden_id})
        assert found.bridge is not None
        assert found.bridge.evidence.weight == quality["weakest_link"] == found.weakest_link
        ends = {f"{quality[f'source_{side}']}/{quality[f'record_id_{side}']}" for side in "lr"}
        assert {found.bridge.evidence.left, found.bridge.evidence.right} == ends
        assert sorted(found.bridge.left + found.bridge.right) == list(found.records)
        assert found.cohesion == quality["cohesion"]


def test_what_speaks_against_is_told(ws: Workspace) -> None:
    found = person(ws, "crm/bridge1")
    assert [(each.left, each.right) for each in found.against] == [("crm/bridge1", "shop/bridge3")]
    assert found.against_in_all == 1


def test_what_would_part_the_person_does(ws: Workspace, town: Town, tmp_path: Path) -> None:
    """The evidence that is told is taken out of the data, and the next run publishes the persons that were named."""
    bridge = person(ws, "crm/bridge1").bridge
    assert bridge is not None
    change = bridge.changes[0]
    assert change.told == "without any phone" and change.flips
    assert change.parts == bridge.without == (("crm/bridge1", "crm/bridge2"), ("shop/bridge3",))
    altered = deepcopy(town)
    company = found_company(tmp_path / "ws", altered)
    with company.workspace as ws_then, pytest.MonkeyPatch.context() as patch:
        patch.setattr("cdp.link.plan.ALL_PAIRS", 0)
        ws_then.run(as_of=AS_OF)
        altered.change("crm/bridge2", tel="")
        altered.change("shop/bridge3", tel="")
        altered.written(company)
        ws_then.run(as_of=AS_OF)
        parts = [person(ws_then, part[0]).records for part in change.parts]
    assert tuple(parts) == change.parts


def test_a_record_alone_has_no_steps(ws: Workspace) -> None:
    found = person(ws, "crm/far1")
    assert (found.records, found.steps, found.bridge, found.against) == (("crm/far1",), (), None, ())


def test_merged_ids_lead_to_the_person_who_lives_on(town: Town, tmp_path: Path) -> None:
    altered = deepcopy(town)
    company = found_company(tmp_path / "ws", altered)
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        old = [person(ws, record).golden_id for record in ("crm/far1", "shop/far2")]
        altered.change("shop/far2", born="1933-03-03", mail="wilma@zander.example")
        altered.written(company)
        ws.run(as_of=AS_OF)
        alive = person(ws, "shop/far2").golden_id
        assert alive in old
        for golden_id in old:
            assert person(ws, golden_id).golden_id == alive
        both = ws.why(*old)
        assert isinstance(both, PersonWhy) and both.asked_for == tuple(old)
