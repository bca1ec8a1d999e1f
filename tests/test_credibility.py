"""Credibility: who agrees with the person's other records, in spellings that others have, is believed."""

from __future__ import annotations

from collections.abc import Callable

from cdp.credibility import add_credibility
from cdp.database import Database

Make = Callable[[str, str, str], None]
COLUMNS = "golden_id varchar, rid integer, nth integer, given_key varchar, email varchar"
NAMES = ["given_key", "email"]


def credibility(db: Database, make_table: Make, rows: str, columns: list[str] = NAMES) -> dict[int, int]:
    make_table("contested", COLUMNS, rows)
    make_table(
        "frequency", "column_name varchar, value varchar, tf double", "('given', null, 0.01), ('given', 'robert', 0.98)"
    )
    add_credibility(db, columns)
    return dict(db.rows("select rid, credibility from contested where nth = 0 order by rid"))


def test_who_agrees_with_more_records_is_believed(db: Database, make_table: Make) -> None:
    found = credibility(
        db,
        make_table,
        "('g', 1, 0, 'robert', 'a@x'), ('g', 2, 0, 'robert', 'a@x'), ('g', 3, 0, 'robert', 'b@x')",
    )
    assert found == {1: 1667, 2: 1667, 3: 1333}


def test_a_spelling_that_nobody_else_has_costs(db: Database, make_table: Make) -> None:
    found = credibility(db, make_table, "('g', 1, 0, 'robert', null), ('g', 2, 0, 'robret', null)")
    assert found[1] == 500
    assert found[2] < -1000


def test_persons_do_not_testify_for_each_other(db: Database, make_table: Make) -> None:
    found = credibility(db, make_table, "('g', 1, 0, null, 'a@x'), ('g', 2, 0, null, 'b@x'), ('h', 3, 0, null, 'a@x')")
    assert found == {1: 500, 2: 500, 3: 1000}


def test_further_values_have_the_credibility_of_their_record(db: Database, make_table: Make) -> None:
    rows = "('g', 1, 0, 'robert', 'a@x'), ('g', 1, 1, null, 'c@x'), ('g', 2, 0, 'robert', 'b@x')"
    credibility(db, make_table, rows)
    assert db.rows("select nth, credibility from contested where rid = 1 order by nth") == [(0, 1500), (1, 1500)]


def test_without_witnesses_all_are_alike(db: Database, make_table: Make) -> None:
    assert credibility(db, make_table, "('g', 1, 0, 'robert', 'a@x'), ('g', 2, 0, 'bob', null)", []) == {1: 0, 2: 0}
