from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cdp.config.traits import TraitsConfig
from cdp.database import Database
from cdp.traits.measures import measured_sql, of_everybody_sql

Make = Callable[[str, str, str], None]
COLUMNS = (
    "golden_id varchar, time timestamp, source varchar, event_id varchar, channel varchar, amount double, "
    "products varchar[]"
)
ROWS = """
    ('g1', '2026-06-30 12:00', 'web', 'e1', 'web', 10.1, ['coat']),
    ('g1', '2026-06-20 12:00', 'web', 'e2', 'app', 20.2, ['hat', 'scarf']),
    ('g1', '2026-03-01 12:00', 'web', 'e3', 'app', null, ['hat']),
    ('g1', '2026-03-01 12:00', 'web', 'e4', 'web', 5, null),
    ('g1', null, 'web', 'e5', 'app', 1, null),
    ('g1', '2026-07-02 12:00', 'web', 'e6', 'store', 1000, ['sofa']),
    ('g2', '2026-06-30 12:00', 'web', 'e7', null, 7, null),
    (null, '2026-06-30 12:00', 'web', 'e8', 'web', 9, null)
"""


def measured(db: Database, make_table: Make, trait: dict[str, Any], *, listed: bool = False) -> dict[str, Any]:
    """One trait by person, over the rows above, as the data tell until noon of 30 June."""
    make_table("interaction", COLUMNS, ROWS)
    make_table("horizon", "told_until timestamp", "('2026-06-30 12:00')")
    told = {"traits": {"x": {"description": "", "from": "interaction", **trait}}}
    traits = TraitsConfig.model_validate(told).traits
    people = measured_sql("interaction", traits, {"x"} if listed else set())
    return dict(db.rows(f"select golden_id, {of_everybody_sql('x', traits['x'])} from ({people}) cross join horizon"))


@pytest.mark.parametrize(
    ("trait", "of_one", "of_other"),
    [
        ({"measure": "count"}, 5, 1),
        ({"measure": "count", "where": "channel = 'app'"}, 3, 0),
        ({"measure": "count", "last_days": 90}, 2, 1),
        ({"measure": "count", "last_days": 10}, 1, 1),
        ({"measure": "sum", "of": "amount"}, 36.3, 7),
        ({"measure": "sum", "of": "amount", "where": "channel = 'web'"}, 15.1, 0),
        ({"measure": "min", "of": "amount"}, 1, 7),
        ({"measure": "max", "of": "amount"}, 20.2, 7),
        ({"measure": "distinct", "of": "channel"}, 2, 0),
        ({"measure": "most_common", "of": "channel"}, "app", None),
        ({"measure": "most_common", "of": "channel", "where": "event_id <> 'e5'"}, "web", None),
        ({"measure": "share", "of": "channel = 'web'"}, 0.4, 0),
        ({"measure": "share", "of": "amount > 6", "where": "channel = 'app'"}, 0.333333, None),
        ({"measure": "first", "of": "event_id"}, "e3", "e7"),
        ({"measure": "first", "of": "amount"}, 5, 7),
        ({"measure": "last", "of": "amount"}, 10.1, 7),
        ({"measure": "days_since_last"}, 0, 0),
        ({"measure": "days_since_last", "where": "channel = 'app'"}, 10, None),
        ({"measure": "days_since_first"}, 121, 0),
        ({"measure": "median_gap"}, 10.0, None),
    ],
)
def test_each_measure_says_what_it_means(
    db: Database, make_table: Make, trait: dict[str, Any], of_one: object, of_other: object
) -> None:
    assert measured(db, make_table, trait) == {"g1": of_one, "g2": of_other}


def test_lists_are_measured_by_their_elements(db: Database, make_table: Make) -> None:
    common = {"measure": "most_common", "of": "products"}
    assert measured(db, make_table, common, listed=True) == {"g1": "hat", "g2": None}
    distinct = {"measure": "distinct", "of": "products"}
    assert measured(db, make_table, distinct, listed=True) == {"g1": 3, "g2": 0}


def test_a_sum_is_exact_in_any_order(db: Database, make_table: Make) -> None:
    make_table("horizon", "told_until timestamp", "('2026-06-30 12:00')")
    traits = TraitsConfig.model_validate(
        {"traits": {"x": {"description": "", "from": "interaction", "measure": "sum", "of": "amount"}}}
    ).traits
    rows = [
        f"('g1', null, 'web', 'e{nth}', null, {amount}, null)" for nth, amount in enumerate([1e15, 0.1, 0.2, -1e15])
    ]
    for order in (rows, rows[::-1]):
        make_table("interaction", COLUMNS, ", ".join(order))
        assert db.rows(measured_sql("interaction", traits, set())) == [("g1", 0.3)]


def test_an_amount_beyond_measure_stops_no_run(db: Database, make_table: Make) -> None:
    make_table("interaction", COLUMNS, "('g1', null, 'web', 'e1', null, 1e300, null)")
    make_table("horizon", "told_until timestamp", "('2026-06-30 12:00')")
    told = {"traits": {"x": {"description": "", "from": "interaction", "measure": "sum", "of": "amount"}}}
    assert db.rows(measured_sql("interaction", TraitsConfig.model_validate(told).traits, set())) == [("g1", None)]
