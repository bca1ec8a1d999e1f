"""Writes a published table to a file or a database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cdp.database import literal, quote
from cdp.errors import StorageError, UsageError

if TYPE_CHECKING:
    from cdp.store import Store

_BATCH = 10_000


def export_table(store: Store, name: str, to: str) -> int:
    """Write the published table `name` to a file (.parquet, .csv, .jsonl, .duckdb) or a database URL; return its rows.

    Lists and structs become JSON text in CSV and databases. An existing table or file of that name is replaced.
    Raises NotFound for the table, UsageError for the target.
    """
    store.table(name)
    if "://" in to:
        return _to_database(store, name, to)
    path = Path(to)
    match path.suffix.lower():
        case ".parquet":
            _copy(store, f"select * from {quote(name)}", path, "format parquet, compression zstd")
        case ".csv":
            _copy(store, flat_sql(store, name), path, "format csv, header true")
        case ".jsonl" | ".ndjson":
            _copy(store, f"select * from {quote(name)}", path, "format json")
        case ".duckdb" | ".db":
            _to_duckdb(store, name, path)
        case other:
            raise UsageError(f"cannot export to {other or path.name!r}", "use .parquet, .csv, .jsonl, .duckdb or a URL")
    return _count(store, name)


def copy_select(store: Store, select: str, path: Path) -> None:
    """Write the rows of a SELECT over the published tables to a file, .parquet or .jsonl, values as they are.

    Raises UsageError for another kind of file, StorageError when it cannot be written.
    """
    options = {".parquet": "format parquet, compression zstd", ".jsonl": "format json", ".ndjson": "format json"}
    if path.suffix.lower() not in options:
        raise UsageError(f"cannot export to {path.suffix or path.name!r}", "use .csv, .parquet or .jsonl")
    _copy(store, select, path, options[path.suffix.lower()])


def _count(store: Store, name: str) -> int:
    return int(store.connection.execute(f"select count(*) from {quote(name)}").fetchall()[0][0])


def flat_sql(store: Store, name: str) -> str:
    """Return the SELECT of a table with nested columns as JSON text."""
    columns = store.connection.execute(f"select column_name, column_type from (describe {quote(name)})").fetchall()
    nested = ("[]", "STRUCT", "MAP")
    return f"select {', '.join(_flat(column, kind, nested) for column, kind in columns)} from {quote(name)}"


def _flat(column: str, kind: str, nested: tuple[str, ...]) -> str:
    is_nested = kind.endswith(nested[0]) or kind.startswith(nested[1:])
    return f"cast(to_json({quote(column)}) as varchar) as {quote(column)}" if is_nested else quote(column)


def _copy(store: Store, select: str, path: Path, options: str) -> None:
    with writing(path):
        store.connection.execute(f"copy ({select}) to {literal(str(path))} ({options})")


def _to_duckdb(store: Store, name: str, path: Path) -> None:
    with writing(path):
        store.connection.execute(f"attach {literal(str(path))} as target")
        try:
            store.connection.execute(f"create or replace table target.{quote(name)} as select * from {quote(name)}")
        finally:
            store.connection.execute("detach target")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Make the folder of a file that is to be written; what goes wrong with it becomes a StorageError that names it."""
    import duckdb

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except (duckdb.Error, OSError) as fault:
        raise StorageError(
            f"{path.name} could not be written",
            "check the folder, its rights, the room on its disk, and that a file of that name is of that kind",
        ) from fault


_TYPES = {
    "BIGINT": "BigInteger",
    "INTEGER": "Integer",
    "DOUBLE": "Float",
    "BOOLEAN": "Boolean",
    "TIMESTAMP": "DateTime",
    "DATE": "Date",
}


def _to_database(store: Store, name: str, url: str) -> int:
    import sqlalchemy as sa
    from sqlalchemy.exc import SQLAlchemyError

    columns = store.connection.execute(f"select column_name, column_type from (describe {quote(name)})").fetchall()
    table = sa.Table(
        name, sa.MetaData(), *(sa.Column(column, getattr(sa, _TYPES.get(kind, "Text"))()) for column, kind in columns)
    )
    try:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            table.drop(connection, checkfirst=True)
            table.create(connection)
            for batch in _batches(store, name):
                connection.execute(table.insert(), batch)
        engine.dispose()
    except (SQLAlchemyError, ImportError) as fault:
        kind = type(fault).__name__
        raise UsageError(
            f"the database could not be written ({kind})", "check the URL, its driver and your rights"
        ) from fault
    return _count(store, name)


def _batches(store: Store, name: str) -> Iterator[list[dict[str, Any]]]:
    done = store.connection.execute(f"select * from {quote(name)}")
    names = [each[0] for each in done.description or []]
    while rows := done.fetchmany(_BATCH):
        yield [dict(zip(names, map(_scalar, row), strict=True)) for row in rows]


def _scalar(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (list, dict)) else value
