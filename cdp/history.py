"""Stage *history*: whom each event concerns, by its event_key; a split or merge of persons rewrites no event.

`event_owner` says for each event_key from when to when it speaks of which person. A key that several persons could own
stays without owner, with the reason, and is counted.
"""

from __future__ import annotations

from cdp.config import Config
from cdp.database import Database, literal, quote, statement


def attribute_events(db: Database, config: Config, columns: list[str]) -> dict[str, int]:
    """Make `event_owner` and `consent` from `event`, `consent_given`, `member` and `record`.

    `event_owner`: event_key, from_time, to_time (null: open), golden_id (null: nobody), reason. Returns the number of
    events by reason.
    """
    db.run(f"create or replace temp table holder as {holder_sql(config, columns)}")
    db.run(statement("cdp", "event_owner"))
    db.run(statement("cdp", "consent"))
    counts = dict(db.rows(_COUNTS))
    db.drop("holder")
    return {str(reason): int(n) for reason, n in counts.items()}


_COUNTS = """
with owned as (
    select event.event_id, max(owner.golden_id) as golden_id, max(owner.reason) as reason
    from event left join event_owner owner
      on owner.event_key = event.event_key
     and (owner.from_time is null or event.time >= owner.from_time)
     and (owner.to_time is null or event.time < owner.to_time)
    group by event.source, event.event_id
)
select case when golden_id is not null then 'attributed' else coalesce(reason, 'no identifier') end, count(*)
from owned group by all order by 2 desc
"""


def holder_sql(config: Config, columns: list[str]) -> str:
    """Return the SELECT of (event_key, golden_id): every person who holds what an event or a consent came with."""
    parts = ["select 'record:' || source || '/' || record_id as event_key, golden_id from member"]
    for name in columns:
        if not _identifies(config, name):
            continue
        parts += [
            f"select {literal(name + ':')} || {quote(name)}, golden_id from {table} join member using (rid) "
            f"where {quote(name)} is not null"
            for table in ("record", "alternate")
        ]
    used = "select event_key from event union select event_key from consent_given"
    return (
        f"select distinct event_key, golden_id from ({' union all '.join(parts)}) semi join ({used}) using (event_key)"
    )


def _identifies(config: Config, column: str) -> bool:
    try:
        kind = config.semantic_type(column)
    except KeyError:
        return False
    return kind.kind.value in ("contact", "identifier") and kind.name != "device_id"
