"""Readings: what given names in Chinese characters are read as, told by the records that hold both. Frozen with the
model.

翔太 is read shota, 裕子 yuko or hiroko; a record that holds the characters alone can then be compared with one that holds
a romanised name alone.
"""

from __future__ import annotations

from collections.abc import Collection

from cdp.database import Database, literal

COLUMN = "given_readings"
"""Column of the link input: the keys that a given name without a key of its own is read as, null when unknown."""
BEARERS = 10
"""Records that tell how a name is read, at least: of readings that none of them has there are few."""
RARE = 0.01
"""Share of these records that a reading has, at least, to be one and no slip."""
TOLD = 0.95
"""Share of these records whose readings count, at least, for the readings of the name to be known."""


def tell_readings(db: Database, like: Collection[str]) -> bool:
    """Tell whether the records of `link_input`, or a model whose columns `like` are, have something to learn from."""
    return COLUMN in like or bool(db.value(_TELLS))


def count_readings(db: Database) -> None:
    """Make `reading` (native, key) from `link_input`: each known reading of a given name, by the romanised key."""
    db.run(_READING, {"bearers": BEARERS, "rare": RARE, "told": TOLD})


def add_readings(db: Database) -> None:
    """Add `given_readings` to `link_input` from `reading`: a list of keys, empty when nobody else has one of them.

    The record's own key tells more, so records with one have none.
    """
    db.run(_WITH_READINGS)


def frozen_readings_sql(hash_of_native: str, hash_of_key: str) -> str:
    """Return the query of native_hash and key_hash of `reading`, to keep; the arguments are SQL over its columns."""
    return f"select {hash_of_native} as native_hash, {hash_of_key} as key_hash from reading order by all"


def known_readings_sql(path: str, hash_of_native: str, hash_of_key: str) -> str:
    """Return the statement that makes `reading` from the file that was kept, for the names that `link_input` has.

    Of a known reading that no record of `link_input` has, key is null.
    """
    return f"""
    create or replace temp table reading as
    with native as (select distinct given_native as native from link_input where given_key is null),
    key as (select distinct given_key as key from link_input where given_key is not null),
    hashed as (select key, {hash_of_key} as key_hash from key)
    select native.native, hashed.key
    from native
    join read_parquet({literal(path)}) frozen on frozen.native_hash = {hash_of_native}
    left join hashed on hashed.key_hash = frozen.key_hash
    """


_BOTH = "given_key is not null and regexp_matches(given_native, '\\p{Han}')"
_TELLS = f"select count(*) > 0 from link_input where {_BOTH}"
_READING = f"""
create or replace temp table reading as
with told as (
    select given_native as native, given_key as key, count(*) as n from link_input where {_BOTH} group by all
),
beside as (select *, sum(n) over (partition by native) as bearers from told),
usual as (
    select *, sum(n) over (partition by native) as readers from beside where n > 1 and n >= $rare * bearers
)
select native, key from usual where bearers >= $bearers and readers >= $told * bearers
"""
_WITH_READINGS = """
create or replace temp table link_input as
with known as (
    select native, coalesce(list(key order by key) filter (key is not null), []) as readings from reading group by native
)
select i.*, case when i.given_key is null then known.readings end as given_readings
from link_input i left join known on known.native = i.given_native
"""
