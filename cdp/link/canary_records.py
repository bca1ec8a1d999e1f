"""Records made for canaries: duplicates with errors, and people who are nearly but not the same.

Everything is drawn by content: the same records give the same canaries, whatever their ids. Statements run in a
database of their own that holds the drawn records alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cdp.database import quote
from cdp.link.agreement import Comparison
from cdp.link.model import Model

MOST = 2_000
"""Records that canaries are made from, at most."""
_FRAME = ("rid", "source", "entity_kind")
_WHOLE = 18_446_744_073_709_551_616
"""Hashes are below this: 2^64."""


@dataclass(frozen=True)
class NearMiss:
    """Somebody who is nearly, but not, the person of a record."""

    kind: str
    shared: tuple[str, ...]
    """Comparisons in which both are equal; everything else is another record's."""
    telling: tuple[str, ...]
    """Columns in which the two persons differ."""


NEAR_MISSES = (
    NearMiss("family member", ("family_name", "address", "phone"), ("given", "birth_date")),
    NearMiss("twin", ("family_name", "address", "phone", "birth_date"), ("given",)),
    NearMiss("namesake", ("given_name", "family_name"), ("birth_date",)),
    NearMiss("parent and child of one name", ("given_name", "family_name", "address"), ("birth_date",)),
)


def drawn_sql(columns: Sequence[str], content: Sequence[str], records: int) -> str:
    """Return the SELECT of the records that canaries are made from: `columns` of `link_input`, `nth` and `mark`.

    One record of each content, in the order of its hash, `mark`.
    """
    listed = ", ".join(map(quote, columns))
    every = max(records // (2 * MOST), 1)
    return f"""
    with marked as (select {listed}, hash({", ".join(map(quote, content))}) as mark from link_input),
    once as (
        select *, row_number() over (partition by mark order by rid) as copy from marked where mark % {every} = 0
    )
    select * exclude (copy), row_number() over (order by mark) - 1 as nth from once where copy = 1
    order by mark limit {MOST}
    """


def paired_sql(names: Collection[str]) -> str:
    """Return the statement that makes `paired`: each drawn record `a` with another one `b`, and a draw per comparison.

    Columns: a, b (structs of the record), and `draw_<comparison>`, evenly spread from 0 to 1.
    """
    draws = "".join(f", hash(a.mark, '{name}') / {_WHOLE}.0 as {quote('draw_' + name)}" for name in sorted(names))
    return f"""
    create or replace temp table paired as
    with size as (select count(*) as records from drawn)
    select a, b {draws}
    from drawn a cross join size join drawn b on b.nth = (a.nth + 1) % size.records
    where size.records > 1
    """


def copies_sql(columns: Sequence[str], comparisons: Sequence[Comparison], model: Model, first: int) -> str:
    """Return the SELECT of a copy of each record, as two records of one person differ under the model's m.

    Per comparison a draw decides: the same, near (a slip of the pen; of an address another street of the place), or
    another record's values. What the other record lacks is missing in the copy too. Ids count from `first`.
    """
    owner = _owners(columns, comparisons)
    shares = {name: _same_and_near(model, name) for name in set(owner.values())}
    made = []
    for column in columns:
        if column in _FRAME:
            continue
        name = owner.get(column)
        value = f"a.{quote(column)}"
        if name is not None:
            same, near = shares[name]
            draw = quote("draw_" + name)
            slip = _near(column, draw, model.least_frequency)
            value = f"case when {draw} < {same} then {value} when {draw} < {same + near} then {slip} "
            value += f"else b.{quote(column)} end"
        made.append(f"case when {_lacking(column)} then null else {value} end as {quote(column)}")
    return _records_sql(made, "paired", "true", first)


def near_miss_sql(miss: NearMiss, columns: Sequence[str], comparisons: Sequence[Comparison], first: int) -> str | None:
    """Return the SELECT of a near-miss of each record that allows one; None where nothing tells the two apart."""
    telling = [column for column in miss.telling if column in columns]
    if not telling or not {each.name for each in comparisons} & set(miss.shared):
        return None
    owner = _owners(columns, comparisons)
    made = [
        f"{'a' if owner.get(column) in miss.shared else 'b'}.{quote(column)} as {quote(column)}"
        for column in columns
        if column not in _FRAME
    ]
    differ = " and ".join(f"a.{quote(column)} <> b.{quote(column)}" for column in telling)
    return _records_sql(made, "paired", differ, first)


def _records_sql(made: list[str], table: str, where: str, first: int) -> str:
    columns = "".join(f", {each}" for each in made)
    return f"""
    select cast({first} + a.nth as integer) as rid, a.source as source, a.entity_kind as entity_kind {columns}
    from {table} where {where}
    """


def _owners(columns: Sequence[str], comparisons: Sequence[Comparison]) -> dict[str, str]:
    """Return per column the comparison that it belongs to; `<column>_all`, `_forms`, `_readings` and `tf_` go
    with their column.
    """
    read = {column: comparison.name for comparison in comparisons for column in sorted(comparison.columns)}
    for part in {"given", "family"} & {name.removesuffix("_name") for name in read.values()}:
        read |= {f"{part}{end}": f"{part}_name" for end in ("", "_key", "_native")}
    return {column: read[base] for column in columns if (base := _base(column)) in read}


def _base(column: str) -> str:
    return column.removeprefix("tf_").removesuffix("_all").removesuffix("_readings").replace("_forms", "")


def _lacking(column: str) -> str:
    """SQL: one of the two records lacks the value."""
    base = quote(column.removeprefix("tf_").removesuffix("_all"))
    if column.endswith("_forms"):
        base = quote(column.removesuffix("_forms"))
    return f"a.{base} is null or b.{base} is null"


def _same_and_near(model: Model, name: str) -> tuple[float, float]:
    """Return the share of the pairs of one person that agree in full, and in part."""
    levels = _levels(model, name)
    same, differs = float(levels[0]["m_probability"]), float(levels[-1]["m_probability"])
    return same, max(0.0, 1.0 - same - differs)


def _levels(model: Model, name: str) -> list[dict[str, Any]]:
    found = next(each for each in model.settings["comparisons"] if each["output_column_name"] == name)
    return list(found["comparison_levels"][1:])


def _near(column: str, draw: str, least: dict[str, float]) -> str:
    """SQL: the column's value in a copy that agrees in part."""
    if column.endswith(("_forms", "_readings")):
        return "null"
    if column in ("city_key", "region_key", "postal_code", "tf_city_key", "tf_postal_code"):
        return f"a.{quote(column)}"
    if column == "street_key":
        return f"b.{quote(column)}"
    if column.startswith("tf_"):
        return str(least[column.removeprefix("tf_")])
    base = column.removesuffix("_all")
    slip = slip_sql(f"a.{quote(base)}", draw, date=base == "birth_date")
    return slip if base == column else f"[{slip}]"


def slip_sql(value: str, draw: str, *, date: bool = False) -> str:
    """Return SQL for a text with one slip of the pen: a digit changed, else a letter dropped, doubled or swapped.

    `draw` (0 to 1) decides where and what; in a date, ISO 8601, the last digit of year, month or day changes.
    """
    somewhere = f"cast(floor({draw} * 1e6) as bigint)"
    place = f"(4 + 3 * ({somewhere} % 3))" if date else f"(1 + {somewhere} % greatest(length({value}), 1))"
    kind = f"cast(floor({draw} * 1e9) as bigint) % 3"
    before, at, after = f"left({value}, {place} - 1)", f"substr({value}, {place}, 1)", f"substr({value}, {place} + 1)"
    digit = f"cast((ascii({at}) - 47) % 10 as varchar)"
    swapped = f"{before} || substr({value}, {place} + 1, 1) || {at} || substr({value}, {place} + 2)"
    doubled = f"{before} || {at} || {at} || {after}"
    return (
        f"case when {at} between '0' and '9' then {before} || {digit} || {after} "
        f"when {kind} = 0 then {before} || {after} when {kind} = 1 then {doubled} else {swapped} end"
    )


def all_near_misses(
    columns: Sequence[str], comparisons: Sequence[Comparison], first: int
) -> Iterator[tuple[str, str, int]]:
    """Yield kind, SELECT and first id of every kind of near-miss that the columns allow."""
    for miss in NEAR_MISSES:
        sql = near_miss_sql(miss, columns, comparisons, first)
        if sql is not None:
            yield miss.kind, sql, first
            first += MOST
