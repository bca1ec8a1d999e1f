"""The embedded DuckDB that parses for the kinds: in memory, downloading and spilling nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa

from connectors.contract import SourceUnreadable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


SMALL = 4 << 20
"""Bytes of a unit that is read with the shared database: opening one takes longer than reading such a unit."""
_LEAST_MEMORY = 512 << 20
_VECTOR_ROWS, _VECTORS = 2048, 4


@contextmanager
def open_engine(unit: str, size: int, row_bytes: int = 0) -> Iterator[DuckDBPyConnection]:
    """Open an in-memory database to read `unit` with, which has `size` bytes, `row_bytes` a row on average.

    It takes half a GiB at most (more only for very long rows). That for a large unit is closed afterwards, or it would
    keep what it has read. What it refuses becomes SourceUnreadable; its own message is left out, for it quotes the row.
    """
    import duckdb

    memory = max(_LEAST_MEMORY, _VECTORS * _VECTOR_ROWS * row_bytes)
    try:
        with _shared().cursor() if size <= SMALL else _connect(memory) as engine:
            yield engine
    except (duckdb.Error, pa.ArrowException) as error:
        reason = type(error).__name__
        raise SourceUnreadable(
            f"{unit}: the parser stopped ({reason})", "declare the format, or mend the file"
        ) from None


@cache
def _shared() -> DuckDBPyConnection:
    return _connect(_LEAST_MEMORY)


def _connect(memory: int) -> DuckDBPyConnection:
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": "",
        "memory_limit": f"{memory >> 20}MiB",
    }
    return duckdb.connect(config=settings)
