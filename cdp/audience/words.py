"""Conditions of segments in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cdp.config.segments import Condition, Segment

Phrase = Callable[[Condition], str]
"""Puts one condition into words, without those inside of it."""
_WAYS = {
    "is": "is {0}",
    "in": "is one of {0}",
    "at_least": "is {0} or more",
    "at_most": "is {0} or less",
    "between": "is from {0} to {1}",
    "before": "is before {0}",
    "after": "is after {0}",
    "within_days": "is in the last {0} days",
    "contains": "contains {0}",
}


def told(condition: Condition) -> str:
    """Return a condition on one field as a phrase: `trait.orders is 3 or more`; of joined ones, how they are joined."""
    if condition.all_:
        return "all of"
    if condition.any_:
        return "any of"
    if condition.not_:
        return "not"
    ((way, given),) = condition.compared()
    times = f" in {condition.times} rows or more" if condition.times else ""
    where = " and ".join(f"{column} is {_value(value)}" for column, value in condition.where.items())
    return f"{condition.field} {_way(way, given)}{times}{f' where {where}' if where else ''}"


def outlined(segment: Condition, told: Phrase = told, depth: int = 0) -> list[tuple[int, str]]:
    """Return a rule line by line: how deep a condition stands, and its words; of an expression its SQL."""
    if isinstance(segment, Segment) and segment.sql is not None:
        return [(depth, segment.sql)]
    inner = segment.all_ or segment.any_ or ((segment.not_,) if segment.not_ else ())
    return [(depth, told(segment)), *(line for each in inner for line in outlined(each, told, depth + 1))]


def _way(way: str, given: Any) -> str:
    if way == "missing":
        return "is missing" if given else "is there"
    values = given if way == "between" else (given,)
    return _WAYS[way].format(*map(_value, values))


def _value(given: Any) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    return ", ".join(map(str, given)) if isinstance(given, tuple) else str(given)
