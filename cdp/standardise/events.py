"""From landed packages to `event`: what happened, when, and the strongest identifier it came with.

`event_key` names whom an event concerns without saying who that is: `<kind>:<value>`, such as `record:crm/C1` or
`email:…`; the strongest identifier wins: record, then identifiers that are one person's alone, other identifiers,
e-mail and phone, order number, device. So a later split or merge of persons rewrites no event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cdp.config import Config, SourceConfig
from cdp.config.source import Consent, Event
from cdp.database import Database, literal, quote
from cdp.mapping import event_rows_sql, id_sql, landed_sql, record_id_sql, row_time_sql, suppression_sql
from cdp.semantics import Holding, Kind
from cdp.standardise.cleaner import Problem
from cdp.standardise.lookups import make_lookup
from cdp.standardise.moments import moment_sql
from cdp.standardise.registry import CLEANERS
from cdp.standardise.vocabulary import describe_events

_EMPTY = """
create or replace temp table event (
    event_key varchar, event_id varchar, source varchar, channel varchar, type varchar, time timestamp,
    order_number varchar, device_id varchar, amount double, currency varchar, text varchar,
    identifiers varchar, properties varchar, action varchar, service varchar, device_type varchar, agent varchar,
    place varchar, topic varchar, campaign varchar, products varchar[]
)
"""

_EMPTY_CONSENT = """
create or replace temp table consent_given (
    event_key varchar, source varchar, party varchar, purpose varchar, channel varchar, state varchar, since timestamp,
    expires_at date
)
"""


def identifier_strength(config: Config, name: str) -> int:
    """Return the rank of an identifier as event key; lower is stronger."""
    if name == "record":
        return 0
    holding, kind = config.holding(name), config.semantic_type(name).kind
    if kind is Kind.IDENTIFIER:
        return {Holding.UNIQUE: 1, Holding.EXCLUSIVE: 1, Holding.SEVERAL: 2}.get(holding, 6)
    return 3


def make_events(db: Database, config: Config, files: Mapping[str, Sequence[Path]], as_of: date) -> Counter[str]:
    """Make `event` and `consent_given` from the packages of every source.

    Adds to `unsettled` (source, record_id: null) the sources of which a later day may take another version of a row, or
    another time of a word on consent, because it lies in the future yet. Returns how many distinct words on consent,
    and times of them, could not be taken, by problem.
    """
    unread: Counter[str] = Counter()
    db.run(_EMPTY)
    db.run(_EMPTY_CONSENT)
    db.run("create temp table if not exists unsettled (source varchar, record_id varchar)")
    for source in config.sources:
        paths = [str(path) for path in files.get(source.source, ())]
        if not paths or not (source.events or source.consents):
            continue
        _make_landed(db, config, source, paths, as_of)
        for nth, event in enumerate(source.events):
            _add_events(db, config, source, event, nth, as_of)
        for consent in source.consents:
            unread.update(dict(_add_consents(db, config, source, consent, as_of)))
        if _awaits_its_day(db):
            db.run("insert into unsettled values ($1, null)", [source.source])
    describe_events(db, config.events)
    db.run("drop view if exists landed; drop view if exists stated; drop view if exists landed_version")
    return unread


_JUDGED_TIMES = ("lookup_updated_landed_version", "lookup_updated_happened", "lookup_since_raw")
"""Times of rows and of words on consent, which may not lie in the future."""


def _awaits_its_day(db: Database) -> bool:
    """Tell whether a time of the source was impossible; its lookups are dropped."""
    found = [name for name in _JUDGED_TIMES if db.has(name)]
    told = " union all ".join(f"select problem from {name}" for name in found)
    awaits = bool(found) and bool(db.value(f"select count(*) from ({told}) where problem = '{Problem.IMPOSSIBLE}'"))
    db.run("drop view if exists landed; drop view if exists stated")
    db.drop(*found)
    return awaits


def _make_landed(db: Database, config: Config, source: SourceConfig, paths: list[str], as_of: date) -> None:
    """Make the views `landed` and `stated`: the rows of a source that may be used, each in its current version.

    `landed` has one row per key, `stated` one per key and record: what a row says of its record is not undone by a
    row of another; both stay when the source withdraws the record. Both have `_record` and `_updated`, the record's id
    and source time as text.
    """
    packages = f"(select * exclude (_withdrawn) from ({landed_sql(paths)}) where _withdrawn is null)"
    record = id_sql(source.record.id) if source.record else "cast(null as varchar)"
    db.run(
        f"""
        create or replace temp view landed_version as
        select *, {record} as _record, {row_time_sql(source)} as _updated from {packages}
        """
    )
    again = db.value(f"select count(*) > count(distinct _key) from {packages}")
    for view, key in (("landed", "_key"), ("stated", "_key, _record")):
        rows = (
            _current_sql(db, config, source, "landed_version", key, as_of) if again else "select * from landed_version"
        )
        db.run(f"create or replace temp view {view} as select * from ({rows}) where {suppression_sql(source)} is null")


def _current_sql(db: Database, config: Config, source: SourceConfig, rows: str, key: str, as_of: date) -> str:
    """Return the SELECT of the current version of each key among the rows of a table.

    It has the latest source time; where times tie or are unknown, it landed last.
    """
    time, join = moment_sql(db, rows, "_updated", source, config, as_of=as_of, name=f"updated_{rows}")
    return f"""
        select r.* from {rows} r {join}
        qualify row_number() over (partition by {key} order by {time} desc nulls last, _seq desc, _position desc) = 1
    """


def _add_events(db: Database, config: Config, source: SourceConfig, event: Event, nth: int, as_of: date) -> None:
    identifiers = _identifiers(source, event)
    texts = {"amount": event.amount, "currency": event.currency, "text": event.text}
    optional = {name: value.expression for name, value in texts.items() if value}
    described = {**{name: value.expression for name, value in event.described.items()}, **_products(event)}
    if event.order_number:
        optional["order_number"] = id_sql(event.order_number)
    properties = ", ".join(f"{literal(name)}, {value.expression}" for name, value in event.properties.items())
    columns = [
        *(f"{sql} as {quote('id_' + name)}" for name, sql in identifiers.items()),
        *(f"{sql} as {quote(name + '_raw')}" for name, sql in optional.items()),
        *(f"{sql} as {quote(name)}" for name, sql in described.items()),
        f"json_object({properties}) as properties" if properties else "cast(null as varchar) as properties",
    ]
    own_id = id_sql(event.id) if event.id else "null"
    event_id = f"{own_id} || {literal(f'#{nth}')}" if nth else own_id
    db.run(
        f"""
        create or replace temp table happened as
        select coalesce({event_id}, _key || {literal(f"#{nth}#")} || _nth) as event_id, _seq, _position, _updated,
               {event.type.expression} as type, {event.time.expression} as time_raw, {", ".join(columns)}
        from ({event_rows_sql(event, "landed")})
        """
    )
    if event.id is not None and db.value("select count(*) > count(distinct event_id) from happened"):
        current = _current_sql(db, config, source, "happened", "event_id", as_of)
        db.run(f"create or replace temp table happened as {current}")
    time, joins = moment_sql(db, "happened", "time_raw", source, config)
    keys, more = _standard_identifiers(db, config, source, event, list(identifiers))
    amount, amount_join = _amount(db, "amount" in optional)
    db.run(
        f"""
        insert into event by name
        select {event_key_sql(config, keys)} as event_key, event_id, {literal(source.source)} as source,
               {literal(event.channel or source.channel)} as channel, type, {time} as time,
               {"order_number_raw" if "order_number" in optional else "null"} as order_number,
               {keys.get("device_id", "null")} as device_id, {amount} as amount,
               {"currency_raw" if "currency" in optional else "null"} as currency,
               {"text_raw" if "text" in optional else "null"} as text,
               {_identifiers_json(keys)} as identifiers, cast(properties as varchar) as properties
               {"".join(f", {quote(name)}" for name in described)}
        from happened r {joins} {more} {amount_join}
        """
    )


def _products(event: Event) -> dict[str, str]:
    """Return the SQL of the list of products that an event is about, if it is mapped."""
    if not event.products:
        return {}
    lists = ", ".join(each.expression if each.several else f"[{each.expression}]" for each in event.products)
    return {"products": f"nullif(list_distinct(list_filter(flatten([{lists}]), lambda each: each is not null)), [])"}


def _amount(db: Database, mapped: bool) -> tuple[str, str]:
    if not mapped:
        return "null", ""
    lookup = make_lookup(db, "happened", "amount_raw", "''", CLEANERS["number"], "number")
    return f"cast({lookup.output(0)} as double)", lookup.join


def _identifiers(source: SourceConfig, holder: Event) -> dict[str, str]:
    """Identifiers of an event with their SQL; its own row's record first, when the row holds one."""
    found = {name: value.expression for name, value in holder.identifiers.items()}
    if "record" in found:
        found["record"] = id_sql(holder.identifiers["record"])
    if source.record is not None and "record" not in found:
        found["record"] = record_id_sql(source)
    if holder.order_number is not None:
        found["order_number"] = id_sql(holder.order_number)
    return found


def _standard_identifiers(
    db: Database, config: Config, source: SourceConfig, event: Event, names: list[str]
) -> tuple[dict[str, str], str]:
    """Return the SQL of each identifier's standard value, and the joins they need."""
    keys: dict[str, str] = {}
    joins = ""
    for name in names:
        column = f"id_{name}"
        if name == "record":
            keys[name] = f"{literal((event.record_of or source.source) + '/')} || r.{quote(column)}"
            continue
        if name == "order_number":
            keys[name] = f"r.{quote(column)}"
            continue
        kind = config.semantic_type(name).name
        cleaner = CLEANERS[kind]
        context = literal(source.region or config.company.region) if cleaner.context in ("region", "country") else "''"
        lookup = make_lookup(db, "happened", column, context, cleaner, kind)
        keys[name] = lookup.output(0)
        joins += " " + lookup.join
    return keys, joins


def event_key_sql(config: Config, keys: dict[str, str]) -> str:
    """Return the SQL of the event key: the strongest identifier that an event has; null when it has none."""
    strength = {name: 4 if name == "order_number" else identifier_strength(config, name) for name in keys}
    ranked = sorted(keys, key=lambda name: (strength[name], name))
    return f"coalesce({', '.join([*(f'{literal(name + chr(58))} || {keys[name]}' for name in ranked), 'null'])})"


def _identifiers_json(keys: dict[str, str]) -> str:
    return (
        f"cast(json_object({', '.join(f'{literal(name)}, {sql}' for name, sql in keys.items())}) as varchar)"
        if keys
        else "null"
    )


def _add_consents(
    db: Database, config: Config, source: SourceConfig, consent: Consent, as_of: date
) -> list[tuple[str, int]]:
    """Add what a row says about a permission, under the key of the row's record or first event.

    What it says is null where it cannot be read. Returns (problem, distinct values) of such words and their times.
    """
    first = source.events[0] if source.events else None
    holder = first or Event.model_validate({"type": {"constant": ""}, "time": {"constant": ""}})
    identifiers = _identifiers(source, holder)
    columns = ", ".join(f"{sql} as {quote('id_' + name)}" for name, sql in identifiers.items())
    expires = source.record.expires if source.record else None
    ends = literal(source.licence.expires.isoformat()) if source.licence.expires else "null"
    db.run(
        f"""
        create or replace temp table happened as
        select {consent.purpose.expression} as purpose, {consent.channel.expression} as channel,
               {consent.state.expression} as state_raw, {_since_sql(source, consent)} as since_raw,
               {expires.expression if expires else "cast(null as varchar)"} as expires_raw
               {"," if columns else ""} {columns}
        from stated {f"where {consent.where}" if consent.where else ""}
        """
    )
    since, joins = moment_sql(db, "happened", "since_raw", source, config, as_of=as_of)
    expires_at, until = moment_sql(db, "happened", "expires_raw", source, config)
    keys, more = _standard_identifiers(db, config, source, holder, list(identifiers))
    state = make_lookup(db, "happened", "state_raw", "''", CLEANERS["boolean"], "boolean")
    db.run(
        f"""
        insert into consent_given by name
        select distinct {event_key_sql(config, keys)} as event_key, {literal(source.source)} as source,
               {literal(source.party)} as party, purpose, channel,
               case {state.output(0)} when 'true' then 'granted' when 'false' then 'denied' end as state,
               {since} as since, least(cast({expires_at} as date), cast({ends} as date)) as expires_at
        from happened r {joins} {until} {more} {state.join}
        where state_raw is not null and {quote(state.table)}.problem is distinct from '{Problem.PLACEHOLDER}'
        """
    )
    problems = f"select problem from {quote(state.table)} union all select problem from lookup_since_raw"
    return db.rows(f"select problem, count(*) from ({problems}) where problem is not null group by problem")


def _since_sql(source: SourceConfig, consent: Consent) -> str:
    """SQL for when a permission was given or withdrawn: as mapped, else the time of the row's record or first event."""
    updated = source.record.updated_at if source.record else None
    since = consent.since or updated or (source.events[0].time if source.events else None)
    return since.expression if since else "cast(null as varchar)"
