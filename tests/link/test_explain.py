"""Pairs that no run kept: weighed as a run would have, with whether a blocking rule meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdp.database import Database
from cdp.link import ModelStore
from cdp.link.explain import explain_pairs
from tests.conftest import Company
from tests.link.linking import link_records
from tests.link.test_link import COLUMNS, make_people


@pytest.fixture(autouse=True)
def _planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few records are blocked as many are, instead of comparing all pairs."""
    monkeypatch.setattr("cdp.link.plan.ALL_PAIRS", 0)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", "secret")


def explain(db: Database, people: Company, store: ModelStore, pairs: str) -> bool:
    db.run(f"create or replace temp table candidate as {pairs}")
    return explain_pairs(db, people.workspace.config, list(COLUMNS), store, "m0001")


def test_weights_are_those_of_the_run(db: Database, people: Company, store: ModelStore) -> None:
    make_people(db, 300)
    link_records(db, people.workspace.config, list(COLUMNS), store)
    db.run("create temp table kept as select * from match")
    assert explain(db, people, store, "select distinct rid_l, rid_r from kept")
    compared, worst, met = db.rows(
        """
        select count(*), max(abs(kept.weight - explained.weight)), bool_and(meets_rule)
        from kept join explained using (rid_l, rid_r)
        """
    )[0]
    assert compared == db.count("kept") > 250
    assert worst < 1e-6
    assert met


def test_strangers_weigh_little_and_meet_no_rule(db: Database, people: Company, store: ModelStore) -> None:
    make_people(db, 300)
    link_records(db, people.workspace.config, list(COLUMNS), store)
    strangers = "given_key = 'zoe', family_key = 'yilmaz', given_name = 'Zoe', family_name = 'Yilmaz', phone = null"
    db.run(
        f"update record set {strangers}, birth_date = '1901-01-01', email = 'z@z.example', city_key = 'ayr', "
        "postal_code = 'zz9' where rid = 1"
    )
    assert explain(db, people, store, "select 1 as rid_l, 2 as rid_r")
    weight, met = db.rows("select weight, meets_rule from explained")[0]
    assert weight < -4
    assert not met


def test_a_model_for_another_configuration_says_nothing(db: Database, people: Company, store: ModelStore) -> None:
    make_people(db, 60)
    link_records(db, people.workspace.config, list(COLUMNS), store)
    people.config("identity.yml", "blocking: [[email]]")
    assert not explain(db, people, store, "select 1 as rid_l, 2 as rid_r")
    assert not explain_pairs(db, people.workspace.config, list(COLUMNS), store, "m0009")
