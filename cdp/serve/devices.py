"""The devices and browsers that somebody used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdp.store import Store

MOST = 12
"""Devices told."""


@dataclass(frozen=True)
class Device:
    """A kind of device of a person, by channel."""

    device_type: str
    channel: str
    devices: int
    """Different ones."""
    events: int
    last: datetime | None
    """When last seen, UTC."""


def devices_of(store: Store, golden_id: str) -> list[Device]:
    """Return the kinds of devices of a person, the one used last first."""
    return [Device(**row) for row in store.rows(_DEVICES, {"id": golden_id, "most": MOST})]


_DEVICES = """
select coalesce(event.device_type, 'unknown') as device_type, coalesce(event.channel, 'other') as channel,
       count(distinct event.device_id) as devices, count(*) as events, max(event."time") as last
from event_owner as owner
join event on event.event_key = owner.event_key
 and (owner.from_time is null or event."time" >= owner.from_time)
 and (owner.to_time is null or event."time" < owner.to_time)
where owner.golden_id = $id and event.device_id is not null
group by all order by last desc nulls last limit $most
"""
