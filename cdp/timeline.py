"""What one person did, across all channels: filtered, counted by channel and action, in pages of visits and events."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cdp.store import Store

OTHER = "other"
"""Stands among the actions for events that no action fits."""
PAGE = 40
"""Moments on a page: visits, and events that belong to no visit."""


@dataclass(frozen=True)
class Wanted:
    """What of a timeline is asked for; without anything all of it."""

    channel: str | None = None
    action: str | None = None
    """Of the common vocabulary, or `other`."""
    since: date | None = None
    """First day, in the company's time zone …"""
    until: date | None = None
    """… and the last one."""
    page: int = 1


@dataclass(frozen=True)
class Happening:
    """An event of a person."""

    time: datetime | None
    """UTC; None where the source's time cannot be read."""
    source: str
    event_id: str | None
    channel: str | None
    type: str | None
    """In the source's words."""
    action: str | None
    medium: str | None
    service: str | None
    device_type: str | None
    order_number: str | None
    amount: float | None
    currency: str | None
    text: str | None
    agent: str | None
    place: str | None
    topic: str | None
    campaign: str | None
    products: list[str] | None
    product_lines: list[str] | None
    attributed_by: str | None
    """Why it is held to be this person's."""
    properties: dict[str, Any]


@dataclass(frozen=True)
class Moment:
    """A visit with all its events, or one event that belongs to no visit; oldest first."""

    session_id: str | None
    time: datetime | None
    """When it began, UTC."""
    happenings: list[Happening]


@dataclass(frozen=True)
class Timeline:
    """A page of a person's timeline, the newest moment first."""

    moments: list[Moment]
    page: int
    pages: int
    found: int
    """Events that are as wanted."""
    total: int
    """All events of the person."""
    channels: dict[str, int] = field(default_factory=dict)
    """Events by channel, of all."""
    actions: dict[str, int] = field(default_factory=dict)
    """Events by action, of all."""
    first: datetime | None = None
    last: datetime | None = None


def timeline(store: Store, golden_id: str, wanted: Wanted, zone: ZoneInfo) -> Timeline:
    """Return what somebody did, as wanted; days are those of the time zone."""
    spans = store.rows(_SPANS, {"id": golden_id})
    bound: dict[str, Any] = {"keys": sorted({span["event_key"] for span in spans}), "id": golden_id}
    counts = store.rows(_COUNTS, bound) if spans else []
    asked = {
        "channel": wanted.channel,
        "action": wanted.action,
        "since": _midnight(wanted.since, zone),
        "until": _midnight(wanted.until + timedelta(days=1), zone) if wanted.until else None,
    }
    page = max(wanted.page, 1)
    numbers = {"first": (page - 1) * PAGE, "last": page * PAGE}
    rows = store.rows(_PAGE_OF_EVENTS, {**bound, **asked, **numbers}) if spans else []
    found, moments = (rows[0]["found"], rows[0]["moments"]) if rows else (0, 0)
    return Timeline(
        moments=_moments(rows),
        page=page,
        pages=max(-(-moments // PAGE), 1),
        found=found,
        total=sum(each["events"] for each in counts),
        channels=_summed(counts, "channel"),
        actions=_summed(counts, "action"),
        first=min((each["first"] for each in counts if each["first"]), default=None),
        last=max((each["last"] for each in counts if each["last"]), default=None),
    )


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    """Return the moment when a day begins, UTC without a zone, as events have it."""
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def _summed(counts: list[dict[str, Any]], name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in counts:
        found[each[name]] = found.get(each[name], 0) + each["events"]
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _moments(rows: list[dict[str, Any]]) -> list[Moment]:
    """Return rows, sorted by moment and then by time, as moments."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["moment"], []).append(row)
    return [
        Moment(each[0]["session_id"], each[0]["time"], [_happening(row) for row in each]) for each in grouped.values()
    ]


def _happening(row: dict[str, Any]) -> Happening:
    properties = json.loads(row["properties"]) if row["properties"] else {}
    told = {name: value for name, value in properties.items() if value is not None}
    return Happening(**{**{name: row[name] for name in _SHOWN}, "properties": told})


_SHOWN = tuple(name for name in Happening.__dataclass_fields__ if name != "properties")

_SPANS = "select event_key from event_owner where golden_id = $id"

_OWN = """
own as (
  select event.*, owner.reason as attributed_by, coalesce(event.action, 'other') as told_action,
         coalesce(event.session_id, event.source || '/' || event.event_id) as moment
  from event
  join event_owner as owner on owner.event_key = event.event_key and owner.golden_id = $id
   and (owner.from_time is null or event.time >= owner.from_time)
   and (owner.to_time is null or event.time < owner.to_time)
  where event.event_key in $keys
)
"""

_COUNTS = f"""
with {_OWN}
select coalesce(channel, 'other') as channel, told_action as action, count(*) as events,
       min("time") as first, max("time") as last
from own group by all
"""

_PAGE_OF_EVENTS = f"""
with {_OWN},
asked as (
  select *, max("time") over (partition by moment) as latest, count(*) over () as found
  from own
  where ($channel is null or coalesce(channel, 'other') = $channel)
    and ($action is null or told_action = $action)
    and ($since is null or "time" >= $since)
    and ($until is null or "time" < $until)
),
ranked as (select *, dense_rank() over (order by latest desc nulls last, moment) as nth from asked)
select *, max(nth) over () as moments from ranked
qualify nth > $first and nth <= $last
order by nth, "time" nulls last, event_id
"""
