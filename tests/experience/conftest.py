"""A company's interactions as literal rows, and what the stage makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cdp.config.experience import ExperienceConfig
from cdp.database import Database
from cdp.experience import make_experience

INTERACTION = """
    golden_id varchar, source varchar, event_id varchar, event_key varchar, time timestamp, type varchar,
    action varchar, order_number varchar, channel varchar, medium varchar, service varchar, device_id varchar,
    device_type varchar, place varchar, agent varchar, topic varchar, text varchar, properties varchar
"""
STAY = "golden_id varchar, product_line varchar, stage varchar, entered_at timestamp, left_at timestamp"
PURCHASE = """
    golden_id varchar, kind varchar, status varchar, time timestamp, value double, returned_value double
"""
Rows = list[dict[str, Any]]
Ask = Callable[..., Rows]


def event(nth: int, **told: Any) -> dict[str, Any]:
    """An interaction: by default somebody's answer to a survey, on a day of May 2026."""
    usual = {"golden_id": f"g{nth}", "source": "survey", "event_id": f"e{nth}", "event_key": f"email:{nth}"}
    usual |= {"time": "2026-05-04 12:00", "type": "survey_nps", "action": "answered", "channel": "email"}
    return {**usual, **told}


def answers(scores: list[str], kind: str = "survey_nps", **told: Any) -> Rows:
    """An answer per score; an empty one is blank."""
    return [
        event(nth, type=kind, properties=f'{{"score": "{score}", "touchpoint": "web"}}', **told)
        for nth, score in enumerate(scores)
    ]


@pytest.fixture
def made(db: Database) -> Callable[..., Ask]:
    """A function that makes the tables from interactions, configuration and purchases; then answers queries."""

    def make(
        rows: Rows, config: dict[str, Any] | None = None, bought: Rows = (), zone: str = "UTC", stays: Rows = ()
    ) -> Ask:
        told = (("interaction", INTERACTION, rows), ("purchase", PURCHASE, bought), ("journey_stage", STAY, stays))
        for name, columns, given in told:
            db.run(f"create or replace temp table {name} ({columns})")
            for row in given:
                names = ", ".join(row)
                db.run(f"insert into {name} ({names}) values ({', '.join('?' for _ in row)})", list(row.values()))
        db.run("create or replace temp table horizon as select max(time) as told_until from interaction")
        make_experience(db, ExperienceConfig.model_validate(config or {}), zone)
        return ask

    def ask(query: str) -> Rows:
        found = db.arrow(query)
        return found.to_pylist()

    return make
