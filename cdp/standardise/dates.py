"""Cleaners of dates of birth and of points in time, and the order of day and month that a column shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from cdp.standardise.cleaner import Cleaned, Cleaner, Problem
from cdp.standardise.date_shapes import ORDERS, DateText, fits, read_date
from cdp.standardise.text import is_placeholder, nfkc
from cdp.standardise.times import read_epoch, read_time

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_THREE_NUMBERS = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*'?(\d{4}|\d{1,2})(?!\d)")
_YEAR_FIRST = re.compile(r"\d{4}\s*[-/.년年]|\d{8}(?!\d)")
_FIRST_YEAR, _SENTINEL_YEAR = 1000, 2900
_NO_BIRTH_DAYS = frozenset({date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1111, 11, 11)})
"""Zero of spreadsheets, defaults of forms; 1970-01-01 is a birthday of real people and stays."""
_PIVOT = 70


def clean_birth_date(raw: str, context: str) -> Cleaned:
    """Clean a date of birth; outputs (value,): ISO 8601 'YYYY-MM-DD'.

    `context` is the order of the column, 'ymd', 'mdy', 'dmy' or '', and after '|' the day of the run (ISO; default:
    today): it gives two-digit years their century, so that nobody is unborn or older than a hundred, and makes
    dates after it IMPOSSIBLE. A time is ignored. Years from 1000 on are kept. '1990', '1990-03' and '1990-00-00' are
    MALFORMED.
    """
    order, _, as_of = context.partition("|")
    today = date.fromisoformat(as_of) if as_of else datetime.now(UTC).date()
    text = nfkc(raw)
    if _ISO_DAY.fullmatch(text) and text.isascii():
        try:
            return _checked(date.fromisoformat(text), today)
        except ValueError:
            pass
    if is_placeholder(text):
        return Problem.PLACEHOLDER
    found = read_date(_BRACKETS.sub("", text).strip().lower(), order, partial(_birth_century, today))
    if isinstance(found, Problem):
        return found
    return Problem.MALFORMED if read_time(found.rest) is None else _checked(found.day, today)


def _birth_century(today: date, year: int, month: int, day: int) -> int:
    """The latest year with these last two digits in which the day is not in the future."""
    this = today.year - today.year % 100 + year
    return this if (this, month, day) <= (today.year, today.month, today.day) else this - 100


def _checked(day: date, today: date) -> Cleaned:
    if day in _NO_BIRTH_DAYS or day.year >= _SENTINEL_YEAR or day.year == 1:
        return Problem.PLACEHOLDER
    return Problem.IMPOSSIBLE if day > today or day.year < _FIRST_YEAR else (day.isoformat(),)


def parse_moment(raw: str, context: str) -> Cleaned:
    """Clean a point in time; outputs ('YYYY-MM-DD HH:MM:SS[.ffffff]' in UTC,).

    `context` is '<order>|<IANA zone>' and perhaps '|<latest>': the order as for birth dates, the zone of times without
    an offset ('' is UTC), and an ISO date; moments from its midnight UTC on are IMPOSSIBLE.
    Dates as `clean_birth_date` reads them, alone (midnight) or with a time (24 hours, am/pm, 오전/오후, 午前/午後), and
    epoch numbers of seconds to nanoseconds. Two-digit years are 1970–2069. Years before 1000 are IMPOSSIBLE;
    0001-01-01, 1900-01-01 and years from 2900 on are PLACEHOLDER. A zone that does not exist raises
    ZoneInfoNotFoundError: that is a mistake in the configuration, not in the text.
    """
    order, zone, latest = (*context.split("|"), "", "")[:3]
    text = nfkc(raw)
    moment = _iso(text) or _written(text, order)
    if isinstance(moment, Problem):
        return moment
    local = moment if moment.tzinfo is not None else moment.replace(tzinfo=_zone(zone))
    found = _in_utc(local)
    return Problem.IMPOSSIBLE if latest and not isinstance(found, Problem) and str(found[0]) >= latest else found


def _in_utc(moment: datetime) -> Cleaned:
    if moment.year == 1 or moment.year >= _SENTINEL_YEAR or moment.date() in _NO_BIRTH_DAYS:
        return Problem.PLACEHOLDER
    if moment.year < _FIRST_YEAR:
        return Problem.IMPOSSIBLE
    return (moment.astimezone(UTC).replace(tzinfo=None).isoformat(" "),)


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name or "UTC")


def _iso(text: str) -> datetime | None:
    if not _ISO_MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _written(text: str, order: str) -> datetime | Problem:
    """Read all that is no ISO moment; without tzinfo where the text has no offset."""
    if is_placeholder(text) and not text.isdecimal():
        return Problem.PLACEHOLDER
    text = _BRACKETS.sub("", text).strip().lower()
    epoch = read_epoch(text)
    if epoch is not None:
        return epoch
    found = _digits(text) or read_date(text, order, lambda year, *_: year + (2000 if year < _PIVOT else 1900))
    if isinstance(found, Problem):
        return Problem.PLACEHOLDER if is_placeholder(text) else found
    clock = read_time(found.rest)
    if clock is None:
        return Problem.MALFORMED
    try:
        return datetime.combine(found.day, time(), clock.zone) + clock.after_midnight
    except OverflowError:
        return Problem.PLACEHOLDER


def _digits(text: str) -> DateText | None:
    """YYYYMMDD with HHMM, HHMMSS or more digits directly behind it."""
    if not (text.isdecimal() and text.isascii() and len(text) in (12, 14, 17, 20)):
        return None
    try:
        return DateText(date(int(text[:4]), int(text[4:6]), int(text[6:8])), text[8:])
    except ValueError:
        return None


def infer_date_order(values: Iterable[str]) -> str:
    """Return the order of the dates in a column from its distinct values: 'ymd', 'mdy', 'dmy', or '' when undecidable.

    The order in which most values that need one (3/5/90, 03-05-1990) can be dates; '' when two orders serve as many.
    'ymd' when no value needs one and some begin with the year.
    """
    fitting: Counter[str] = Counter()
    year_first = False
    for value in values:
        text = nfkc(value)
        match = _THREE_NUMBERS.match(text)
        if match is None:
            year_first = year_first or _YEAR_FIRST.match(text) is not None
            continue
        first, second, last = int(match[1]), int(match[3]), int(match[4])
        fitting.update(order for order in ORDERS if fits(first, second, last, len(match[4]), order))
    if not fitting:
        return "ymd" if year_first else ""
    (best, most), *others = fitting.most_common()
    return "" if others and others[0][1] == most else best


BIRTH_DATE = Cleaner(("value",), clean_birth_date, "date_order", "date")
MOMENT = Cleaner(("value",), parse_moment, "date_order")
