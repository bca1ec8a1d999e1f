"""Whose traits are measured anew when a run takes only what is new, and whose stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from cdp.config.traits import Trait
from cdp.database import Database
from cdp.traits.standing import Standing

Make = Callable[[str, str, str], None]
ROWS = """
    ('long ago', '2025-01-01 12:00'),
    ('left a window', '2026-04-01 11:00'),
    ('in a window', '2026-04-02 12:00'),
    ('new', '2026-06-30 13:00'),
    ('after all that is told', '2026-07-02 12:00'),
    (null, '2026-06-30 13:00')
"""
BEFORE, NOW = datetime(2026, 6, 29, 12), datetime(2026, 6, 30, 13)
NINETY_DAYS = {"measure": "count", "last_days": 90}
EVER = {"measure": "count"}
YEARS = {"measure": "max", "of": "date_diff('day', time, told_until)"}


def again(db: Database, make_table: Make, trait: dict[str, object], was: datetime, now: datetime) -> set[str] | None:
    """Who is measured anew, when of one person it is known that there are other events."""
    make_table("interaction", "golden_id varchar, time timestamp", ROWS)
    standing = Standing("state", was, {"interaction": "select 'has others' as golden_id"})
    told = Trait.model_validate({"description": "", "from": "interaction", **trait})
    sql = standing.again_sql("interaction", [told], now)
    return None if sql is None else {golden_id for (golden_id,) in db.rows(sql)}


@pytest.mark.parametrize(
    ("trait", "was", "now", "expected"),
    [
        (NINETY_DAYS, NOW, NOW, {"has others"}),
        (YEARS, NOW, NOW, {"has others"}),
        (EVER, BEFORE, NOW, {"has others", "new"}),
        (NINETY_DAYS, BEFORE, NOW, {"has others", "new", "left a window"}),
        (NINETY_DAYS, NOW, BEFORE, {"has others", "new", "left a window"}),
        (YEARS, BEFORE, NOW, None),
    ],
)
def test_who_gains_or_loses_a_row_is_measured_anew(
    db: Database,
    make_table: Make,
    trait: dict[str, object],
    was: datetime,
    now: datetime,
    expected: set[str] | None,
) -> None:
    assert again(db, make_table, trait, was, now) == expected
