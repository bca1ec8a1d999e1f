"""Values of a database as text, and the largest value seen as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

_DIRECT = {str, type(None)}


def text_column(values: Sequence[object]) -> pa.Array:
    """Return values as a text column: None stays null, times are ISO 8601, bytes hexadecimal, lists and maps JSON.

    Raises UnicodeEncodeError for text that is not Unicode.
    """
    kinds = set(map(type, values))
    if kinds <= _DIRECT:
        return pa.array(values, pa.string())
    writers = {kind: _writer(kind) for kind in kinds}
    return pa.array([writers[type(value)](value) for value in values], pa.string())


def _writer(kind: type) -> Callable[[Any], str | None]:
    return next((write for known, write in _WRITERS if issubclass(kind, known)), str)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str | None]], ...] = (
    (type(None), lambda _: None),
    (str, str),
    (bool, lambda value: "true" if value else "false"),
    (int, str),
    (float, str),
    (Decimal, lambda value: format(value, "f")),
    ((dt.date, dt.time), lambda value: value.isoformat()),
    ((bytes, bytearray, memoryview), lambda value: value.hex()),
    ((Mapping, Sequence), _json),
)
"""How each type is written; the first that fits is taken, and `str` for any other."""


@dataclass(frozen=True)
class Mark:
    """How far a table has been read, by its cursor column."""

    largest: object
    """Largest value of the column; None when it has none."""
    ties: int
    """Rows that hold the largest value. More of them later means new rows, although the largest is the same."""
    blanks: int
    """Rows without a value in the column."""

    def to_json(self) -> str:
        """Write the mark as a cursor. Raises TypeError when the column is neither number, text, date nor time."""
        kind, value = _tagged(self.largest)
        return json.dumps({"max": value, "type": kind, "ties": self.ties, "blanks": self.blanks}, ensure_ascii=False)

    @classmethod
    def from_json(cls, cursor: str) -> Mark | None:
        """Read a cursor back; None when it is not one of these (the configuration was another then)."""
        try:
            found = json.loads(cursor)
            return cls(_READERS[found["type"]](found["max"]), found["ties"], found["blanks"])
        except (ValueError, KeyError, TypeError):
            return None


_READERS: dict[str, Callable[[Any], object]] = {
    "plain": lambda value: value,
    "decimal": Decimal,
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
}


def _tagged(value: object) -> tuple[str, object]:
    match value:
        case None | str() | int() | float():
            return "plain", value
        case Decimal():
            return "decimal", str(value)
        case dt.datetime():
            return "datetime", value.isoformat()
        case dt.date():
            return "date", value.isoformat()
        case dt.time():
            return "time", value.isoformat()
    raise TypeError(type(value).__name__)
