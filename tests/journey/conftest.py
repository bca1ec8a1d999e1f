"""People who do things, hour by hour, and their journeys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from cdp.config.journey import JourneyConfig
from cdp.contracts import INTERACTION
from cdp.contracts.behaviour import PURCHASE
from cdp.database import Database
from cdp.journey import make_journey

Event = dict[str, Any]
Story = Callable[..., Database]


def event(day: float, action: str, who: str = "g1", **more: Any) -> Event:
    """What somebody did, days after 1 January 2026."""
    return {"day": day, "action": action, "golden_id": who, **more}


def _columns(table: Any) -> str:
    return ", ".join(f'"{column.name}" {column.type}' for column in table.columns)


def _insert(db: Database, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    db.run(f"insert into {table} ({names}) values ({', '.join('?' for _ in row)})", list(row.values()))


@pytest.fixture
def story(db: Database) -> Story:
    """A function that makes the tables of journeys of some events, told until a day after 1 January 2026."""

    def tell(events: Sequence[Event], until: float = 400, config: JourneyConfig | None = None) -> Database:
        db.run(f"create or replace temp table interaction ({_columns(INTERACTION)})")
        db.run(f"create or replace temp table purchase ({_columns(PURCHASE)})")
        start = "timestamp '2026-01-01'"
        db.run(
            f"create or replace temp table horizon as select {start} + interval ({until} * 86400) second as told_until"
        )
        for nth, each in enumerate(events):
            told = {"source": "s", "event_id": f"e{nth:03d}", "channel": "web", "type": each["action"], **each}
            told["time"] = db.value(f"select {start} + interval (? * 86400) second", [told.pop("day")])
            value = told.pop("value", None)
            _insert(db, "interaction", told)
            if told["action"] == "ordered":
                order = {name: told.get(name) for name in ("golden_id", "source", "event_id", "time", "product_lines")}
                number = told.get("order_number") or f"s/{told['event_id']}"
                _insert(
                    db,
                    "purchase",
                    {**order, "order_id": number, "kind": "order", "status": "ordered", "value": value},
                )
        make_journey(db, config or JourneyConfig())
        return db

    return tell
