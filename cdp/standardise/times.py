"""Times of day, offsets from UTC and epoch numbers as systems write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

_HALF = r"(오전|오후|午前|午後|am|pm|a\.m\.|p\.m\.)?"
_CLOCK = re.compile(
    rf"[t\s,_]*{_HALF}\s*(\d{{1,2}})\s*(?:(?:[:.h]|시|時)\s*(?:(\d{{1,2}})\s*(?:(?:[:.]|분|分)\s*"
    rf"(?:(\d{{1,2}})(?:[.,:](\d{{1,9}}))?\s*[초秒]?)?)?)?)?\s*{_HALF}\s*(.*)"
)
_COMPACT = re.compile(r"[t\s_]*(\d{2})(\d{2})(\d{2})?(?:[.,]?(\d{1,9}))?\s*(\D.*)?")
_OFFSET = re.compile(r"(?:gmt|utc|z)?\s*([+-])(\d{1,2}):?(\d{2})?(?::\d{2})?")
_ZONE_LINE = """
z 0 utc 0 gmt 0 kst 540 jst 540 est -300 edt -240 cdt -300 mst -420 mdt -360 pst -480 pdt -420 cet 60 cest 120 eet 120
eest 180 bst 60 msk 180 hkt 480 sgt 480 aest 600 aedt 660
"""
_ZONE_WORDS = _ZONE_LINE.split()
_ZONES = {name: int(minutes) for name, minutes in zip(_ZONE_WORDS[::2], _ZONE_WORDS[1::2], strict=True)}
_EPOCH = re.compile(r"(\d{10}|\d{13}|\d{16}|\d{19})(?:\.(\d{1,9}))?")
_LONGEST_OFFSET = 14 * 60 + 59


class TimeOfDay(NamedTuple):
    """A time after midnight of its day, and the offset it came with (None: local time)."""

    after_midnight: timedelta
    zone: tzinfo | None


def read_time(text: str) -> TimeOfDay | None:
    """Read a time of day with an optional offset (lower case); None when it is none. No text at all is midnight.

    14:05, 14:05:06.789+09:00, 2:05 pm, 오후 2시 5분, 午後2時5分, 14時05分, t140506z, 10:00 kst. 24:00 is the next
    midnight.
    """
    if not text.strip(" ."):
        return TimeOfDay(timedelta(), None)
    if match := _COMPACT.fullmatch(text):
        return _time(None, match[1], match[2], match[3], match[4], match[5])
    match = _CLOCK.fullmatch(text)
    if match is None or not (match[3] or match[1] or match[6] or re.search("[시時]", text)):
        return None
    return _time(match[1] or match[6], match[2], match[3], match[4], match[5], match[7])


def _time(
    half: str | None, hour: str, minute: str | None, second: str | None, fraction: str | None, zone: str | None
) -> TimeOfDay | None:
    hours, minutes, seconds = _on_24_hours(int(hour), half), int(minute or 0), int(second or 0)
    if hours > 24 or minutes > 59 or seconds > 60 or (hours == 24 and (minutes or seconds)):
        return None
    found, offset = read_offset(zone or "")
    if not found:
        return None
    micros = int((fraction or "0")[:6].ljust(6, "0"))
    return TimeOfDay(timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=micros), offset)


def _on_24_hours(hour: int, half: str | None) -> int:
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half[0] == "p" or half in ("오후", "午後") else 0)


def read_offset(text: str) -> tuple[bool, tzinfo | None]:
    """Return (whether `text` is an offset, a known zone abbreviation or nothing, its zone; None for nothing)."""
    text = text.strip()
    if not text:
        return True, None
    minutes = _ZONES.get(text)
    if minutes is None:
        match = _OFFSET.fullmatch(text)
        if match is None:
            return False, None
        minutes = (int(match[2]) * 60 + int(match[3] or 0)) * (-1 if match[1] == "-" else 1)
    if abs(minutes) > _LONGEST_OFFSET:
        return False, None
    return True, timezone(timedelta(minutes=minutes))


def read_epoch(text: str) -> datetime | None:
    """Read seconds (10 digits, perhaps with a fraction), milli-, micro- or nanoseconds since 1970; None for others."""
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    whole, fraction = match[1], match[2] or ""
    micros = int((whole[10:] + fraction)[:6].ljust(6, "0"))
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(whole[:10]), microseconds=micros)
