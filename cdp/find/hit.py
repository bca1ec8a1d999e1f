"""A person who was found, with what tells namesakes apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Hit:
    """A person who was found."""

    golden_id: str
    name: str | None
    found_by: str
    """The reason in words: `phone, last digits`."""
    records: int
    sources: list[str]
    kind: str
    """What was met: an attribute, `name`, `record`, `order number` or `golden_id`."""
    how: str
    """How: `exact`, `beginning`, `initials`, `one letter`, `two letters`, `one digit` or `last digits`."""
    written: str | None
    """The record that was met, as source/record_id."""
    reading: str | None
    """Of the name, in kana."""
    birth_date: date | None
    city: str | None
    household_id: str | None
    members: int | None
    """People of the household, this one among them."""
    last_purchase: datetime | None
    """UTC."""


_TOLD = {
    "beginning": ", beginning",
    "initials": ", initials (초성)",
    "one letter": ", one letter off",
    "two letters": ", two letters off",
    "one digit": ", one digit off",
    "last digits": ", last digits",
}


def reason(kind: str, how: str, written: str | None) -> str:
    """Return why somebody was found, in words."""
    return f"record {written}" if kind == "record" and how == "exact" else kind + _TOLD.get(how, "")
