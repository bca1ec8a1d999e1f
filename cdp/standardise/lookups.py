"""Lookups: a table of (raw value, context) → standard values, so that Python touches distinct values only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from cdp.database import Database, quote
from cdp.standardise.cleaner import Cleaner, Problem
from cdp.standardise.fast import fast_sql


@dataclass(frozen=True)
class Lookup:
    """How to get at the standard values of one raw column."""

    table: str
    """Table with columns `raw`, `context`, one per output of the cleaner, and `problem`."""
    join: str
    """LEFT JOIN clause that ties the table to the rows."""
    outputs: tuple[str, ...]
    fast: str | None
    """SQL for the first output of plain values, null where the table has to be asked."""

    def output(self, nth: int) -> str:
        """Return the SQL for the n-th output of a row."""
        asked = f"{quote(self.table)}.{quote(self.outputs[nth])}"
        return f"coalesce({self.fast}, {asked})" if self.fast and nth == 0 else asked


def make_lookup(
    db: Database, rows: str, column: str, context: str, cleaner: Cleaner, kind: str, name: str | None = None
) -> Lookup:
    """Clean the distinct values of `column` of the table `rows` (alias r) and store them as a table.

    `context` is the SQL for what the cleaner needs to know beside the value; `kind` the semantic type, which may have a
    fast path in SQL for values that need no Python; `name` names the table `lookup_<name>`, the column does if unset.
    """
    value = f"r.{quote(column)}"
    return _stored(db, rows, name or column, value, context, cleaner, fast_sql(kind, value, context))


def make_lookup_behind(
    db: Database, rows: str, column: str, context: str, cleaner: Cleaner, fast: str | None
) -> Lookup:
    """Like `make_lookup`, where the fast path has been computed already: `fast` is its column."""
    return _stored(db, rows, column, f"r.{quote(column)}", context, cleaner, f"r.{quote(fast)}" if fast else None)


def _stored(db: Database, rows: str, name: str, value: str, context: str, cleaner: Cleaner, fast: str | None) -> Lookup:
    table = f"lookup_{name}"
    slow = f"and {fast} is null" if fast else ""
    distinct = db.arrow(
        f"select distinct {value} as raw, {context} as context from {rows} r "
        f"where {value} is not null {slow} order by all"
    )
    with db.registered("cleaned", clean_values(distinct, cleaner)):
        db.run(f"create or replace temp table {quote(table)} as select * from cleaned")
    join = f"left join {quote(table)} on {quote(table)}.raw = {value} and {quote(table)}.context = {context}"
    return Lookup(table, join, cleaner.outputs, fast)


def clean_values(distinct: pa.Table, cleaner: Cleaner) -> pa.Table:
    """Apply a cleaner to a table of (raw, context); return raw, context, outputs and problem."""
    raws, contexts = distinct["raw"].to_pylist(), distinct["context"].to_pylist()
    columns, problems = _applied(cleaner.clean, raws, contexts, len(cleaner.outputs))
    arrays = [pa.array(values, pa.string()) for values in (*columns, problems)]
    names = ["raw", "context", *cleaner.outputs, "problem"]
    plain = [distinct["raw"].cast(pa.string()), distinct["context"].cast(pa.string())]
    return pa.table([*plain, *arrays], names=names)


def _applied(
    clean: Callable[[str, str], object], raws: list[str], contexts: list[str], width: int
) -> tuple[list[list[str | None]], list[str | None]]:
    nothing = (None,) * width
    answers = [clean(raw, context) for raw, context in zip(raws, contexts, strict=True)]
    rows = [answer if isinstance(answer, tuple) else nothing for answer in answers]
    problems = [str(answer) if isinstance(answer, Problem) else None for answer in answers]
    return [[row[nth] for row in rows] for nth in range(width)], problems
