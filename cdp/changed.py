"""Which records are not as they were when the last version was published: new, changed, expired, or due to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cdp.config import Config
from cdp.database import Database, literal
from cdp.mapping import id_sql

_CENTURY = 100


def find_changed(
    db: Database, config: Config, packages: Mapping[str, Sequence[Path]], before: str, was: date, as_of: date
) -> int:
    """Make `changed_key` (source, record_id); return how many there are.

    `packages` are those that landed since, by source; `before` is the SQL of the table `record` as published for the
    day `was`. Reads `state.unsettled`. A new day changes the records whose licence has ended since, those with a date
    that lay in the future, and those whose two-digit year of birth has come within reach.
    """
    db.run("create or replace temp table changed_key (source varchar, record_id varchar)")
    for source in config.sources:
        if source.record is None or not packages.get(source.source):
            continue
        db.run(
            f"""
            insert into changed_key
            select distinct {literal(source.source)}, {id_sql(source.record.id)} as record_id
            from read_parquet($files, union_by_name = true) where record_id is not null
            """,
            {"files": [str(path) for path in packages[source.source]]},
        )
    if as_of != was:
        _add_due(db, before, as_of)
    return db.count("changed_key")


def _add_due(db: Database, before: str, as_of: date) -> None:
    columns = [name for (name,) in db.rows(f"select column_name from (describe from {before})")]
    young = "false"
    if "birth_date" in columns:
        young = (
            "birth_date_raw is not null and not regexp_matches(birth_date_raw, '[0-9]{4}') "
            f"and year(birth_date) between {as_of.year - _CENTURY - 1} and {as_of.year - _CENTURY}"
        )
    db.run(
        f"""
        insert into changed_key
        select source, record_id
        from (
            select source, record_id from {before}
            where expires_at < $as_of or {young}
            union
            select source, record_id from state.unsettled where record_id is not null
        )
        anti join changed_key using (source, record_id)
        """,
        {"as_of": as_of},
    )
