"""Rows of PostgreSQL as its own COPY writes them: streamed, every value as text, exactly as the server has it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from sqlalchemy import Connection, TextClause

from connectors.columns import counted_from, unique_names, with_positions
from connectors.contract import SourceUnreachable, SourceUnreadable

if TYPE_CHECKING:
    from psycopg import Copy

NAME = "postgresql"
"""What SQLAlchemy calls it."""
_STYLE = "set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'iso_8601'"
"""Moments with a zone in UTC, dates as ISO 8601, intervals as P1DT2H."""
_KINDS = "select oid, typname, typcategory from pg_type where oid = any(%(types)s)"
_WRITTEN = {"A": "to_json({})::text", "C": "to_json({})::text"}
"""By category of `pg_type`: arrays and composite values as JSON; all others as the server writes them as text."""
_WRITTEN_TYPES = {"bytea": "encode({}, 'hex')", "money": "{}::numeric::text"}
"""By type, before the category: bytes hexadecimal, money without signs of a locale."""
_BLOCK = 1 << 20
"""Bytes parsed at a time; memory does not grow with the number of rows."""


@dataclass(frozen=True)
class Described:
    """A SELECT of values as they are written, ready to be copied."""

    names: list[str]
    """Its columns, each with a name of its own."""
    select: str
    params: Mapping[str, Any]


def described(connection: Connection, statement: TextClause) -> Described:
    """Ask the server for the columns of a SELECT, and write the SELECT of their values as text.

    Raises the errors of SQLAlchemy.
    """
    compiled = statement.compile(dialect=connection.dialect)
    params = compiled.params
    asked_for = str(compiled) if params else str(compiled).replace("%%", "%")
    plain = connection.execution_options(no_parameters=True)
    asked = (connection if params else plain).exec_driver_sql(f"select * from ({asked_for}\n) found limit 0", params)
    told = [(each[0], each[1]) for each in asked.cursor.description] if asked.cursor else []
    asked.close()
    kinds = connection.exec_driver_sql(_KINDS, {"types": [oid for _, oid in told]})
    written = {oid: _WRITTEN_TYPES.get(name, _WRITTEN.get(kind, "{}::text")) for oid, name, kind in kinds}
    columns = [f"c{nth}" for nth, _ in enumerate(told)]
    values = [written[oid].format(column) for (_, oid), column in zip(told, columns, strict=True)]
    select = f"select {', '.join(values)} from ({asked_for}\n) found ({', '.join(columns)})"
    return Described(unique_names([name for name, _ in told]), select, params)


def copied(connection: Connection, found: Described, batch_rows: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows, at least one batch; every column is text, null where the value is null.

    Raises SourceUnreachable when the connection is lost on the way, SourceUnreadable for what the server refuses.
    """
    import psycopg

    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor:
            cursor.execute(_STYLE)
            with cursor.copy(f"copy ({found.select}) to stdout (format csv)", found.params) as copy:
                yield from _batches(copy, found.names, batch_rows)
    except psycopg.OperationalError as error:
        reason = type(error).__name__
        raise SourceUnreachable(f"the connection to the {NAME} database was lost ({reason})", "try again") from None
    except (psycopg.Error, pa.ArrowInvalid) as error:
        reason = type(error).__name__
        raise SourceUnreadable(f"the {NAME} database stopped while reading ({reason})", "mend the query") from None


def _batches(copy: Copy, names: list[str], batch_rows: int) -> Iterator[pa.RecordBatch]:
    from pyarrow import csv

    blocks = _Blocks(copy)
    if blocks.is_empty:
        yield with_positions([pa.array([], pa.string())] * len(names), names, counted_from(1, 0))
        return
    reader = csv.open_csv(
        blocks,
        csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
        csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=False,
        ),
    )
    done = 0
    for block in reader:
        for start in range(0, block.num_rows, batch_rows):
            rows = block.slice(start, batch_rows)
            yield with_positions(rows.columns, names, counted_from(done + 1, rows.num_rows))
            done += rows.num_rows


class _Blocks(io.RawIOBase):
    """What a COPY sends, as a file."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._rest = memoryview(copy.read())
        self.is_empty = not self._rest

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as what was sent reaches; 0 at the end."""
        filled = 0
        while filled < len(buffer):
            if not self._rest:
                self._rest = memoryview(self._copy.read())
            if not self._rest:
                break
            taken = min(len(buffer) - filled, len(self._rest))
            buffer[filled : filled + taken] = self._rest[:taken]
            self._rest = self._rest[taken:]
            filled += taken
        return filled
