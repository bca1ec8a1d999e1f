"""How much differs, in counts, and which limits that exceeds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.changes import Sides, find_changes, set_sides
from cdp.config.company import Checks
from cdp.database import Database
from cdp.version_diff import diff_rows, exceeded, measure_diff
from tests.test_changes import AFTER, BEFORE, CONSENT, HOUSEHOLD, MEMBERSHIP

Make = Callable[[str, str, str], None]


@pytest.fixture
def compared(db: Database, make_table: Make) -> Database:
    """Ten people, of whom B is merged into A, C is split (D comes of it), E is gone, F and G change their names."""
    people = "('A', 'Ann', null), ('B', 'Bob', 'York'), ('C', 'Cy', 'York'), ('E', 'Eve', null), ('F', 'Flo', 'York')"
    people += "".join(f", ('{letter}', '{letter}', 'Leeds')" for letter in "GHIJK")
    make_table("profile_0", "golden_id varchar, given_name varchar, city varchar", people)
    make_table("profile_1", "golden_id varchar, given_name varchar, city varchar", people)
    db.run("delete from profile_1 where golden_id in ('B', 'E'); insert into profile_1 values ('D', 'Dee', 'York')")
    db.run("update profile_1 set given_name = given_name || 'x' where golden_id in ('F', 'G')")
    db.run("update profile_1 set city = case golden_id when 'A' then 'York' end where golden_id in ('A', 'C')")
    records = ", ".join(f"('{letter}', 'crm', '{letter}')" for letter in "ABCEFGHIJK")
    make_table("membership_0", MEMBERSHIP, f"{records}, ('C', 'web', 'D')")
    make_table("membership_1", MEMBERSHIP, f"{records}, ('D', 'web', 'D'), ('A', 'web', 'new')")
    db.run(
        "update membership_1 set golden_id = 'A' where golden_id = 'B'; delete from membership_1 where record_id = 'E'"
    )
    for side, events in ((0, "('crm')"), (1, "('crm'), ('crm')")):
        make_table(f"consent_{side}", CONSENT, "")
        make_table(f"household_{side}", HOUSEHOLD, "")
        make_table(f"event_{side}", "source varchar", events)
    make_table("history_0", "golden_id varchar", "")
    changes = "('merge', 'B', 'A'), ('retire', 'E', null), ('split', 'C', 'D')"
    make_table("identity_change", "change varchar, golden_id varchar, other_golden_id varchar", changes)
    set_sides(db, Sides(BEFORE, AFTER))
    find_changes(db, "v000002")
    return db


def test_people_values_records_and_events_are_counted(compared: Database) -> None:
    measure_diff(compared, Checks())
    counts = ("before", "after", "added", "changed", "removed", "share")
    assert {(row["what"], row["name"]): tuple(row[name] for name in counts) for row in diff_rows(compared)} == {
        ("people", "all"): (10, 9, 1, 4, 2, None),
        ("identity", "created"): (10, None, None, 1, None, 0.1),
        ("identity", "revived"): (10, None, None, 0, None, 0.0),
        ("identity", "merged"): (10, None, None, 1, None, 0.1),
        ("identity", "split"): (10, None, None, 1, None, 0.1),
        ("identity", "retired"): (10, None, None, 1, None, 0.1),
        ("value", "given_name"): (10, 9, 0, 2, 0, 0.2),
        ("value", "city"): (8, 8, 1, 0, 1, 0.125),
        ("record", "crm"): (10, 9, 0, 1, 1, None),
        ("record", "web"): (1, 2, 1, 1, 0, None),
        ("event", "crm"): (1, 2, None, None, None, None),
    }


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ({"max_merged_share": 0.05}, "10.0% of the people are merged into others (limit 5.0%)"),
        ({"max_split_share": 0.09}, "10.0% of the people are split (limit 9.0%)"),
        ({"max_retired_share": 0.0}, "10.0% of the people are gone (limit 0.0%)"),
        ({"max_changed_share": 0.15}, "20.0% of the golden values of given_name change or vanish (limit 15.0%)"),
    ],
)
def test_a_limit_that_is_exceeded_is_told(compared: Database, limit: dict[str, float], told: str) -> None:
    loose = dict.fromkeys(("max_merged_share", "max_split_share", "max_retired_share", "max_changed_share"), 1.0)
    measure_diff(compared, Checks(**{**loose, **limit, "min_concerned": 1}))
    assert exceeded(diff_rows(compared)) == [told]


def test_a_limit_that_is_reached_is_kept(compared: Database) -> None:
    limits = {"max_merged_share": 0.1, "max_split_share": 0.1, "max_retired_share": 0.1, "max_changed_share": 0.2}
    measure_diff(compared, Checks(**limits, min_concerned=1))
    assert exceeded(diff_rows(compared)) == []


def test_a_handful_of_people_holds_nothing_back(compared: Database) -> None:
    strict = dict.fromkeys(("max_merged_share", "max_split_share", "max_retired_share", "max_changed_share"), 0.0)
    measure_diff(compared, Checks(**strict, min_concerned=3))
    assert exceeded(diff_rows(compared)) == []
