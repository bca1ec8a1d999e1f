"""What one person did, across all channels: filtered, counted by channel and action, in pages of visits and events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from cdp.store import Store

OTHER = "other"
"""Stands among the actions for events that no action fits."""
PAGE = 40
"""Moments on a page: visits, and events that belong to no visit."""


@dataclass(frozen=True)
class Owned:
    """An event key that speaks of a person, and when."""

    event_key: str
    from_time: datetime | None
    to_time: datetime | None
    reason: str | None


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


@dataclass(frozen=True)
class Device:
    """A kind of device of a person, on one channel."""

    device_type: str
    """`unknown` where the source does not tell."""
    channel: str
    devices: int
    """Different ones."""
    events: int
    last: datetime | None
    """When last seen, UTC."""


class Timelines:
    """What one person did: the events are read once, then asked in several ways."""

    def __init__(self, store: Store, golden_id: str, owned: Sequence[Owned] | None = None) -> None:
        """Read the events of a person; `owned` are the rows of `event_owner`, where they are known already."""
        self._store = store
        rows = store.rows(_OWNED, {"id": golden_id}) if owned is None else [vars(each) for each in owned]
        columns = {name: [row[name] for row in rows] for name in ("event_key", "from_time", "to_time", "reason")}
        keys = sorted(set(columns["event_key"]))
        store.connection.execute(_OWN_EVENT, {**columns, "keys": keys})

    def devices(self, most: int = 12) -> list[Device]:
        """Return the kinds of devices of the person, the one used last first."""
        return [Device(**row) for row in self._store.rows(_DEVICES, {"most": most})]

    def page(self, wanted: Wanted, zone: ZoneInfo) -> Timeline:
        """Return what the person did, as wanted; days are those of the time zone."""
        counts = self._store.rows(_COUNTS)
        asked = {
            "channel": wanted.channel,
            "action": wanted.action,
            "since": _midnight(wanted.since, zone),
            "until": _midnight(wanted.until + timedelta(days=1), zone) if wanted.until else None,
        }
        page = max(wanted.page, 1)
        rows = self._store.rows(_PAGE_OF_EVENTS, {**asked, "first": (page - 1) * PAGE, "last": page * PAGE})
        totals = self._store.rows(_FOUND, asked)[0]
        return Timeline(
            moments=_moments(rows),
            page=page,
            pages=max(-(-totals["moments"] // PAGE), 1),
            found=totals["found"],
            total=sum(each["events"] for each in counts),
            channels=_summed(counts, "channel"),
            actions=_summed(counts, "action"),
            first=min((each["first"] for each in counts if each["first"]), default=None),
            last=max((each["last"] for each in counts if each["last"]), default=None),
        )


def timeline(store: Store, golden_id: str, wanted: Wanted, zone: ZoneInfo) -> Timeline:
    """Return what somebody did, as wanted; days are those of the time zone."""
    return Timelines(store, golden_id).page(wanted, zone)


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

_OWNED = "select event_key, from_time, to_time, reason from event_owner where golden_id = $id"

_OWN_EVENT = """
create or replace temp table own_event as
with owned as (
  select unnest($event_key) as event_key, unnest($from_time) as from_time, unnest($to_time) as to_time,
         unnest($reason) as attributed_by
)
select event.*, owned.attributed_by, coalesce(event.action, 'other') as told_action,
       coalesce(event.channel, 'other') as told_channel,
       coalesce(event.session_id, event.source || '/' || event.event_id) as moment
from event
join owned on owned.event_key = event.event_key
 and (owned.from_time is null or event."time" >= owned.from_time)
 and (owned.to_time is null or event."time" < owned.to_time)
where event.event_key in $keys
"""

_DEVICES = """
select coalesce(device_type, 'unknown') as device_type, told_channel as channel,
       count(distinct device_id) as devices, count(*) as events, max("time") as last
from own_event where device_id is not null
group by all order by last desc nulls last, device_type, channel limit $most
"""

_COUNTS = """
select told_channel as channel, told_action as action, count(*) as events, min("time") as first, max("time") as last
from own_event group by all
"""

_ASKED = """
($channel is null or told_channel = $channel) and ($action is null or told_action = $action)
and ($since is null or "time" >= $since) and ($until is null or "time" < $until)
"""

_FOUND = f"select count(*) as found, count(distinct moment) as moments from own_event where {_ASKED}"

_PAGE_OF_EVENTS = f"""
with asked as (select *, max("time") over (partition by moment) as latest from own_event where {_ASKED})
select *, dense_rank() over (order by latest desc nulls last, moment) as nth from asked
qualify nth > $first and nth <= $last
order by nth, "time" nulls last, event_id
"""
