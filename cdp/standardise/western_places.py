"""Comparable keys of cities and towns in Latin letters."""

from __future__ import annotations

import re

from anyascii import anyascii

_WORD = re.compile(r"[a-z]+")
_SHORT = {"saint": "st", "sainte": "st", "ste": "st", "fort": "ft", "mount": "mt", "mont": "mt"}
_ALIASES = {"newyorkcity": "newyork", "nyc": "newyork", "washingtondc": "washington", "cityoflondon": "london"}


def western_city_key(name: str) -> str | None:
    """Return the letters a–z of a city without accents and spaces; None when there are none.

    'Saint' is 'st', 'Fort' 'ft', 'Mount' 'mt'; 'City of' and whatever follows a comma drop out.
    """
    plain = anyascii(name).lower().partition(",")[0] or anyascii(name).lower()
    words: list[str] = _WORD.findall(plain.replace("'", "").replace(".", "").removeprefix("city of "))
    key = "".join(_SHORT.get(word, word) for word in words)
    return _ALIASES.get(key, key) or None
