"""The many ways systems write one phone number, one birth date, one name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from cdp.demo.names import Country, Name, glued, spaced

PhoneStyle = Literal["national", "plain", "international", "digits", "dots", "wide"]
"""010-1234-5678, 01012345678, +82 10-1234-5678, 821012345678, 010.1234.5678, ０１０－１２３４－５６７８."""
DateStyle = Literal["iso", "era", "short_era", "yymmdd", "yyyymmdd", "mdy", "mdy_short", "dots", "slashes"]
"""1980-03-05, 昭和55年3月5日, S55.3.5, 800305, 19800305, 03/05/1980, 03/05/80, 1980.03.05, 1980/03/05."""
LatinOrder = Literal["given_first", "family_first", "comma", "passport"]
"""Min-su Kim, Kim Min-su, Kim, Min-su, KIM MIN SU."""

_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
_ERAS = ((date(2019, 5, 1), "令和", "R"), (date(1989, 1, 8), "平成", "H"), (date(1926, 12, 25), "昭和", "S"))
_FORMATS = {
    "iso": "%Y-%m-%d",
    "yymmdd": "%y%m%d",
    "yyyymmdd": "%Y%m%d",
    "mdy": "%m/%d/%Y",
    "mdy_short": "%m/%d/%y",
    "dots": "%Y.%m.%d",
    "slashes": "%Y/%m/%d",
}


def phone_text(e164: str, style: PhoneStyle) -> str:
    """A Korean or Japanese mobile number or an American number (E.164) in the given style."""
    code, rest = ("+1", e164[2:]) if e164.startswith("+1") else (e164[:3], e164[3:])
    if style == "digits":
        return e164[1:]
    if code == "+1":
        return _american_phone(rest, style)
    prefix, parts = rest[:2], (rest[2:6], rest[6:])
    if style == "international":
        return f"{code} {prefix}-{parts[0]}-{parts[1]}"
    if style == "plain":
        return f"0{rest}"
    text = ("." if style == "dots" else "-").join((f"0{prefix}", *parts))
    return text.translate(_WIDE) if style == "wide" else text


def _american_phone(rest: str, style: PhoneStyle) -> str:
    area, exchange, line = rest[:3], rest[3:6], rest[6:]
    if style == "plain":
        return rest
    if style == "international":
        return f"+1 {area}-{exchange}-{line}"
    if style == "dots":
        return f"{area}.{exchange}.{line}"
    return f"{area}-{exchange}-{line}" if style == "wide" else f"({area}) {exchange}-{line}"


def date_text(day: date, style: DateStyle) -> str:
    """A date in the given style; days before 1926-12-25 have no era here and come in ISO form."""
    if style in {"era", "short_era"}:
        start, era, letter = next((entry for entry in _ERAS if day >= entry[0]), (day, "", ""))
        if not era:
            return day.isoformat()
        year = day.year - start.year + 1
        if style == "short_era":
            return f"{letter}{year}.{day.month}.{day.day}"
        return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return day.isoformat() if style == "iso" else day.strftime(_FORMATS[style])


def native_name(family: Name, given: Name, country: Country, gap: str) -> str:
    """김민수, 山田 太郎, John Smith: family name first in Korea and Japan, with `gap` between the two."""
    return f"{given.native} {family.native}" if country == "US" else f"{family.native}{gap}{given.native}"


def latin_name(family: str, given: str, order: LatinOrder) -> str:
    """A name in Latin letters; the passport form parts Korean syllables and is all capitals."""
    if order == "passport":
        return f"{glued(family)} {spaced(given)}".upper()
    if order == "comma":
        return f"{family}, {given}"
    return f"{given} {family}" if order == "given_first" else f"{family} {given}"


def _saving_time(moment: datetime) -> bool:
    """Whether the eastern United States are on summer time: second Sunday of March to first Sunday of November, 2 h."""
    march, november = datetime(moment.year, 3, 8, 2), datetime(moment.year, 11, 1, 2)
    start = march + timedelta(days=(6 - march.weekday()) % 7)
    end = november + timedelta(days=(6 - november.weekday()) % 7)
    return start <= moment < end


def offset_hours(moment: datetime, country: Country) -> int:
    """Hours ahead of UTC of a local time; all American shops and customers keep eastern time."""
    if country != "US":
        return 9
    return -4 if _saving_time(moment) else -5


def with_offset(moment: datetime, country: Country) -> str:
    """Local time as ISO text with its offset: 2026-03-05T10:05:00+09:00."""
    return f"{moment.isoformat(timespec='seconds')}{offset_hours(moment, country):+03d}:00"


def in_utc(moment: datetime, country: Country) -> datetime:
    """The same moment in UTC, without a zone mark."""
    return moment - timedelta(hours=offset_hours(moment, country))


def utc_text(moment: datetime, country: Country) -> str:
    """Local time as ISO text in UTC: 2026-03-05T01:05:00Z."""
    return f"{in_utc(moment, country).isoformat(timespec='seconds')}Z"
