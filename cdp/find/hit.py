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
    """The reason in words: `phone, last digits`, `order W1234 (web_shop)`."""
    records: int
    sources: list[str]
    kind: str
    """What was met: an attribute, `name`, `record`, `order number` or `golden_id`."""
    how: str
    """How: `exact`, `beginning`, `initials`, `one letter`, `two letters`, `one digit` or `last digits`."""
    written: str | None
    """The record or order that was met, as source/record_id or source/number."""
    reading: str | None
    """Of the name, in kana."""
    birth_date: date | None
    city: str | None
    household_id: str | None
    members: int | None
    """People of the household, this one among them."""
    last_purchase: datetime | None
    """UTC."""
    rank: int
    """How sure it is: less is surer, equals are equally good."""

    @property
    def told_by(self) -> str | None:
        """The source of the record or order that was met."""
        return self.written.partition("/")[0] if self.written else None

    @property
    def number(self) -> str | None:
        """Its number there."""
        return self.written.partition("/")[2] if self.written else None


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
    what = kind
    if written and kind == "order number":
        source, _, number = written.partition("/")
        what = f"order {number} ({source})"
    elif written:
        what = f"record {written}"
    return what + _TOLD.get(how, "")
