"""The embedded DuckDB that parses for the kinds: in memory, downloading and spilling nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

from connectors.contract import SourceUnreadable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_LEAST_MEMORY = 512 << 20
_VECTOR_ROWS, _VECTORS = 2048, 4


@contextmanager
def open_engine(unit: str, row_bytes: int = 0) -> Iterator[DuckDBPyConnection]:
    """Open a private in-memory database to read `unit` with, whose rows have `row_bytes` on average.

    It takes half a GiB at most (more only for very long rows), or it would keep what it has read of a large file.
    What it refuses becomes SourceUnreadable; its own message is left out, for it quotes the row.
    """
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": "",
        "memory_limit": f"{max(_LEAST_MEMORY, _VECTORS * _VECTOR_ROWS * row_bytes) >> 20}MiB",
    }
    try:
        with duckdb.connect(config=settings) as engine:
            yield engine
    except (duckdb.Error, pa.ArrowException) as error:
        reason = type(error).__name__
        raise SourceUnreadable(
            f"{unit}: the parser stopped ({reason})", "declare the format, or mend the file"
        ) from None
