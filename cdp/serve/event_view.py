"""Events as a page shows them: by day, with the lines of an order and the facts that come along."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cdp.journeys import Row
from cdp.serve.formats import Formats
from cdp.timeline import Happening, Moment

_NAMES = ("title", "name", "product", "item", "sku")
_QUANTITIES = ("qty", "quantity", "count")
_PRICES = ("price", "amount", "total")
_LONGEST = 80
"""Letters of a fact that are shown beside an event."""


@dataclass
class Day:
    """What happened on one day of the company's time zone, the latest first."""

    name: str | None
    """None for events without a time."""
    moments: list[Moment] = field(default_factory=list)
    entered: list[Row] = field(default_factory=list)
    """Rows of journey_stage: stages of the journey that the person entered on that day, each once a journey."""


@dataclass(frozen=True)
class OrderLine:
    """A line of an order."""

    name: str
    quantity: int | float | None
    price: float | None


def days_of(moments: Sequence[Moment], formats: Formats, stages: Sequence[Row] = ()) -> list[Day]:
    """Return moments by the day on which they began, in their order.

    `stages` are rows of journey_stage; a day tells those of all lines of products together.
    """
    entered = _entered_on(stages, formats)
    days: list[Day] = []
    for moment in moments:
        name = formats.day(moment.time) if moment.time else None
        if not days or days[-1].name != name:
            days.append(Day(name, entered=entered.get(name, [])))
        days[-1].moments.append(moment)
    return days


def order_lines(properties: dict[str, Any]) -> list[OrderLine]:
    """Return the lines of an order: those of the first property that is a list of things with a name."""
    for value in properties.values():
        rows = _rows(value)
        if rows and all(_first(row, _NAMES) for row in rows):
            return [
                OrderLine(str(_first(row, _NAMES)), _number(_first(row, _QUANTITIES)), _number(_first(row, _PRICES)))
                for row in rows
            ]
    return []


def plain_facts(properties: dict[str, Any], event: Happening) -> dict[str, str]:
    """Return what else an event tells in short texts: no lists, no addresses of pages, nothing that is shown anyway."""
    shown = {event.place, event.agent, event.topic, event.campaign, event.device_type, *(event.products or ())}
    return {
        name: str(value)
        for name, value in properties.items()
        if isinstance(value, (str, int, float))
        and str(value) not in shown
        and 0 < len(str(value)) <= _LONGEST
        and not str(value).startswith(("http:", "https:", "[", "{"))
        and not name.endswith(("_id", "_at", "sku"))
    }


def _entered_on(stages: Sequence[Row], formats: Formats) -> dict[str | None, list[Row]]:
    found: dict[str | None, dict[tuple[int | None, str], Row]] = {}
    for row in stages:
        if row["product_line"] is None:
            of_day = found.setdefault(formats.day(row["entered_at"]), {})
            of_day.setdefault((row["journey"], row["stage"]), row)
    return {day: list(rows.values()) for day, rows in found.items()}


def _rows(value: Any) -> list[dict[str, Any]]:
    """Return a list of objects, also one that is written as JSON text; nothing for anything else."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return value if isinstance(value, list) and all(isinstance(each, dict) for each in value) else []


def _first(row: dict[str, Any], names: Sequence[str]) -> Any:
    return next((row[name] for name in names if row.get(name) is not None), None)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else number
