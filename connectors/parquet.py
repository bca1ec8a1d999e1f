"""Kind `parquet`: rows with the types the file gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal

import pyarrow as pa

from connectors.columns import counted_from, unique_names, with_positions
from connectors.contract import ConnectorConfig, Rejected, SourceUnreadable
from connectors.delivery import BATCH_ROWS, LazyDelivery
from connectors.files import FileConfig, SourceFile, pull_files


class ParquetConfig(FileConfig):
    """Settings of a `parquet` source. Each file is a delivery with the columns and types of its own."""

    kind: Literal["parquet"] = "parquet"


class ParquetConnector:
    """Reads Parquet files; lists and structs stay what they are."""

    Config: ClassVar[type[ConnectorConfig]] = ParquetConfig

    def __init__(self, config: ParquetConfig, base: Path) -> None:
        self._config = config
        self._base = base

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield a delivery per file."""
        return pull_files(self._config.path, self._base, cursors, _read)


def _read(file: SourceFile, _: list[Rejected]) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    done = 0
    with file.path.open("rb") as stream:
        try:
            with pq.ParquetFile(stream) as parquet:
                names = unique_names(parquet.schema_arrow.names)
                for batch in parquet.iter_batches(BATCH_ROWS):
                    yield with_positions(batch.columns, names, counted_from(done + 1, batch.num_rows))
                    done += batch.num_rows
                if done == 0:
                    empty = [pa.array([], kind) for kind in parquet.schema_arrow.types]
                    yield with_positions(empty, names, counted_from(1, 0))
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            reason = type(error).__name__
            raise SourceUnreadable(
                f"{file.unit}: not a Parquet file, or damaged ({reason})", "export it again"
            ) from None
