"""Credibility: who agrees with the person's other records, in spellings that others have, is believed."""

from __future__ import annotations

from collections.abc import Callable

from cdp.credibility import add_credibility
from cdp.database import Database

Make = Callable[[str, str, str], None]
COLUMNS = "person integer, rid integer, nth integer, given_key varchar, email varchar"
NAMES = ["given_key", "email"]


def credibility(db: Database, make_table: Make, rows: str, columns: list[str] = NAMES) -> dict[int, int]:
    make_table("contested", COLUMNS, rows)
    make_table(
        "frequency", "column_name varchar, value varchar, tf double", "('given', null, 0.01), ('given', 'robert', 0.98)"
    )
    add_credibility(db, columns)
    return dict(db.rows("select rid, credibility from credibility order by rid"))


def test_who_agrees_with_more_records_is_believed(db: Database, make_table: Make) -> None:
    found = credibility(
        db,
        make_table,
        "(1, 1, 0, 'robert', 'a@x'), (1, 2, 0, 'robert', 'a@x'), (1, 3, 0, 'robert', 'b@x')",
    )
    assert found == {1: 1667, 2: 1667, 3: 1333}


def test_a_spelling_that_nobody_else_has_costs(db: Database, make_table: Make) -> None:
    found = credibility(db, make_table, "(1, 1, 0, 'robert', null), (1, 2, 0, 'robret', null)")
    assert found[1] == 500
    assert found[2] < -1000


def test_persons_do_not_testify_for_each_other(db: Database, make_table: Make) -> None:
    found = credibility(db, make_table, "(1, 1, 0, null, 'a@x'), (1, 2, 0, null, 'b@x'), (3, 3, 0, null, 'a@x')")
    assert found == {1: 500, 2: 500, 3: 1000}


def test_further_values_of_a_record_do_not_testify(db: Database, make_table: Make) -> None:
    rows = "(1, 1, 0, 'robert', 'a@x'), (1, 1, 1, null, 'b@x'), (1, 2, 0, 'robert', 'b@x')"
    assert credibility(db, make_table, rows) == {1: 1500, 2: 1500}


def test_without_witnesses_all_are_alike(db: Database, make_table: Make) -> None:
    assert credibility(db, make_table, "(1, 1, 0, 'robert', 'a@x'), (1, 2, 0, 'bob', null)", []) == {1: 0, 2: 0}
