"""Cleaners of addresses and their parts. Keys are comparable letters and digits; Han characters stay Han."""

from __future__ import annotations

import re

from cdp.standardise.address_parts import AddressParts
from cdp.standardise.cleaner import Cleaned, Cleaner, Problem
from cdp.standardise.japanese_addresses import split_japanese
from cdp.standardise.japanese_places import japanese_city_key, japanese_region
from cdp.standardise.japanese_streets import japanese_street_key, latin_japanese_street_key
from cdp.standardise.korean_addresses import split_korean
from cdp.standardise.korean_places import korean_city_key, korean_region
from cdp.standardise.korean_streets import hangul_street_key, latin_korean_street_key
from cdp.standardise.postal_codes import clean_postal_code
from cdp.standardise.romanise import Script, scripts_in
from cdp.standardise.text import is_placeholder, nfkc
from cdp.standardise.western_addresses import split_western
from cdp.standardise.western_places import western_city_key
from cdp.standardise.western_regions import western_region
from cdp.standardise.western_streets import western_street_key

_LONGEST = 500
_HAS_CONTENT = re.compile(r"[^\W_]")
_JAPANESE = frozenset({Script.HAN, Script.KANA})


def _plain(raw: str) -> str | Problem:
    text = nfkc(raw).strip(" ,;、")
    if is_placeholder(text) and not text.isdigit():
        return Problem.PLACEHOLDER
    if len(text) > _LONGEST or not _HAS_CONTENT.search(text):
        return Problem.MALFORMED
    return text


def clean_street(raw: str, country: str) -> Cleaned:
    """Clean a street with number, building and unit; outputs (value, key). `country` is an ISO code or ''."""
    text = _plain(raw)
    return text if isinstance(text, Problem) else (text, street_key(text, country))


def street_key(text: str, country: str) -> str | None:
    """Return the comparable key of a street by the script it is written in; None when nothing in it is readable."""
    lowered = text.lower()
    scripts = scripts_in(text)
    if Script.HANGUL in scripts:
        key = hangul_street_key(lowered)
    elif _JAPANESE.intersection(scripts):
        key = japanese_street_key(lowered)
    elif country == "KR":
        key = latin_korean_street_key(lowered)
    elif country == "JP":
        key = latin_japanese_street_key(lowered)
    else:
        key = western_street_key(lowered)
    return key or None


def clean_city(raw: str, country: str) -> Cleaned:
    """Clean a city, 시군구 or 市区町村; outputs (value, key). `country` is an ISO code or ''."""
    text = _plain(raw)
    if isinstance(text, Problem):
        return text
    return Problem.MALFORMED if text.isdigit() else (text, city_key(text, country))


def city_key(text: str, country: str) -> str | None:
    """Return the comparable key of a city; None when nothing in it is readable."""
    scripts = scripts_in(text)
    if Script.HANGUL in scripts:
        return korean_city_key(text)
    if _JAPANESE.intersection(scripts):
        return japanese_city_key(text)
    if country == "KR":
        return korean_city_key(text)
    return japanese_city_key(text) if country == "JP" else western_city_key(text)


def clean_region(raw: str, country: str) -> Cleaned:
    """Clean a state, province, 시도 or 都道府県; outputs (value, key).

    Known ones have one value in all their forms: CA = California → CA, 서울 = Seoul → 서울특별시, 東京 → 東京都.
    """
    text = _plain(raw)
    if isinstance(text, Problem):
        return text
    return Problem.MALFORMED if text.isdigit() else region_forms(text, country)


def region_forms(text: str, country: str) -> tuple[str, str | None]:
    """Return (standard name, comparable key) of a region; unknown ones keep their name."""
    scripts = scripts_in(text)
    found: tuple[str, str] | None = None
    if country == "KR" or Script.HANGUL in scripts:
        found = korean_region(text)
    elif country == "JP" or _JAPANESE.intersection(scripts):
        found = japanese_region(text)
    else:
        name = western_region(text, country)
        found = (name, western_city_key(name) or name) if name else None
        found = found or (None if country else korean_region(text) or japanese_region(text))
    return found or (text, city_key(text, country))


def clean_address(raw: str, country: str) -> Cleaned:
    """Clean a whole address in one text.

    Outputs (value, street, street_key, city, city_key, region, region_key, postal_code); what cannot be told is None.
    The script and then `country` (ISO code or '') decide by which customs the text is split.
    """
    text = _plain(raw)
    if isinstance(text, Problem):
        return text
    parts = split_address(text, country)
    region, region_key = region_forms(parts.region, parts.country) if parts.region else (None, None)
    postal = clean_postal_code(parts.postal_code or "", parts.country)
    return (
        text,
        parts.street,
        street_key(parts.street, parts.country) if parts.street else None,
        parts.city,
        city_key(parts.city, parts.country) if parts.city else None,
        region,
        region_key,
        None if isinstance(postal, Problem) else postal[0],
    )


def split_address(text: str, country: str) -> AddressParts:
    """Split a whole address (as `nfkc` gives it) into its parts."""
    scripts = scripts_in(text)
    if Script.HANGUL in scripts:
        return split_korean(text)
    if _JAPANESE.intersection(scripts):
        return split_japanese(text)
    return split_western(text, country)


_PLACE = ("value", "key")
_ADDRESS = ("value", "street", "street_key", "city", "city_key", "region", "region_key", "postal_code")

STREET = Cleaner(_PLACE, clean_street, "country")
CITY = Cleaner(_PLACE, clean_city, "country")
REGION = Cleaner(_PLACE, clean_region, "country")
POSTAL_CODE = Cleaner(("value",), clean_postal_code, "country")
ADDRESS = Cleaner(_ADDRESS, clean_address, "country")
