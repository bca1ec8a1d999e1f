"""Why two records match or not: the weights are the run's, the words are true, and what would turn it does."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise
from pathlib import Path

import pytest

from cdp.link.weigh import NAMESAKES
from cdp.why import PairWhy
from cdp.workspace import Workspace
from tests.conftest import AS_OF
from tests.why.conftest import SHOP_PHONE, Town, found_company


def pair(ws: Workspace, left: str, right: str) -> PairWhy:
    found = ws.why(left, right)
    assert isinstance(found, PairWhy)
    return found


def test_a_match_is_told_with_the_weights_of_the_run(ws: Workspace) -> None:
    with ws.store() as store:
        matches = store.rows("select * from match where kind = 'probabilistic' order by weight")
    assert len(matches) > 200
    for match in matches[:3] + matches[-1:]:
        names = (f"{match[f'source_{side}']}/{match[f'record_id_{side}']}" for side in "lr")
        told = pair(ws, *names).evidence
        assert told.weight == match["weight"]
        assert told.class_weight == pytest.approx(match["class_weight"], abs=1e-3)
        evidence = {bar.name: bar.weight + bar.rarity for bar in told.waterfall if bar.name in match["evidence"]}
        assert evidence == pytest.approx(match["evidence"], abs=1e-3)


def test_the_bars_lead_from_nothing_to_the_weight(ws: Workspace) -> None:
    told = pair(ws, "crm/far1", "shop/far2").evidence
    bars = told.waterfall
    assert (bars[0].name, bars[0].start) == ("prior", 0.0)
    assert all(one.end == other.start for one, other in pairwise(bars))
    assert bars[-1].name == "kind of pair"
    assert bars[-1].start == pytest.approx(told.splink_weight, abs=1e-3)
    assert bars[-1].end == pytest.approx(told.class_weight, abs=1e-3)
    assert bars[-1].end == told.weight


def test_bars_name_the_level_and_both_values(ws: Workspace) -> None:
    bars = {bar.name: bar for bar in pair(ws, "crm/far1", "shop/far2").evidence.waterfall}
    assert (bars["family_name"].told, bars["family_name"].left) == ("same", "zander")
    assert bars["family_name"].rarity > 0
    born = bars["birth_date"]
    assert (born.told, born.left, born.right) == ("differs", "1933-03-03", "1987-12-21")
    assert bars["phone"].told == "nothing to compare"


def test_a_name_alone_is_the_last_bar_and_no_match(ws: Workspace) -> None:
    found = pair(ws, "crm/name", "shop/name")
    told = found.evidence
    assert (found.is_match, told.weight) == (False, NAMESAKES)
    *_, before, last = told.waterfall
    assert (last.name, last.told) == ("name alone", "namesakes are many: no match by that")
    assert (last.start, last.end) == (before.end, NAMESAKES)
    assert before.end == pytest.approx(min(told.splink_weight or 0, told.class_weight or 0), abs=1e-3)
    assert told.name_alone
    assert {bar.name for bar in told.telling} == {"given_name", "family_name"}


def test_a_name_beside_other_evidence_is_not_alone(ws: Workspace) -> None:
    assert not pair(ws, "crm/bridge2", "shop/bridge3").evidence.name_alone


def test_strangers_are_never_compared(ws: Workspace) -> None:
    found = pair(ws, "crm/c1", "crm/c200")
    assert found.is_match is False
    assert (found.blocking.compared, found.blocking.rules) == (False, ())
    assert found.evidence.kinds == ()
    assert (found.evidence.weight or 0) < -20
    assert found.golden_id_left != found.golden_id_right


def test_those_who_were_compared_name_the_rules_that_brought_them_together(ws: Workspace) -> None:
    blocking = pair(ws, "crm/bridge1", "crm/bridge2").blocking
    assert blocking.compared
    rules = {frozenset(rule["keys"]) for rule in ws.ledger.report(1)["link"]["rules"]}
    assert {frozenset(keys) for keys in blocking.rules} <= rules
    assert blocking.rules


def test_a_value_of_many_is_told_and_no_evidence(ws: Workspace) -> None:
    found = pair(ws, "crm/walkin0", "crm/walkin1")
    told = [guard.told for guard in found.guards if guard.guard == "generic value"]
    assert told == [f"phone {SHOP_PHONE} of crm/walkin{n}: 14 hold it" for n in (0, 1)]
    bars = {bar.name: bar.told for bar in found.evidence.waterfall}
    assert bars["phone"] == "nothing to compare"


def test_a_couples_account_is_a_refused_tie(ws: Workspace) -> None:
    found = pair(ws, "crm/ann", "crm/ben")
    guards = {guard.guard: guard.told for guard in found.guards}
    assert guards["refused tie"] == "both have customer_id A1, but names and birth dates contradict each other"
    assert "contradiction" in guards
    assert found.apart is not None and found.apart.startswith("contradiction")


def test_two_numbers_of_the_state_forbid_one_person(ws: Workspace) -> None:
    found = pair(ws, "crm/id1", "shop/id2")
    assert found.is_match
    assert [guard.guard for guard in found.guards] == ["constraint"]
    assert "national_id" in found.guards[0].told
    assert found.apart is not None and found.apart.startswith("constraint")


def test_records_of_one_person_may_be_joined_through_another(ws: Workspace) -> None:
    found = pair(ws, "crm/bridge1", "shop/bridge3")
    assert found.is_match is False
    assert found.through == ("crm/bridge2",)
    assert found.golden_id_left == found.golden_id_right


def test_what_would_make_them_match_does(ws: Workspace, town: Town, tmp_path: Path) -> None:
    """The change that is told is made in the data, and the next run weighs the pair as was said."""
    before = pair(ws, "crm/far1", "shop/far2")
    told = {change.comparison: change for change in before.changes}["birth_date"]
    assert told.flips and told.told == "were birth_date equal"
    altered = deepcopy(town)
    company = found_company(tmp_path / "ws", altered)
    with company.workspace as ws_then, pytest.MonkeyPatch.context() as patch:
        patch.setattr("cdp.link.plan.ALL_PAIRS", 0)
        ws_then.run(as_of=AS_OF)
        altered.change("shop/far2", born="1933-03-03")
        altered.written(company)
        assert ws_then.run(as_of=AS_OF).link is not None
        after = pair(ws_then, "crm/far1", "shop/far2")
    assert after.is_match
    assert after.evidence.weight == pytest.approx(told.weight, abs=1e-3)
    assert told.difference == pytest.approx(told.weight - (before.evidence.weight or 0), abs=1e-3)


def test_where_no_change_turns_it_alone_the_fewest_together_do(ws: Workspace) -> None:
    first, *others = pair(ws, "crm/c1", "crm/c200").changes
    assert first.flips
    assert len(first.comparison.split(" and ")) > 1
    assert not any(change.flips for change in others)


def test_a_match_that_one_piece_of_evidence_holds_is_told(ws: Workspace) -> None:
    changes = pair(ws, "crm/bridge2", "shop/bridge3").changes
    assert changes[0].told == "without phone"
    assert changes[0].flips and changes[0].weight < -2
    assert [change.comparison for change in changes if change.flips] == ["phone"]
