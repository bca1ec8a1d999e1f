"""E-mail addresses, phone numbers and declared identifiers in free text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumberMatch

_MASK = "|"
"""Covers what is no phone number; neither a digit, a letter nor punctuation of phone numbers."""
_FEWEST_DIGITS = 7
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9_](?:[A-Za-z0-9._%+'-]*[A-Za-z0-9_+-])?"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s\"'<>)\]]+", re.IGNORECASE)
_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d(?![\d-])))?"
_DATE_OR_TIME = re.compile(
    rf"(?<![\d+-])(?:"
    rf"{_YEAR}(?P<mark>[-/.])\s?{_MONTH}(?P=mark)\s?{_DAY}"
    rf"|{_DAY}[-/.]{_DAY}[-/.]{_YEAR}"
    rf"|{_YEAR}\s?[年년]\s?{_MONTH}\s?[月월](?:\s?{_DAY}\s?[日일])?"
    rf"|{_YEAR}(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])(?:T?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?"
    rf"|{_TIME})(?!\d)(?:T?{_TIME}(?!\d))?"
)
_DIGITS = re.compile(r"\d+")
_SCRIPTS = {"KR": re.compile("[가-힣]"), "JP": re.compile("[ぁ-ヺ]")}


def search_form(text: str) -> str:
    """Return the text in the form it is searched in: full-width digits and letters become plain ones (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def find_identifiers(text: str, patterns: Mapping[str, re.Pattern[str]]) -> dict[str, list[str]]:
    """Return what each pattern matches (its group `value` if it has one), each value once, in order of appearance."""
    return {
        name: _distinct(found["value" if "value" in pattern.groupindex else 0] for found in pattern.finditer(text))
        for name, pattern in patterns.items()
    }


def find_emails(text: str, own_domains: Sequence[str] = ()) -> list[str]:
    """Return the addresses, lower case, each once; those of `own_domains` and their sub-domains are left out."""
    return _distinct(address for address, _ in email_spans(text, own_domains))


def email_spans(text: str, own_domains: Sequence[str] = ()) -> list[tuple[str, tuple[int, int]]]:
    """Return each address that `find_emails` finds with its start and end in the text."""
    if "@" not in text:
        return []
    found = ((match[0].lower(), match.span()) for match in _EMAIL.finditer(text))
    own = tuple(domain for name in own_domains for domain in (f"@{name}", f".{name}"))
    return [(address, span) for address, span in found if not address.endswith(own)]


def find_phones(text: str, regions: Sequence[str], not_phones: Iterable[re.Pattern[str]] = ()) -> list[str]:
    """Return the valid phone numbers as E.164, each once, in order of appearance.

    Digits of a match of `not_phones`, of an address, a link, a date or a time are not looked at. A national number
    may be valid in several regions: the region in whose way it is grouped wins, then the one whose script (Hangul,
    kana) the text is in, then the earlier one of `regions`.
    """
    return _distinct(number for number, _ in phone_spans(text, regions, not_phones))


def phone_spans(
    text: str, regions: Sequence[str], not_phones: Iterable[re.Pattern[str]] = ()
) -> list[tuple[str, tuple[int, int]]]:
    """Return each number that `find_phones` finds with its start and end in the text."""
    for pattern in (*not_phones, _EMAIL, _LINK, _DATE_OR_TIME):
        if not _may_hold_phone(text):
            return []
        text = pattern.sub(_masked, text)
    from phonenumbers import PhoneNumberFormat, format_number

    matches = sorted(_matches(text, _by_script(text, regions)), key=lambda match: match.start)
    return [(format_number(match.number, PhoneNumberFormat.E164), (match.start, match.end)) for match in matches]


def _matches(text: str, regions: Sequence[str | None]) -> list[PhoneNumberMatch]:
    """Choose one reading for each number: grouped as in its region before any other, earlier region before later."""
    from phonenumbers import PhoneNumberMatcher

    chosen: list[PhoneNumberMatch] = []
    others: list[PhoneNumberMatch] = []
    for region in regions or [None]:
        if not _may_hold_phone(text):
            break
        for match in PhoneNumberMatcher(text, region):
            (chosen if _is_grouped(match) else others).append(match)
        for match in chosen:
            text = text[: match.start] + _MASK * (match.end - match.start) + text[match.end :]
    for match in others:
        if all(match.end <= taken.start or taken.end <= match.start for taken in chosen):
            chosen.append(match)
    return chosen


def _is_grouped(match: PhoneNumberMatch) -> bool:
    """Tell whether the number is written with its country code, or grouped as people of its region do."""
    from phonenumbers import PhoneNumberFormat, format_number

    usual = format_number(match.number, PhoneNumberFormat.NATIONAL)
    return match.raw_string.startswith("+") or _DIGITS.findall(match.raw_string) == _DIGITS.findall(usual)


def _by_script(text: str, regions: Sequence[str]) -> list[str]:
    return sorted(regions, key=lambda region: not (region in _SCRIPTS and _SCRIPTS[region].search(text)))


def _may_hold_phone(text: str) -> bool:
    return sum(map(len, _DIGITS.findall(text))) >= _FEWEST_DIGITS


def _masked(match: re.Match[str]) -> str:
    return _MASK * len(match[0])


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
