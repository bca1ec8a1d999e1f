"""The shapes in which calendar dates are written, read into year, month and day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

from cdp.standardise.cleaner import Problem

Century = Callable[[int, int, int], int]
"""(two-digit year, month, day) to the full year."""

ORDERS = ("ymd", "mdy", "dmy")
"""Orders of year, month and day."""


class DateText(NamedTuple):
    """A date found at the start of a text."""

    day: date
    rest: str
    """What follows: a time, perhaps."""


_END = r"(?!\d)"
_DAY_END = r"(?:\s*[일日]|\.(?!\d)|(?!\d))"
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/. 년年]\s*(\d{1,2})\s*[-/. 월月]\s*(\d{1,2})" + _DAY_END)
_SHORT_YEAR_FIRST = re.compile(r"(\d{2})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})" + _DAY_END)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*'?(\d{4}|\d{1,2})\.?" + _END)
_DIGITS = re.compile(r"(\d{8}|\d{6})(?:\.0)?" + _END)

_ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_LAST_YEARS = {"明治": 45, "大正": 15, "昭和": 64, "平成": 31, "令和": 99}
_ERA_LETTERS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_ERA_NAME = "(明治|大正|昭和|平成|令和|[mtshr])"
_ERA = re.compile(_ERA_NAME + r"\s*\.?\s*(元|\d{1,2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})" + _DAY_END)
_ERA_DIGITS = re.compile(_ERA_NAME + r"(\d{2})(\d{2})(\d{2})" + _END)

_MONTH_LINE = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: nth for nth, name in enumerate(_MONTH_LINE.split(), start=1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_DAY_MONTH = re.compile(_DAY + r"[\s.-]*(?:of\s+)?" + _MONTH + r"[\s.,'-]*(\d{4}|\d{2})" + _END)
_MONTH_DAY = re.compile(_MONTH + r"[\s.-]*" + _DAY + r"[\s,.'-]+(\d{4}|\d{2})" + _END)
_YEAR_MONTH = re.compile(r"(\d{4})[\s.,-]*" + _MONTH + r"[\s.-]*" + _DAY + _END)
_WEEKDAY = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[.,]*\s+|[월화수목금토일]요일\s*|[月火水木金土日]曜日?\s*)"
)


def read_date(text: str, order: str, century: Century) -> DateText | Problem:
    """Read the date at the start of `text` (lower case, as `nfkc` gives it).

    `order` is 'ymd', 'mdy', 'dmy' or ''; it decides only where the text does not: not for ISO dates, eras, names of
    months, or years of four digits that come first. Where it is '' and the parts fit two orders, the date is MALFORMED
    (05.03.1990 is day first, as everywhere that dots are used). A 13th month or 31 February is IMPOSSIBLE.
    """
    text = text[match.end() :] if (match := _WEEKDAY.match(text)) else text
    if match := _YEAR_FIRST.match(text):
        return _made(int(match[1]), int(match[2]), int(match[3]), text[match.end() :])
    if match := _YEAR_LAST.match(text):
        return _year_last(match, text, order, century)
    if match := _DIGITS.match(text):
        return _digits(match, text, order, century)
    if match := _SHORT_YEAR_FIRST.match(text):
        return _short(int(match[1]), int(match[2]), int(match[3]), text[match.end() :], century)
    return _with_words(text, century)


def _year_last(match: re.Match[str], text: str, order: str, century: Century) -> DateText | Problem:
    first, second, last = int(match[1]), int(match[3]), int(match[4])
    rest = text[match.end() :]
    found = _decided(first, second, last, match[4], match[2], order)
    if found == "ymd":
        return _short(first, second, last, rest, century)
    if not found:
        return Problem.MALFORMED
    month, day = (first, second) if found == "mdy" else (second, first)
    return _short(last, month, day, rest, century) if len(match[4]) == 2 else _made(last, month, day, rest)


def _decided(first: int, second: int, last: int, year: str, separator: str, order: str) -> str:
    """The order of three numbers of which the last may be the year; '' when that cannot be told."""
    width = len(year)
    if width < 4 and first > 31:
        return "ymd"
    if width == 1:
        return "ymd" if order == "ymd" else ""
    if order in ("mdy", "dmy") or (order == "ymd" and width == 2):
        return order
    fitting = [each for each in ORDERS if fits(first, second, last, width, each)]
    if len(fitting) == 1 or (len(fitting) == 2 and first == second and width == 4):
        return fitting[0]
    return "dmy" if separator == "." and "dmy" in fitting and last > 31 else ""


def fits(first: int, second: int, last: int, width: int, order: str) -> bool:
    """Whether three numbers, the last written in `width` digits, can be a date in `order`."""
    if order == "ymd":
        return width < 4 and 1 <= second <= 12 and 1 <= last <= 31
    month, day = (first, second) if order == "mdy" else (second, first)
    return width > 1 and 1 <= month <= 12 and 1 <= day <= 31


def _digits(match: re.Match[str], text: str, order: str, century: Century) -> DateText | Problem:
    """19900305, 900305, and with a declared order 05031990, 030590."""
    digits, rest = match[1], text[match.end() :]
    if len(digits) == 6:
        a, b, c = int(digits[:2]), int(digits[2:4]), int(digits[4:])
        year, month, day = {"mdy": (c, a, b), "dmy": (c, b, a)}.get(order, (a, b, c))
        return _short(year, month, day, rest, century)
    found = _made(int(digits[:4]), int(digits[4:6]), int(digits[6:]), rest)
    if isinstance(found, DateText) and 1800 <= found.day.year < 2100:
        return found
    if order in ("mdy", "dmy"):
        a, b = int(digits[:2]), int(digits[2:4])
        return _made(int(digits[4:]), *((a, b) if order == "mdy" else (b, a)), rest)
    return found


def _with_words(text: str, century: Century) -> DateText | Problem:
    if match := _ERA.match(text) or _ERA_DIGITS.match(text):
        return _era(match, text)
    if match := _DAY_MONTH.match(text):
        return _named(match[3], match[2], match[1], text[match.end() :], century)
    if match := _MONTH_DAY.match(text):
        return _named(match[3], match[1], match[2], text[match.end() :], century)
    if match := _YEAR_MONTH.match(text):
        return _named(match[1], match[2], match[3], text[match.end() :], century)
    return Problem.MALFORMED


def _era(match: re.Match[str], text: str) -> DateText | Problem:
    era = _ERA_LETTERS.get(match[1], match[1])
    year = 1 if match[2] == "元" else int(match[2])
    if not 1 <= year <= _LAST_YEARS[era]:
        return Problem.IMPOSSIBLE
    return _made(_ERAS[era] + year - 1, int(match[3]), int(match[4]), text[match.end() :])


def _named(year: str, month: str, day: str, rest: str, century: Century) -> DateText | Problem:
    make = _made if len(year) == 4 else partial(_short, century=century)
    return make(int(year), _MONTHS[month], int(day), rest)


def _short(year: int, month: int, day: int, rest: str, century: Century) -> DateText | Problem:
    return _made(century(year, month, day), month, day, rest)


def _made(year: int, month: int, day: int, rest: str) -> DateText | Problem:
    if year == 0:
        return Problem.PLACEHOLDER
    if not month or not day:
        return Problem.MALFORMED
    try:
        return DateText(date(year, month, day), rest)
    except ValueError:
        return Problem.IMPOSSIBLE
