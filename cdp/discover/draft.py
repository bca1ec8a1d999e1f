"""What a source file will say, before it is written: each value with the reason it was chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cdp.database import literal, quote
from cdp.discover.meaning import Guess
from cdp.discover.table import Column


@dataclass(frozen=True)
class Chosen:
    """A value of the mapping, and why."""

    value: Any
    """As YAML has it: a column or path, {sql: …}, {constant: …}, or a plain setting."""
    confidence: float
    reason: str

    @property
    def told(self) -> str:
        """Confidence and reason, as the comment behind the value."""
        return f"{self.confidence:.0%}: {self.reason}"


@dataclass
class Draft:
    """A source file to be."""

    source: str
    connector: dict[str, Any]
    party: Chosen
    channel: Chosen
    trust: int
    region: Chosen | None = None
    timezone: Chosen | None = None
    date_order: Chosen | None = None
    record: dict[str, Chosen] = field(default_factory=dict)
    """Keys of `record`; empty when the rows hold none."""
    attributes: dict[str, list[Chosen]] = field(default_factory=dict)
    addresses: list[dict[str, Chosen]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    """Keys of an event to Chosen; `identifiers` and `properties` to a dict of them, `record_of` to a text."""
    consents: list[dict[str, Chosen]] = field(default_factory=list)
    left: list[Guess] = field(default_factory=list)
    """Columns that nothing maps."""

    @property
    def is_something(self) -> bool:
        """Whether it holds records or events."""
        return bool(self.record or self.events)

    @property
    def told(self) -> str:
        """What it holds, in a word."""
        return " and ".join([*(["records"] if self.record else []), *(["events"] if self.events else [])])


def read(column: Column, guess: Guess) -> Chosen:
    """Return the value that a column gives."""
    if column.listed:
        return Chosen({"sql": f"{quote(column.name)}[1]"}, guess.confidence, f"{guess.reason}; the first of several")
    plain = column.path or column.name
    needs_key = column.path is None and plain.startswith(("$", "@"))
    return Chosen({"column": plain} if needs_key else plain, guess.confidence, guess.reason)


def sql_of(column: Column) -> str:
    """Return the SQL for the text of a column, null where it is blank."""
    own = f"{quote(column.name)}[1]" if column.listed else quote(column.name)
    text = f"json ->> {literal(column.path)}" if column.path else f"cast({own} as varchar)"
    return f"nullif(trim({text}), '')"


def joined(columns: list[Column], guesses: list[Guess]) -> Chosen:
    """Return the value of several columns behind each other."""
    if len(columns) == 1:
        return read(columns[0], guesses[0])
    sql = f"nullif(concat_ws(' ', {', '.join(map(sql_of, columns))}), '')"
    return Chosen({"sql": sql}, min(each.confidence for each in guesses), "; ".join(each.reason for each in guesses))
