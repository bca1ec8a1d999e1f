"""Turns a source's mapping into SQL over its rows: pure functions, used where rows are landed and standardised."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from cdp.config.source import Address, Event, SourceConfig
from cdp.config.value import ELEMENT, Value, columns_of
from cdp.database import literal, quote
from cdp.semantics import ADDRESS_PARTS

OCCURRENCE_KEY = "concat_ws('#', $unit, _hash, row_number() over (partition by _hash order by _position))"
"""Key of a row that has no id of its own: the n-th row of this content in this unit."""
WENT_THROUGH_FLOAT = r"'^(-?[0-9]+)[.]0$'"
"""SQL pattern of an integer that a column of floats has made a decimal number."""


def mapped_columns(source: SourceConfig) -> set[str]:
    """Return the columns of the source that its mapping reads."""
    columns: set[str] = set()
    for value in mapped_values(source):
        columns |= value.columns
    for condition in _conditions(source):
        columns |= columns_of(condition)
    return columns


def mapped_values(source: SourceConfig) -> Iterable[Value]:
    """Yield every value that the mapping of a source reads."""
    if source.record:
        yield from filter(
            None, (source.record.id, source.record.updated_at, source.record.expires, source.record.deleted)
        )
    for values in source.attributes.values():
        yield from values
    for address in source.address:
        yield from filter(None, (address.each, *address.parts.values()))
    for event in source.events:
        singles = (
            event.type,
            event.time,
            event.id,
            event.each,
            event.order_number,
            event.amount,
            event.currency,
            event.text,
        )
        further = (*event.described.values(), *event.products, *event.identifiers.values(), *event.properties.values())
        yield from filter(None, (*singles, *further))
    for consent in source.consents:
        yield from filter(None, (consent.purpose, consent.channel, consent.state, consent.since))


def _conditions(source: SourceConfig) -> Iterable[str]:
    holders = (source.record, *source.events, *source.consents)
    yield from (holder.where for holder in holders if holder is not None and holder.where is not None)
    yield from (each.where for each in source.suppress)


def keeps_versions(source: SourceConfig) -> bool:
    """Tell whether one record id may stand in many rows: versions with a time, or rows that are events."""
    return bool(source.events) or (source.record is not None and source.record.updated_at is not None)


def id_sql(value: Value) -> str:
    """Return the SQL for an id as text; an integer that went through a float is written as an integer again."""
    return f"regexp_replace({value.expression}, {WENT_THROUGH_FLOAT}, '\\1')"


def record_id_sql(source: SourceConfig) -> str:
    """Return the SQL for the id of the record that a row holds, null where it holds none."""
    if source.record is None:
        return "cast(null as varchar)"
    own, where = id_sql(source.record.id), source.record.where
    return f"case when {where} then {own} end" if where else own


def landed_sql(files: Iterable[str | Path]) -> str:
    """Return the SELECT of the rows of landed packages.

    Beside the columns as received it has `_seq`, `_position`, `_key`, `_hash` and `_withdrawn`: true for a row that
    stands for what its source no longer delivers, with the last content it had; null for one that was delivered.
    """
    packages = f"read_parquet([{', '.join(literal(str(path)) for path in files)}], union_by_name = true)"
    return f"select cast(null as boolean) as _withdrawn where false union all by name select * from {packages}"


def row_id_sql(source: SourceConfig) -> str:
    """Return the SQL for the id under which a row is known again, null where only its content is known.

    In a source of records it is the record's; in a source of events the ids of all events that a row makes. Rows that
    make an event without an id are known by their content.
    """
    if not source.events:
        assert source.record is not None
        return id_sql(source.record.id)
    declared = [event.id for event in source.events if event.each is None]
    ids = list(dict.fromkeys(id_sql(each) for each in declared if each is not None))
    if not ids or None in declared:
        return "cast(null as varchar)"
    if len(ids) == 1:
        return ids[0]
    return f"case when coalesce({', '.join(ids)}) is not null then cast(to_json([{', '.join(ids)}]) as varchar) end"


def row_key_sql(source: SourceConfig) -> str:
    """Return the SQL for the key under which a row is known: its id, or its content where it has none.

    Reads `row_id`, `_hash`, `_position` and the bound value `unit`.
    """
    has_id = not source.events and source.record is not None and source.record.where is None
    return "row_id" if has_id else f"coalesce(row_id, {OCCURRENCE_KEY})"


def row_time_sql(source: SourceConfig) -> str:
    """Return the SQL for the source's own time of a row as raw text, null where it has none."""
    time = source.record.updated_at if source.record else None
    return time.expression if time else "cast(null as varchar)"


def fault_sql(source: SourceConfig) -> str:
    """Return the SQL for why a row must go to quarantine, null when it need not."""
    cases = []
    if source.record is not None:
        holds = f"({source.record.where})" if source.record.where else "true"
        if not source.events:
            cases.append(f"when {holds} and {id_sql(source.record.id)} is null then 'record id is empty'")
        for name in source.expect.required:
            missing = f"({filled_sql(source, name)}) is null"
            cases.append(f"when {holds} and {missing} then {literal(f'required attribute {name} is empty')}")
    return f"case {' '.join(cases)} end" if cases else "cast(null as varchar)"


def suppression_sql(source: SourceConfig) -> str:
    """Return the SQL for why a row must not enter, null when it may."""
    cases = " ".join(f"when {each.where} then {literal('suppressed: ' + each.reason)}" for each in source.suppress)
    return f"case {cases} end" if cases else "cast(null as varchar)"


def reading_hash(source: SourceConfig) -> str:
    """Return a fingerprint of the settings that decide which rows are read and kept, and under which key."""
    parts = [
        source.connector.model_dump(mode="json"),
        source.record.model_dump(mode="json", include={"id", "where", "updated_at"}) if source.record else None,
        [event.model_dump(mode="json", include={"id", "each"}) for event in source.events],
        [each.model_dump(mode="json") for each in source.suppress],
        list(source.expect.required),
        [fault_sql(source)],
        *([source.deliveries] if source.deliveries == "whole" else []),
        *(["not redacted"] if source.redact == "off" else []),
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def filled_sql(source: SourceConfig, attribute: str) -> str:
    """Return the SQL for the first filled raw value of an attribute, or of a part of an address."""
    if attribute in ADDRESS_PARTS:
        holders = [address for address in source.address if attribute in address.parts]
        if any(address.each for address in holders):
            values = f"list_transform({addresses_sql(tuple(holders))}, lambda a: a.{attribute})"
            return f"list_filter({values}, lambda v: v is not null)[1]"
        return first_sql(address.parts[attribute] for address in holders)
    return first_sql(source.attributes.get(attribute, ()))


def first_sql(values: Iterable[Value]) -> str:
    """Return the SQL for the first of several values that is filled."""
    texts = [f"{value.expression}[1]" if value.several else value.expression for value in values]
    return f"coalesce({', '.join(texts)})" if texts else "cast(null as varchar)"


def all_sql(values: tuple[Value, ...]) -> str:
    """Return the SQL for all filled values of an attribute as a list of texts, best first."""
    lists = [value.expression if value.several else f"[{value.expression}]" for value in values]
    joined = lists[0] if len(lists) == 1 else "flatten([" + ", ".join(f"coalesce({each}, [])" for each in lists) + "])"
    return f"list_filter({joined}, lambda v: v is not null and v <> '')"


def is_single(values: tuple[Value, ...]) -> bool:
    """Tell whether an attribute can have one value per row only."""
    return len(values) == 1 and not values[0].several


def can_have_several(addresses: tuple[Address, ...]) -> bool:
    """Tell whether a row can have more than one address."""
    return len(addresses) > 1 or any(address.each for address in addresses)


def addresses_sql(addresses: tuple[Address, ...]) -> str:
    """Return the SQL for all addresses of a row: a list of structs with one text per part, empty ones left out."""
    lists = [_each_address_sql(address) if address.each else f"[{_struct_sql(address)}]" for address in addresses]
    joined = lists[0] if len(lists) == 1 else f"flatten([{', '.join(lists)}])"
    filled = " or ".join(f"a.{part} is not null" for part in ADDRESS_PARTS)
    return f"list_filter({joined}, lambda a: {filled})"


def _struct_sql(address: Address) -> str:
    fields = []
    for part in ADDRESS_PARTS:
        value = address.parts.get(part)
        fields.append(f"{part} := {value.expression if value else 'cast(null as varchar)'}")
    return f"struct_pack({', '.join(fields)})"


def _each_address_sql(address: Address) -> str:
    assert address.each is not None
    return f"list_transform({elements_sql(address.each)}, lambda {quote(ELEMENT)}: {_struct_sql(address)})"


def elements_sql(each: Value) -> str:
    """Return the SQL for the elements of a JSON list as a list of JSON values."""
    holder = quote(each.column or "json")
    path = (each.path or "$").removesuffix("[*]")
    return f"json_extract({holder}, {literal(path + '[*]')})"


def event_rows_sql(event: Event, rows: str) -> str:
    """Return the SELECT of the rows that make an event; with `each`, one per element under the name of ELEMENT."""
    where = f"where {event.where}" if event.where else ""
    if event.each is None:
        return f"select *, 1 as _nth from {rows} {where}"
    return (
        f"select *, unnest({elements_sql(event.each)}) as {quote(ELEMENT)}, "
        f"generate_subscripts({elements_sql(event.each)}, 1) as _nth from {rows} {where}"
    )
