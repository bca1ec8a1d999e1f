"""What people type into the builder as values: numbers with separators, days as each language writes them, lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from cdp.errors import UsageError
from cdp.segments.fields import DAY, NUMBER, Field

Meaning = Callable[[Field, str], str]
"""Returns the value that is kept for a word of a field."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DAY = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D{0,2}")
_ENDS = re.compile(r"\.\.|~|〜")


class WrongEntry(UsageError):
    """An entry of the form cannot be read: `entry` is its name, `told` the text under `segments.wrong`."""

    def __init__(self, entry: str, told: str, given: str = "") -> None:
        super().__init__(f"{entry} cannot be read: {told}", "correct the entry")
        self.entry, self.told, self.given = entry, told, given


def given_value(way: str, text: str, field: Field, meaning: Meaning) -> Any:
    """Return what a field is compared with. Raises WrongEntry."""
    text = unicodedata.normalize("NFKC", text).strip() if field.kind in (NUMBER, DAY) else text.strip()
    if way == "missing":
        return True
    if not text:
        raise WrongEntry("value", "nothing")
    if way == "within_days":
        return whole("value", text)
    if way == "in":
        return [plain("value", each, field, meaning) for each in _parts(text, field)]
    if way == "between":
        ends = _ENDS.split(text)
        if len(ends) != 2:
            raise WrongEntry("value", "ends", text)
        return [plain("value", each, field, meaning) for each in ends]
    return plain("value", text, field, meaning)


def plain(entry: str, text: str, field: Field, meaning: Meaning) -> Any:
    """Return one value of a field: a number, a day as 2026-05-01, or the value kept for a word. Raises WrongEntry."""
    text = text.strip()
    if field.kind == NUMBER:
        return _number(entry, text)
    if field.kind == DAY:
        return _day(entry, text)
    return meaning(field, text)


def whole(entry: str, text: str) -> int:
    """Return a count of 1 or more. Raises WrongEntry."""
    number = _number(entry, unicodedata.normalize("NFKC", text).strip())
    if number < 1 or number != int(number):
        raise WrongEntry(entry, "whole", text)
    return int(number)


def _parts(text: str, field: Field) -> list[str]:
    """Return the values of a list; a comma between digits and three digits is a thousands separator: 1,000, 2,000."""
    divider = r",\s+|;" if field.kind == NUMBER else ","
    parts = [each for each in re.split(divider, text) if each.strip()]
    if field.kind != NUMBER:
        return parts
    return [one for each in parts for one in ([each] if _GROUPED.fullmatch(each.strip()) else each.split(","))]


def _number(entry: str, text: str) -> int | float:
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _NUMBER.fullmatch(text):
        raise WrongEntry(entry, "number", text)
    return float(text) if "." in text else int(text)


def _day(entry: str, text: str) -> str:
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else date.fromisoformat(text).isoformat()
    except ValueError as fault:
        raise WrongEntry(entry, "day", text) from fault
