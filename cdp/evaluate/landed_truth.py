"""A truth that came with the data: a column of a source that says whose a record is, and that nothing maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from cdp.config import Config, SourceConfig
from cdp.config.value import JSON_COLUMN, AnyValue, Value
from cdp.database import literal
from cdp.errors import UsageError
from cdp.evaluate.truth import Truth, hold_people
from cdp.land import Landing
from cdp.mapping import id_sql, mapped_columns, mapped_values, suppression_sql
from cdp.standardise.received import CLAIM

if TYPE_CHECKING:
    from cdp.store import Store
    from cdp.workspace import Workspace


def read_landed_truth(ws: Workspace, store: Store, named: Sequence[str]) -> Truth:
    """Make `truth` from columns of the landed rows, each named as SOURCE:COLUMN or SOURCE:$.json.path.

    The row of a record that landed last counts. Raises UsageError for a source or column there is none of, and for one
    that the mapping reads: what matching may have seen can be no truth.
    """
    config = ws.config
    landing = Landing(ws.folder / "landing", ws.ledger)
    parts = [_persons_sql(store, *_found(config, each), landing) for each in named]
    store.connection.execute(f"create or replace temp table told as {' union all '.join(parts)}")
    return hold_people(store, ", ".join(named))


def _found(config: Config, named: str) -> tuple[SourceConfig, Value]:
    source_name, _, column = named.partition(":")
    holding = {source.source: source for source in config.sources if source.record is not None}
    if source_name not in holding or not column:
        known = ", ".join(holding)
        raise UsageError(f"{named!r} names no column of a source", f"write SOURCE:COLUMN; sources of records: {known}")
    source, value = holding[source_name], TypeAdapter[Value](AnyValue).validate_python(column)
    read_as_path = any(each.expression == value.expression for each in mapped_values(source))
    if read_as_path or (value.path is None and column.lower() in {each.lower() for each in mapped_columns(source)}):
        raise UsageError(
            f"the mapping of {source_name} reads {column}: matching may have seen it",
            "name a column that nothing maps, or give the truth as a file",
        )
    return source, value


def _persons_sql(store: Store, source: SourceConfig, value: Value, landing: Landing) -> str:
    """SELECT of source, record_id and person from the packages of a source; raises UsageError without the column."""
    files = [str(path) for path in landing.files(source.source)]
    if not files:
        raise UsageError(f"nothing of {source.source} has landed", "run `cdp run` first")
    rows = f"read_parquet([{', '.join(map(literal, files))}], union_by_name = true)"
    there = {row["column_name"].lower() for row in store.rows(f"describe from {rows}")}
    column = value.column or JSON_COLUMN
    if column.lower() not in there:
        unmapped = sorted(there - {each.lower() for each in mapped_columns(source)})
        known = ", ".join(name for name in unmapped if not name.startswith("_")) or "none"
        raise UsageError(f"{source.source} has no column {column}", f"columns that nothing maps: {known}")
    record = source.record
    assert record is not None
    holds = f"({record.where})" if record.where else "true"
    return f"""
        select {literal(source.source)} as source, record_id, arg_max(person, claim) as person
        from (
            select {id_sql(record.id)} as record_id, {value.expression} as person, {CLAIM} as claim
            from {rows} where {holds} and {suppression_sql(source)} is null
        )
        group by record_id
    """
