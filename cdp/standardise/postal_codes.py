"""Postal codes in the one form that keys need: capitals and digits without spaces."""

from __future__ import annotations

import re

from cdp.standardise.cleaner import Cleaned, Problem
from cdp.standardise.text import is_placeholder, nfkc

_NON_ALNUM = re.compile(r"[\W_]+")
_EMPTY = re.compile(r"0+|9{5,}|(\d)\1{6,}")
_WITH_LETTERS = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|[A-Z]\d[A-Z]\d[A-Z]\d")
"""British and Canadian codes: unmistakable in records of any country."""
_PLAIN = re.compile("[A-Z0-9]{3,10}")


def clean_postal_code(raw: str, country: str) -> Cleaned:
    """Clean a postal code; outputs (value,): capitals and digits without spaces.

    JP seven digits, 〒 removed; KR five (the old six are kept); US five, ZIP+4 cut; a leading zero that a number lost
    is put back in these three. GB and all others: three to ten letters and digits as they are, one digit at least.
    00000 and 99999 are PLACEHOLDER.
    """
    text = nfkc(raw).upper().removesuffix(".0")
    plain = _NON_ALNUM.sub("", text.replace("〒", ""))
    if is_placeholder(text) and not plain.isdigit():
        return Problem.PLACEHOLDER
    if not plain or _EMPTY.fullmatch(plain):
        return Problem.PLACEHOLDER
    code = postal_code(plain, country)
    return Problem.MALFORMED if code is None else (code,)


def postal_code(plain: str, country: str) -> str | None:
    """Return the code for capitals and digits without spaces in the form of a country; None when it cannot be one."""
    if not _PLAIN.fullmatch(plain) or not any(map(str.isdigit, plain)):
        return None
    if country not in ("JP", "KR", "US") or _WITH_LETTERS.fullmatch(plain):
        return plain
    if not plain.isdigit():
        return None
    size = len(plain)
    if country == "JP":
        return plain.zfill(7) if size in (6, 7) else None
    if country == "KR":
        return plain.zfill(5) if size in (4, 5) else plain if size == 6 else None
    return plain.zfill(5) if size in (4, 5) else plain.zfill(9)[:5] if size in (8, 9) else None
