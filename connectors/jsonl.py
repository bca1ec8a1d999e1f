"""Kind `jsonl`: one JSON object a line, delivered as the text of the line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from connectors.columns import with_positions
from connectors.contract import ConnectorConfig, Rejected
from connectors.delivery import LazyDelivery
from connectors.engine import open_engine
from connectors.files import FileConfig, SourceFile, pull_files
from connectors.json_objects import COLUMN, as_mask, not_objects

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONGEST_LINE = 16 << 20
"""Bytes a line may have."""
_BLOCK = 8 << 20
_LF = 10
_WHITE_SPACE = " \t\r\n"


class JsonlConfig(FileConfig):
    """Settings of a `jsonl` source: UTF-8 files, with or without byte-order mark."""

    kind: Literal["jsonl"] = "jsonl"


class JsonlConnector:
    """Reads JSON lines; a line that is no JSON object is rejected, a blank one passed over."""

    Config: ClassVar[type[ConnectorConfig]] = JsonlConfig

    def __init__(self, config: JsonlConfig, base: Path) -> None:
        self._config = config
        self._base = base

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield a delivery per file."""
        return pull_files(self._config.path, self._base, cursors, read_lines)


def read_lines(file: SourceFile, rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
    """Yield the objects of a plain file, with line numbers as positions."""
    before = 0
    with file.path.open("rb") as stream, open_engine(file.unit, file.path.stat().st_size) as engine:
        for block in _blocks(stream):
            lines, faults = _decoded(block)
            faults = _invalid(engine, lines) | faults
            rejected.extend(_rejected(block, faults, before))
            wanted = as_mask(pc.not_equal(lines, ""))
            wanted[list(faults)] = False
            yield with_positions([lines.filter(pa.array(wanted))], [COLUMN], np.flatnonzero(wanted) + before + 1)
            before += len(lines)
    if before == 0:
        yield with_positions([pa.array([], pa.string())], [COLUMN], np.array([], dtype=np.int64))


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield whole lines, some MiB at a time; of a line that is far too long only the start is kept."""
    if stream.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        stream.seek(0)
    rest = b""
    while block := stream.read(_BLOCK):
        end = block.rfind(b"\n") + 1
        if end:
            yield rest + block[:end]
            rest = block[end:]
        else:
            rest = (rest + block)[: LONGEST_LINE + 1]
    if rest:
        yield rest + b"\n"


def _decoded(block: bytes) -> tuple[pa.StringArray, dict[int, str]]:
    """Return the lines of a block, trimmed, and what is wrong with those that are not UTF-8 (given as blank)."""
    try:
        block.decode()
    except UnicodeDecodeError:
        return _decoded_singly(block)
    ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == _LF) + 1
    offsets = np.concatenate(([0], ends)).astype(np.int32)
    lines = pa.StringArray.from_buffers(ends.size, pa.py_buffer(offsets), pa.py_buffer(block))
    return pc.ascii_trim(lines, characters=_WHITE_SPACE), {}


def _decoded_singly(block: bytes) -> tuple[pa.StringArray, dict[int, str]]:
    lines, faults = [], {}
    for place, line in enumerate(block.split(b"\n")[:-1]):
        try:
            lines.append(line.decode().strip(_WHITE_SPACE))
        except UnicodeDecodeError as error:
            lines.append("")
            faults[place] = f"byte 0x{line[error.start]:02X} is not UTF-8"
    return pa.array(lines, pa.string()), faults


def _invalid(engine: DuckDBPyConnection, lines: pa.StringArray) -> dict[int, str]:
    """Say what is wrong with the lines that are neither blank nor a JSON object, by their place."""
    is_long = as_mask(pc.greater(pc.binary_length(lines), LONGEST_LINE))
    too_long = {int(place): f"longer than {LONGEST_LINE >> 20} MiB" for place in np.flatnonzero(is_long)}
    return not_objects(engine, lines) | too_long


def _rejected(block: bytes, faults: Mapping[int, str], before: int) -> Iterator[Rejected]:
    lines = block.split(b"\n") if faults else []
    for place in sorted(faults):
        raw = lines[place].decode("utf-8", "backslashreplace").rstrip("\r")
        yield Rejected(before + place + 1, faults[place], raw)
