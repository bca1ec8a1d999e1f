"""SQL of the traits that are measured over what a person did: one pass over the rows for most of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cdp.config.trait_check import HORIZON
from cdp.config.traits import FROM_ZERO, Trait
from cdp.database import quote

_KEYS = {"interaction": "time, source, event_id", "purchase": "time, order_id"}
"""Columns that say which row of a person is the earlier one."""
_BORDER = {"days_since_first": "min", "days_since_last": "max"}
"""Measures of days, with the aggregate of the time that they count from."""
_DAY = 86_400
"""Seconds."""
_EVER = "timestamp '0001-01-01'"
"""Stands for the time of rows without one where rows are held against each other."""


def measured_sql(table: str, traits: Mapping[str, Trait], listed: Collection[str], among: str = "") -> str:
    """Return the SELECT of one row per person who has rows in `table`: golden_id and the traits measured over it.

    `listed` names the traits whose `of` gives a list; with `among`, a table (golden_id), these people are measured
    alone. Rows after the horizon do not count, rows without a time only where no time matters. Sums are exact, so that
    the order of rows does not matter. Of days since something it has the time, for these change by themselves.
    """
    rows = f"{table} semi join {among} using (golden_id)" if among else table
    apart = {name: trait for name, trait in traits.items() if _stands_apart(name, trait, listed)}
    plain = [f"{_aggregate(trait)} as {quote(name)}" for name, trait in traits.items() if name not in apart]
    columns = ",\n    ".join(("golden_id", *plain))
    people = f"select\n    {columns}\nfrom {rows} cross join horizon\nwhere {_TOLD}\ngroup by golden_id"
    tables = [f"measured as (\n{people}\n)"]
    tables += [
        f"{quote('of_' + name)} as (\n{_apart_sql(trait, rows, name in listed)}\n)" for name, trait in apart.items()
    ]
    joins = "".join(f"\nleft join {quote('of_' + name)} using (golden_id)" for name in apart)
    selected = ", ".join(["measured.*", *(f"{quote('of_' + name)}.value as {quote(name)}" for name in apart)])
    return f"with {', '.join(tables)}\nselect {selected}\nfrom measured{joins}"


_TOLD = "golden_id is not null and (time is null or time <= told_until)"


def of_everybody_sql(name: str, trait: Trait) -> str:
    """Return the SQL of a measured trait as of the horizon, for everybody, those without a row included."""
    if trait.measure in _BORDER:
        return f"date_diff('second', {quote(name)}, {HORIZON}) // {_DAY}"
    return f"coalesce({quote(name)}, 0)" if trait.measure in FROM_ZERO else quote(name)


def _stands_apart(name: str, trait: Trait, listed: Collection[str]) -> bool:
    """Tell whether a trait takes a statement of its own."""
    return trait.measure in {"most_common", "median_gap"} or (trait.measure == "distinct" and name in listed)


def _aggregate(trait: Trait) -> str:
    """Return the SQL of a trait as an aggregate over a person's rows."""
    rows, keys = _filter(_condition(trait)), _KEYS[str(trait.of_table)]
    match trait.measure:
        case "count":
            return f"count(*){rows}"
        case "sum":
            return f"cast(sum(try_cast({trait.of} as decimal(28, 6))){rows} as double)"
        case "min" | "max":
            return f"{trait.measure}({trait.of}){rows}"
        case "distinct":
            return f"count(distinct {trait.of}){rows}"
        case "first" | "last":
            there = _filter(_condition(trait), f"({trait.of}) is not null", "time is not null")
            return f"{'arg_min' if trait.measure == 'first' else 'arg_max'}({trait.of}, ({keys})){there}"
        case "share":
            held = f"count(*){_filter(_condition(trait), f'({trait.of})')}"
            return f"round({held} / nullif(count(*){rows}, 0), 6)"
        case _:
            return f"{_BORDER[str(trait.measure)]}(time){rows}"


def _apart_sql(trait: Trait, rows: str, is_list: bool) -> str:
    """Return the SELECT of golden_id and value for a trait that no single aggregate over `rows` gives."""
    where = " and ".join(filter(None, (_TOLD, _condition(trait))))
    source = f"from {rows} cross join horizon\nwhere {where}"
    if trait.measure == "median_gap":
        before = f"lag(time) over (partition by golden_id order by {_KEYS[str(trait.of_table)]})"
        gaps = f"select golden_id, date_diff('second', {before}, time) / {_DAY} as gap\n{source} and time is not null"
        return f"select golden_id, round(median(gap), 1) as value\nfrom (\n{gaps}\n)\ngroup by golden_id"
    value = f"unnest({trait.of})" if is_list else trait.of
    each = f"select golden_id, {value} as value, time\n{source}"
    if trait.measure == "distinct":
        return f"select golden_id, count(distinct value) as value\nfrom (\n{each}\n)\ngroup by golden_id"
    counted = (
        f"select golden_id, value, count(*) as n, max(coalesce(time, {_EVER})) as latest\n"
        f"from (\n{each}\n)\nwhere value is not null\ngroup by golden_id, value"
    )
    return f"select golden_id, arg_max(value, (n, latest, value)) as value\nfrom (\n{counted}\n)\ngroup by golden_id"


def _condition(trait: Trait) -> str:
    """Return the SQL of which rows count; empty: all."""
    window = f"time > told_until - interval {trait.last_days} day" if trait.last_days else ""
    return " and ".join(filter(None, (f"({trait.where})" if trait.where else "", window)))


def _filter(*conditions: str) -> str:
    """Return the SQL that lets an aggregate take the rows of all conditions."""
    told = " and ".join(filter(None, conditions))
    return f" filter (where {told})" if told else ""
