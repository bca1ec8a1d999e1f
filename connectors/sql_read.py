"""What the `sql` kind asks of a database: how far it goes, and its rows from where reading stood."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, CursorResult, TextClause, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from connectors import postgres
from connectors.columns import counted_from, unique_names, with_positions
from connectors.contract import Rejected, SourceUnreadable
from connectors.delivery import LazyDelivery
from connectors.sql import SqlConfig
from connectors.sql_database import Database, is_wrong_statement
from connectors.sql_values import Mark, text_column

_LISTED = 40


def deliver(config: SqlConfig, base: Path, cursors: Mapping[str, str]) -> LazyDelivery:
    """Look at the database and return what reading it would deliver.

    With a cursor column the cursor is a `Mark`. Without one it is the fingerprint of the SQLite file; other databases
    have none and are read every time.
    """
    unit = config.table or f"query-{hashlib.sha256((config.query or '').encode()).hexdigest()[:12]}"
    what = f"table '{config.table}'" if config.table else "the query"
    database, previous = Database(config.url, base), cursors.get(unit)
    cursor = "" if config.cursor_column else database.fingerprint()
    with database.connect(what) as connection:
        source = _source(connection, config)
        if config.cursor_column:
            cursor = _mark(connection, config, source)
    seen = Mark.from_json(previous) if config.cursor_column and previous else None

    def read(rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
        with database.connect(what) as connection:
            yield from _batches(connection, config, seen, rejected)

    return LazyDelivery(unit, cursor, previous, read, continued=seen is not None and seen.largest is not None)


def _batches(
    connection: Connection, config: SqlConfig, seen: Mark | None, rejected: list[Rejected]
) -> Iterator[pa.RecordBatch]:
    statement, done = _select(connection, config, seen), 0
    if connection.dialect.name == postgres.NAME:
        with _fitting(connection):
            found = postgres.described(connection, statement)
        yield from postgres.copied(connection, found, config.batch_rows)
        return
    streaming = connection.execution_options(stream_results=True, yield_per=config.batch_rows, sqlite_raw_colnames=True)
    result = _executed(streaming, statement)
    names = unique_names(list(result.keys()))
    for rows in result.partitions(config.batch_rows):
        yield _batch(rows, names, done + 1, rejected)
        done += len(rows)
    if done == 0:
        yield with_positions([pa.array([], pa.string())] * len(names), names, counted_from(1, 0))


def _source(connection: Connection, config: SqlConfig) -> str:
    """Return what stands after FROM: the quoted table, which must exist, or the query in brackets."""
    if config.query is not None:
        return f"({_query(config.query)}\n) found"
    wanted, known = config.table or "", _tables(connection)
    if wanted in known:
        return _quoted(connection, wanted)
    inspector = inspect(connection)
    schema, _, name = wanted.rpartition(".")
    if schema and schema in inspector.get_schema_names() and inspector.has_table(name, schema=schema):
        return f"{_quoted(connection, schema)}.{_quoted(connection, name)}"
    raise SourceUnreadable(f"there is no table '{wanted}'. There are: {_listed(known)}", "mend `table`")


def _query(query: str) -> str:
    return query.strip().rstrip(";").replace(":", r"\:")


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name).replace(":", r"\:")


def _tables(connection: Connection) -> list[str]:
    inspector = inspect(connection)
    return inspector.get_table_names() + inspector.get_view_names()


def _listed(names: Sequence[str]) -> str:
    return (", ".join(sorted(names)[:_LISTED]) or "none") + (", …" if len(names) > _LISTED else "")


def _select(connection: Connection, config: SqlConfig, seen: Mark | None) -> TextClause:
    source = _source(connection, config)
    if seen is None or seen.largest is None:
        return text(_query(config.query) if config.query else f"SELECT * FROM {source}")
    column = _cursor_column(connection, config, source)
    return text(f"SELECT * FROM {source} WHERE {column} >= :seen OR {column} IS NULL").bindparams(seen=seen.largest)


@contextmanager
def _fitting(connection: Connection) -> Iterator[None]:
    """Answer a statement that names what is not there with what is."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        if not is_wrong_statement(error):
            raise
        connection.rollback()
        known = _listed(_tables(connection))
    else:
        return
    raise SourceUnreadable(f"the statement does not fit the database. Its tables are: {known}", "mend `query`")


def _executed(connection: Connection, statement: TextClause) -> CursorResult[Any]:
    with _fitting(connection):
        return connection.execute(statement)


def _cursor_column(connection: Connection, config: SqlConfig, source: str) -> str:
    """Return the quoted name of the cursor column, which must exist."""
    wanted = config.cursor_column or ""
    columns = list(_executed(connection, text(f"SELECT * FROM {source} WHERE 1 = 0")).keys())
    if wanted not in columns:
        raise SourceUnreadable(f"there is no column '{wanted}'. There are: {_listed(columns)}", "mend `cursor_column`")
    return _quoted(connection, wanted)


def _mark(connection: Connection, config: SqlConfig, source: str) -> str:
    """Return how far the table goes now, as a cursor."""
    column = _cursor_column(connection, config, source)
    overall = text(f"SELECT max({column}), count(*) - count({column}) FROM {source}")
    largest, blanks = connection.execute(overall).one()
    count = text(f"SELECT count(*) FROM {source} WHERE {column} = :seen").bindparams(seen=largest)
    ties = connection.execute(count).scalar_one()
    try:
        return Mark(largest, ties, blanks).to_json()
    except TypeError as error:
        what = f"`cursor_column` '{config.cursor_column}' holds values of type {error}"
    raise SourceUnreadable(what, "choose a number, text, date or time")


def _batch(rows: Sequence[Sequence[Any]], names: list[str], first: int, rejected: list[Rejected]) -> pa.RecordBatch:
    positions = counted_from(first, len(rows))
    try:
        return with_positions([text_column(values) for values in zip(*rows, strict=True)], names, positions)
    except UnicodeEncodeError:
        good = np.array([_unreadable_column(row, names) is None for row in rows])
    for row, position in zip(rows, positions, strict=True):
        if column := _unreadable_column(row, names):
            raw = json.dumps(list(row), ensure_ascii=False, default=str).encode("utf-8", "backslashreplace").decode()
            rejected.append(Rejected(int(position), f"column '{column}' is not UTF-8", raw))
    kept = [row for row, is_good in zip(rows, good, strict=True) if is_good]
    columns = zip(*kept, strict=True) if kept else [()] * len(names)
    return with_positions([text_column(values) for values in columns], names, positions[good])


def _unreadable_column(row: Sequence[Any], names: list[str]) -> str | None:
    for name, value in zip(names, row, strict=True):
        try:
            str(value).encode()
        except UnicodeEncodeError:
            return name
    return None
