"""A rule in the making: what the form of the builder adds to it, and how it travels in the address of the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cdp.errors import UsageError
from cdp.segments.fields import Field, Fields, UnknownField
from cdp.segments.rule import suiting
from cdp.serve.segment_entry import Meaning, WrongEntry, given_value, plain, whole

Condition = dict[str, Any]
JOINS = ("all", "any")


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


def added(form: Mapping[str, str], field: Field, fields: Fields, meaning: Meaning) -> Condition:
    """Return the condition on a field that a form describes: way, value, where, times, not. Raises WrongEntry."""
    way = form.get("way", "")
    if way not in suiting(field):
        raise WrongEntry("way", "way")
    condition: Condition = {"field": field.name, way: given_value(way, form.get("value", ""), field, meaning)}
    if where := _where(form.get("where", ""), field, fields, meaning):
        condition["where"] = where
    if form.get("times", "").strip():
        condition["times"] = whole("times", form["times"])
    return {"not": condition} if form.get("not") else condition


def chosen(name: str, fields: Fields) -> Field:
    """Return the field of a name. Raises WrongEntry."""
    try:
        return fields.find(name)
    except UnknownField as fault:
        raise WrongEntry("field", "field", name) from fault


def _where(text: str, field: Field, fields: Fields, meaning: Meaning) -> dict[str, Any]:
    """Return what the rows must have: `purpose=marketing, channel=email|sms`. Raises WrongEntry."""
    found = {}
    for part in filter(None, map(str.strip, text.split(","))):
        column, sign, values = (each.strip() for each in part.partition("="))
        if not sign or not values or column not in fields.tables[field.table]:
            raise WrongEntry("where", "where", part)
        other = fields.find(f"{field.table}.{column}")
        given = [plain("where", each, other, meaning) for each in values.split("|")]
        found[column] = given if len(given) > 1 else given[0]
    return found
