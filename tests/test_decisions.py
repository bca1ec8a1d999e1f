"""Stewards decide: people and records are found, nonsense and contradictions are refused, and all of it is kept."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from cdp.decision import Act, RecordKey
from cdp.decisions import Stance
from cdp.errors import NotFound, StorageError, UsageError
from cdp.override import read_override
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

ANNA = Stance("they told me", by="anna")
TRY = Stance("they told me", by="anna", dry_run=True)


@pytest.fixture
def ws(people: Company) -> Workspace:
    """Records 1 and 2 are Mary, 3 is Peter."""
    workspace = people.workspace
    workspace.run(as_of=AS_OF)
    return workspace


def golden_ids(ws: Workspace) -> dict[str, str]:
    return dict(ws.table("membership").project("record_id, golden_id").fetchall())


def key(record_id: str) -> RecordKey:
    return RecordKey("people", record_id)


def test_a_merge_links_the_records_that_claimed_the_ids(ws: Workspace) -> None:
    ids = golden_ids(ws)
    made = ws.decisions.merge([ids["3"], ids["2"].upper()], ANNA)
    assert (made.number, made.act, made.by, made.reason) == (1, Act.MERGE, "anna", "they told me")
    assert made.one == (key("1"), key("3"))
    assert ws.decisions.all() == [made]


def test_a_split_parts_records_from_all_others_of_the_person(ws: Workspace) -> None:
    ids = golden_ids(ws)
    made = ws.decisions.split(ids["1"], ["people/2"], ANNA)
    assert (made.one, made.other) == ((key("2"),), (key("1"),))
    with pytest.raises(UsageError, match="1 of these records do not belong"):
        ws.decisions.split(ids["1"], ["people/3"], ANNA)
    with pytest.raises(UsageError, match="no record"):
        ws.decisions.split(ids["1"], ["people/1", "people/2"], ANNA)


def test_links_and_parts_name_records_or_people(ws: Workspace) -> None:
    ids = golden_ids(ws)
    assert ws.decisions.must_link(["people/2", ids["3"]], TRY).one == (key("2"), key("3"))
    made = ws.decisions.cannot_link([ids["1"]], ["people/2", ids["3"]], ANNA)
    assert (made.one, made.other) == ((key("1"),), (key("2"), key("3")))
    with pytest.raises(UsageError, match="decision 1"):
        ws.decisions.must_link(["people/1", "people/3"], ANNA)
    assert [each.number for each in ws.decisions.all()] == [1], "what is refused was never made"


def test_who_and_what_is_not_there_is_not_found(ws: Workspace, tmp_path: Path) -> None:
    ids = golden_ids(ws)
    for refused in (
        lambda: ws.decisions.merge([ids["1"], "gnobody"], ANNA),
        lambda: ws.decisions.must_link(["people/1", "people/99"], ANNA),
        lambda: ws.decisions.withdraw(7, ANNA),
        lambda: Company(tmp_path / "new").workspace.decisions.merge(["g1", "g2"], ANNA),
    ):
        with pytest.raises(NotFound):
            refused()
    for nonsense in (
        lambda: ws.decisions.merge([ids["1"], ids["2"]], ANNA),
        lambda: ws.decisions.must_link(["people/1", "people/1"], ANNA),
        lambda: ws.decisions.cannot_link([ids["1"]], [ids["2"]], ANNA),
        lambda: ws.decisions.merge([ids["1"], ids["3"]], Stance("  ")),
    ):
        with pytest.raises(UsageError):
            nonsense()
    assert ws.decisions.all() == []


def test_a_decision_is_withdrawn_once_and_by_another(ws: Workspace) -> None:
    ws.decisions.cannot_link(["people/1"], ["people/3"], ANNA)
    taken_back = ws.decisions.withdraw(1, Stance("my mistake", by="ben"))
    assert (taken_back.number, taken_back.withdraws, taken_back.by) == (2, 1, "ben")
    for number in (1, 2):
        with pytest.raises(UsageError):
            ws.decisions.withdraw(number, ANNA)
    assert ws.decisions.must_link(["people/1", "people/3"], ANNA).number == 3


def test_a_dry_run_checks_and_makes_nothing(ws: Workspace) -> None:
    ids = golden_ids(ws)
    assert ws.decisions.override(ids["1"], {"email": "new@mail.example"}, TRY).number == 0
    assert ws.decisions.all() == []
    assert not (ws.folder / "overrides").exists()


def test_a_value_is_cleaned_and_kept_beside_the_ledger(ws: Workspace) -> None:
    ids = golden_ids(ws)
    made = ws.decisions.override(ids["2"], {"email": " Mary.New@Mail.example "}, ANNA, until=date.max)
    assert (made.one, made.attribute, made.golden_id, made.until) == ((key("1"),), "email", ids["1"], "9999-12-31")
    assert read_override(ws.folder, made.number) == {"email": "mary.new@mail.example"}
    file = ws.folder / "overrides" / "00000001.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"mary.new" not in (ws.folder / "ledger.db").read_bytes() + (ws.folder / "ledger.db-wal").read_bytes()
    file.unlink()
    with pytest.raises(StorageError, match="withdraw 1"):
        read_override(ws.folder, 1)


def test_values_that_make_no_sense_are_refused_and_not_repeated(ws: Workspace) -> None:
    mary = golden_ids(ws)["1"]
    for values in (
        {"email": "secret"},
        {"phone": "1"},
        {},
        {"records": "9"},
        {"email": "a@b.example", "given_name": "A"},
    ):
        with pytest.raises(UsageError) as fault:
            ws.decisions.override(mary, values, ANNA)
        assert "secret" not in str(fault.value)
    with pytest.raises(UsageError, match="is over"):
        ws.decisions.override(mary, {"email": "new@mail.example"}, ANNA, until=date.today() - timedelta(days=1))
    assert ws.decisions.all() == []
