"""Takes a few records out of a published version, in the tables that linking reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pyarrow as pa

from cdp.config import Config
from cdp.contracts import RECORD
from cdp.database import Database, quote
from cdp.link.guards import generic_limit
from cdp.link.prepare import meanings_of

Key = tuple[str, str]
"""source, record_id."""


def take_records(db: Database, config: Config, record: str, keys: Sequence[Key], once: Collection[str]) -> list[str]:
    """Make `record`, `alternate` and `asked` (rid) from the SQL of the published table `record`; return the standard
    columns.

    Taken are the records of `keys`, which `asked` names by rid, and all that share a value of theirs which may be
    generic, so that its holders are counted right. The sources `once` hold each person once, beside those that the
    configuration declares.
    """
    db.run(f"create temp view published as select * from {record}")
    fixed = {column.name for column in RECORD.columns}
    columns = [name for name in db.columns("published") if name not in fixed and not name.endswith("_raw")]
    wanted = pa.table({"source": [key[0] for key in keys], "record_id": [key[1] for key in keys]})
    with db.registered("wanted", wanted):
        telling = [name for names in guarded(config, columns).values() for name in names]
        own = ", ".join(["source", "record_id", *map(quote, dict.fromkeys(telling))])
        db.run(f"create temp table own as select {own} from published semi join wanted using (source, record_id)")
    db.run(sharers_sql(guarded(config, columns)))
    sources = [source for source in config.sources if source.record is not None]
    declared = pa.table(
        {
            "source": [each.source for each in sources],
            "one_per_person": [
                each.source in once or bool(each.record and each.record.one_per_person) for each in sources
            ],
        }
    )
    with db.registered("declared", declared):
        db.run(_taken_sql(columns))
    db.drop("own", "sharer", "taken")
    return columns


def guarded(config: Config, columns: Collection[str]) -> dict[str, list[str]]:
    """Return, by kind of value that may be generic, the columns that hold such values."""
    types = {name: config.semantic_type(name).name for name in config.identity.attributes}
    return {kind: names for kind, names in meanings_of(columns, types).items() if generic_limit(config, kind)}


def sharers_sql(guarded: dict[str, list[str]]) -> str:
    """Return the statement that makes `sharer` (source, record_id): the records of `own`, and those in `published` that
    share a guarded value with one of them."""
    shared = []
    for names in guarded.values():
        values = " union all ".join(f"select {quote(name)} from own where {quote(name)} is not null" for name in names)
        shared += [f"or {quote(name)} in ({values})" for name in names]
    lines = "\n    ".join(shared)
    return f"""
    create temp table sharer as
    select distinct source, record_id
    from published
    where (source, record_id) in (select (source, record_id) from own)
    {lines}
    """


def _taken_sql(columns: Sequence[str]) -> str:
    """Statements that make `record`, `alternate` and `asked` from `published`, `sharer`, `own` and `declared`."""
    kept = ", ".join(["source", "record_id", *map(quote, columns)])
    return f"""
    create temp table taken as
    select nth, {kept} from published semi join sharer using (source, record_id);

    create temp table record as
    select row_number() over (order by source, record_id) as rid, {kept},
           coalesce(one_per_person, false) as one_per_person
    from taken left join declared using (source)
    where nth = 0;

    create temp table alternate as
    select rid, {kept}
    from taken join (select rid, source, record_id from record) using (source, record_id)
    where nth > 0;

    create temp table asked as
    select rid from record semi join own using (source, record_id)
    """
