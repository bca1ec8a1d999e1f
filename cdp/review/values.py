"""What the records of a question hold, attribute by attribute, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cdp.contracts import RECORD
from cdp.database import quote
from cdp.decision import RecordKey
from cdp.review.question import Doubt

if TYPE_CHECKING:
    from cdp.store import Store


@dataclass(frozen=True)
class Compared:
    """One attribute of both sides: the values of their records, those of the record that stands for it first."""

    attribute: str
    one: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether both sides have it, and no value in common."""
        return bool(self.one and self.other) and set(self.one).isdisjoint(self.other)


class Values(dict[RecordKey, dict[str, str]]):
    """Standard values by attribute, of records."""

    attributes: tuple[str, ...] = ()
    """All attributes, in the order of the table `record`."""


def read_values(store: Store, doubts: Iterable[Doubt]) -> Values:
    """Return the standard values of the records of both sides, in the published version; of several the first."""
    keys = {key for each in doubts for key in (*each.records_one, *each.records_other)}
    fixed = {column.name for column in RECORD.columns}
    there = [row["column_name"] for row in store.rows("select column_name from (describe record)")]
    names = [name for name in there if name not in fixed and f"{name}_raw" in there]
    told = ", ".join(f"cast({quote(name)} as varchar) as {quote(name)}" for name in names)
    selected = ", ".join(filter(None, ("source, record_id", told)))
    rows = _rows_of(
        store, keys, f"select {selected} from record semi join wanted using (source, record_id) where nth = 0"
    )
    values = Values(
        (RecordKey(row["source"], row["record_id"]), {name: row[name] for name in names if row[name] is not None})
        for row in rows
    )
    values.attributes = tuple(names)
    return values


def published(store: Store, keys: Iterable[RecordKey]) -> frozenset[RecordKey]:
    """Return those of some records that are published."""
    found = _rows_of(store, keys, "select source, record_id from membership semi join wanted using (source, record_id)")
    return frozenset(RecordKey(**row) for row in found)


def _rows_of(store: Store, keys: Iterable[RecordKey], sql: str) -> list[dict[str, Any]]:
    """Return the rows of a query that reads the records in `wanted` (source, record_id)."""
    wanted = pa.Table.from_pylist([vars(key) for key in sorted(set(keys))], schema=_KEY)
    store.connection.register("wanted", wanted)
    try:
        return store.rows(sql)
    finally:
        store.connection.unregister("wanted")


_KEY = pa.schema([("source", pa.string()), ("record_id", pa.string())])


def compared(values: Values, doubt: Doubt) -> list[Compared]:
    """Return the attributes that the records of either side have, in the order of the table `record`."""
    sides = [
        [values[key] for key in (end, *(key for key in records if key != end))]
        for end, records in ((doubt.one, doubt.records_one), (doubt.other, doubt.records_other))
    ]
    names = [name for name in values.attributes if any(name in each for side in sides for each in side)]
    held = [[tuple(dict.fromkeys(e[name] for e in side if name in e)) for name in names] for side in sides]
    return [Compared(name, one, other) for name, one, other in zip(names, *held, strict=True)]
