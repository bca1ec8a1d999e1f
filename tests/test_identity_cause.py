"""Why identities changed: the decision, the match or the record behind each merge, split, retirement and revival."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdp.database import Database
from cdp.identify import identify
from cdp.identity_cause import find_causes
from cdp.ledger import CLAIMS_PER_PACKAGE

Make = Callable[[str, str, str], None]
N = CLAIMS_PER_PACKAGE
RECORD = "rid bigint, source varchar, record_id varchar, claim bigint, name_raw varchar"
CLUSTER = "rid bigint, cluster bigint"
MATCH = "rid_l bigint, rid_r bigint, weight double, kind varchar, evidence map(varchar, float)"
THREE = {
    "a": f"(-7, 'crm', 'a', {N}, 'Ann')",
    "b": f"(5, 'crm', 'b', {N + 1}, 'Ben')",
    "c": f"(90000000000, 'shop', 'c', {2 * N}, 'Cy')",
}
RID = {"a": -7, "b": 5, "c": 90000000000}


class Stage:
    """The versions of three records, one after the other."""

    def __init__(self, db: Database, make_table: Make, folder: Path) -> None:
        self.db, self._make, self._folder = db, make_table, folder
        self._before: dict[str, str] = {}
        self.former: list[str] = []
        make_table("decided", "decision integer, rid bigint", "")

    def version(self, *persons: str, matches: str = "", changed: str = "") -> list[tuple[Any, ...]]:
        """Publish records grouped as persons, `changed` ones with another name; return what changed, and why."""
        held = [record for person in persons for record in person]
        rows = [THREE[each].replace("')", "x')") if each in changed else THREE[each] for each in held]
        self._make("record", RECORD, ", ".join(rows))
        self._make("alternate", "rid bigint, nth integer, name_raw varchar", "")
        self._make("cluster", CLUSTER, ", ".join(f"({RID[r]}, {RID[p[0]]})" for p in persons for r in p))
        self._make("match", MATCH, matches)
        identify(self.db, "s", self._before.get("membership"), former_ids=self.former)
        find_causes(self.db, self._before.get("match"), self._before.get("record"), watermark=1)
        self._before = {name: self._written(name, sql) for name, sql in PUBLISHED.items()}
        return self.db.rows(
            """
            select change, cause, record_id_l, record_id_r, weight, evidence, decision
            from identity_change join identity_cause using (nth) order by nth
            """
        )

    def _written(self, name: str, sql: str) -> str:
        path = self._folder / f"{name}.parquet"
        self.db.run(f"copy ({sql}) to '{path}'")
        return f"read_parquet('{path}')"


PUBLISHED = {
    "membership": "select golden_id, source, record_id, is_anchor, claim from member",
    "record": "select source, record_id, 0 as nth, name_raw from record",
    "match": """
        select l.source as source_l, l.record_id as record_id_l, r.source as source_r, r.record_id as record_id_r,
               weight, kind, evidence
        from match join record l on l.rid = rid_l join record r on r.rid = rid_r
    """,
}


@pytest.fixture
def stage(db: Database, make_table: Make, tmp_path: Path) -> Stage:
    return Stage(db, make_table, tmp_path)


def match(one: str, other: str, weight: float, kind: str = "probabilistic") -> str:
    evidence = f"map(['email', 'name', 'city'], [{weight - 2}, 7, -1])"
    return f"({RID[one]}, {RID[other]}, {weight}, '{kind}', {evidence})"


def test_a_new_record_that_matches_merges(stage: Stage) -> None:
    stage.version("a", "b")
    told = stage.version("acb", matches=f"{match('a', 'c', 20)}, {match('b', 'c', 10)}")
    assert told == [("merge", "record new", "c", "b", 10.0, "email, name", None)]


def test_a_changed_record_that_matches_merges(stage: Stage) -> None:
    stage.version("a", "b")
    assert stage.version("ab", matches=match("a", "b", 12), changed="a") == [
        ("merge", "record changed", "a", "b", 12.0, "email, name", None)
    ]


def test_records_that_are_as_they_were_but_scored_otherwise(stage: Stage) -> None:
    stage.version("a", "b", matches=match("a", "b", 1))
    assert stage.version("ab", matches=match("a", "b", 14.2)) == [
        ("merge", "match", "b", "a", 14.2, "email, name", None)
    ]
    assert stage.version("a", "b", matches=match("a", "b", 1)) == [
        ("split", "match", "b", "a", 14.2, "email, name", None)
    ]


def test_the_match_that_gained_most_is_told(stage: Stage) -> None:
    stage.version("ac", "b", matches=f"{match('a', 'b', 18)}, {match('a', 'c', 30)}")
    told = stage.version("abc", matches=f"{match('a', 'b', 19)}, {match('b', 'c', 9)}, {match('a', 'c', 30)}")
    assert told == [("merge", "match", "b", "c", 9.0, "email, name", None)]


def test_a_bridge_that_is_gone_splits_and_revives(stage: Stage) -> None:
    stage.version("a", "b")
    stage.version("acb", matches=f"{match('a', 'c', 20)}, {match('b', 'c', 10)}")
    stage.former = [golden_id for (golden_id,) in stage.db.rows("select golden_id from identity_change")]
    gone = ("record gone", "c", "b", 10.0, "email, name", None)
    assert stage.version("a", "b") == [("revive", *gone), ("split", *gone)]


def test_a_bridge_that_changed_splits(stage: Stage) -> None:
    stage.version("acb", matches=f"{match('a', 'c', 20)}, {match('c', 'b', 10)}")
    assert stage.version("ac", "b", matches=match("a", "c", 20), changed="c") == [
        ("split", "record changed", "c", "b", 10.0, "email, name", None)
    ]


def test_a_split_without_a_lost_match_is_laid_at_the_door_of_the_record_that_changed(stage: Stage) -> None:
    stage.version("ab", matches=match("a", "b", 8))
    told = stage.version("a", "b", matches=match("a", "b", 8), changed="b")
    assert told == [("split", "record changed", "b", None, None, None, None)]


def test_a_new_record_that_draws_another_away(stage: Stage) -> None:
    stage.version("ab", matches=match("a", "b", 8))
    told = stage.version("a", "bc", matches=f"{match('a', 'b', 8)}, {match('b', 'c', 30)}")
    assert told == [("split", "record new", "c", "b", 30.0, "email, name", None)]


def test_a_new_record_that_takes_the_place_of_another(stage: Stage) -> None:
    stage.version("ab", matches=match("a", "b", 8))
    told = stage.version("ac", "b", matches=f"{match('a', 'b', 8)}, {match('a', 'c', 30)}")
    assert told == [("split", "record new", "c", None, None, None, None)]


def test_a_decision_of_which_a_record_is_gone_is_not_blamed(stage: Stage) -> None:
    stage.version("acb", matches=f"{match('a', 'c', 100, 'decision 1')}, {match('c', 'b', 100, 'decision 2')}")
    assert [(row[0], row[1], row[2]) for row in stage.version("a", "b")] == [("split", "record gone", "c")]


def test_the_end_and_the_return_of_an_id(stage: Stage) -> None:
    stage.version("a", "b", "c")
    assert sorted(stage.version("a")) == [
        ("retire", "record gone", "b", None, None, None, None),
        ("retire", "record gone", "c", None, None, None, None),
    ]
    stage.former = [golden_id for (golden_id,) in stage.db.rows("select golden_id from identity_change")]
    assert sorted(stage.version("a", "b", "c")) == [
        ("revive", "record new", "c", None, None, None, None),
        ("revive", "record returned", "b", None, None, None, None),
    ]


def test_a_decision_about_both_sides_goes_before_all(stage: Stage) -> None:
    stage.version("a", "b")
    stage.db.run(f"insert into decided values (3, {RID['a']}), (3, {RID['b']}), (4, {RID['a']})")
    told = stage.version("acb", matches=f"{match('a', 'c', 20)}, {match('b', 'c', 10)}")
    assert [(row[0], row[1], row[-1]) for row in told] == [("merge", "decision", 3)]


def test_a_decision_that_was_withdrawn_parts(stage: Stage) -> None:
    stage.version("ab", matches=match("a", "b", 100, "decision 12"))
    assert [(row[0], row[1], row[-1]) for row in stage.version("a", "b")] == [("split", "decision", 12)]


def test_nothing_changed_nothing_to_explain(stage: Stage) -> None:
    assert stage.version("ab", "c", matches=match("a", "b", 8)) == []
    assert stage.version("ab", "c", matches=match("a", "b", 8), changed="c") == []
