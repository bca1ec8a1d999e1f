"""Conditions of segments, and what a person has of their fields, in the language of the visitor."""

from __future__ import annotations

from typing import Any

from cdp.audience.why_in import Reasoned
from cdp.config.segments import Condition
from cdp.segments.fields import PERSON, Field
from cdp.serve.page import Page
from cdp.serve.segment_words import label, value_told


def phrase(page: Page, condition: Condition) -> str:
    """Return a condition in words, without those inside of it: 국가 — 같음: 한국 (채널: 이메일, 문자)."""
    if condition.field is None:
        joined = next(name for name in ("all", "any", "not") if getattr(condition, f"{name}_") is not None)
        return page.texts("segments.not" if joined == "not" else f"segments.join.{joined}")
    field = _field(condition.field)
    ((way, given),) = condition.compared()
    compared = page.texts("segments.way.there" if (way, given) == ("missing", False) else f"segments.way.{way}")
    value = "" if way == "missing" else f": {_listed(page, field.column, given)}"
    rows = [
        f"{label(page.texts, Field(field.table, name, '', False))}: {_listed(page, name, each)}"
        for name, each in condition.where.items()
    ]
    rows += [page.texts("segments.at_least_rows", times=condition.times)] if condition.times else []
    among = f" ({'; '.join(rows)})" if rows else ""
    return f"{label(page.texts, field)} — {compared}{value}{among}"


def had(page: Page, reason: Reasoned) -> list[tuple[str, str]]:
    """Return what a person has of the fields of a condition: label, empty for the only field, and value."""
    given = reason.value if isinstance(reason.value, dict) else {reason.field or "": reason.value}
    return [
        (label(page.texts, _field(name)) if len(given) > 1 else "", written(page, _field(name).column, value))
        for name, held in given.items()
        for value in (held if isinstance(held, list) else [held])
        if value is not None
    ]


def written(page: Page, column: str, value: Any) -> str:
    """Return a value of a column as people say it, numbers, days and phones as the language writes them."""
    told = value_told(page.texts, column, value)
    return told if told != str(value) else page.formats.value(value)


def _listed(page: Page, column: str, given: Any) -> str:
    return ", ".join(written(page, column, each) for each in (given if isinstance(given, tuple) else (given,)))


def _field(name: str) -> Field:
    """Return the field of a full name; one without a table is of the person."""
    table, _, column = name.rpartition(".")
    return Field(table or PERSON, column, "", False)
