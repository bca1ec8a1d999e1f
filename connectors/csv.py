"""Kind `csv`: delimited text files in any encoding, every column as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

import pyarrow as pa
from pydantic import Field, field_validator, model_validator

from connectors.columns import unique_names, with_positions
from connectors.contract import ConnectorConfig, Rejected, SourceUnreadable
from connectors.csv_dialect import Dialect, sniff
from connectors.csv_records import LONGEST_RECORD, Records, scan
from connectors.csv_strangers import Strangers, strangers_of
from connectors.delivery import BATCH_ROWS, LazyDelivery
from connectors.encoding import Utf8File, as_utf8, codec_name
from connectors.engine import open_engine
from connectors.files import FileConfig, SourceFile, pull_files
from connectors.private_file import private_file

_SNIFFED_BYTES = 256 * 1024
_COPIED_BYTES = 1 << 20
_BATCH_BYTES = 64 << 20
_LINE_END = re.compile(r"\s*[\r\n]\s*")
_NEVER = "\x01never\x01"
"""A null marker no file has, for when nothing is to be read as null."""


class CsvConfig(FileConfig):
    """Settings of a `csv` source; what is not declared is found out per file."""

    kind: Literal["csv"] = "csv"
    encoding: str | None = Field(
        default=None,
        description="Encoding of the files, such as utf-8, cp949, shift_jis, euc_jp or utf-16; detected when left out.",
    )
    delimiter: str | None = Field(
        default=None, description="Character between fields (`tab` for a tab); sniffed when left out."
    )
    quote: str | None = Field(
        default=None, description="Character around quoted fields, empty for none; sniffed when left out."
    )
    header: bool = Field(default=True, description="Whether the first record holds the column names.")
    columns: list[str] | None = Field(
        default=None, min_length=1, description="Column names in file order, for files without a header."
    )
    null_values: list[str] = Field(
        default=[""], description="Texts that stand for a missing value; an empty list keeps every blank as ''."
    )
    skip_rows: int = Field(default=0, ge=0, description="Lines to leave out before the header, such as a title.")

    @property
    def names_from_data(self) -> bool:
        """Whether a header names the columns."""
        return self.header

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        if value is not None:
            codec_name(value)
        return value

    @field_validator("delimiter", "quote")
    @classmethod
    def _one_character(cls, value: str | None) -> str | None:
        value = {"tab": "\t", "\\t": "\t"}.get(value, value) if value else value
        if value and (len(value) != 1 or not value.isascii() or value in "\r\n"):
            raise ValueError("must be one ASCII character (or `tab`)")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> CsvConfig:
        if self.delimiter == "":
            raise ValueError("delimiter must not be empty")
        if self.delimiter is not None and self.delimiter == self.quote:
            raise ValueError("delimiter and quote must differ")
        if self.header and self.columns is not None:
            raise ValueError("`columns` names the columns of files without a header: set `header: false`")
        return self


@dataclass(frozen=True)
class _Layout:
    """Where the records of a file start, and how they are made."""

    dialect: Dialect
    names: list[str]
    start: int
    """Byte of the first record."""
    line: int
    """Line number of the first record."""
    strangers: Strangers
    """Records that are no rows."""


class CsvConnector:
    """Reads delimited text: each record is a row, or rejected with its line."""

    Config: ClassVar[type[ConnectorConfig]] = CsvConfig

    def __init__(self, config: CsvConfig, base: Path) -> None:
        self._config = config
        self._base = base

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield a delivery per file."""
        return pull_files(self._config.path, self._base, cursors, self._read)

    def _read(self, file: SourceFile, rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
        if file.path.stat().st_size == 0:
            raise SourceUnreadable(f"{file.unit}: the file is empty (0 bytes)", "export it again or take it away")
        with as_utf8(file, self._config.encoding) as text:
            layout = _layout(text, self._config)
            records = scan(text, layout.dialect, len(layout.names), layout.start, layout.line, layout.strangers)
            if records.undecodable * 2 > records.total:
                raise text.unreadable(f"{records.undecodable} of {records.total} records are")
            rejected.extend(records.rejected)
            yield from _batches(text, layout, records, self._config)


def _layout(file: Utf8File, config: CsvConfig) -> _Layout:
    with file.path.open("rb") as stream:
        stream.seek(file.start)
        head = stream.read(LONGEST_RECORD)
    if len(head) < LONGEST_RECORD and not head.endswith(b"\n"):
        head += b"\n"
    first = _first_record(file, head, config.skip_rows)
    dialect = sniff(head[first : first + _SNIFFED_BYTES], config.delimiter, config.quote)
    found = dialect.record().match(head, first)
    if config.columns:
        names, end = config.columns, first
    elif found is None:
        line = head.count(b"\n", 0, first) + 1
        raise SourceUnreadable(f"{file.unit}, line {line}: the first record has a quote that is not closed", "mend it")
    else:
        names, end = _names(file, dialect.split(file.decode(found[0])), config.header), found.end()
    start = end if config.header else first
    header, sample = head[first:start], head[start : start + _SNIFFED_BYTES]
    strangers = strangers_of(file.path, dialect, len(names), header, sample)
    return _Layout(dialect, unique_names(names), file.start + start, head.count(b"\n", 0, start) + 1, strangers)


def _first_record(file: Utf8File, head: bytes, skip: int) -> int:
    """Find where the first record starts, `skip` lines and then blank ones left out."""
    place = 0
    while place < len(head) and (skip > 0 or head[place] in b"\r\n"):
        place = head.find(b"\n", place) + 1 or len(head)
        skip -= 1
    if place >= len(head):
        raise SourceUnreadable(f"{file.unit}: there is no line to read", "mend `skip_rows` or export the file again")
    return place


def _names(file: Utf8File, values: list[str], is_header: bool) -> list[str]:
    if not is_header:
        return [""] * len(values)
    if any(file.fault(value) for value in values):
        raise file.unreadable("the header is")
    return [_LINE_END.sub(" ", value) for value in values]


def _batches(file: Utf8File, layout: _Layout, records: Records, config: CsvConfig) -> Iterator[pa.RecordBatch]:
    done = 0
    with ExitStack() as stack:
        path, header = file.path, config.header
        if not _is_readable_in_place(file, layout, records, header):
            path, header = stack.enter_context(private_file()), False
            _copy(file.path, records.ranges, path)
        query = _parse_sql(path, layout, header, config.null_values)
        for batch in _parse(file.unit, query, records) if records.good else ():
            yield with_positions(batch.columns, layout.names, records.positions(done + 1, batch.num_rows))
            done += batch.num_rows
    if done != records.good:
        raise SourceUnreadable(
            f"{file.unit}: {records.good} good records, but {done} rows parsed", "declare the dialect"
        )
    if done == 0:
        yield with_positions([pa.array([], pa.string())] * len(layout.names), layout.names, records.positions(1, 0))


def _is_readable_in_place(file: Utf8File, layout: _Layout, records: Records, header: bool) -> bool:
    """Tell whether the parser finds exactly the good records in the file itself."""
    is_plain_start = layout.line == 2 if header else layout.start == 0
    is_plain_name = not set("*?[]{}") & set(str(file.path))
    return is_plain_start and is_plain_name and records.ranges == [(layout.start, file.path.stat().st_size)]


def _copy(source: Path, ranges: Sequence[tuple[int, int]], target: Path) -> None:
    with source.open("rb") as reader, target.open("wb") as writer:
        for start, end in ranges:
            reader.seek(start)
            left = end - start
            while left and (part := reader.read(min(_COPIED_BYTES, left))):
                left -= writer.write(part)


def _parse(unit: str, query: str, records: Records) -> Iterator[pa.RecordBatch]:
    row_bytes = records.average_bytes
    rows = min(BATCH_ROWS, _BATCH_BYTES // max(row_bytes, 1) + 1)
    with open_engine(unit, row_bytes * records.good, row_bytes) as engine:
        yield from engine.sql(query).to_arrow_reader(rows)


def _parse_sql(path: Path, layout: _Layout, header: bool, null_values: Sequence[str]) -> str:
    """Return the SELECT that parses a file of good records only, in file order, each column as text.

    One thread: the parallel reader guesses where records start in the middle of a file. Not strict: line ends may be
    mixed.
    """
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(layout.names)))
    quote = _literal(layout.dialect.quote)
    nulls = ", ".join(_literal(value) for value in null_values or [_NEVER])
    return f"""
        SELECT *
        FROM read_csv(
            {_literal(str(path.absolute()))},
            auto_detect = false, columns = {{{columns}}}, header = {header}, strict_mode = false, parallel = false,
            delim = {_literal(layout.dialect.delimiter)}, quote = {quote}, escape = {quote}, nullstr = [{nulls}],
            compression = 'none', hive_partitioning = false, max_line_size = {LONGEST_RECORD * 2}
        )"""


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
