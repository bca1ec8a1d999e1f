"""The one module that runs SQL. Stages hand it whole statements; identifiers go through `quote`, values are bound."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from cdp.errors import CdpError, StorageError

LARGEST_DICTIONARY = 4000
"""Distinct values of a column chunk up to which Parquet lists them: longer lists cost more time than they save room."""

ROW_GROUP = 20_480
"""Rows of a Parquet file that are read together: few enough that one person's, in a file sorted by people, come at
once, and so many that a scan of the file costs no more."""

Parameters = Mapping[str, object] | Sequence[object] | None


class StatementFailed(CdpError):
    """A statement of the product failed: the whole statement is shown, bound values are not."""


def quote(name: str) -> str:
    """Return `name` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as a quoted SQL string, for places that take no bound value."""
    return "'" + text.replace("'", "''") + "'"


@cache
def statement(package: str, name: str) -> str:
    """Return the text of `<name>.sql` that lies next to the modules of `package`."""
    return (files(package) / f"{name}.sql").read_text(encoding="utf-8")


USUAL_MEMORY = 2_000_000_000
"""Bytes that a database may use where nobody set a limit …"""
MEMORY_OF_A_ROW = 1_600
"""… and for each row that it is told of, where these need more; never more than DuckDB holds the machine to give."""


class Database:
    """A scratch DuckDB of one process. It spills to `scratch` when `memory_limit` is reached.

    `memory_limit` None: as much as the rows need, see `make_room`.
    """

    def __init__(
        self, scratch: Path | None = None, memory_limit: str | None = None, threads: int | None = None
    ) -> None:
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
        if scratch is not None:
            scratch.mkdir(parents=True, exist_ok=True)
            config["temp_directory"] = str(scratch)
        if threads is not None:
            config["threads"] = threads
        self.connection = duckdb.connect(":memory:", config=config)
        self.connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
        self._is_limited = memory_limit is not None
        self._to_give = int(self.value("select parse_formatted_bytes(current_setting('memory_limit'))"))
        self.run(f"set memory_limit = {literal(memory_limit or f'{min(USUAL_MEMORY, self._to_give)}B')}")

    def make_room(self, rows: int) -> None:
        """Raise the limit for a job over so many rows, unless it was set."""
        if not self._is_limited:
            needed = min(max(USUAL_MEMORY, MEMORY_OF_A_ROW * rows), self._to_give)
            self.run(f"set memory_limit = '{needed}B'")

    def run(self, sql: str, parameters: Parameters = None) -> duckdb.DuckDBPyConnection:
        """Execute one or more statements; return the connection to fetch from.

        Raises StorageError when the disk is full and StatementFailed on any other fault, with the statement.
        """
        try:
            return self.connection.execute(sql, parameters)
        except duckdb.Error as fault:
            raise _explained(fault, sql) from fault

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        """Return all rows of a query; raises as `run` does, also when the fault comes with a later row."""
        done = self.run(sql, parameters)
        try:
            return done.fetchall()
        except duckdb.Error as fault:
            raise _explained(fault, sql) from fault

    def value(self, sql: str, parameters: Parameters = None) -> Any:
        """Return the first column of the first row, None when there is none."""
        found = self.rows(sql, parameters)
        return found[0][0] if found else None

    def arrow(self, sql: str, parameters: Parameters = None) -> pa.Table:
        """Return all rows of a query as an Arrow table."""
        try:
            return self.connection.sql(sql, params=parameters).to_arrow_table()
        except duckdb.Error as fault:
            raise _explained(fault, sql) from fault

    def columns(self, table: str) -> list[str]:
        """Return the column names of a table or view in order."""
        return [row[0] for row in self.rows(f"select column_name from (describe {quote(table)})")]

    def has(self, table: str) -> bool:
        """Tell whether a table or view of this name exists, attached databases apart."""
        return bool(self.rows(_KIND, [table]))

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return int(self.value(f"select count(*) from {quote(table)}"))

    def drop(self, *tables: str) -> None:
        """Drop tables that may exist."""
        for table in tables:
            self.run(f"drop table if exists {quote(table)}")

    def drop_any(self, name: str) -> None:
        """Drop a table or view that may exist."""
        for (kind,) in self.rows(_KIND, [name]):
            self.run(f"drop {'view' if kind == 'VIEW' else 'table'} {quote(name)}")

    @contextmanager
    def registered(self, name: str, data: object) -> Iterator[str]:
        """Make an Arrow table or reader visible as the table `name` inside the block."""
        self.connection.register(name, data)
        try:
            yield name
        finally:
            self.connection.unregister(name)

    def close(self) -> None:
        """Close the connection and free its memory."""
        self.connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_KIND = """
select table_type from information_schema.tables where table_name = $1 and table_catalog in ('temp', current_database())
"""
_FULL = ("no space left", "disk full", "could not write", "file too large")


_ABOUT_STATEMENT = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.ResourceInUseException,
)
"""Faults whose text speaks of the statement, never of the data."""


def _explained(fault: duckdb.Error, sql: str) -> CdpError:
    if isinstance(fault, duckdb.IOException) and any(sign in str(fault).lower() for sign in _FULL):
        return disk_full()
    if isinstance(fault, duckdb.OutOfMemoryException):
        return StorageError(
            "the run needs more memory than it may use", "set memory_limit in cdp.yml, as far as the machine has it"
        )
    return StatementFailed(f"a statement failed ({type(fault).__name__}): {told_without_values(fault)}\n{sql.strip()}")


def told_without_values(fault: duckdb.Error) -> str:
    """Return what DuckDB says of a fault: all of it when it speaks of the statement, else its kind and place."""
    text = str(fault)
    if isinstance(fault, _ABOUT_STATEMENT):
        return text
    place = text.find("\nLINE ")
    return type(fault).__name__ + (text[place:] if place >= 0 else "")


def readable_sql(types: Sequence[object]) -> str:
    """Return the SQL of all columns of a result as Python reads them: moments with a zone as plain ones in UTC."""
    texts = [str(each) for each in types]
    zoned = "TIMESTAMP WITH TIME ZONE"
    return ", ".join(f"cast(#{n} as timestamp)" if text == zoned else f"#{n}" for n, text in enumerate(texts, 1))


def disk_full() -> StorageError:
    """Return the error for a disk without room."""
    return StorageError(
        "the disk is full: the workspace could not be written",
        "make room on its disk (`cache/` may be deleted), then run again; the published version is untouched",
    )


def is_disk_full(fault: OSError) -> bool:
    """Tell whether an operating-system error means that there is no room left."""
    return fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
