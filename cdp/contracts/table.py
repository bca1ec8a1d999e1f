"""What a published table is: its columns with their types and meanings, its key, and how a run replaces its rows."""

from __future__ import annotations

from dataclasses import dataclass

from cdp.database import quote


@dataclass(frozen=True)
class Column:
    """A column of a published table."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A published table. `open` tables have further columns: one per attribute that the sources map, or per trait.

    Attributes are VARCHAR; those of type number DOUBLE, of type boolean BOOLEAN, of type date and birth_date DATE.
    A trait has the type of what it is computed from.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    open: bool = False
    replaced_by: tuple[str, ...] = ()
    """Columns by which a run replaces rows where it writes only what changed; empty: it makes the whole table."""
    in_one: bool = False
    """It is one file in every version, whatever changed: what reads Parquet reads it."""


def empty_sql(table: Table) -> str:
    """Return the SELECT of a table without rows, for a version from before the table was published."""
    columns = ", ".join(f"cast(null as {column.type}) as {quote(column.name)}" for column in table.columns)
    return f"select {columns} where false"
