"""From landed packages to `received`: one row per current record and address, attributes as the source wrote them.

`received` has the columns source, record_id, nth (0 is the record itself, 1… are its further values), claim,
updated_at, expires_at, then one column of raw text per attribute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cdp.config import Config, SourceConfig
from cdp.config.value import Value
from cdp.database import Database, literal, quote
from cdp.mapping import (
    addresses_sql,
    all_sql,
    can_have_several,
    id_sql,
    is_single,
    landed_sql,
    row_time_sql,
    suppression_sql,
)
from cdp.semantics import ADDRESS_PARTS, TYPES
from cdp.standardise.cleaner import Problem
from cdp.standardise.deletions import NEVER, deletion
from cdp.standardise.moments import moment_sql

CLAIM = "cast(_seq as bigint) * 1000000000000 + _position"
"""Order in which record keys landed: package, then position."""


def received_attributes(config: Config) -> list[str]:
    """Return every attribute that a source maps, in the order of the catalogue, own ones last."""
    used: set[str] = set()
    for source in config.sources:
        used |= set(source.attributes)
        for address in source.address:
            used |= set(address.parts)
    known = [name for name in TYPES if name in used]
    return known + sorted(used - set(known))


def make_received(
    db: Database, config: Config, files: Mapping[str, Sequence[Path]], as_of: date, only: str | None = None
) -> list[str]:
    """Make the view `received` over the packages of every source; return the attributes it has columns for.

    Source times beyond the day after `as_of` count as none. The view reads the tables `mapped_<source>`;
    `drop_received` lets go of them. With `only`, a table (source, record_id), it has those records alone.
    `unsettled` (source, record_id) are the records with a time that is impossible, for it lies in the future yet.
    """
    attributes = received_attributes(config)
    db.run("create or replace temp table unsettled (source varchar, record_id varchar)")
    parts = []
    for source in config.sources:
        paths = [str(path) for path in files.get(source.source, ())]
        if source.record is None or not paths or (only and not _names_any(db, only, source)):
            continue
        _make_versions(db, source, config, paths, as_of, only)
        parts.append(_rows_sql(source))
    columns = ", ".join(f"cast(null as varchar) as {quote(name)}" for name in attributes)
    empty = f"""
        select '' as source, '' as record_id, 0 as nth, cast(0 as bigint) as claim,
               cast(null as timestamp) as updated_at, cast(null as date) as expires_at
               {", " + columns if columns else ""}
        where false
    """
    db.run(
        "create or replace temp view received as " + " union all by name ".join(f"({part})" for part in [empty, *parts])
    )
    return attributes


def _names_any(db: Database, only: str, source: SourceConfig) -> bool:
    """Tell whether there are records of a source among `only`: else nothing of it is read."""
    return bool(db.value(f"select count(*) from {only} where source = $1", [source.source]))


def drop_received(db: Database, config: Config) -> None:
    """Drop what `make_received` made."""
    db.run("drop view received")
    for source in config.sources:
        name = source.source
        db.run(f"drop view if exists {quote('version_' + name)}; drop view if exists {quote('timed_' + name)}")
        db.run(f"drop view if exists {quote('seen_' + name)}")
        db.drop_any(f"mapped_{name}")
        db.drop(f"repeated_{name}")


def _make_versions(
    db: Database, source: SourceConfig, config: Config, paths: list[str], as_of: date, only: str | None
) -> None:
    """Make the view `version_<source>`: the current version of each record with mapped raw values.

    The current one has the latest source time; where times tie or are unknown, the one that landed last. A record that
    the source withdrew has none but those that landed since; one whose current version is deleted has none.
    """
    record = source.record
    assert record is not None
    mapped, timed, own = f"mapped_{source.source}", f"timed_{source.source}", id_sql(record.id)
    wanted = _wanted_sql(db, source, paths, only) if only else ""
    db.run(
        f"""
        create or replace temp {"table" if only else "view"} {quote(mapped)} as
        select * from (
            select {own} as record_id, {_told_sql(source)}, {CLAIM} as claim,
                   _withdrawn is not null as _withdrawn{_attribute_columns(source)}
            from ({landed_sql(paths)})
            where {_holds_sql(source)} {wanted}
        )
        where record_id is not null
        """
    )
    _make_seen(db, source, paths, whole=only is None)
    updated_at, joins = _time_sql(db, config, source, record.updated_at, "updated_raw", as_of)
    expires_at, more = _time_sql(db, config, source, record.expires, "expires_raw")
    gone = NEVER
    if record.deleted is not None:
        gone = deletion(db, config, source, mapped, "deleted_raw", as_of, f"seen_{source.source}")
    db.run(
        f"""
        create or replace temp view {quote(timed)} as
        select r.* exclude (updated_raw, expires_raw, deleted_raw), {updated_at} as updated_at,
               least(cast({expires_at} as date), {_ends_sql(source)}, {gone.last_day}) as expires_at,
               {gone.deleted} as _deleted
        from {quote(mapped)} r {joins} {more} {gone.join}
        """
    )
    db.run(_current_sql(source.source))
    lookup = f"lookup_{source.source}_updated_raw"
    if record.updated_at is not None:
        db.run(
            f"""
            insert into unsettled
            select distinct {literal(source.source)}, record_id
            from {quote(mapped)} join {quote(lookup)} on raw = updated_raw where problem = '{Problem.IMPOSSIBLE}'
            """
        )


def _ends_sql(source: SourceConfig) -> str:
    """SQL of the last day of the licence of a whole source."""
    return f"cast({literal(source.licence.expires.isoformat()) if source.licence.expires else 'null'} as date)"


def _wanted_sql(db: Database, source: SourceConfig, paths: list[str], only: str) -> str:
    """SQL that adds to a condition of landed rows that their records are among `only`.

    It names the packages that hold such rows: of all others nothing but the ids is read.
    """
    assert source.record is not None
    among = f"{id_sql(source.record.id)} in (select record_id from {only} where source = {literal(source.source)})"
    packages = ", ".join(
        str(seq) for (seq,) in db.rows(f"select distinct _seq from ({landed_sql(paths)}) where {among} order by 1")
    )
    return f"and _seq in ({packages}) and {among}" if packages else "and false"


def _holds_sql(source: SourceConfig) -> str:
    """SQL condition of the landed rows of a source that hold a record which may be used."""
    where = source.record.where if source.record else None
    return f"{f'({where})' if where else 'true'} and {suppression_sql(source)} is null"


def _told_sql(source: SourceConfig) -> str:
    """SQL of what a row tells of its record beside its values, as raw text: times, and whether it is deleted."""
    assert source.record is not None
    told = {"updated_raw": row_time_sql(source)}
    for name, value in {"expires_raw": source.record.expires, "deleted_raw": source.record.deleted}.items():
        told[name] = value.expression if value else "cast(null as varchar)"
    return ", ".join(f"{sql} as {name}" for name, sql in told.items())


def _make_seen(db: Database, source: SourceConfig, paths: list[str], *, whole: bool) -> None:
    """Make the view `seen_<source>`: all times that the source ever gave; they tell the order of its dates."""
    record = source.record
    assert record is not None
    every = f"""
        select {_told_sql(source)} from ({landed_sql(paths)})
        where {_holds_sql(source)} and {id_sql(record.id)} is not null
    """
    rows = f"select updated_raw, expires_raw, deleted_raw from {quote('mapped_' + source.source)}" if whole else every
    db.run(f"create or replace temp view {quote('seen_' + source.source)} as {rows}")


def _time_sql(
    db: Database, config: Config, source: SourceConfig, value: Value | None, column: str, as_of: date | None = None
) -> tuple[str, str]:
    """SQL of a raw time of `mapped_<source>` as a timestamp, and the join it needs."""
    if value is None:
        return "cast(null as timestamp)", ""
    rows, name = f"mapped_{source.source}", f"{source.source}_{column}"
    return moment_sql(db, rows, column, source, config, name, as_of, seen=f"seen_{source.source}")


def time_problems(db: Database, config: Config) -> list[tuple[str, str, int]]:
    """Return (`updated_at`, problem, distinct values) for source times that `make_received` could not take."""
    names = [f"lookup_{source.source}_updated_raw" for source in config.sources]
    found = [f"select problem from {quote(name)} where problem is not null" for name in names if db.has(name)]
    counts = f"select 'updated_at', problem, count(*) from ({' union all '.join(found)}) group by problem order by all"
    return [(name, problem, n) for name, problem, n in db.rows(counts)] if found else []


def withdrawn_records(db: Database, config: Config) -> int:
    """Return how many of the records that `make_received` looked at are deleted, or withdrawn, in their source."""
    return sum(
        int(
            db.value(
                f"select (select count(distinct record_id) from {quote('mapped_' + source.source)}) - count(*) "
                f"from {quote('version_' + source.source)}"
            )
        )
        for source in config.sources
        if source.record and (source.record.deleted or source.deliveries == "whole")
        if db.has(f"mapped_{source.source}")
    )


def _current_sql(source: str) -> str:
    timed, repeated = quote(f"timed_{source}"), quote(f"repeated_{source}")
    return f"""
    create or replace temp table {repeated} as
    select record_id, min(claim) as first_claim, max(if(_withdrawn, claim, 0)) as withdrawn_at
    from {timed} group by record_id having count(*) > 1;
    create or replace temp view {quote("version_" + source)} as
    with latest as (
        select t.* exclude (claim), first_claim as claim
        from {timed} t join {repeated} using (record_id)
        where t.claim > withdrawn_at
        qualify row_number() over (partition by record_id order by updated_at desc nulls last, t.claim desc) = 1
    ),
    current as (
        select * from {timed} anti join {repeated} using (record_id)
        union all by name
        select * from latest
    )
    select * exclude (_deleted, _withdrawn) from current where not _deleted
    """


def _attribute_columns(source: SourceConfig) -> str:
    columns = [
        f"{values[0].expression if is_single(values) else all_sql(values)} as {quote(name)}"
        for name, values in source.attributes.items()
    ]
    if source.address:
        columns.append(f"{addresses_sql(source.address)} as _addresses")
    return "".join(f",\n               {column}" for column in columns)


def _rows_sql(source: SourceConfig) -> str:
    """SELECT of the rows of one source; further values of a record become rows of their own (nth 1, 2, …)."""
    version = quote(f"version_{source.source}")
    many = [name for name, values in source.attributes.items() if not is_single(values)]
    head = f"select {literal(source.source)} as source, record_id, claim, updated_at, expires_at"
    singles = "".join(f", {quote(name)}" for name, values in source.attributes.items() if is_single(values))
    first = f"{head}, 0 as nth{singles}{_nth_columns(source, many, '1')} from {version}"
    lists = [*map(quote, many), *(["_addresses"] if can_have_several(source.address) else [])]
    if not lists:
        return first
    most = f"greatest({', '.join(f'coalesce(len({each}), 0)' for each in lists)})"
    further = f"""
        {head}, cast(n as integer) as nth{_nth_columns(source, many, "n + 1")}
        from (select *, unnest(range(1, {most})) as n from {version} where {most} > 1)
    """
    return f"{first} union all by name {further}"


def _nth_columns(source: SourceConfig, many: list[str], nth: str) -> str:
    columns = [f"{quote(name)}[{nth}] as {quote(name)}" for name in many]
    if source.address:
        mapped = {part for address in source.address for part in address.parts}
        columns += [f"_addresses[{nth}].{part} as {part}" for part in ADDRESS_PARTS if part in mapped]
    return "".join(f", {column}" for column in columns)
