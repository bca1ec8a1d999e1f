"""Cleaner of telephone numbers."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, ValidationResult

from cdp.standardise.cleaner import Cleaned, Cleaner, Problem
from cdp.standardise.text import is_placeholder, nfkc

_DASHES = str.maketrans(dict.fromkeys("ー―−–—‐‑‒〜", "-"))
_LABEL = re.compile(
    r"^(?:tel|telephone|phone|ph|mobile|mob|cell|fax|home|work|전화|전화번호|휴대폰|휴대전화|핸드폰|電話|電話番号|携帯|携帯電話|自宅)"
    r"[\s.:)\-]*(?=[\d(+])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"(?<=\d)\s*(?:(?:;?\s*ext(?:ension|n)?|x|내선|内線)[\s.:=]*|#\s*)\d{1,7}\s*번?$", re.IGNORECASE
)
_REMARK = re.compile(r"\([^()\d]*\)")
_NEXT_NUMBER = re.compile(r"\s*(?:[/;,|、]|\bor\b|또는|又は)\s*", re.IGNORECASE)
_AREA_CODE = re.compile(r"^(\D*(?:\d\D*){1,6}?)/\s*(?=[\d(])")
_NON_DIGIT = re.compile(r"\D+")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_SAME_END = re.compile(r"(\d)\1{6,}\Z")
_FEWEST, _MOST = 7, 18
_FEWEST_ABROAD = 11
_LONGEST_E164 = 16

EVERYDAY = {
    "KR": (re.compile(r"(?:\+?82)?0?(10\d{8})|0(2\d{7,8}|[3-6][1-5]\d{7,8}|70\d{8})"), "+82"),
    "JP": (re.compile(r"(?:\+?81)?0?([789]0\d{8})|0([2-9]\d{8})"), "+81"),
    "US": (re.compile(r"(?:\+?1)?([2-9]\d\d[2-9]\d{6})"), "+1"),
    "GB": (re.compile(r"(?:\+?44)?0?(7\d{9})|0([12]\d{9})"), "+44"),
}
"""Everyday numbers per region, whose E.164 form needs no parser; a test proves them equal to it."""


def clean_phone(raw: str, region: str) -> Cleaned:
    """Clean a telephone number; outputs (value,) in E.164. `region` (ISO code or '') is that of national numbers.

    Full-width digits, any punctuation, labels, '00' for '+', '+82 (0)10', a lost leading zero (1012345678) or '+' are
    understood; extensions are dropped; of several numbers the first counts. A slash behind too few digits for a number
    parts an area code from the rest (0171/9892593), else two numbers. Numbers of a possible length are kept even when
    no such number has been assigned: a slip in one digit still links records. Too short ones, letters and '8.21012E+11'
    are MALFORMED; seven or more equal digits at the end are PLACEHOLDER.
    """
    text = nfkc(raw)
    if is_placeholder(text):
        return Problem.PLACEHOLDER
    number = _bare_number(text)
    if number is None:
        return Problem.MALFORMED
    if _SAME_END.search(number):
        return Problem.PLACEHOLDER
    everyday = EVERYDAY.get(region)
    if everyday is not None:
        match = everyday[0].fullmatch(number)
        if match is not None:
            return (everyday[1] + match[match.lastindex or 1],)
    found = parsed_number(number, region)
    return Problem.MALFORMED if found is None else (found,)


def _bare_number(text: str) -> str | None:
    """The digits of the first number in `text`, with its '+'; None when it has letters or too few or many digits."""
    text = text.translate(_DASHES)
    if not text.isascii():
        text = _FOREIGN_DIGIT.sub(lambda match: str(int(match[0])), text)
    text = _LABEL.sub("", _EXTENSION.sub("", _REMARK.sub("", text).strip())).removesuffix(".0")
    if any(map(str.isalpha, text)):
        text = _NEXT_NUMBER.split(text)[0]
        if any(map(str.isalpha, text)):
            return None
    for part in _NEXT_NUMBER.split(_AREA_CODE.sub(r"\1 ", text)):
        digits = _NON_DIGIT.sub("", part)
        if _FEWEST <= len(digits) <= _MOST:
            return "+" + digits if part.lstrip(" (").startswith("+") else digits
    return None


def parsed_number(number: str, region: str) -> str | None:
    """Return the E.164 form of '+' and digits, or of digits as dialled in `region`; None when it can be no number.

    Digits are read as dialled in the region; from eleven digits on, or after 00, also as a number with its country
    code. The first reading that is a valid number wins, else what is dialled in the region, if its length is possible;
    a number that begins with zero behind its country code has to be valid.
    """
    if number.startswith("+") or (len(number) < _FEWEST_ABROAD and not number.startswith("00")):
        found = _parsed(number, region)
        return None if found is None else _written(found)
    national, foreign = _parsed(number, region), _parsed("+" + number.removeprefix("00"), region)
    readings = (foreign, national) if number.startswith("00") else (national, foreign)
    valid = (found for found in readings if found is not None and phonenumbers.is_valid_number(found))
    best = next(valid, national)
    return None if best is None else _written(best)


def _written(number: PhoneNumber) -> str:
    return f"+{number.country_code}{phonenumbers.national_significant_number(number)}"


def _parsed(reading: str, region: str) -> PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(reading, region or None)
    except NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(parsed) == ValidationResult.IS_POSSIBLE
    if not possible or len(_written(parsed)) > _LONGEST_E164:
        return None
    return parsed if not parsed.italian_leading_zero or phonenumbers.is_valid_number(parsed) else None


PHONE = Cleaner(("value",), clean_phone, "region")
