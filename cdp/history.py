"""Stage *history*: whom each event concerns, by its event_key; a split or merge of persons rewrites no event.

`event_owner` says for each event_key from when to when it speaks of which person. A key that several persons could own
stays without owner, with the reason, and is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdp.config import Config
from cdp.database import Database, literal, quote, statement
from cdp.hashing import SALTS, make_salts, partner_hashes
from cdp.semantics import HASH_OF


@dataclass(frozen=True)
class Attributed:
    """What became of events and of words on consent: how many were attributed, or why not."""

    events: dict[str, int]
    consents: dict[str, int]


def attribute_events(db: Database, config: Config, columns: list[str], as_of: date) -> Attributed:
    """Make `event_owner` and `consent` from `event`, `consent_given`, `member` and `record`.

    `event_owner`: event_key, from_time, to_time (null: open), golden_id (null: nobody), reason.
    """
    heard = db.count("event") or db.count("consent_given")
    holders = holder_sql(config, columns) if heard else _NO_HOLDER
    make_salts(db, config)
    db.run(f"create or replace temp table holder as {holders}")
    db.run(statement("cdp", "event_owner"))
    db.run(statement("cdp", "consent"), {"as_of": as_of})
    found = Attributed(dict(db.rows(_EVENTS)), dict(db.rows(_CONSENTS, {"as_of": as_of})))
    db.drop("holder", SALTS)
    return found


_NO_HOLDER = "select '' as event_key, '' as golden_id where false"
_EVENTS = """
select case when owner.golden_id is not null then 'attributed'
            when owner.reason is not null then owner.reason
            when event.event_key is null then 'no identifier'
            else 'between two persons who used the device' end as outcome,
       count(*)
from event left join event_owner owner
  on owner.event_key = event.event_key
 and (owner.from_time is null or event.time >= owner.from_time)
 and (owner.to_time is null or event.time < owner.to_time)
group by all order by 2 desc, 1
"""

_CONSENTS = """
with held as (select event_key, count(*) as persons from holder group by event_key)
select case when given.expires_at < $as_of then 'licence expired'
            when given.state is null then 'unreadable'
            when given.event_key is null then 'no identifier'
            when persons is null then 'unknown'
            when persons = 1 then 'attributed'
            when given.state = 'denied' then 'refusal of several persons who hold it'
            else 'ambiguous: several persons hold it' end as outcome,
       count(*)
from consent_given given left join held using (event_key)
group by all order by 2 desc, 1
"""


def holder_sql(config: Config, columns: list[str]) -> str:
    """Return the SELECT of (event_key, golden_id): every person who holds what an event or a consent came with."""
    used = {name for source in config.sources for event in source.events for name in event.identifiers}
    held = [(name, quote(name)) for name in columns if _identifies(config, name)]
    keys = ["select event_key, event_key as held_as from used"]
    for hashed, clear in HASH_OF.items():
        if hashed in used and clear in columns:
            held.append((hashed, f"sha256({quote(clear)})"))
        if clear in used and hashed in columns:
            keys.append(_hashed_keys_sql(clear, hashed))
    held += [
        (each.hashed, each.sql(quote(each.clear)))
        for each in partner_hashes(config)
        if each.hashed in used and each.clear in columns
    ]
    holders = ["select 'record:' || source || '/' || record_id as held_as, golden_id from member"]
    holders += [
        f"select {literal(name + ':')} || {value}, golden_id from {table} join member using (rid) "
        f"where {value} is not null"
        for name, value in held
        for table in ("record", "alternate")
    ]
    return f"""
    with used as (
        select event_key from event where event_key is not null
        union
        select event_key from consent_given where event_key is not null
    )
    select distinct event_key, golden_id
    from ({" union all ".join(keys)}) join ({" union all ".join(holders)}) using (held_as)
    """


def _hashed_keys_sql(clear: str, hashed: str) -> str:
    """SELECT of the keys in clear, with what a record holds that knows but the hash."""
    start = literal(clear + ":")
    return (
        f"select event_key, {literal(hashed + ':')} || sha256(substr(event_key, {len(clear) + 2})) "
        f"from used where starts_with(event_key, {start})"
    )


def _identifies(config: Config, column: str) -> bool:
    try:
        kind = config.semantic_type(column)
    except KeyError:
        return False
    return kind.kind.value in ("contact", "identifier") and kind.name != "device_id"
