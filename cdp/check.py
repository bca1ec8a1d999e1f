"""Tries the configuration on the sources: reaches each, computes all it maps on a few rows, names what nothing maps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from cdp.columns import missing_columns, unmapped_columns
from cdp.config import SourceConfig
from cdp.config.source import Consent, Event, Record, Suppress
from cdp.config.value import JSON_COLUMN, Value
from cdp.database import Database, StatementFailed, quote
from cdp.errors import CdpError, ConfigError, ConfigProblem, SourceError
from cdp.mapping import addresses_sql, event_rows_sql, first_sql, id_sql, mapped_values
from cdp.workspace import Workspace
from connectors import KINDS, ConnectorError
from connectors.contract import POSITION

SAMPLE = 1000
"""Rows looked at per source."""
SHOWN = 3
"""Rows shown per source."""


@dataclass(frozen=True)
class Sample:
    """What a source looks like through its mapping."""

    source: str
    units: int = 0
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    """Columns, or JSON paths in the sample, that nothing maps and `ignore` does not name."""
    fault: CdpError | None = None
    """SourceError or ConfigError: why there is nothing to see; None when all is well."""


def check_sources(ws: Workspace) -> list[Sample]:
    """Return a sample of every source as mapped, with its fault where it has one; raises ConfigError."""
    config = ws.config
    with Database() as db:
        return [_tried(db, source, ws) for source in config.sources]


def _tried(db: Database, source: SourceConfig, ws: Workspace) -> Sample:
    try:
        return _sample(db, source, ws)
    except (ConfigError, SourceError) as fault:
        return Sample(source.source, fault=fault)


def _sample(db: Database, source: SourceConfig, ws: Workspace) -> Sample:
    try:
        connector = KINDS[source.connector.kind](source.connector, ws.folder)
        deliveries = list(connector.pull({}))
        batch = next(iter(deliveries[0].batches()), None) if deliveries else None
    except ConnectorError as fault:
        raise SourceError(f"source {source.source}: {fault.message}", fault.remedy) from fault
    if batch is None or not batch.num_rows:
        return Sample(source.source, len(deliveries))
    rows = pa.Table.from_batches([batch.slice(0, SAMPLE)])
    if missing := missing_columns(source, [name for name in rows.column_names if name != POSITION], deliveries[0].unit):
        raise ConfigError(missing)
    with db.registered("sample", rows):
        _compute(db, source)
        shown = _shown(source)
        columns = ", ".join(f"{sql} as {quote(name)}" for name, sql in shown.items())
        where = f"where {source.record.where}" if source.record and source.record.where else ""
        values = db.rows(f"select {columns} from sample {where} limit {SHOWN}")
    return Sample(source.source, len(deliveries), list(shown), values, _unmapped(source, rows))


def _compute(db: Database, source: SourceConfig) -> None:
    """Compute every value and condition of the mapping on the sample; raises ConfigError naming all that fail."""
    problems = []
    for key, statement in _statements(source):
        try:
            db.rows(statement)
        except StatementFailed as fault:
            told = fault.message.splitlines()[0].removeprefix("a statement failed ")
            problems.append(
                ConfigProblem(
                    f"sources/{source.source}.yml", None, key, f"cannot be computed {told}", "correct the expression"
                )
            )
    if problems:
        raise ConfigError(problems)


def _statements(source: SourceConfig) -> Iterator[tuple[str, str]]:
    """Yield (key in the file of the source, SQL that computes it over the rows of `sample`)."""
    if source.record is not None:
        yield from _statements_of("record", source.record)
    for name, values in source.attributes.items():
        yield from ((f"attributes.{name}", _value_sql(value)) for value in values)
    for address in source.address:
        yield "address", f"select count({addresses_sql((address,))}) from sample"
    for nth, event in enumerate(source.events):
        rows = event_rows_sql(event.model_copy(update={"where": None}), "sample")
        yield f"events.{nth}.each", f"select count(*) from ({rows})"
        yield from _statements_of(f"events.{nth}", event, f"({rows})")
    for nth, consent in enumerate(source.consents):
        yield from _statements_of(f"consents.{nth}", consent)
    for nth, suppress in enumerate(source.suppress):
        yield from _statements_of(f"suppress.{nth}", suppress)


def _statements_of(
    key: str, holder: Record | Event | Consent | Suppress, rows: str = "sample"
) -> Iterator[tuple[str, str]]:
    for name, given in holder:
        if name == "where" and given is not None:
            yield f"{key}.where", f"select count(*) from sample where {given}"
        elif isinstance(given, Value) and name != "each":
            yield f"{key}.{name}", _value_sql(given, rows)
        elif isinstance(given, dict):
            yield from ((f"{key}.{name}.{each}", _value_sql(value, rows)) for each, value in given.items())


def _value_sql(value: Value, rows: str = "sample") -> str:
    return f"select count({value.expression}) from {rows}"


def _shown(source: SourceConfig) -> dict[str, str]:
    """Name and SQL of what to show: the record's attributes, else the first event."""
    if source.record is not None:
        parts: dict[str, list[Value]] = {}
        for address in source.address:
            if address.each is None:
                for part, value in address.parts.items():
                    parts.setdefault(part, []).append(value)
        return {
            "record_id": id_sql(source.record.id),
            **{name: first_sql(values) for name, values in source.attributes.items()},
            **{part: first_sql(values) for part, values in parts.items()},
        }
    event = source.events[0]
    if event.each is not None:
        return {"each": event.each.expression}
    identifiers = {name: value.expression for name, value in event.identifiers.items()}
    return {"type": event.type.expression, "time": event.time.expression, **identifiers}


def _unmapped(source: SourceConfig, rows: pa.Table) -> list[str]:
    columns = unmapped_columns(source, [name for name in rows.column_names if name != POSITION])
    if JSON_COLUMN in rows.column_names:
        columns += _unmapped_paths(source, rows.column(JSON_COLUMN).to_pylist())
    return columns


def _unmapped_paths(source: SourceConfig, lines: list[str]) -> list[str]:
    """Paths of the sampled JSON objects that no value of the mapping reads (or reads a part of)."""
    read = {(value.path or "").replace("[*]", "").replace("@", "$") for value in mapped_values(source)}
    found: set[str] = set()
    for line in lines:
        found |= set(_paths(json.loads(line), "$"))
    ends = {path.rpartition(".")[2] for path in read}
    sql = " ".join(value.sql or "" for value in mapped_values(source))
    return sorted(
        path
        for path in found
        if path not in sql
        and not any(path == each or path.startswith(f"{each}.") for each in read)
        and not any(f"{path}.".startswith(f"$.{each}.") for each in source.ignore)
        and not ("[]" in path and (path.rpartition(".")[2] in ends or path.partition("[]")[0] in read))
    )


def _paths(node: Any, path: str) -> Iterable[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _paths(value, f"{path}.{key}")
    elif isinstance(node, list):
        for value in node:
            yield from _paths(value, f"{path}[]")
    else:
        yield path
