"""A rule in the making: what the form of the builder adds to it, and how it travels in the address of the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cdp.errors import UsageError
from cdp.segments.fields import Field, Fields, UnknownField
from cdp.segments.rule import suiting

Condition = dict[str, Any]
JOINS = ("all", "any")
_NUMBERS = ("within_days", "times")


def read_draft(text: str) -> tuple[str, list[Condition]]:
    """Return how the conditions of a draft are joined, and these. Raises UsageError for a text of elsewhere."""
    if not text:
        return "all", []
    try:
        draft = json.loads(text)
    except ValueError as fault:
        raise UsageError("the address of the page is cut off", "begin anew with an empty rule") from fault
    for join in JOINS:
        if isinstance(draft, dict) and isinstance(draft.get(join), list):
            return join, draft[join]
    return "all", [draft]


def written_draft(join: str, conditions: list[Condition]) -> str:
    """Return a draft as text for an address; empty without conditions."""
    return json.dumps({join: conditions}, ensure_ascii=False, separators=(",", ":")) if conditions else ""


def added(form: Mapping[str, str], fields: Fields) -> Condition:
    """Return the condition that a form describes: field, way, value, where, times, not. Raises UsageError."""
    field = _field(form.get("field", ""), fields)
    way = form.get("way", "")
    if way not in suiting(field):
        raise UsageError(f"{field.name} is not compared so", f"choose one of {', '.join(suiting(field))}")
    condition: Condition = {"field": field.name, way: _given(way, form.get("value", "").strip(), field)}
    if where := _where(form.get("where", ""), field, fields):
        condition["where"] = where
    if form.get("times", "").strip():
        condition["times"] = _number("times", form["times"])
    return {"not": condition} if form.get("not") else condition


def _field(name: str, fields: Fields) -> Field:
    try:
        return fields.find(name)
    except UnknownField as fault:
        raise UsageError(str(fault), "choose one of the list") from fault


def _given(way: str, value: str, field: Field) -> Any:
    if way == "missing":
        return True
    if not value:
        raise UsageError(f"{field.name} is compared with nothing", "write a value")
    if way in _NUMBERS:
        return _number(way, value)
    if way == "in":
        return [_plain(each, field) for each in value.split(",")]
    if way == "between":
        first, dots, last = value.partition("..")
        if not dots:
            raise UsageError("give both ends", "write them as 10..20")
        return [_plain(first, field), _plain(last, field)]
    return _plain(value, field)


def _plain(text: str, field: Field) -> Any:
    """Return a number where the field is one, else the text."""
    text = text.strip()
    if field.kind != "number":
        return text
    return _number(field.name, text)


def _number(name: str, text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError as fault:
        raise UsageError(f"{name} wants a number", "write it with digits, as 12 or 3.5") from fault


def _where(text: str, field: Field, fields: Fields) -> dict[str, Any]:
    """Return what the rows must have: `purpose=marketing, channel=email|sms`. Raises UsageError."""
    found = {}
    for part in filter(None, map(str.strip, text.split(","))):
        column, sign, values = (each.strip() for each in part.partition("="))
        if not sign or not values:
            raise UsageError("rows are chosen by column=value", "for instance purpose=marketing, channel=email|sms")
        other = _field(f"{field.table}.{column}", fields)
        chosen = [_plain(each, other) for each in values.split("|")]
        found[column] = chosen if len(chosen) > 1 else chosen[0]
    return found
