"""Files of one folder that have the same columns are one source: customers_east.csv and customers_west.csv."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile
from pathlib import Path

from cdp.discover.column_words import tokens
from cdp.discover.table import Column, Table
from cdp.standardise.phones import EVERYDAY

_SHORTEST = 3
"""Letters that the names of files have to begin with alike."""
_ALIKE = ("csv", "parquet")
"""Kinds whose columns tell that two files are of one thing."""


def gathered(tables: Sequence[Table], base: Path) -> list[Table]:
    """Return the tables of files with those of the same columns together, under a glob that names no other file.

    Files of several countries, as their names end in them, stay apart: a source has one country.
    """
    ordered = sorted(tables, key=_likeness)
    groups = [list(group) for _, group in groupby(ordered, key=_likeness)]
    found = [one for group in groups for one in _one_or_each(group, base)]
    return sorted(found, key=lambda table: [str(each) for each in table.connector.values()])


def _likeness(table: Table) -> tuple[str, ...]:
    path = Path(str(table.connector.get("path", "")))
    if table.connector["kind"] not in _ALIKE:
        return (str(path), table.name)
    country = tokens(table.name)[-1].upper()
    told = country if country in EVERYDAY else ""
    return (str(path.parent), path.suffix, told, *(column.name for column in table.columns))


def _one_or_each(group: list[Table], base: Path) -> Iterator[Table]:
    paths = [Path(str(table.connector.get("path", ""))) for table in group]
    names = sorted(path.name for path in paths)
    start = _common_start(names)
    pattern = f"{start}*{paths[0].suffix}"
    meant = len(group) > 1 and len(start) >= _SHORTEST and not set("[*?") & set("".join(names))
    if meant and sorted(each.name for each in (base / paths[0].parent).resolve().glob(pattern)) == names:
        yield _together(group, (paths[0].parent / pattern).as_posix(), start)
    else:
        yield from group


def _common_start(names: list[str]) -> str:
    """The letters with which all names begin."""
    return "".join(letters[0] for letters in takewhile(lambda each: len(set(each)) == 1, zip(*names, strict=False)))


def _together(group: list[Table], path: str, start: str) -> Table:
    columns = tuple(
        Column(column.name, tuple(value for table in group for value in table.columns[nth].values))
        for nth, column in enumerate(group[0].columns)
    )
    name = "_".join(word for word in tokens(start) if word.isascii()) or group[0].name
    rows = sum(table.rows for table in group)
    return replace(group[0], name=name, connector=group[0].connector | {"path": path}, columns=columns, rows=rows)
