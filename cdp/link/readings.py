"""Readings: what given names in Chinese characters are read as, told by the records that hold both. Frozen with the
model.

翔太 is read shota, 裕子 yuko or hiroko. So a record that holds the characters alone can be compared with one that holds
a romanised name alone, and names are known for others that look alike once romanised (弘幸, hiroyuki, is no hiroko).
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from cdp.database import Database, literal

COLUMN = "given_readings"
"""Column of the link input: what a given name may be read as, each reading by its number in the model; null when
that is unknown."""
BEARERS = 10
"""Records that tell how a name is read, at least: of readings that none of them has there are few."""
NAMES = 5
"""Names that stand so often, at least, for readings to be compared at all: what a handful of names tells is little, and
degrees of agreement that hardly a pair reaches cost what the others tell."""
RARE = 0.01
"""Share of these records that a reading has, at least, to be one and no slip."""
TOLD = 0.95
"""Share of these records whose readings count, at least, for the readings of the name to be known."""
Hash = Callable[[str], str]
"""Returns SQL of the keyed hash of an SQL text."""


def tell_readings(db: Database, like: Collection[str]) -> bool:
    """Tell whether there is enough to learn from the records of `link_input`, or was for a model with the columns
    `like`."""
    often = f"select 1 from link_input where {_BOTH} group by given_native having count(*) >= {BEARERS}"
    return COLUMN in like or int(db.value(f"select count(*) from ({often})")) >= NAMES


def count_readings(db: Database, hashed: Hash) -> None:
    """Make `reading` (native_hash, key_hash, number) from `link_input`: the known readings of given names."""
    db.run(count_readings_sql(hashed), {"bearers": BEARERS, "rare": RARE, "told": TOLD})


def load_readings(db: Database, path: str) -> None:
    """Make `reading` from the file that was kept with a model."""
    db.run(f"create or replace temp table reading as from read_parquet({literal(path)})")


def add_readings(db: Database, hashed: Hash) -> None:
    """Add `given_readings` to `link_input` from `reading`.

    A name in Chinese characters alone has all its known readings; a romanised one has itself, if it is a known reading
    of the characters beside it, or of any.
    """
    db.run(add_readings_sql(hashed))


def count_readings_sql(hashed: Hash) -> str:
    """Return the statement that makes `reading`."""
    return f"""
    create or replace temp table reading as
    with told as (
        select given_native as native, given_key as key, count(*) as n from link_input where {_BOTH} group by all
    ),
    beside as (select *, sum(n) over (partition by native) as bearers from told),
    usual as (
        select *, sum(n) over (partition by native) as readers from beside where n > 1 and n >= $rare * bearers
    )
    select {hashed("native")} as native_hash, {hashed("key")} as key_hash,
           cast(dense_rank() over (order by {hashed("key")}) as integer) as number
    from usual where bearers >= $bearers and readers >= $told * bearers
    order by native_hash, number
    """


def add_readings_sql(hashed: Hash) -> str:
    """Return the statement that adds `given_readings` to `link_input`."""
    return f"""
    create or replace temp table link_input as
    with known as (select native_hash, list(number order by number) as readings from reading group by native_hash),
    written as (select distinct given_native as name from link_input where given_native is not null),
    native as (select name, readings from written join known on native_hash = {hashed("name")}),
    spoken as (select distinct given_key as name from link_input where given_key is not null),
    numbered as (select distinct key_hash, number from reading),
    romanised as (select name, number from spoken join numbered on key_hash = {hashed("name")})
    select i.*,
           case when i.given_key is null then native.readings
                when i.given_native is null and romanised.number is not null then [romanised.number]
                when list_contains(native.readings, romanised.number) then [romanised.number]
           end as given_readings
    from link_input i
    left join native on native.name = i.given_native
    left join romanised on romanised.name = i.given_key
    """


_BOTH = "given_key is not null and regexp_matches(given_native, '\\p{Han}')"
"""SQL: a record tells how a name in Chinese characters is read; letters of any other script tell it themselves."""
