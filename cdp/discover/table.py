"""A sample of one table-like thing: its columns, its keys, and the settings by which it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column, or a path of JSON lines, with the values that the sample has."""

    name: str
    values: tuple[str | None, ...]
    """One per sampled row, None where it is blank."""
    path: str | None = None
    """JSON path, for JSON lines."""
    listed: bool = False
    """Whether rows have lists of values; the first ones are those that are sampled and mapped."""

    @property
    def filled(self) -> list[str]:
        """The values that are there, in order."""
        return [value for value in self.values if value is not None]

    @property
    def reads(self) -> str:
        """How a mapping reads it."""
        return self.path or self.name


@dataclass(frozen=True)
class Table:
    """One table-like thing: what will be a source."""

    name: str
    connector: dict[str, Any]
    """Its settings as a source file has them."""
    columns: tuple[Column, ...]
    rows: int
    """Rows sampled."""
    primary_key: str | None = None
    references: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Foreign keys as the database declares them: column to (table, column)."""

    @property
    def is_mail(self) -> bool:
        """Whether its rows are mails, whose columns are known."""
        return bool(self.connector["kind"] == "mail")

    def column(self, name: str) -> Column:
        """Return the column of a name."""
        return next(each for each in self.columns if each.name == name)
