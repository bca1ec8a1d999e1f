"""ISO 3166 codes of countries from the ways people write them."""

from __future__ import annotations

import re

from cdp.standardise.country_table import COUNTRIES

_NON_LETTERS = re.compile(r"[\W_]+")


def _keys(name: str) -> set[str]:
    plain = _NON_LETTERS.sub("", name.casefold())
    return {plain, plain.removeprefix("the")} - {""}


def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in COUNTRIES.strip().splitlines():
        code, code3, names = line.split(" ", 2)
        found |= {code.lower(): code, code3.lower(): code}
        for name in names.split("|"):
            for key in _keys(name):
                found.setdefault(key, code)
    return found


_BY_NAME = _by_name()
COUNTRY_CODES = frozenset(_BY_NAME.values())
"""All alpha-2 codes."""


def country_code(name: str) -> str | None:
    """Return the alpha-2 code of a country given by code or name (English, Korean, Japanese); None when unknown.

    Case, spaces and punctuation do not matter: 'U.S.A.', 'korea (south)', '대한 민국'. Namibia's 'NA' has to be
    in capitals: 'na' and 'n/a' mean something else.
    """
    if len(name) == 2 and name in COUNTRY_CODES:
        return name
    plain = _NON_LETTERS.sub("", name.casefold())
    if plain == "na":
        return None
    return _BY_NAME.get(plain) or _BY_NAME.get(plain.removeprefix("the"))
