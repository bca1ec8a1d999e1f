"""Stage *publish*: quality checks, an immutable snapshot with its manifest, and one atomic promotion."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from cdp.config import Config
from cdp.contracts import IDENTITY_HISTORY, RECORD, TABLES
from cdp.database import Database, disk_full, is_disk_full, literal, quote
from cdp.durable import make_durable
from cdp.errors import ExpectationFailed
from cdp.ledger import IdentityChange, InheritedClaim, Ledger, now
from cdp.published import MANIFEST, Manifest, Published, TableFile, published_sql
from cdp.version_files import Change, VersionFiles

_RELATIVE = {"change", "version_diff", "self_assessment"}
"""Tables that say how a version came about and how good it is, not what it holds: they do not count for its content."""


_COLUMNS = ", ".join(quote(column.name) for column in IDENTITY_HISTORY.columns)


def check_people(db: Database, config: Config) -> dict[str, bool]:
    """Hold the people whom a run made, of all records or of some, against what must be true of them."""
    limit = config.company.checks.max_records_per_person
    return {
        "every record belongs to exactly one person": db.count("record") == db.count("member")
        and db.count("member") == db.value("select count(distinct rid) from member"),
        "every person has exactly one profile": db.count("profile")
        == db.value("select count(distinct golden_id) from member"),
        f"no person has more than {limit} records": (db.value("select max(records) from profile") or 0) <= limit,
    }


def check_quality(
    db: Database, config: Config, published: Published, people: int, already: Mapping[str, bool]
) -> dict[str, bool]:
    """Hold what is to be published against what must be true of it: so many `people`, and the checks made `already`.

    Raises ExpectationFailed naming every check that failed; nothing is published then.
    """
    before = published.current()
    lost = config.company.checks.max_golden_loss_share
    people_before = before.tables["profile"].rows if before else 0
    retired = int(db.value("select count(*) from identity_change where change = 'retire'"))
    checks = {
        **already,
        "every event has one owner at most": not db.value(_OWNED_TWICE),
        f"no more than {lost:.0%} of the people of the last version are gone": retired <= lost * people_before,
        f"there are not over {lost:.0%} fewer people than in the last version": people >= (1 - lost) * people_before,
    }
    failed = [name for name, holds in checks.items() if not holds]
    if failed:
        raise ExpectationFailed(
            "quality checks failed: " + "; ".join(failed),
            "look at the sources and identity.yml, or adjust `checks` in cdp.yml; the published version is untouched",
        )
    return checks


_OWNED_TWICE = """
with cut as (
    select * from event_owner
    semi join (select event_key from event_owner group by event_key having count(*) > 1) using (event_key)
)
select count(*) from (
    select from_time, count(*) over before as earlier, max(coalesce(to_time, timestamp 'infinity')) over before as until
    from cut
    window before as (
        partition by event_key order by from_time nulls first rows between unbounded preceding and 1 preceding
    )
)
where earlier > 0 and (from_time is null or from_time < until)
"""
"""Periods of an event_key that begin before an earlier one has ended."""


def first_expiry(db: Database, as_of: date, zone: str) -> str | None:
    """Return the first day after `as_of` on which a value has expired, or a time of the future may have come.

    The time of an event is one, in the company's time zone: with it the horizon moves.
    """
    found = db.value(
        """
        select cast(min(expires_at) + interval 1 day as date)
        from (
            select expires_at from record
            union all select expires_at from consent_given
            union all select until from decision where state <> 'withdrawn'
            union all select $1 from unsettled
            union all select day - 1 from (
                select cast((time at time zone 'UTC') at time zone $2 as date) as day from event
            ) where day > $1
        )
        where expires_at >= $1
        """,
        [as_of, zone],
    )
    return found.isoformat() if found else None


def write_records(db: Database, published: Published, version: str) -> TableFile:
    """Begin a version: write its records, which nothing changes once they are standardised.

    Raises StorageError when the disk is full.
    """
    part = _part(published, version)
    with _telling_when_full():
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        return VersionFiles(db, published, version, part).write(RECORD.name)


def _part(published: Published, version: str) -> Path:
    """Return the folder of a version in the making."""
    return published.folder / f".{version}.part"


def write_version(
    db: Database,
    published: Published,
    ledger: Ledger,
    draft: Manifest,
    base: Manifest | None = None,
    changed: Mapping[str, Change] | None = None,
    records: TableFile | None = None,
) -> Manifest:
    """Write the tables of a version and its manifest; nothing leads to it yet.

    `draft` is the manifest without tables and content hash. Of the tables in `changed`, that of the version `base` goes
    on, with what changed in it beside. `records` are those that `write_records` began the version with, if it did.
    Raises StorageError when the disk is full.
    """
    changes = new_identity_changes(db, draft)
    final, part = published.folder / draft.version, _part(published, draft.version)
    if records is None:
        shutil.rmtree(part, ignore_errors=True)
    try:
        with _telling_when_full():
            part.mkdir(parents=True, exist_ok=True)
            _make_identity_history(db, [*ledger.identity_history(), *changes])
            version = VersionFiles(db, published, draft.version, part)
            tables = {}
            for table in TABLES:
                if base and changed and table.name in changed:
                    tables[table.name] = version.write_change(base, table, changed[table.name])
                elif records and table is RECORD:
                    tables[table.name] = records
                else:
                    tables[table.name] = version.write(table.name)
            manifest = replace(draft, tables=tables, content_hash=_content_hash(tables))
            _write_manifest(part, manifest)
            part.rename(final)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest


def write_again(db: Database, published: Published, ledger: Ledger, target: Manifest, draft: Manifest) -> Manifest:
    """Write the tables of an earlier version as a new one: `draft` with the target's files and changes of its own."""
    changes = new_identity_changes(db, draft)
    folder = published.folder / draft.version
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _make_identity_history(db, [*ledger.identity_history(), *changes])
    new = VersionFiles(db, published, draft.version, folder)
    own = {name: new.write(name) for name in ("identity_history", "change", "version_diff")}
    tables = {**target.tables, **own}
    manifest = replace(draft, tables=tables, content_hash=_content_hash(tables), rolled_back_to=target.version)
    _write_manifest(folder, manifest)
    return manifest


def promote_version(db: Database, published: Published, ledger: Ledger, version: str, retain: int) -> None:
    """Make a complete version the current one, tell the ledger what it changed, and let go of old versions."""
    with _telling_when_full():
        published.promote(version)
    import_missing_history(db, published, ledger)
    prune(published, retain)


def keep_candidate(published: Published, version: str, retain: int) -> None:
    """Let a complete version wait for a decision; one that waited before goes."""
    with _telling_when_full():
        published.set_candidate(version)
    prune(published, retain)


def date_candidate(db: Database, published: Published, candidate: Manifest) -> None:
    """Let a candidate that is about to be promoted, and its identity changes, date from now."""
    at, folder = now(), published.folder / candidate.version
    history = published.folder / candidate.tables["identity_history"].file
    part = history.with_suffix(".part")
    select = f"""
        select * replace (case when version = {literal(candidate.version)} then {literal(at)} else "at" end as "at")
        from read_parquet({literal(str(history))}) order by version, nth
    """
    db.run(f"copy ({select}) to {literal(str(part))} (format parquet)")
    part.replace(history)
    named = folder / f".{MANIFEST}.part"
    named.write_text(replace(candidate, created_at=at).to_json(), encoding="utf-8")
    make_durable(named)
    named.replace(folder / MANIFEST)
    make_durable(history, folder)


@contextmanager
def _telling_when_full() -> Iterator[None]:
    """Turn the system's word that there is no room left into the error that says what to do."""
    try:
        yield
    except OSError as fault:
        if is_disk_full(fault):
            raise disk_full() from fault
        raise


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what makes a version complete, and have all of it on the disk before anything names it."""
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    make_durable(*folder.iterdir(), folder)


def new_identity_changes(db: Database, draft: Manifest) -> list[IdentityChange]:
    """Return the rows of `identity_change`, with their `identity_cause`, as rows of identity history."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from (
            select *, $version as version, $at as "at", $run as run
            from identity_change join identity_cause using (nth)
        )
        order by nth
        """,
        {"version": draft.version, "at": now(), "run": draft.run},
    )
    return [IdentityChange(*row) for row in rows]


def _new_inherited_claims(db: Database, table: str, version: str) -> list[InheritedClaim]:
    """Return the claims that passed on in a version, from `inherited_claim` or a table of that name as published."""
    rows = db.rows(
        f"select version, golden_id, claimant, heir, age, seq from {table} where version = $version order by golden_id",
        {"version": version},
    )
    return [InheritedClaim(*row) for row in rows]


def import_missing_history(db: Database, published: Published, ledger: Ledger) -> None:
    """Take the current version's identity changes and inherited claims into the ledger, unless it has them."""
    manifest = published.current()
    if manifest is None:
        return
    history = published_sql(IDENTITY_HISTORY, published.relation(manifest, "identity_history"))
    rows = db.rows(
        f"select {_COLUMNS} from ({history}) where version = $version order by nth", {"version": manifest.version}
    )
    ledger.import_identity_history([IdentityChange(*row) for row in rows])
    claims = published.relation(manifest, "inherited_claim")
    ledger.import_inherited_claims(_new_inherited_claims(db, claims, manifest.version))


def prune(published: Published, retain: int) -> None:
    """Delete versions beyond the newest `retain` of the lineage, and versions that neither were promoted nor wait.

    The one before the current is kept in any case, for those who have it open; so are files that a kept version shares.
    """
    waiting = published.candidate()
    kept = [*published.lineage()[: max(retain, 2)], *([waiting] if waiting else [])]
    needed = {path for manifest in kept for path in published.files(manifest)}
    versions = {manifest.version for manifest in kept}
    for folder in published.folder.iterdir():
        if not folder.is_dir() or folder.name in versions:
            continue
        for file in folder.iterdir():
            if file not in needed:
                file.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()


def _content_hash(tables: dict[str, TableFile]) -> str:
    import hashlib

    text = "".join(
        f"{name}:{table.rows}:{table.hash};" for name, table in sorted(tables.items()) if name not in _RELATIVE
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _make_identity_history(db: Database, changes: list[IdentityChange]) -> None:
    import pyarrow as pa

    arrow = {"VARCHAR": pa.string(), "INTEGER": pa.int32(), "DOUBLE": pa.float64()}
    schema = pa.schema([(column.name, arrow[column.type]) for column in IDENTITY_HISTORY.columns])
    with db.registered("changes", pa.Table.from_pylist([vars(change) for change in changes], schema=schema)):
        db.run("create or replace temp table identity_history as select * from changes")
