"""Looks at data: finds the table-like things in files, folders and databases, and samples the rows of each."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from glob import escape, has_magic
from itertools import groupby
from math import isnan
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter, ValidationError

from cdp.config.value import JSON_COLUMN
from cdp.discover.column_words import tokens
from cdp.discover.entries import entry_fields
from cdp.discover.gather import gathered
from cdp.discover.parts import Part, parts_of, path_step
from cdp.discover.table import Column, Table
from cdp.errors import SourceError, UsageError
from connectors import KINDS, AnyConfig, ConnectorConfig, ConnectorError
from connectors.contract import POSITION
from connectors.files import find_files

SAMPLE = 10_000
"""Rows looked at per table: the first of its first and of its last file."""
KIND_OF = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".psv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".json": "json",
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), "excel"),
    **dict.fromkeys((".eml", ".mbox"), "mail"),
    ".txt": "text",
}
"""Kind of source by the ending of a file."""
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
"""Endings of compressed files, behind that of what they hold."""
DATABASES = (".sqlite", ".sqlite3", ".db", ".db3")
"""Endings of SQLite files."""
_DIGITS = re.compile(r"[\d]+(?:[-_.T]\d+)*")
_ANY_NUMBER = "[0-9]*"
"""What stands in a glob for numbers that differ: orders-[0-9]*.csv leaves orders-archive.csv alone."""
_DEEPEST = 6
"""Levels of objects and lists in JSON that are looked into."""
_SQLITE = "sqlite:///"
_CLEAR_PASSWORD = re.compile(r"://[^/@:]*:(?!\$\{\w+\}@)[^/@]+@")


def tables_of(data: Sequence[str], base: Path) -> tuple[list[Table], list[str]]:
    """Return the tables in files, folders, globs and database addresses, and what could not be taken, with the reason.

    Paths in what is returned are relative to `base` where the data are below it. Raises UsageError when there is
    nothing, SourceError when a file or database that is named does not answer or cannot be read.
    """
    found: list[Table] = []
    left: list[str] = []
    for place in data:
        if "://" in place:
            found += _database_tables(place, base)
            continue
        files: list[Table] = []
        for group in _file_groups(place, left):
            try:
                files += _group_tables(group, base)
            except SourceError as fault:
                if Path(place).is_file():
                    raise
                left.append(fault.message)
        found += gathered(files, base)
    if not found:
        kinds = ", ".join((*KIND_OF, *DATABASES))
        raise UsageError(f"nothing to read in {', '.join(data)}", f"name files, folders or databases ({kinds})")
    return _renamed(found), left


def sample_of(name: str, connector: dict[str, Any], base: Path, most: int = SAMPLE) -> Table:
    """Return the first rows of a source by its connector settings; raises SourceError, UsageError."""
    rows = _sampled(connector, base, most)
    return Table(name, connector, _columns(rows), rows.num_rows)


def _file_groups(place: str, left: list[str]) -> Iterator[list[Path]]:
    """Yield the files of a place, those that are deliveries of one thing together."""
    path = Path(place)
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.is_file() and not _hidden(each.relative_to(path)))
    elif path.is_file():
        files = [path]
    elif has_magic(place):
        files = [each.path for each in _asked(lambda: find_files(place, Path.cwd()))]
    else:
        raise UsageError(f"there is no {place}", "name a file, a folder, a glob or a database address")
    known = [each for each in files if _ending(each) in (*KIND_OF, *DATABASES)]
    left += [f"{each}: its kind is not known by its name" for each in files if each not in known]
    for _, group in groupby(sorted(known, key=_stem), key=_stem):
        yield list(group)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _stem(path: Path) -> tuple[str, str, str]:
    """Files of one folder whose names differ in numbers only have the same."""
    return str(path.parent), _DIGITS.sub("*", _bare(path)), _ending(path)


def _uncompressed(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() in _COMPRESSED else path


def _ending(path: Path) -> str:
    """The ending that tells the kind of a file."""
    return _uncompressed(path).suffix.lower()


def _bare(path: Path) -> str:
    return _uncompressed(path).stem


def _group_tables(files: list[Path], base: Path) -> Iterator[Table]:
    if _ending(files[0]) in DATABASES:
        for file in files:
            yield from _database_tables(f"{_SQLITE}{file}", base)
        return
    for part in _asked(lambda: parts_of(KIND_OF[_ending(files[0])], files[0])):
        yield from _part_tables(files, part, base)


def _part_tables(files: list[Path], part: Part, base: Path) -> Iterator[Table]:
    """Yield a part of the files as one table, or, where their columns differ, as one of each file."""
    settings = {"kind": KIND_OF[_ending(files[0])], **part[1]}
    ends = list(dict.fromkeys((files[0], files[-1])))
    samples = [_file_sample(file, settings, base) for file in ends]
    alike = len({tuple(sample.column_names) for sample in samples}) == 1
    groups = [files] if alike else [[file] for file in files]
    for group in groups:
        rows = samples if alike else [_file_sample(group[0], settings, base)]
        yield _file_table(group, (part[0], settings), base, rows)


def _file_table(files: list[Path], part: Part, base: Path, samples: list[pa.Table]) -> Table:
    rows = pa.concat_tables(samples, promote_options="permissive")
    parent, stem, _ = _stem(files[0])
    several = len(files) > 1
    behind = files[0].name.removeprefix(_bare(files[0]))
    pattern = Path(parent) / f"{escape(stem).replace('[*]', _ANY_NUMBER)}{behind}"
    shown = _shown(pattern if several else files[0], base)
    name = stem.replace("*", "") if several else _bare(files[0])
    connector = part[1] | {"path": shown}
    if connector["kind"] == "text":
        fields = entry_fields(rows.column("text").to_pylist())
        connector |= fields
        rows = _sampled(connector | {"path": str(files[0].resolve())}, base)
    return Table(_source_name(f"{name} {part[0]}".strip(), Path(parent).name), connector, _columns(rows), rows.num_rows)


def _shown(file: Path, base: Path) -> str:
    """The path as a configuration in `base` has it: relative where the file lies below or near it."""
    path, folder = file.resolve(), base.resolve()
    near = path.is_relative_to(folder) or path.is_relative_to(folder.parent)
    return Path(os.path.relpath(path, folder)).as_posix() if near else path.as_posix()


def _file_sample(file: Path, settings: dict[str, Any], base: Path) -> pa.Table:
    return _sampled(settings | {"path": str(file.resolve())}, base)


def _sampled(connector: dict[str, Any], base: Path, most: int = SAMPLE) -> pa.Table:
    config: ConnectorConfig = _checked(connector)
    made = KINDS[config.kind](config, base)

    def read() -> pa.Table:
        batches: list[pa.Table] = []
        left = most
        for batch in (batch for delivery in made.pull({}) for batch in delivery.batches()):
            batches.append(pa.Table.from_batches([batch.slice(0, left)]))
            left -= batches[-1].num_rows
            if left == 0:
                break
        return pa.concat_tables(batches, promote_options="permissive").drop_columns([POSITION])

    return _asked(read)


def _checked(connector: dict[str, Any]) -> ConnectorConfig:
    try:
        made: ConnectorConfig = TypeAdapter(AnyConfig).validate_python(connector)
    except ValidationError as fault:
        raise UsageError("no source can be made of this", str(fault.errors()[0]["msg"])) from fault
    return made


def _asked(read: Any) -> Any:
    try:
        return read()
    except ConnectorError as fault:
        raise SourceError(fault.message, fault.remedy) from fault


def _database_tables(url: str, base: Path) -> Iterator[Table]:
    """Yield the tables of a database, with its keys."""
    from sqlalchemy import inspect

    from connectors.sql_database import Database

    if _CLEAR_PASSWORD.search(url):
        remedy = "put it into the environment and write ${NAME} instead"
        raise UsageError("the database address holds a password", remedy)
    file = Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None
    shown = f"{_SQLITE}{_shown(file, base)}" if file else url
    url = f"{_SQLITE}{file.resolve()}" if file else url

    def described() -> list[tuple[str, str | None, dict[str, tuple[str, str]]]]:
        with Database(url, base).connect("reading the names of the tables") as connection:
            inspector = inspect(connection)
            return [
                (name, _primary_key(inspector, name), _references(inspector, name))
                for name in inspector.get_table_names()
            ]

    for name, key, references in _asked(described):
        rows = _sampled({"kind": "sql", "url": url, "table": name}, base)
        connector = {"kind": "sql", "url": shown, "table": name}
        yield Table(_source_name(name, ""), connector, _columns(rows), rows.num_rows, key, references)


def _primary_key(inspector: Any, table: str) -> str | None:
    columns = inspector.get_pk_constraint(table)["constrained_columns"]
    return columns[0] if len(columns) == 1 else None


def _references(inspector: Any, table: str) -> dict[str, tuple[str, str]]:
    return {
        key["constrained_columns"][0]: (key["referred_table"], key["referred_columns"][0])
        for key in inspector.get_foreign_keys(table)
        if len(key["constrained_columns"]) == 1 and key["referred_columns"]
    }


def _columns(rows: pa.Table) -> tuple[Column, ...]:
    if rows.column_names == [JSON_COLUMN]:
        return tuple(_json_columns(rows.column(JSON_COLUMN).to_pylist()))
    return tuple(_column(name, rows.column(name)) for name in rows.column_names)


def _column(name: str, values: pa.ChunkedArray) -> Column:
    if pa.types.is_list(values.type):
        return Column(name, tuple(_text(each[0]) if each else None for each in values.to_pylist()), listed=True)
    return Column(name, tuple(map(_text, values.to_pylist())))


def _text(value: Any) -> str | None:
    """A value as DuckDB casts it to text, close enough to be looked at; None for a blank one."""
    if value is None or isinstance(value, bytes) or (isinstance(value, float) and isnan(value)):
        return None
    text = str(value).strip()
    return (text.lower() if isinstance(value, bool) else text) or None


def _json_columns(lines: Iterable[str]) -> Iterator[Column]:
    """Yield a column per path of the objects; those inside of lists have `[*]` in their path."""
    documents = [dict(_leaves(_document(line), "$", 0)) for line in lines]
    for path in dict.fromkeys(path for document in documents for path in document):
        values = tuple(_text(document.get(path)) for document in documents)
        yield Column(path.removeprefix("$."), values, path)


def _document(line: str) -> Any:
    """A record as it was read; an empty one where it is nested beyond measure."""
    try:
        return json.loads(line)
    except RecursionError:
        return {}


def _leaves(node: Any, path: str, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict) and depth < _DEEPEST:
        for key, value in node.items():
            yield from _leaves(value, path + path_step(key), depth + 1)
    elif isinstance(node, list) and depth < _DEEPEST:
        for value in reversed(node):
            yield from _leaves(value, f"{path}[*]", depth + 1)
    elif not isinstance(node, dict | list):
        yield path, node


def _source_name(name: str, folder: str) -> str:
    """A name for a source: small letters, digits and _, a letter first."""
    words = [word for word in tokens(name) if word.isascii()]
    plain = "_".join(words) or "_".join(word for word in tokens(folder) if word.isascii()) or "source"
    return plain if plain[0].isalpha() else f"source_{plain}"


def _renamed(tables: list[Table]) -> list[Table]:
    """Tables under names of their own."""
    used: set[str] = set()
    named = []
    for table in tables:
        name, nth = table.name, 2
        while name in used:
            name, nth = f"{table.name}_{nth}", nth + 1
        used.add(name)
        named.append(replace(table, name=name))
    return named
