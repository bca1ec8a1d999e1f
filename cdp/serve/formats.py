"""How each language writes names, money, numbers, days and moments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers

from cdp.wording import Language

_SIGNS = {"KRW": "₩", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "CNY": "CN¥"}
_WHOLE = frozenset({"KRW", "JPY", "VND", "CLP"})
"""Currencies without a smaller coin."""
_WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "ko": "월화수목금토일", "ja": "月火水木金土日"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HONORIFIC = {"en": "", "ko": " 님", "ja": " 様"}
_PHONE = re.compile(r"\+\d{7,15}")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_FULL_SIZE = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_VOICING = re.compile("[\u3099\u309a]")
"""Marks of voiced kana, decomposed: they count where all else is equal."""
_PERIOD = re.compile(r"(\d{4})-(?:Q([1-4])|(0[1-9]|1[0-2]))")
_DECIMAL = re.compile(r"-?\d{1,15}\.\d+")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Formats:
    """Writes values for one language, moments in the company's time zone."""

    def __init__(self, language: Language, zone: ZoneInfo) -> None:
        self.language, self.zone = language, zone

    def number(self, value: float, digits: int = 0) -> str:
        """Return 1,234 or 1,234.5."""
        return f"{value:,.{digits}f}"

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share from 0 to 1 as 12%."""
        return f"{share * 100:,.{digits}f}%"

    def money(self, amount: float, currency: str | None) -> str:
        """Return ₩12,300, ¥1,200, $165.90; the code in front where a currency has no sign."""
        digits = 0 if currency in _WHOLE else 2
        sign = _SIGNS.get(currency or "", f"{currency} " if currency else "")
        return f"{'−' if amount < 0 else ''}{sign}{abs(amount):,.{digits}f}"

    def local(self, moment: datetime) -> datetime:
        """Return a moment, which is kept in UTC, in the company's time zone."""
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(self.zone)

    def day(self, value: date | datetime) -> str:
        """Return Sat 7 Mar 2026, 2026년 3월 7일 (토), 2026年3月7日(土); a moment as the company's day."""
        day = self.local(value).date() if isinstance(value, datetime) else value
        weekday = _WEEKDAYS[self.language][day.weekday()]
        match self.language:
            case "ko":
                return f"{day.year}년 {day.month}월 {day.day}일 ({weekday})"
            case "ja":
                return f"{day.year}年{day.month}月{day.day}日({weekday})"
            case _:
                return f"{weekday} {day.day} {_MONTHS[day.month - 1]} {day.year}"

    def date(self, value: date | datetime) -> str:
        """Return a day without its weekday: 7 Mar 2026, 2026. 3. 7., 2026/3/7."""
        day = self.local(value).date() if isinstance(value, datetime) else value
        match self.language:
            case "ko":
                return f"{day.year}. {day.month}. {day.day}."
            case "ja":
                return f"{day.year}/{day.month}/{day.day}"
            case _:
                return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def period(self, name: str) -> str:
        """Return a quarter or month, 2026-Q2 or 2026-06, as Q2 2026, 2026년 2분기, 2026年6月; other names unchanged."""
        found = _PERIOD.fullmatch(name)
        if found is None:
            return name
        year, quarter, month = found[1], found[2], int(found[3] or 0)
        match self.language:
            case "ko":
                return f"{year}년 {quarter}분기" if quarter else f"{year}년 {month}월"
            case "ja":
                return f"{year}年第{quarter}四半期" if quarter else f"{year}年{month}月"
            case _:
                return f"Q{quarter} {year}" if quarter else f"{_MONTHS[month - 1]} {year}"

    def time(self, moment: datetime) -> str:
        """Return the time of day, 14:05."""
        return f"{self.local(moment):%H:%M}"

    def moment(self, moment: datetime) -> str:
        """Return day and time of day."""
        return f"{self.date(moment)} {self.time(moment)}"

    def value(self, value: Any) -> str:
        """Return a golden value: days and numbers as the language writes them, phones in groups of digits."""
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            return self._day_or_text(value)
        if isinstance(value, str) and _DECIMAL.fullmatch(value):
            value = float(value)
        if isinstance(value, (date, datetime)):
            return self.date(value)
        if isinstance(value, (int, float)):
            return self.number(value, 0 if float(value).is_integer() else 2)
        return phone_text(str(value)) if _PHONE.fullmatch(str(value)) else str(value)

    def _day_or_text(self, text: str) -> str:
        try:
            return self.date(date.fromisoformat(text))
        except ValueError:
            return text

    def name(self, profile: Mapping[str, Any]) -> str | None:
        """Return a person's name as it is written, or from its parts in the order of its script; None without one."""
        whole = profile.get("full_name") or profile.get("name")
        if whole:
            return str(whole)
        given, family = profile.get("given_name"), profile.get("family_name")
        parts = [part for part in (given, family) if part]
        if any(_EAST_ASIAN.search(part) for part in parts):
            parts.reverse()
        return " ".join(parts) or None

    def called(self, profile: Mapping[str, Any]) -> str:
        """Return how one addresses the person of a profile; its golden_id where no name is known."""
        name = self.name(profile)
        return self.addressed(name) if name else str(profile["golden_id"])

    def addressed(self, name: str) -> str:
        """Return a name as one addresses its bearer: 김하늘 님, 齋藤 健一 様; in English the name alone."""
        return name + _HONORIFIC[self.language]

    def sort_key(self, name: str | None, kana: str | None = None) -> tuple[int, str, str]:
        """Return what names sort by: 가나다 in Korean, 五十音 of the reading in Japanese, else letters; names in other
        scripts come last.
        """
        if not name:
            return 2, "", ""
        if self.language == "ja":
            reading = (kana or name).translate(_TO_HIRAGANA)
            plain = _VOICING.sub("", unicodedata.normalize("NFD", reading)).translate(_FULL_SIZE)
            return (0 if kana or re.match("[\u3041-\u3096]", reading) else 1), plain, reading
        if self.language == "ko":
            return (0 if re.match("[가-힣]", name) else 1), name, ""
        return (1 if _EAST_ASIAN.search(name) else 0), name.casefold(), ""


def phone_text(number: str) -> str:
    """Return an international number in groups: +82 10-5234-0188."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
