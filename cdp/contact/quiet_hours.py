"""Hours in which nothing is sent: told in the person's local time, wherever the person may live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """From one local time, HH:MM, until another, perhaps of the next day. Of several zones each counts."""

    begin: str
    end: str
    zones: Sequence[str]

    def until(self, at: datetime) -> datetime | None:
        """Return when the quiet hours that hold at a moment (with a zone) are over, in UTC; `at` itself when none do.

        None when they never are: in some zone it is always quiet.
        """
        moment = at
        while moment - at <= 2 * _DAY:
            later = max(self._end_in(ZoneInfo(zone), moment) for zone in self.zones)
            if later <= moment:
                return moment
            moment = later
        return None

    def _end_in(self, zone: ZoneInfo, at: datetime) -> datetime:
        """Return when the quiet hours that hold at a moment are over in one zone, the moment when none do."""
        local, begin, end = at.astimezone(zone), time.fromisoformat(self.begin), time.fromisoformat(self.end)
        is_over_midnight = begin > end
        now = local.time()
        quiet = (now >= begin or now < end) if is_over_midnight else begin <= now < end
        if not quiet:
            return at
        day = local.date() + (_DAY if is_over_midnight and now >= begin else timedelta(0))
        return datetime.combine(day, end, zone).astimezone(at.tzinfo)
