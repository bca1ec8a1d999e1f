"""golden_ids: the oldest claim names the person; merges, splits and retirements are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cdp.database import Database
from cdp.identify import identify

Make = Callable[[str, str, str], None]
pytestmark = pytest.mark.usefixtures("three")
RECORD = "rid integer, source varchar, record_id varchar, claim bigint"
CLUSTER = "rid integer, cluster integer"


@pytest.fixture
def three(make_table: Make) -> None:
    make_table("record", RECORD, "(1, 'crm', 'a', 30), (2, 'crm', 'b', 10), (3, 'shop', 'c', 20)")


def members(db: Database) -> dict[str, str]:
    return dict(db.rows("select record_id, golden_id from member"))


def published(db: Database, folder: Path) -> Path:
    path = folder / "membership.parquet"
    db.run(f"copy (select golden_id, source, record_id from member) to '{path}'")
    return path


def test_the_oldest_claim_names_the_person(db: Database, make_table: Make) -> None:
    make_table("cluster", CLUSTER, "(1, 1), (2, 1), (3, 3)")
    identify(db, "secret", None)
    together = members(db)
    make_table("cluster", CLUSTER, "(1, 1), (2, 2), (3, 3)")
    identify(db, "secret", None)
    apart = members(db)
    assert together["a"] == together["b"] == apart["b"]
    assert db.rows("select record_id from member where is_anchor order by 1") == [("a",), ("b",), ("c",)]


def test_ids_depend_on_the_secret_and_hold_no_source_id(db: Database, make_table: Make) -> None:
    make_table("cluster", CLUSTER, "(1, 1), (2, 2), (3, 3)")
    identify(db, "one", None)
    first = members(db)
    identify(db, "other", None)
    assert set(first.values()).isdisjoint(members(db).values())
    assert all(len(each) == 21 and each.startswith("g") for each in first.values())


def test_merge_split_and_retirement_are_told(db: Database, make_table: Make, tmp_path: Path) -> None:
    make_table("cluster", CLUSTER, "(1, 1), (2, 2), (3, 3)")
    identify(db, "s", None)
    apart, before = members(db), published(db, tmp_path)

    make_table("cluster", CLUSTER, "(1, 1), (2, 1), (3, 3)")
    assert identify(db, "s", before) == {"merge": 1}
    assert db.rows("select golden_id, other_golden_id from identity_change") == [(apart["a"], apart["b"])]
    together = published(db, tmp_path)

    make_table("cluster", CLUSTER, "(1, 1), (2, 2), (3, 3)")
    assert identify(db, "s", together) == {"split": 1}
    assert db.rows("select golden_id, other_golden_id from identity_change") == [(apart["b"], apart["a"])]
    again = published(db, tmp_path)

    make_table("record", RECORD, "(1, 'crm', 'a', 30), (2, 'crm', 'b', 10)")
    make_table("cluster", CLUSTER, "(1, 1), (2, 2)")
    assert identify(db, "s", again) == {"retire": 1}
