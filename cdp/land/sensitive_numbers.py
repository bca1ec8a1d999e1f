"""Numbers of payment cards and of residents in free text, and what stands in their place when it lands.

A number counts when it has the shape *and* what makes it one: cards a known issuer and the check digit of ISO/IEC 7812
(Luhn); resident numbers a day of birth or their check digit (Korea: 주민등록번호; Japan: 個人番号, ordinance 85 of
2014, article 5), or, as those of the United States have none, areas, groups and serials that are given out. A number
that goes on from a letter, or from a word and a hyphen, is the number of something else, such as an order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

CARD = "card number"
RESIDENT = "resident number"

_PLAIN = str.maketrans("０１２３４５６７８９‐‑‒–—―－ー−　\u00a0", "0123456789---------  ")
"""Full-width digits, dashes and spaces to plain ones, each one character for one; the long vowel mark is a dash too."""
_BEFORE = r"(?<![A-Za-z0-9+@_])(?<![A-Za-z0-9]-)(?<!\d\.)"
_AFTER = r"(?![A-Za-z0-9_]|[-.]\d)"
_D, _S = "[0-9０-９]", "[ \u00a0　‐‑‒–—―－ー−-]"
SUSPECT = rf"{_D}{{4}}{_S}?{_D}{{4}}{_S}?{_D}{{4}}|{_D}{{4}}{_S}{_D}{{6}}{_S}{_D}{{4}}|{_D}{{6}}{_S}?{_D}{{7}}|"
SUSPECT += rf"{_D}{{3}}{_S}{_D}{{2}}{_S}{_D}{{4}}|(?i:ssn|social security)[^0-9]{{0,20}}[0-9]{{9}}"
"""What a text has that may hold such a number (syntax of RE2 and of Python); most texts have it not."""

_ISSUERS = (
    (re.compile("4"), {16, 19}),
    (re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), {16}),
    (re.compile("3[47]"), {15}),
    (re.compile("352[89]|35[3-8]"), {16}),
    (re.compile("30[0-5]|3[689]"), {14}),
    (re.compile("6011|64[4-9]|65|62|81"), {16, 17, 18, 19}),
)
"""First digits of Visa, Mastercard, American Express, JCB, Diners, Discover and UnionPay, and how many they have."""
_KOREAN_CARD = re.compile(r"9\d{3}([ -])\d{4}\1\d{4}\1\d{4}\Z")
"""Cards for use in Korea alone."""
_KOREAN_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_JAPANESE_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def redacted(text: str) -> tuple[str, Counter[str]]:
    """Return the text with `[card number]` and `[resident number]` in place of such numbers, and how many of each."""
    plain, found = text.translate(_PLAIN), Counter[str]()
    for each in _SHAPES:
        spans = [match.span("number") for match in each.shape.finditer(plain) if each.holds(match["number"])]
        found[each.kind] += len(spans)
        for start, end in reversed(spans):
            text = f"{text[:start]}[{each.kind}]{text[end:]}"
        plain = text.translate(_PLAIN)
    return text, +found


def _digits(number: str) -> list[int]:
    return [int(char) for char in number if char.isdigit()]


def _is_card(number: str) -> bool:
    digits = _digits(number)
    plain = "".join(map(str, digits))
    known = any(first.match(plain) and len(plain) in lengths for first, lengths in _ISSUERS)
    doubled = (digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2])
    passes = (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
    return passes and (known or _KOREAN_CARD.match(number) is not None)


def _is_korean_resident(number: str) -> bool:
    """Tell by the hyphen after the day of birth; else by the check digit, which numbers of before October 2020 have."""
    if "-" in number:
        return True
    digits = _digits(number)
    rest = sum(weight * digit for weight, digit in zip(_KOREAN_WEIGHTS, digits[:12], strict=True)) % 11
    return digits[12] == ((13 if digits[6] >= 5 else 11) - rest) % 10


def _is_japanese_resident(number: str) -> bool:
    digits = _digits(number)
    rest = sum(weight * digit for weight, digit in zip(_JAPANESE_WEIGHTS, digits[:11], strict=True)) % 11
    return digits[11] == (0 if rest <= 1 else 11 - rest)


def _is_any(_: str) -> bool:
    return True


class _Shape(NamedTuple):
    kind: str
    shape: re.Pattern[str]
    """Its group `number` is what may be one."""
    holds: Callable[[str], bool]


def _shape(number: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?P<number>{number}){_AFTER}")


def _named(words: str, number: str) -> re.Pattern[str]:
    """Pattern of a number without groups, of which a word before it tells what it is."""
    return re.compile(rf"(?i:{words})\D{{0,20}}(?P<number>{number}){_AFTER}")


_FOURS = r"\d{4}(?P<gap>[ -])\d{4}(?P=gap)\d{4}"
_DAY = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_SOCIAL_SECURITY = r"(?!000|666|9)\d{3}%s(?!00)\d\d%s(?!0000)\d{4}"
_SHAPES = (
    _Shape(CARD, _shape(rf"{_FOURS}(?P=gap)\d{{4}}(?P=gap)\d{{3}}"), _is_card),
    _Shape(CARD, _shape(rf"{_FOURS}(?P=gap)\d{{4}}"), _is_card),
    _Shape(CARD, _shape(r"\d{4}(?P<gap>[ -])\d{6}(?P=gap)\d{4,5}"), _is_card),
    _Shape(CARD, _shape(r"\d{14,19}"), _is_card),
    _Shape(RESIDENT, _shape(rf"{_DAY}[ -]?[1-8]\d{{6}}"), _is_korean_resident),
    _Shape(RESIDENT, _shape(rf"(?<!\d ){_FOURS}(?! \d)"), _is_japanese_resident),
    _Shape(RESIDENT, _named("マイナンバ-|個人番号|my ?number", r"\d{12}"), _is_japanese_resident),
    _Shape(RESIDENT, _shape(_SOCIAL_SECURITY % ("-", "-")), _is_any),
    _Shape(RESIDENT, _named("ssn|social security", _SOCIAL_SECURITY % (" ?", " ?")), _is_any),
)
