"""Interactions, purchases and answers of literal rows, and the pain points that are made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from cdp.config.pain import PainConfig
from cdp.database import Database
from cdp.pain import make_pain_points

TOLD_UNTIL = datetime(2026, 7, 1)
Rows = list[dict[str, Any]]

_INTERACTION = {
    "golden_id": "varchar",
    "event_key": "varchar",
    "source": "varchar",
    "event_id": "varchar",
    "type": "varchar",
    "action": "varchar",
    "time": "timestamp",
    "order_number": "varchar",
    "session_id": "varchar",
    "amount": "double",
    "currency": "varchar",
    "channel": "varchar",
    "place": "varchar",
    "agent": "varchar",
    "device_type": "varchar",
    "product_lines": "varchar[]",
    "campaign": "varchar",
    "topic": "varchar",
    "properties": "varchar",
}
_PURCHASE = {
    "order_id": "varchar",
    "golden_id": "varchar",
    "kind": "varchar",
    "time": "timestamp",
    "channel": "varchar",
    "medium": "varchar",
    "place": "varchar",
    "source": "varchar",
    "event_id": "varchar",
    "product_lines": "varchar[]",
    "value": "double",
    "returned_value": "double",
    "status": "varchar",
}
_ANSWER = {
    "golden_id": "varchar",
    "source": "varchar",
    "event_id": "varchar",
    "question": "varchar",
    "metric": "varchar",
    "time": "timestamp",
    "valid": "boolean",
    "box": "varchar",
    "touchpoint": "varchar",
    "channel": "varchar",
    "place": "varchar",
    "agent": "varchar",
    "device_type": "varchar",
}


class Town:
    """What happened, and what hurts in it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.interactions: Rows = []
        self.purchases: Rows = []
        self.answers: Rows = []

    def did(self, action: str, ago: float, **more: Any) -> Town:
        """Add an interaction, so many days before the horizon."""
        row = {"golden_id": "g1", "source": "s", "event_id": f"e{len(self.interactions)}", "type": action}
        self.interactions.append({**row, "action": action, "time": TOLD_UNTIL - timedelta(days=ago), **more})
        return self

    def bought(self, order_id: str, ago: float, value: float = 100.0, **more: Any) -> Town:
        """Add an order, so many days before the horizon."""
        row = {"order_id": order_id, "golden_id": "g1", "kind": "order", "source": "s", "event_id": order_id}
        told = {"medium": "digital", "value": value, "returned_value": 0.0, "status": "ordered"}
        self.purchases.append({**row, **told, "time": TOLD_UNTIL - timedelta(days=ago), **more})
        return self

    def said(self, box: str, ago: float, **more: Any) -> Town:
        """Add an answer, so many days before the horizon."""
        row = {"golden_id": "g1", "source": "v", "event_id": f"a{len(self.answers)}", "question": "nps"}
        told = {"metric": "nps", "valid": True, "box": box, "touchpoint": "pickup"}
        self.answers.append({**row, **told, "time": TOLD_UNTIL - timedelta(days=ago), **more})
        return self

    def make(self, **settings: Any) -> Town:
        """Make the tables of pain points."""
        self._table("interaction", _INTERACTION, self.interactions)
        self._table("purchase", _PURCHASE, self.purchases)
        if self.answers:
            self._table("survey_answer", _ANSWER, self.answers)
        self.db.run("create or replace temp table horizon as select $1::timestamp as told_until", [TOLD_UNTIL])
        make_pain_points(self.db, PainConfig.model_validate(settings), "KRW", {"USD": 1000.0}, "Asia/Seoul")
        return self

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.db.rows(sql)

    def hurt(self, kind: str, column: str = "event_id") -> list[Any]:
        """Return a column of the events of a kind that hurt, in order of time."""
        return [row[0] for row in self.rows(f"select {column} from pain_event where kind = '{kind}' order by time")]

    def _table(self, name: str, columns: dict[str, str], rows: Rows) -> None:
        listed = ", ".join(f"{column} {type_}" for column, type_ in columns.items())
        self.db.run(f"create or replace temp table {name} ({listed})")
        places = ", ".join(f"${column}" for column in columns)
        for row in rows:
            self.db.run(f"insert into {name} values ({places})", {column: row.get(column) for column in columns})


@pytest.fixture
def town(db: Database) -> Town:
    """A town where nothing has happened yet."""
    return Town(db)


@pytest.fixture
def columns_of(db: Database) -> Callable[[str], list[tuple[str, str]]]:
    """A function that returns the columns of a table with their types."""

    def columns(name: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in db.rows(f"select column_name, column_type from (describe {name})")]

    return columns
