"""What is known to be true: whose each record is, or which pairs of records are one person.

A truth is held against one published version. It becomes the table `truth` (source, record_id, person, golden_id) or
`label` (source_l, record_id_l, source_r, record_id_r, is_match, together) of the connection that reads the version; the
left record of a pair comes before the right one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from cdp.database import literal, told_without_values
from cdp.errors import UsageError

if TYPE_CHECKING:
    from cdp.store import Store


class Kind(StrEnum):
    """How a truth is told."""

    PEOPLE = "people"
    """Whose each record is."""
    PAIRS = "labelled pairs"
    """Whether two records are one person, pair by pair."""


COLUMNS = {
    Kind.PEOPLE: ("source", "record_id", "person"),
    Kind.PAIRS: ("source_l", "record_id_l", "source_r", "record_id_r", "match"),
}
"""Columns of a file of each kind; further ones are left alone."""
YES = ("yes", "y", "true", "t", "1")
NO = ("no", "n", "false", "f", "0")
"""What the column `match` may say, in any case."""


@dataclass(frozen=True)
class Truth:
    """A truth that is ready to be held against a version."""

    kind: Kind
    unpublished: int
    """Its records, or pairs, that the version does not have: they are left out."""


def read_truth(store: Store, path: Path) -> Truth:
    """Make `truth` or `label` from a CSV file with a header, whichever its columns tell.

    Raises UsageError when the file cannot be read, has other columns, contradicts itself or names no published record.
    """
    kind = _kind_of(store, path)
    rows = f"read_csv({literal(str(path))}, header = true, all_varchar = true)"
    try:
        store.connection.execute(f"create or replace temp table told as select * from {rows}")
    except duckdb.Error as fault:
        raise _unreadable(path, fault) from fault
    return hold_people(store, path.name) if kind is Kind.PEOPLE else _hold_pairs(store, path.name)


def hold_people(store: Store, name: str) -> Truth:
    """Make `truth` from `told` (source, record_id, person); `name` is where it comes from.

    Records without a person are left out. Raises UsageError as `read_truth` does.
    """
    store.connection.execute(_SAID_PEOPLE)
    twofold = store.rows(_TWOFOLD)[0]
    if twofold["records"]:
        told = f"{twofold['records']:,} records belong to several persons, the first is {twofold['first']}"
        raise UsageError(f"{name} contradicts itself: {told}", "leave one row per record")
    store.connection.execute(_TRUTH)
    return _held(store, Kind.PEOPLE, "truth", name)


def _hold_pairs(store: Store, name: str) -> Truth:
    unclear = store.rows(_UNCLEAR, {"known": [*YES, *NO]})[0]["pairs"]
    if unclear:
        told = f"{unclear:,} rows say neither yes nor no in the column match"
        raise UsageError(f"{name}: {told}", "write yes or no (or 1 or 0, true or false)")
    store.connection.execute(_SAID_PAIRS, {"yes": list(YES)})
    twofold = store.rows(_TWOFOLD_PAIRS)[0]
    if twofold["pairs"]:
        told = f"{twofold['pairs']:,} pairs are both yes and no, the first is {twofold['first']}"
        raise UsageError(f"{name} contradicts itself: {told}", "leave one row per pair")
    store.connection.execute(_LABEL)
    return _held(store, Kind.PAIRS, "label", name)


def _held(store: Store, kind: Kind, table: str, name: str) -> Truth:
    told, held = (int(store.rows(f"select count(*) as n from {each}")[0]["n"]) for each in ("said", table))
    if not held:
        what = "record" if kind is Kind.PEOPLE else "pair of records"
        raise UsageError(
            f"{name} names no published {what}",
            f"it needs the columns {', '.join(COLUMNS[kind])}, with source and record_id as `membership` has them",
        )
    return Truth(kind, told - held)


def _kind_of(store: Store, path: Path) -> Kind:
    if not path.is_file():
        raise UsageError(f"there is no file {path}", "name a CSV file with the truth")
    try:
        described = store.rows(f"describe from read_csv({literal(str(path))}, header = true, all_varchar = true)")
    except duckdb.Error as fault:
        raise _unreadable(path, fault) from fault
    there = {str(row["column_name"]).lower() for row in described}
    for kind, needed in COLUMNS.items():
        if there >= set(needed):
            return kind
    nearest = min(COLUMNS, key=lambda kind: len(set(COLUMNS[kind]) - there))
    missing = ", ".join(name for name in COLUMNS[nearest] if name not in there)
    either = " or ".join(", ".join(needed) for needed in COLUMNS.values())
    raise UsageError(f"{path.name} has no column {missing}", f"its first line names the columns: {either}")


def _unreadable(path: Path, fault: duckdb.Error) -> UsageError:
    told = told_without_values(fault).splitlines()[0]
    return UsageError(f"{path.name} cannot be read as CSV ({told})", "save it as CSV in UTF-8 with a line of names")


_SAID_PEOPLE = """
create or replace temp table said as
select distinct trim(source) as source, trim(record_id) as record_id, trim(person) as person
from told where coalesce(trim(person), '') <> ''
"""

_TWOFOLD = """
with twofold as (select source, record_id from said group by all having count(*) > 1)
select count(*) as records, min(source || '/' || record_id) as first from twofold
"""

_TRUTH = """
create or replace temp table truth as
select source, record_id, person, golden_id from said join membership using (source, record_id)
"""

_UNCLEAR = """
select count(*) as pairs from told where not list_contains($known, coalesce(lower(trim("match")), ''))
"""

_SAID_PAIRS = """
create or replace temp table said as
with pair as (
    select {'source': trim(source_l), 'record_id': trim(record_id_l)} as one,
           {'source': trim(source_r), 'record_id': trim(record_id_r)} as other,
           list_contains($yes, lower(trim("match"))) as is_match
    from told
)
select distinct least(one, other) as l, greatest(one, other) as r, is_match from pair where one <> other
"""

_TWOFOLD_PAIRS = """
with twofold as (select l, r from said group by all having count(*) > 1)
select count(*) as pairs,
       min(l.source || '/' || l.record_id || ' and ' || r.source || '/' || r.record_id) as first
from twofold
"""

_LABEL = """
create or replace temp table label as
select l.source as source_l, l.record_id as record_id_l, r.source as source_r, r.record_id as record_id_r,
       is_match, one.golden_id = other.golden_id as together
from said
join membership one on one.source = l.source and one.record_id = l.record_id
join membership other on other.source = r.source and other.record_id = r.record_id
"""
