"""The fields that conditions of segments speak of: the columns of the published tables that tell of people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

PERSON = "profile"
"""The table that has every person once."""
_ID = "golden_id"
_NESTED = ("STRUCT", "MAP")
"""Types that nothing is compared with."""
_NEAR = 3
"""Names that are told beside an unknown one."""


TEXT, NUMBER, DAY, BOOLEAN, LIST = "text", "number", "date", "yes or no", "list"
"""Kinds of fields, which tell how they are compared."""


class UnknownField(Exception):
    """No column has that name, or several have; the message says which there are."""


@dataclass(frozen=True)
class Field:
    """A column of a published table."""

    table: str
    column: str
    type: str
    """Its DuckDB type."""
    once: bool
    """Whether the table has one row per person at most."""

    @property
    def name(self) -> str:
        """Its full name: `table.column`."""
        return f"{self.table}.{self.column}"

    @property
    def kind(self) -> str:
        """What it holds: text, number, date (moments too), yes or no, list."""
        if self.type.endswith("[]"):
            return LIST
        if self.type.startswith(("DATE", "TIMESTAMP")):
            return DAY
        if self.type == "BOOLEAN":
            return BOOLEAN
        return TEXT if self.type == "VARCHAR" else NUMBER


@dataclass(frozen=True)
class Fields:
    """All fields, by the tables that have a golden_id."""

    tables: Mapping[str, Mapping[str, str]]
    """Columns with their DuckDB types by table."""
    once: frozenset[str]
    """Tables with one row per person at most."""
    told_until: datetime | None
    """Moment up to which the data tell, UTC: what is recent is so as of then."""

    def find(self, name: str) -> Field:
        """Return the field of a name, `table.column` or a column alone: that of `profile` goes before others.

        Raises UnknownField.
        """
        table, dot, column = name.rpartition(".")
        if not dot:
            return self._of_any_table(name)
        if column not in self.tables.get(table, {}) or column == _ID:
            raise UnknownField(self._told(name, [field.name for field in self.all()]))
        return self._field(table, column)

    def all(self) -> Iterator[Field]:
        """Return every field, those of `profile` first."""
        for table in sorted(self.tables, key=lambda table: (table != PERSON, table not in self.once, table)):
            for column in self.tables[table]:
                if column != _ID and not self.tables[table][column].startswith(_NESTED):
                    yield self._field(table, column)

    def _of_any_table(self, column: str) -> Field:
        having = [field for field in self.all() if field.column == column]
        own = (
            [field for field in having if field.table == PERSON] or [field for field in having if field.once] or having
        )
        if not own:
            raise UnknownField(self._told(column, [*dict.fromkeys(field.column for field in self.all())]))
        if len(own) > 1:
            raise UnknownField(f"several tables have {column}: write {' or '.join(field.name for field in own)}")
        return own[0]

    def _field(self, table: str, column: str) -> Field:
        return Field(table, column, self.tables[table][column], table in self.once)

    @staticmethod
    def _told(name: str, known: list[str]) -> str:
        near = get_close_matches(name, known, n=_NEAR, cutoff=0.6)
        return f"there is no field {name}" + (f": did you mean {' or '.join(near)}?" if near else "")
