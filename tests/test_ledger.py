"""The ledger: ledgers of earlier releases are widened, ids that ended are known."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cdp.decision import Act, Decision
from cdp.ledger import IdentityChange, Ledger


def change(version: str, what: str, golden_id: str, other: str | None = None, nth: int = 0) -> IdentityChange:
    return IdentityChange(version, nth, "2026-05-01T10:00:00Z", what, golden_id, other, 1, "why")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def test_a_ledger_of_an_earlier_release_is_widened(path: Path) -> None:
    with sqlite3.connect(path) as old:
        old.execute(
            "create table identity_history (version text not null, nth integer not null, at text not null, "
            "change text not null, golden_id text not null, other_golden_id text, records integer not null, "
            "reason text not null, primary key (version, nth))"
        )
        old.execute("insert into identity_history values ('v000002', 0, '2026', 'merge', 'gb', 'ga', 1, 'why')")
    for _ in range(2):
        ledger = Ledger(path)
        ledger.close()
    ledger = Ledger(path)
    (kept,) = ledger.identity_history()
    assert (kept.golden_id, kept.reason, kept.run, kept.cause, kept.weight) == ("gb", "why", None, None, None)
    told = IdentityChange("v000003", 0, "2026", "split", "ga", "gb", 1, "why", 3, "match", "crm", "1", "crm", "2", 14.2)
    ledger.import_identity_history([told])
    assert ledger.identity_history() == [kept, told]
    ledger.close()


def test_decisions_of_an_earlier_release_do_not_know_what_was_landed_then(path: Path) -> None:
    with sqlite3.connect(path) as old:
        old.execute(
            "create table decision (number integer primary key, act text not null, by text not null, at text not null, "
            "reason text not null, attribute text, golden_id text, until text, withdraws integer)"
        )
        old.execute("insert into decision values (1, 'must-link', 'anna', '2026', 'why', null, null, null, null)")
    ledger = Ledger(path)
    assert [(each.number, each.seq) for each in ledger.decisions()] == [(1, None)]
    (made,) = ledger.add_decisions([Decision(Act.MUST_LINK, "ben", "why")], lambda *_: None)
    assert (made.seq, ledger.decisions()[1].seq) == (0, 0)
    ledger.close()


def test_sources_that_hold_each_person_once_are_those_of_the_run_that_made_the_version(path: Path) -> None:
    ledger = Ledger(path)
    for told in ({"one_per_person": ["crm"]}, None):
        ledger.finish_run(ledger.start_run("run"), "published", "v000001", {"clusters": told})
    assert ledger.one_per_person("v000001") == ["crm"]
    assert ledger.one_per_person("v000002") == []
    ledger.close()


def test_ids_that_ended_and_have_not_come_back(path: Path) -> None:
    ledger = Ledger(path)
    ledger.import_identity_history([change("v000002", "merge", "gb", "ga"), change("v000002", "retire", "gc", nth=1)])
    assert sorted(ledger.former_ids()) == ["gb", "gc"]
    ledger.import_identity_history(
        [change("v000003", "revive", "gb", "ga"), change("v000003", "split", "ga", "gb", nth=1)]
    )
    assert ledger.former_ids() == ["gc"]
    ledger.import_identity_history([change("v000004", "merge", "gb", "ga")])
    assert sorted(ledger.former_ids()) == ["gb", "gc"]
    ledger.close()
