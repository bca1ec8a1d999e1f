"""Kind `json`: the records of JSON documents, each delivered as its text."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pyarrow as pa
from pydantic import Field

from connectors.columns import with_positions
from connectors.contract import ConnectorConfig, Rejected
from connectors.delivery import LazyDelivery
from connectors.encoding import Utf8File, as_utf8, printable
from connectors.encoding_guess import is_utf16
from connectors.engine import open_engine
from connectors.files import FileConfig, SourceFile, pull_files
from connectors.json_objects import COLUMN, not_objects
from connectors.json_path import JsonPath, steps_of
from connectors.json_reader import JsonReader

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_HEAD = 1 << 10
_BLOCK = 1 << 20
_BATCH_ROWS = 4_096


class JsonConfig(FileConfig):
    """Settings of a `json` source: documents in UTF-8 or UTF-16, each an array, an object, or several of them."""

    kind: Literal["json"] = "json"
    records: JsonPath = Field(
        default="$",
        description="Where the records stand, such as $.data.customers[*]; the document itself, or the elements of its "
        "array, if left out.",
    )


class JsonConnector:
    """Reads JSON documents record by record; a record that is no object is rejected, a broken document stops."""

    Config: ClassVar[type[ConnectorConfig]] = JsonConfig

    def __init__(self, config: JsonConfig, base: Path) -> None:
        self._config = config
        self._base = base

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield a delivery per file; positions count the records."""
        return pull_files(self._config.path, self._base, cursors, self._read)

    def _read(self, file: SourceFile, rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
        size = file.path.stat().st_size
        with (
            as_utf8(file, _encoding(file)) as source,
            source.open_text() as stream,
            open_engine(file.unit, size) as engine,
        ):
            records = JsonReader(file.unit, iter(lambda: stream.read(_BLOCK), "")).records(
                steps_of(self._config.records)
            )
            done = 0
            while texts := list(islice(records, _BATCH_ROWS)):
                yield _batch(engine, source, texts, done, rejected)
                done += len(texts)
        if done == 0:
            yield with_positions([pa.array([], pa.string())], [COLUMN], np.array([], dtype=np.int64))


def _encoding(file: SourceFile) -> str | None:
    """Return UTF-8, as JSON has it, unless the file begins as one in UTF-16 does: then that is found out."""
    with file.path.open("rb") as stream:
        head = stream.read(_HEAD)
    return None if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or is_utf16(head) else "utf-8"


def _batch(
    engine: DuckDBPyConnection, file: Utf8File, texts: Sequence[str], done: int, rejected: list[Rejected]
) -> pa.RecordBatch:
    doubted = [] if file.is_valid else texts
    undecodable = {place: fault for place, text in enumerate(doubted) if (fault := file.fault(text))}
    sound = pa.array(["" if place in undecodable else text for place, text in enumerate(texts)], pa.string())
    faults = not_objects(engine, sound) | undecodable
    rejected.extend(Rejected(done + place + 1, faults[place], printable(texts[place])) for place in sorted(faults))
    wanted = np.ones(len(texts), dtype=bool)
    wanted[list(faults)] = False
    return with_positions([sound.filter(pa.array(wanted))], [COLUMN], np.flatnonzero(wanted) + done + 1)
