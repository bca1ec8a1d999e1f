"""Decisions in real runs: they win over all evidence, outlive training and change, and are undone without a trace."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cdp.decision import Decision
from cdp.decisions import Stance
from cdp.errors import StorageError
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

ANNA = Stance("I asked them", by="anna")
TRY = Stance("I asked them", by="anna", dry_run=True)
CRM = """
    source: crm
    party: first
    channel: crm
    connector: {kind: csv, path: crm.csv}
    record: {id: id, updated_at: at}
    attributes: {given_name: first, family_name: last, email: mail, national_id: nat}
    address: {street: street, city: city}
"""
MARY = ("1,Mary,Jones,mary@mail.example,,1 High St,Leeds", "2,Mary,Jones,mary@mail.example,,1 High St,Leeds")
PETER = ("3,Peter,Novak,peter@mail.example,N1,2 Low Rd,York", "4,Peter,Novak,peter@mail.example,N1,2 Low Rd,York")
ANNE = ("5,Anne,Weber,anne@mail.example,N2,3 Mid Ln,Hull",)
CONTENT = ("profile", "membership", "provenance", "cluster_quality", "match", "event_owner", "consent")


def deliver(company: Company, *rows: str) -> None:
    lines = [f"{row},2026-01-01" for row in rows]
    company.file("crm.csv", "\n".join(["id,first,last,mail,nat,street,city,at", *lines]))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mary has records 1 and 2, Peter 3 and 4, Anne 5; Peter and Anne have different national ids."""
    company = Company(tmp_path_factory.mktemp("shop") / "ws").source(CRM)
    deliver(company, *MARY, *PETER, *ANNE)
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
    return company.folder


@pytest.fixture
def shop(company: Company, published: Path) -> Company:
    """A copy of that workspace."""
    shutil.copytree(published, company.folder, dirs_exist_ok=True)
    return company


def groups(ws: Workspace) -> set[str]:
    """The people as the ids of their records, sorted: {'12', '34', '5'}."""
    found: dict[str, str] = {}
    for golden_id, record_id in sorted(ws.table("membership").project("golden_id, record_id").fetchall()):
        found[golden_id] = found.get(golden_id, "") + record_id
    return set(found.values())


def golden_id(ws: Workspace, record_id: str) -> str:
    return dict(ws.table("membership").project("record_id, golden_id").fetchall())[record_id]


def content(ws: Workspace) -> dict[str, str]:
    return {name: ws.published.current().tables[name].hash for name in CONTENT}


def profile(ws: Workspace, record_id: str) -> dict[str, Any]:
    return ws.show(golden_id(ws, record_id)).profile


def states(ws: Workspace) -> dict[int, str]:
    return dict(ws.table("decision").project("decision, state").fetchall())


def foreseen(ws: Workspace, decision: Decision) -> list[tuple[str | None, str, int]]:
    """Golden id, records and number of people before, of each person that a decision would make."""
    people = ws.decisions.foresee(decision)
    return [(each.golden_id, "".join(key.record_id for key in each.records), len(each.was)) for each in people]


def run(ws: Workspace, **how: Any) -> str:
    return ws.run(as_of=how.pop("as_of", AS_OF), **how).status


def test_a_merge_wins_over_unique_identifiers_and_is_undone_exactly(shop: Company) -> None:
    with shop.workspace as ws:
        before, peter = content(ws), golden_id(ws, "3")
        assert groups(ws) == {"12", "34", "5"}
        ids = [golden_id(ws, "5"), peter]
        assert foreseen(ws, ws.decisions.merge(ids, TRY)) == [(peter, "345", 2)]
        ws.decisions.merge(ids, ANNA)
        assert run(ws) == "published"
        assert groups(ws) == {"12", "345"}
        assert golden_id(ws, "5") == peter
        assert ws.show(peter).profile["records"] == 3
        kinds = ws.store().sql("select kind, record_id_l, record_id_r from match where kind like 'decision %'")[1]
        assert kinds == [("decision 1", "3", "5")]
        assert run(ws) == "unchanged"
        assert foreseen(ws, ws.decisions.withdraw(1, TRY)) == [(peter, "34", 1), (None, "5", 1)]
        ws.decisions.withdraw(1, ANNA)
        assert run(ws) == "published"
        assert content(ws) == before
        assert states(ws) == {1: "withdrawn", 2: "in force"}


def test_a_split_parts_what_evidence_holds_and_is_undone_exactly(shop: Company) -> None:
    with shop.workspace as ws:
        before = content(ws)
        mary = golden_id(ws, "1")
        assert foreseen(ws, ws.decisions.split(mary, ["crm/2"], TRY)) == [(mary, "1", 1), (None, "2", 1)]
        ws.decisions.split(mary, ["crm/2"], ANNA)
        run(ws)
        assert groups(ws) == {"1", "2", "34", "5"}
        assert foreseen(ws, ws.decisions.withdraw(1, TRY)) == [(mary, "12", 2)]
        assert ws.table("identity_history").project("change").fetchall() == [("split",)]
        ws.decisions.withdraw(1, ANNA)
        run(ws)
        assert content(ws) == before


def test_a_record_that_comes_later_and_suits_both_sides_alike_is_neithers(shop: Company) -> None:
    with shop.workspace as ws:
        ws.decisions.split(golden_id(ws, "1"), ["crm/2"], ANNA)
        run(ws)
        deliver(shop, *MARY, *PETER, *ANNE, "6,Mary,Jones,mary@mail.example,,1 High St,Leeds")
        run(ws)
        assert groups(ws) == {"1", "2", "34", "5", "6"}


def test_a_record_that_comes_later_goes_to_the_side_it_fits(shop: Company) -> None:
    with shop.workspace as ws:
        ws.decisions.split(golden_id(ws, "1"), ["crm/2"], ANNA)
        run(ws)
        moved = "2,Mary,Jones,mj@other.example,,7 Far Rd,Hull"
        deliver(shop, MARY[0], moved, *PETER, *ANNE, "6,Mary,Jones,mary@mail.example,,1 High St,Leeds")
        run(ws)
        assert groups(ws) == {"16", "2", "34", "5"}


def test_people_that_are_parted_stay_apart_when_both_are_linked_to_others(shop: Company) -> None:
    """2 is not Peter's 4, but 1 is 3: of the records that are left each goes where evidence puts it."""
    with shop.workspace as ws:
        ws.decisions.cannot_link(["crm/2"], ["crm/4"], ANNA)
        ws.decisions.must_link(["crm/1", "crm/3"], ANNA)
        run(ws)
        assert groups(ws) in ({"123", "4", "5"}, {"134", "2", "5"})
        assert run(ws, retrain=True) == "published"
        assert groups(ws) in ({"123", "4", "5"}, {"134", "2", "5"})


def test_decisions_hold_after_training_and_after_records_change(shop: Company) -> None:
    with shop.workspace as ws:
        ws.decisions.must_link(["crm/2", "crm/3"], ANNA)
        ws.decisions.split(golden_id(ws, "3"), ["crm/4"], ANNA)
        run(ws)
        assert groups(ws) == {"123", "4", "5"}
        run(ws, retrain=True)
        assert groups(ws) == {"123", "4", "5"}
        changed = ("2,Otto,Klein,otto@mail.example,N9,9 Far Way,Bonn", "3,Mia,Gross,mia@mail.example,N8,8 Near Way,Ulm")
        deliver(shop, MARY[0], *changed, "4,Mia,Gross,mia@mail.example,N8,8 Near Way,Ulm", *ANNE)
        run(ws)
        assert {"23"} <= groups(ws)
        assert not any("4" in group and "3" in group for group in groups(ws))


def test_order_of_delivery_changes_nothing_beside_decisions(shop: Company, tmp_path: Path) -> None:
    other = Company(tmp_path / "other").source(CRM)
    deliver(other, *ANNE, PETER[1], MARY[1])
    six = "6,Anne,Weber,anne@mail.example,N2,3 Mid Ln,Hull"
    with shop.workspace as ws, other.workspace as later:
        run(later)
        for each in (later, ws):
            each.decisions.must_link(["crm/2", "crm/5"], ANNA)
            each.decisions.cannot_link(["crm/4"], ["crm/5"], ANNA)
        run(later)
        deliver(other, six, *PETER, *MARY, *ANNE)
        deliver(shop, *MARY, *PETER, *ANNE, six)
        for each in (later, ws):
            run(each, retrain=True)
        assert groups(ws) == groups(later) == {"1256", "34"}


def test_a_decision_sleeps_while_its_record_is_gone(shop: Company) -> None:
    with shop.workspace as ws:
        ws.decisions.merge([golden_id(ws, "1"), golden_id(ws, "5")], ANNA)
        run(ws)
        shop.source(CRM + "    suppress: [{where: \"id = '5'\", reason: withdrawn}]\n")
        run(ws)
        assert groups(ws) == {"12", "34"}
        assert states(ws) == {1: "sleeping"}
        shop.source(CRM)
        run(ws)
        assert groups(ws) == {"125", "34"}
        assert states(ws) == {1: "in force"}


def test_a_rebuild_from_landing_and_ledger_keeps_decisions(shop: Company) -> None:
    with shop.workspace as ws:
        ws.decisions.merge([golden_id(ws, "1"), golden_id(ws, "5")], ANNA)
        ws.decisions.override(golden_id(ws, "3"), {"email": "new@mail.example"}, ANNA)
        run(ws)
        before = ws.published.current().content_hash
        for folder in ("published", "models"):
            shutil.rmtree(shop.folder / folder)
        run(ws)
        assert ws.published.current().content_hash == before


def test_rollback_takes_a_decision_out_until_the_next_run(shop: Company) -> None:
    with shop.workspace as ws:
        ws.decisions.merge([golden_id(ws, "1"), golden_id(ws, "5")], ANNA)
        run(ws)
        ws.rollback()
        assert groups(ws) == {"12", "34", "5"}
        assert run(ws) == "published"
        assert groups(ws) == {"125", "34"}


def test_a_value_that_a_steward_set_is_golden_and_says_so(shop: Company) -> None:
    with shop.workspace as ws:
        before = content(ws)
        ws.decisions.override(golden_id(ws, "5"), {"email": "Anne.New@mail.example"}, ANNA)
        run(ws)
        anne = ws.show(golden_id(ws, "5"))
        assert anne.profile["email"] == "anne.new@mail.example"
        assert anne.profile["email_all"] == ["anne.new@mail.example", "anne@mail.example"]
        assert (anne.profile["given_name"], anne.profile["records"]) == ("Anne", 1)
        told = next(each for each in anne.provenance if each["attribute"] == "email")
        assert (told["source"], told["record_id"], told["rule"]) == ("decision", "1", "decision")
        assert [(each["value"], each["record_id"], each["reason"]) for each in told["lost"]] == [
            ("anne@mail.example", "5", "decision 1")
        ]
        assert "Anne" not in str(ws.ledger.decisions())
        (shop.folder / "overrides" / "00000001.json").unlink()
        with pytest.raises(StorageError, match="withdraw 1"):
            run(ws)
        ws.decisions.withdraw(1, ANNA)
        run(ws)
        assert content(ws) == before


def test_a_set_value_ends_on_its_day(shop: Company) -> None:
    today = date.today()
    with shop.workspace as ws:
        ws.decisions.override(golden_id(ws, "3"), {"given_name": "Pete"}, ANNA, until=today)
        run(ws, as_of=today)
        assert profile(ws, "3")["full_name"] == "Pete Novak"
        assert ws.published.current().valid_until == (today + timedelta(days=1)).isoformat()
        assert run(ws, as_of=today) == "unchanged"
        assert run(ws, as_of=today + timedelta(days=1)) == "published"
        assert profile(ws, "3")["full_name"] == "Peter Novak"
        assert states(ws) == {1: "ended"}


def test_an_address_is_set_as_a_whole(shop: Company) -> None:
    with shop.workspace as ws:
        ws.decisions.override(golden_id(ws, "1"), {"street": "7 New Road"}, ANNA)
        run(ws)
        mary = ws.show(golden_id(ws, "1"))
        assert (mary.profile["street"], mary.profile["city"]) == ("7 New Road", None)
        told = next(each for each in mary.provenance if each["attribute"] == "address")
        assert (told["value"], told["rule"]) == ("7 New Road", "decision")
        assert [each["value"] for each in told["lost"]] == ["1 High St, Leeds"]


def test_a_set_value_follows_the_person_through_merges_and_lost_records(shop: Company) -> None:
    with shop.workspace as ws:
        ws.decisions.override(golden_id(ws, "1"), {"email": "one@mail.example"}, ANNA)
        ws.decisions.override(golden_id(ws, "5"), {"email": "five@mail.example"}, ANNA)
        ws.decisions.merge([golden_id(ws, "1"), golden_id(ws, "5")], ANNA)
        run(ws)
        assert profile(ws, "1")["email"] == "five@mail.example", "the newer decision counts"
        ws.decisions.withdraw(2, ANNA)
        run(ws)
        assert profile(ws, "5")["email"] == "one@mail.example"
        shop.source(CRM + "    suppress: [{where: \"id = '1'\", reason: withdrawn}]\n")
        run(ws)
        assert profile(ws, "2")["email"] == "one@mail.example", "whoever inherits the golden_id has it"


def test_the_report_counts_decisions_by_what_became_of_them(shop: Company) -> None:
    with shop.workspace as ws:
        assert ws.ledger.report(1)["decisions"] == {}
        ws.decisions.merge([golden_id(ws, "1"), golden_id(ws, "5")], ANNA)
        assert ws.decisions.states() == {1: "new"}
        ws.decisions.withdraw(1, ANNA)
        assert ws.decisions.states() == {1: "withdrawn", 2: "new"}
        assert ws.run(as_of=AS_OF).decisions == {"in force": 1, "withdrawn": 1}
