from __future__ import annotations

from collections.abc import Callable, Iterator
from math import sqrt
from statistics import stdev
from typing import Any

import pytest

from cdp.database import Database
from cdp.intervals import Z
from cdp.traits.expectation import make_value_cells

Make = Callable[[str, str, str], None]
COLUMNS = (
    "golden_id varchar, order_id varchar, kind varchar, time timestamp, value double, returned_value double, "
    "status varchar"
)


def order(who: str, days_ago: int, value: str, *, kind: str = "order", back: str = "0", status: str = "ordered") -> str:
    time = f"timestamp '2026-06-30 12:00' - interval {days_ago} day"
    return f"('{who}', null, '{kind}', {time}, {value}, {back}, '{status}')"


def buyers() -> Iterator[str]:
    """Forty who bought once, 60 days before the year that is looked at: half of them bought again in it."""
    for nth in range(40):
        yield order(f"p{nth}", 365 + 60, "100")
        if nth % 2:
            yield order(f"p{nth}", 200, "50")


def made(db: Database, make_table: Make, *rows: str) -> tuple[list[dict[str, Any]], dict[str, tuple[Any, ...]]]:
    make_table("purchase", COLUMNS, ", ".join(rows))
    make_table("horizon", "told_until timestamp", "('2026-06-30 12:00')")
    make_value_cells(db)
    names = [row[0] for row in db.rows("describe value_cell")]
    cells = [dict(zip(names, row, strict=True)) for row in db.rows("from value_cell")]
    return cells, {row[0]: row[1:] for row in db.rows("from lifetime_value")}


def test_what_alike_people_spent_in_the_year_after_is_expected(db: Database, make_table: Make) -> None:
    cells, expected = made(db, make_table, *buyers(), order("new", 45, "100"))
    (narrow, *wider) = sorted(cells, key=lambda cell: cell["third"] is None)
    assert narrow["value_cell"] == "31–90 days ago, 1 order, small ones"
    assert (narrow["people"], narrow["bought_again"], narrow["orders_after"]) == (40, 20, 0.5)
    spent = [0.0, 50.0] * 20
    half = Z * stdev(spent) / sqrt(40)
    assert (narrow["value_after"], narrow["low"], narrow["high"]) == (25.0, round(25 - half, 2), round(25 + half, 2))
    assert [cell["value_cell"] for cell in wider] == ["31–90 days ago, 1 order", "31–90 days ago, any number of orders"]
    assert expected["new"] == (narrow["value_cell"], 0.5, 25.0, narrow["low"], narrow["high"])


def test_fewer_orders_count_where_nobody_ordered_so_often(db: Database, make_table: Make) -> None:
    _, expected = made(db, make_table, *buyers(), *[order("often", 40 + nth, "100") for nth in range(9)])
    assert expected["often"][0] == "31–90 days ago, 1 order, small ones"


def test_any_worth_counts_where_few_had_orders_of_that_worth(db: Database, make_table: Make) -> None:
    rich = [order(f"r{nth}", 365 + 60, "900") for nth in range(25)]
    cells, expected = made(db, make_table, *buyers(), *rich, order("new", 45, "900"))
    assert expected["new"][0] == "31–90 days ago, 1 order"
    assert {cell["third"]: cell["people"] for cell in cells if cell["orders_from"]} == {1: 40, None: 65}


def test_orders_are_counted_over_as_long_a_time_then_and_now(db: Database, make_table: Make) -> None:
    """The data began 60 days before then: of somebody's orders now only those of the last 60 days count."""
    earlier = [order("long", 100 + nth, "100") for nth in range(9)]
    cells, expected = made(db, make_table, *buyers(), *earlier, order("long", 45, "100"))
    assert {cell["counted_days"] for cell in cells} == {60}
    assert expected["long"][0] == "31–90 days ago, 1 order, small ones"


def test_nothing_is_expected_of_whom_nobody_was_like(db: Database, make_table: Make) -> None:
    _, expected = made(db, make_table, *buyers(), order("fresh", 1, "100"))
    assert "fresh" not in expected


def test_without_a_year_of_history_nothing_is_expected(db: Database, make_table: Make) -> None:
    assert made(db, make_table, *[order(f"p{nth}", 45, "100") for nth in range(50)]) == ([], {})


def test_what_comes_back_counts_against_and_what_was_cancelled_not_at_all(db: Database, make_table: Make) -> None:
    returns = [order(f"p{nth}", 190, "-10", kind="return", back="null") for nth in range(0, 40, 2)]
    cancelled = [order(f"p{nth}", 180, "9999", status="cancelled") for nth in range(40)]
    partly = [order(f"p{nth}", 170, "30", back="10") for nth in range(1, 40, 2)]
    cells, _ = made(db, make_table, *buyers(), *returns, *cancelled, *partly)
    assert {cell["value_after"] for cell in cells} == {(20 * (50 + 20) - 20 * 10) / 40}


def test_a_worth_that_no_rate_tells_is_no_zero(db: Database, make_table: Make) -> None:
    _, expected = made(db, make_table, *buyers(), order("foreign", 45, "null"))
    assert "foreign" not in expected


@pytest.mark.parametrize(("days", "told"), [(30, "0–30"), (31, "31–90"), (366, "366 or more")])
def test_cells_meet_at_their_ends(db: Database, make_table: Make, days: int, told: str) -> None:
    cells, _ = made(db, make_table, *[order(f"p{nth}", 365 + days, "100") for nth in range(30)])
    assert {cell["value_cell"].split(" days ago")[0] for cell in cells} == {told}
