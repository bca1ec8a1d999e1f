"""golden_ids: the oldest claim names the person; merges, splits and retirements are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cdp.database import Database
from cdp.identify import identify
from cdp.ledger import InheritedClaim

Make = Callable[[str, str, str], None]
pytestmark = pytest.mark.usefixtures("three")
RECORD = "rid integer, source varchar, record_id varchar, claim bigint"
CLUSTER = "rid integer, cluster integer"


@pytest.fixture
def three(make_table: Make) -> None:
    make_table("record", RECORD, "(1, 'crm', 'a', 30), (2, 'crm', 'b', 10), (3, 'shop', 'c', 20)")


def members(db: Database) -> dict[str, str]:
    return dict(db.rows("select record_id, golden_id from member"))


def published(db: Database, folder: Path) -> str:
    path = folder / "membership.parquet"
    db.run(f"copy (select golden_id, source, record_id, is_anchor, claim from member) to '{path}'")
    return f"read_parquet('{path}')"


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


FOUR = "(1, 'crm', 'a', 10), (2, 'crm', 'b', 20), (3, 'crm', 'c', 30), (4, 'crm', 'd', 40), (5, 'crm', 'e', 50)"


def inherited(db: Database) -> list[InheritedClaim]:
    columns = "version, golden_id, claimant, heir, age, seq"
    return [InheritedClaim(*row) for row in db.rows(f"select {columns} from inherited_claim order by version")]


def test_an_id_that_dies_leads_to_whoever_has_the_record_that_claimed_it(
    db: Database, make_table: Make, tmp_path: Path
) -> None:
    make_table("record", RECORD, FOUR)
    make_table("cluster", CLUSTER, "(1, 1), (2, 2), (3, 2), (4, 2), (5, 2)")
    identify(db, "s", None)
    old, before = members(db), published(db, tmp_path)
    make_table("cluster", CLUSTER, "(1, 1), (2, 1), (3, 3), (4, 3), (5, 3)")
    assert identify(db, "s", before) == {"merge": 1, "split": 1}
    assert db.rows("select change, golden_id, other_golden_id, records from identity_change order by 1") == [
        ("merge", old["b"], old["a"], 1),
        ("split", old["b"], members(db)["c"], 3),
    ]


def test_every_part_of_a_dead_id_is_told(db: Database, make_table: Make, tmp_path: Path) -> None:
    make_table("record", RECORD, FOUR)
    make_table("cluster", CLUSTER, "(1, 1), (2, 2), (3, 3), (4, 3), (5, 3)")
    identify(db, "s", None)
    old, before = members(db), published(db, tmp_path)
    make_table("cluster", CLUSTER, "(1, 1), (3, 1), (2, 2), (4, 2), (5, 5)")
    identify(db, "s", before)
    told = {row[:2]: row[2] for row in db.rows("select change, other_golden_id, records from identity_change")}
    assert told == {("merge", old["a"]): 1, ("split", old["b"]): 1, ("split", members(db)["e"]): 1}


def test_the_oldest_that_remains_inherits_the_id(db: Database, make_table: Make, tmp_path: Path) -> None:
    make_table("record", RECORD, FOUR)
    make_table("cluster", CLUSTER, "(1, 1), (2, 1), (3, 1), (4, 4), (5, 5)")
    identify(db, "s", None)
    first, before = members(db), published(db, tmp_path)

    make_table("record", RECORD, FOUR.split(", ", 4)[4])
    make_table("cluster", CLUSTER, "(2, 1), (3, 1), (4, 4), (5, 5)")
    assert identify(db, "s", before, (), "v000002", 7) == {}
    assert members(db) == {key: first[key] for key in "bcde"}
    assert db.rows("select record_id, claim from member where is_anchor and record_id < 'd'") == [("b", 10)]
    (claim,) = inherited(db)
    assert (claim.version, claim.golden_id, claim.age, claim.seq) == ("v000002", first["a"], 10, 7)
    once, before = inherited(db), published(db, tmp_path)

    identify(db, "s", None, once)
    assert members(db) == {key: first[key] for key in "bcde"}, "a rebuild from the ledger gives the same ids"

    make_table("record", RECORD, FOUR.split(", ", 8)[8])
    make_table("cluster", CLUSTER, "(3, 1), (4, 1), (5, 5)")
    assert identify(db, "s", before, once, "v000003", 8) == {"merge": 1}, "the inherited claim is still the oldest"
    assert members(db)["c"] == members(db)["d"] == first["a"]
    assert [each.claimant for each in inherited(db)] == [claim.claimant] * 2


def test_a_record_that_returns_makes_a_new_claim(db: Database, make_table: Make, tmp_path: Path) -> None:
    make_table("record", RECORD, FOUR)
    make_table("cluster", CLUSTER, "(1, 1), (2, 1), (3, 3), (4, 4), (5, 5)")
    identify(db, "s", None)
    first, before = members(db), published(db, tmp_path)
    make_table("record", RECORD, FOUR.split(", ", 4)[4])
    make_table("cluster", CLUSTER, "(2, 1), (3, 3), (4, 4), (5, 5)")
    identify(db, "s", before, (), "v000002", 7)
    claims, before = inherited(db), published(db, tmp_path)

    make_table("record", RECORD, FOUR)
    make_table("cluster", CLUSTER, "(1, 1), (2, 2), (3, 1), (4, 4), (5, 5)")
    identify(db, "s", before, claims, "v000003", 7)
    assert members(db) == {**{key: first[key] for key in "bcde"}, "a": first["c"], "b": first["a"]}
    make_table("cluster", CLUSTER, "(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)")
    identify(db, "s", before, claims, "v000003", 7)
    assert members(db)["a"] not in first.values()
    assert len(set(members(db).values())) == 5
