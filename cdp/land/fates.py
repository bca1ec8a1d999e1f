"""Sorts the rows of a delivery: loaded, unchanged, quarantined or suppressed.

Works on the table `incoming` (rows as received) and makes `arrived` (position, key, content hash, fate, fault). `seen`
holds every (key, content) of the source that landed before.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cdp.config import SourceConfig
from cdp.database import Database, literal, quote
from cdp.mapping import fault_sql, keeps_versions, row_key_sql, suppression_sql
from connectors.contract import POSITION


def make_seen(db: Database, packages: Sequence[Path]) -> None:
    """Make `seen` from the packages of a source."""
    if packages:
        db.run(_SEEN, {"files": [str(path) for path in packages]})
    else:
        db.run("create or replace temp table seen (_key varchar, _hash varchar, latest boolean, ever boolean)")


def sort_rows(
    db: Database, source: SourceConfig, columns: list[str], unit: str, before: Sequence[Path]
) -> dict[str, int]:
    """Make `arrived` from `incoming`, take the loaded rows into `seen`, and return the number of rows by fate.

    `before` are the packages of the same unit.
    """
    arrived = arrived_sql(source, columns)
    db.run(f"create or replace temp table arrived as {arrived}", {"unit": unit} if "$unit" in arrived else None)
    if "$unit" in arrived and before:
        _keep_keys(db, columns, before)
    db.run(_REPEATED)
    if not keeps_versions(source):
        db.run(_TWINS)
    db.run(_AGAIN)
    db.run(_UNCHANGED.format(which="ever" if keeps_versions(source) else "latest"))
    db.run(_REMEMBER)
    db.drop("repeated")
    return {fate: int(n) for fate, n in db.rows("select _fate, count(*) from arrived group by all")}


def _keep_keys(db: Database, columns: list[str], before: Sequence[Path]) -> None:
    """Let rows known by their content alone keep their key when the delivery has gained or lost columns.

    Rows are compared by the columns that both deliveries have; else every event in them would count again.
    """
    packages = f"read_parquet([{', '.join(literal(str(path)) for path in before)}], union_by_name = true)"
    landed = {name for (name,) in db.rows(f"select column_name from (describe select * from {packages})")}
    landed -= {"_seq", POSITION, "_key", "_hash"}
    common = [name for name in columns if name in landed]
    if not common or landed == set(columns):
        return
    content = f"md5({content_sql(common)})"
    db.run(
        f"""
        update arrived set _key = known._key
        from (
            select {POSITION}, content, row_number() over (partition by content order by {POSITION}) as nth
            from (select {POSITION}, {content} as content from incoming)
        ) as fresh
        join (
            select _key, content, row_number() over (partition by content order by _seq, {POSITION}) as nth
            from (
                select _key, _seq, {POSITION}, {content} as content from {packages}
                qualify row_number() over (partition by _key order by _seq desc) = 1
            )
        ) as known using (content, nth)
        where arrived.{POSITION} = fresh.{POSITION}
        """
    )


def content_sql(columns: list[str]) -> str:
    """One text for the content of a row, unambiguous about borders and empty values."""
    texts = ", ".join(f"cast({quote(name)} as varchar)" for name in columns)
    return f"cast(to_json([{texts}]) as varchar)"


def arrived_sql(source: SourceConfig, columns: list[str]) -> str:
    """Return the SELECT of every incoming row's position, key, content hash and first fate.

    Fates: loaded, quarantined (with `_fault`), suppressed (with `_fault`). Binds `unit`.
    """
    return f"""
    with hashed as (
        select *, md5({content_sql(columns)}) as _hash from incoming
    ),
    judged as (
        select {POSITION}, {row_key_sql(source)} as _key, _hash, {fault_sql(source)} as fault,
               {suppression_sql(source)} as suppression
        from hashed
    )
    select {POSITION}, _key, _hash, coalesce(suppression, fault) as _fault,
           case when suppression is not null then 'suppressed'
                when fault is not null then 'quarantined'
                else 'loaded' end as _fate
    from judged
    """


_REPEATED = f"""
create or replace temp table repeated as
select {POSITION},
       _hash <> first_value(_hash) over of_key as differs,
       row_number() over (partition by _key, _hash order by {POSITION}) > 1 as again
from arrived
where _fate = 'loaded'
  and _key in (select _key from arrived where _fate = 'loaded' group by _key having count(*) > 1)
window of_key as (partition by _key order by {POSITION})
"""
"""Rows whose key stands more than once in the delivery."""

_TWINS = f"""
update arrived set _fate = 'quarantined', _fault = 'record id stands more than once in this delivery with other content'
from repeated where arrived.{POSITION} = repeated.{POSITION} and repeated.differs
"""

_AGAIN = f"""
update arrived set _fate = 'unchanged' from repeated
where arrived.{POSITION} = repeated.{POSITION} and repeated.again and _fate = 'loaded'
"""

_UNCHANGED = """
update arrived set _fate = 'unchanged' from seen
where _fate = 'loaded' and seen._key = arrived._key and seen._hash = arrived._hash and seen.{which}
"""

_REMEMBER = """
update seen set latest = false from arrived where arrived._fate = 'loaded' and seen._key = arrived._key;
insert into seen select _key, _hash, true, true from arrived where _fate = 'loaded'
"""

_SEEN = """
create or replace temp table seen as
select _key, _hash, max(_seq) = max(max(_seq)) over (partition by _key) as latest, true as ever
from read_parquet($files, union_by_name = true)
group by _key, _hash
"""
"""Every (key, content) landed before, and which of them is the latest of its key."""
