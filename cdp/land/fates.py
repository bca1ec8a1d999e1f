"""Sorts the rows of a delivery: loaded, unchanged, quarantined or suppressed.

Works on the table `incoming` (rows as received) and makes `arrived` (position, key, content hash, fate, fault). `seen`
holds every row of the source that landed before: key, content, unit and when.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from cdp.config import SourceConfig
from cdp.database import Database, literal, quote
from cdp.mapping import fault_sql, keeps_versions, row_id_sql, row_key_sql, row_time_sql, suppression_sql
from connectors.contract import POSITION, RESERVED

PACKAGE_ROWS = 1_000_000_000_000
"""More rows than a package has: `seq * PACKAGE_ROWS + position` is the order in which rows landed."""


def make_seen(db: Database, packages: Sequence[tuple[int, str, Path]], withdrawals: Sequence[Path] = ()) -> None:
    """Make `seen` from the packages of a source: (seq, unit, file), and files of withdrawn records.

    What had landed under the keys of a record before it was withdrawn is left out: said again, it is news.
    """
    db.run("create or replace temp table seen (_key varchar, _hash varchar, unit varchar, landed bigint)")
    if packages:
        seqs, units, files = zip(*packages, strict=True)
        db.run(_SEEN, {"seqs": list(seqs), "units": list(units), "files": [str(path) for path in files]})
    if withdrawals:
        db.run(_FORGOTTEN, {"files": [str(path) for path in withdrawals]})


def make_arrived(db: Database, source: SourceConfig, columns: list[str], unit: str) -> None:
    """Make `arrived` from `incoming`; rows known by their content alone get keys that name the unit."""
    arrived = arrived_sql(source, columns)
    db.run(f"create or replace temp table arrived as {arrived}", {"unit": unit} if "$unit" in arrived else None)


def sort_rows(
    db: Database, source: SourceConfig, columns: list[str], unit: str, before: Sequence[Path], seq: int
) -> dict[str, int]:
    """Give the rows of `arrived` their fates, take the loaded ones into `seen`, and return the number by fate.

    `before` are the packages of the same unit, `seq` the number of the package that is being made.
    """
    if before and "$unit" in row_key_sql(source):
        _keep_keys(db, columns, before)
    if db.value(_HAS_REPEATED):
        for step in (_REPEATED, *((_RETURNS, _SUPERSEDED) if keeps_versions(source) else (_TWINS, _AGAIN))):
            db.run(step)
        db.drop("repeated")
    db.run(_SAID_BEFORE)
    db.run(_STILL_SAID, {"unit": unit})
    db.run(_REMEMBER, {"unit": unit, "first": seq * PACKAGE_ROWS})
    return {fate: int(n) for fate, n in db.rows("select _fate, count(*) from arrived group by all")}


def _keep_keys(db: Database, columns: list[str], before: Sequence[Path]) -> None:
    """Let rows known by their content alone keep their key when the delivery has gained or lost columns.

    Rows are compared by the columns that both deliveries have; else every event in them would count again.
    """
    packages = f"read_parquet([{', '.join(literal(str(path)) for path in before)}], union_by_name = true)"
    landed = {name for (name,) in db.rows(f"select column_name from (describe select * from {packages})")}
    landed -= set(RESERVED)
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

    Fates: loaded, quarantined (with `_fault`), suppressed (with `_fault`). `_restates` is true for a row that replaces
    what was said before under its id: it has an id, and no time of its own to say which version it is. Binds `unit`.
    """
    return f"""
    with judged as (
        select {POSITION}, {row_id_sql(source)} as row_id, {row_time_sql(source)} as row_time,
               md5({content_sql(columns)}) as _hash, {fault_sql(source)} as fault,
               {suppression_sql(source)} as suppression
        from incoming
    )
    select {POSITION}, {row_key_sql(source)} as _key, _hash, row_id is not null and row_time is null as _restates,
           coalesce(suppression, fault) as _fault,
           case when suppression is not null then 'suppressed'
                when fault is not null then 'quarantined'
                else 'loaded' end as _fate
    from judged
    """


def content_hash(db: Database, columns: list[str]) -> str:
    """Return a fingerprint of the columns and rows of `arrived`, whatever their order; empty when there is no row."""
    count, total = db.rows("select count(*), sum(cast('0x' || left(_hash, 15) as bigint)) from arrived")[0]
    return hashlib.md5(json.dumps([columns, count, int(total)]).encode()).hexdigest() if count else ""


_HAS_REPEATED = "select count(_key) > count(distinct _key) from arrived where _fate = 'loaded'"

_REPEATED = f"""
create or replace temp table repeated as
select {POSITION}, _key,
       _hash <> first_value(_hash) over of_key as differs,
       row_number() over (partition by _key, _hash order by {POSITION}) > 1 as again,
       _restates and _hash <> lag(_hash) over of_key as returns
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

_RETURNS = f"{_AGAIN} and not repeated.returns"
"""Like _AGAIN, where a row may return to what an earlier one of its id said."""

_SUPERSEDED = f"""
update arrived set _restates = false
from (
    select {POSITION} from arrived where _fate = 'loaded' and _key in (select _key from repeated)
    qualify row_number() over (partition by _key order by {POSITION} desc) > 1
) as earlier
where arrived.{POSITION} = earlier.{POSITION}
"""
"""Only the last row of an id in a delivery says how things stand."""

_SAID_BEFORE = """
update arrived set _fate = 'unchanged' from seen
where _fate = 'loaded' and not _restates and seen._key = arrived._key and seen._hash = arrived._hash
"""

_STILL_SAID = """
update arrived set _fate = 'unchanged'
from (
    select _key, _hash from seen
    where _key in (select _key from arrived where _fate = 'loaded' and _restates)
    qualify row_number() over (partition by _key order by unit = $unit desc, landed desc) = 1
) as last_word
where _fate = 'loaded' and _restates and last_word._key = arrived._key and last_word._hash = arrived._hash
"""
"""What was said last under an id: by this unit, else by any."""

_REMEMBER = f"""
insert into seen select _key, _hash, $unit, $first + {POSITION} from arrived where _fate = 'loaded'
"""

_SEEN = f"""
insert into seen
select _key, _hash, unit, cast(_seq as bigint) * {PACKAGE_ROWS} + {POSITION}
from read_parquet($files, union_by_name = true)
join (select unnest($seqs) as _seq, unnest($units) as unit) using (_seq)
"""

_FORGOTTEN = f"""
delete from seen using (
    select _key, max(cast(_seq as bigint)) * {PACKAGE_ROWS} as landed
    from read_parquet($files, union_by_name = true) group by _key
) as withdrawn
where seen._key = withdrawn._key and seen.landed < withdrawn.landed
"""
