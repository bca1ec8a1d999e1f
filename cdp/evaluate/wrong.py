"""The pairs that a version gets wrong, and why: people merged falsely, records of one person not brought together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from cdp.database import quote
from cdp.errors import StorageError, UsageError
from cdp.evaluate.truth import Kind

if TYPE_CHECKING:
    from cdp.store import Store


class Error(StrEnum):
    """How a pair is wrong."""

    FALSE_MERGE = "false merge"
    """Put together, and not one person."""
    MISSED = "missed"
    """One person, and not put together."""


@dataclass(frozen=True)
class WrongPair:
    """Two records that the version gets wrong."""

    error: str
    source_l: str
    record_id_l: str
    source_r: str
    record_id_r: str
    weight: float | None
    """Match weight (log2 odds); of a pair that was never compared what it would have been. None: not known."""
    class_weight: float | None
    kind: str | None
    """As in the table `match`; None when the pair is not in it."""
    evidence: dict[str, float]
    """Weight by comparison."""
    why: str


def find_wrong(store: Store, kind: Kind) -> None:
    """Make `wrong` (error, source_l, record_id_l, source_r, record_id_r, weight, class_weight, kind, evidence) from
    `truth` or `label`, with the strongest `match` of each pair."""
    store.connection.execute(_WRONG_PEOPLE if kind is Kind.PEOPLE else _WRONG_LABELS)
    store.connection.execute(_WEIGHED)


def tell_why(store: Store, weakest: float) -> None:
    """Make `told`: `wrong` with `why`. `weakest` is the match weight that ties records.

    Reads `explained` (source_l, record_id_l, source_r, record_id_r, weight, class_weight, evidence, meets_rule), what
    is known of pairs that are not in `match`; it may be empty.
    """
    store.connection.execute(_TOLD, {"weakest": weakest})


def reasons(store: Store) -> list[tuple[str, str, int]]:
    """Return (error, why, pairs) from `told`, the most frequent first."""
    found = store.rows("select error, why, count(*) as pairs from told group by all order by error, pairs desc, why")
    return [(row["error"], row["why"], int(row["pairs"])) for row in found]


def worst(store: Store, most: int) -> list[WrongPair]:
    """Return at most so many pairs of each error from `told`: the heaviest false merges, the lightest misses."""
    columns = ", ".join(WrongPair.__dataclass_fields__)
    found = store.rows(f"select {columns} from ({_RANKED}) where nth <= $most order by error, nth", {"most": most})
    return [WrongPair(**{**row, "evidence": _rounded(row["evidence"])}) for row in found]


def _rounded(evidence: dict[str, float] | None) -> dict[str, float]:
    return {name: round(weight, 3) for name, weight in (evidence or {}).items()}


def write_wrong(store: Store, path: Path, *, values: bool) -> int:
    """Write all of `told` to a CSV file, worst first, with both records' values as received, if wanted; return rows.

    Raises UsageError for a file that is no .csv, StorageError when it cannot be written.
    """
    if path.suffix.lower() != ".csv":
        raise UsageError(f"cannot write {path.name}", "name a file that ends in .csv")
    beside = _beside(store) if values else ""
    joins = _JOINS if values else ""
    written = store.connection.sql(
        f"""
        select told.* exclude (evidence, nth), {_EVIDENCE} as evidence {beside}
        from ({_RANKED}) told {joins} order by error, told.nth
        """
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written.write_csv(str(path))
    except (duckdb.Error, OSError) as fault:
        raise StorageError(f"{path.name} could not be written", "check the folder, its rights and its disk") from fault
    return int(store.rows("select count(*) as n from told")[0]["n"])


def values_of(store: Store, pair: WrongPair) -> list[tuple[str, Any, Any]]:
    """Return (attribute, value of the left record, value of the right one) as received, where either has one."""
    left, right = (
        store.rows(_RECORD, {"source": source, "record_id": record_id})[0]
        for source, record_id in ((pair.source_l, pair.record_id_l), (pair.source_r, pair.record_id_r))
    )
    rows = [(name.removesuffix("_raw"), left[name], right[name]) for name in left if name.endswith("_raw")]
    return [row for row in rows if row[1] is not None or row[2] is not None]


def _beside(store: Store) -> str:
    """SQL of the values of both records, attribute by attribute."""
    names = [row["column_name"] for row in store.rows("describe record") if row["column_name"].endswith("_raw")]
    return "".join(
        f", {side}.{quote(name)} as {quote(name.removesuffix('_raw') + '_' + side)}" for name in names for side in "lr"
    )


_WRONG_PEOPLE = f"""
create or replace temp table wrong as
with pair as (
    select '{Error.FALSE_MERGE}' as error, one, other
    from (select golden_id, person, {{'source': source, 'record_id': record_id}} as one from truth)
    join (select golden_id, person as another, {{'source': source, 'record_id': record_id}} as other from truth)
      using (golden_id)
    where one < other and person <> another
    union all
    select '{Error.MISSED}', one, other
    from (select golden_id, person, {{'source': source, 'record_id': record_id}} as one from truth)
    join (select golden_id as another, person, {{'source': source, 'record_id': record_id}} as other from truth)
      using (person)
    where one < other and golden_id <> another
)
select error, one.source as source_l, one.record_id as record_id_l, other.source as source_r,
       other.record_id as record_id_r
from pair
"""

_WRONG_LABELS = f"""
create or replace temp table wrong as
select case when together then '{Error.FALSE_MERGE}' else '{Error.MISSED}' end as error,
       source_l, record_id_l, source_r, record_id_r
from label where is_match <> together
"""

_WEIGHED = """
create or replace temp table wrong as
with either_way as (
    select source_l, record_id_l, source_r, record_id_r, weight, class_weight, kind, evidence from match
    union all
    select source_r, record_id_r, source_l, record_id_l, weight, class_weight, kind, evidence from match
),
strongest as (
    select source_l, record_id_l, source_r, record_id_r, max(weight) as weight, max(class_weight) as class_weight,
           arg_max(kind, weight) as kind, arg_max(evidence, weight) as evidence
    from either_way semi join wrong using (source_l, record_id_l, source_r, record_id_r)
    group by all
)
select wrong.*, weight, class_weight, kind, evidence
from wrong left join strongest using (source_l, record_id_l, source_r, record_id_r)
"""

_TOLD = f"""
create or replace temp table told as
select error, source_l, record_id_l, source_r, record_id_r,
       round(coalesce(wrong.weight, explained.weight), 2) as weight,
       round(coalesce(wrong.class_weight, explained.class_weight), 2) as class_weight,
       kind, coalesce(wrong.evidence, explained.evidence) as evidence,
       case when error = '{Error.FALSE_MERGE}' and kind <> 'probabilistic' then kind
            when error = '{Error.FALSE_MERGE}' and wrong.weight >= $weakest then 'matched'
            when error = '{Error.FALSE_MERGE}' then 'joined through other records'
            when wrong.weight >= $weakest then 'kept apart by the partition'
            when wrong.weight is not null then 'scored too low'
            when not explained.meets_rule then 'never compared (blocking)'
            when explained.weight >= $weakest then 'never compared (its blocking keys are too common)'
            when explained.weight is not null then 'scored too low'
            else 'never compared, or scored far too low' end as why
from wrong left join explained using (source_l, record_id_l, source_r, record_id_r)
"""

_RANKED = f"""
select *, row_number() over (
    partition by error
    order by case when error = '{Error.FALSE_MERGE}' then -weight else weight end nulls last,
             source_l, record_id_l, source_r, record_id_r
) as nth
from told
"""

_JOINS = """
join record l on l.source = source_l and l.record_id = record_id_l and l.nth = 0
join record r on r.source = source_r and r.record_id = record_id_r and r.nth = 0
"""

_EVIDENCE = """
array_to_string(
    [part.key || printf(' %+.1f', part.value) for part in map_entries(evidence) if part.value <> 0], ', '
)
"""
"""As text: given_name +7.4, email -2.1."""

_RECORD = "select * from record where source = $source and record_id = $record_id and nth = 0"
