"""Splitting whole addresses in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Callable

from cdp.standardise.address_parts import AddressParts
from cdp.standardise.countries import country_code
from cdp.standardise.japanese_places import japanese_region
from cdp.standardise.korean_places import korean_region
from cdp.standardise.western_regions import western_region

_US_TAIL = re.compile(r"[\s,]+([A-Za-z][A-Za-z. ]{1,20}?)[\s,]+(\d{5})(?:-?\d{4})?$")
_STATE_TAIL = re.compile(r"[\s,]+([A-Z]{2}|[A-Z]\.[A-Z]\.)$")
_ZIP_TAIL = re.compile(r"[\s,]+(\d{5})(?:-\d{4})?$")
_GB_TAIL = re.compile(r"[\s,]+([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})$", re.IGNORECASE)
_CA_TAIL = re.compile(r"[\s,]+([A-Z]{2}|[A-Z][a-z][A-Za-z ]+)[\s,]+([A-Z]\d[A-Z])\s*(\d[A-Z]\d)$", re.IGNORECASE)
_AU_TAIL = re.compile(r"[\s,]+(NSW|VIC|QLD|WA|SA|TAS|ACT|NT)[\s,]+(\d{4})$", re.IGNORECASE)
_CODE_FIRST = re.compile(r"(?:[A-Z]{1,2}-)?(\d{4,5}|\d{3} \d{2}|\d{2}-\d{3}|\d{4} ?[A-Z]{2})\s+(\D+)")
_CODE_LAST = re.compile(r"(\D+?)\s+(\d{4,6}|\d{3}-\d{4})")
_CODE = re.compile(r"\b(\d{3}-\d{4}|\d{5,7})$")
_ASIAN_CITY = re.compile(r".*[a-z]-(?:si|gun|gu|shi|ku|cho|machi|mura)", re.IGNORECASE)
_SHORT_NAMES = frozenset({"UK", "GB", "US", "KR", "JP"})
_STREET_END = re.compile(
    r"^(.*\b(?:st|street|ave|avenue|rd|road|ln|lane|dr|drive|ct|court|pl|place|blvd|boulevard|pkwy|parkway|hwy|highway|cir"
    r"|circle|ter|terrace|trl|trail|way|sq|square|loop|pike|run)\b\.?(?:\s+(?:n|s|e|w|ne|nw|se|sw)\b\.?)?"
    r"(?:,?\s*(?:apt|unit|suite|ste|#)\.?\s*#?\w{1,5})?)[\s,]+(\D+)$",
    re.IGNORECASE,
)


def split_western(text: str, country: str) -> AddressParts:
    """Split an address in Latin letters: the postal code and region at its end tell the country's customs.

    '123 Main St, Springfield, IL 62701', '10 High Street, Guildford, Surrey GU1 1AA', 'Hauptstr. 5, 10115 Berlin',
    '123, Teheran-ro, Gangnam-gu, Seoul 06133'. What cannot be told apart stays in the street.
    """
    text, country = _without_country(text, country)
    if country in ("KR", "JP"):
        return _asian(text, country)
    own = _us if country in ("US", "") else _au if country == "AU" else _gb
    splits: list[Callable[[str], AddressParts | None]] = [own, _gb, _ca, *([] if country else [_au])]
    for split in splits:
        found = split(text)
        if found is not None:
            return found
    return _european(text, "" if country == "US" else country)


def _without_country(text: str, country: str) -> tuple[str, str]:
    """The text without the part that names a country, and that country, else the record's."""
    parts = _parts(text)
    for nth in range(len(parts) - 1, 0, -1):
        named = parts[nth].strip(" .")
        if len(named) < 3 and named not in _SHORT_NAMES:
            continue
        code = country_code(named)
        if code is not None and not (western_region(named, "US") and country in ("US", "")):
            return ", ".join(parts[:nth] + parts[nth + 1 :]), code
    return text, country


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _us(text: str) -> AddressParts | None:
    postal: str | None = None
    state: str | None = None
    if match := _US_TAIL.search(text):
        state, size = _state_at_end(match[1])
        postal = match[2]
        text = text[: match.start(1)] + match[1][: len(match[1]) - size] if state else text[: match.end(1)]
    elif match := _ZIP_TAIL.search(text):
        postal, text = match[1], text[: match.start()]
    elif (match := _STATE_TAIL.search(text)) and western_region(match[1], "US"):
        state, text = match[1], text[: match.start()]
    if postal is None and state is None:
        return None
    street, city = _street_and_city(text.strip(" ,"))
    return AddressParts(street, city, state, postal, "US")


def _state_at_end(text: str) -> tuple[str | None, int]:
    """(State that a text ends with, its length): a code of two letters, else the longest name of up to three words."""
    words = text.split()
    longest = 1 if len(words[-1]) == 2 else min(3, len(words))
    for size in range(longest, 0, -1):
        name = " ".join(words[-size:])
        if western_region(name, "US"):
            return name, len(text) - text.rindex(words[-size])
    return None, 0


def _street_and_city(text: str) -> tuple[str | None, str | None]:
    """The last part without digits is the city; without a comma, what follows the word for street."""
    parts = _parts(text)
    if len(parts) > 1 and not any(map(str.isdigit, parts[-1])):
        return ", ".join(parts[:-1]), parts[-1]
    match = _STREET_END.match(text)
    if match is not None:
        return match[1].strip(" ,"), match[2].strip(" ,")
    if text and not any(map(str.isdigit, text)):
        return None, text
    return text or None, None


def _gb(text: str) -> AddressParts | None:
    match = _GB_TAIL.search(text)
    if match is None:
        return None
    parts = _parts(text[: match.start()])
    county = parts.pop() if len(parts) > 2 and western_region(parts[-1], "GB") else None
    street, city = _street_and_city(", ".join(parts))
    return AddressParts(street, city, county, (match[1] + match[2]).upper(), "GB")


def _ca(text: str) -> AddressParts | None:
    match = _CA_TAIL.search(text)
    if match is None or western_region(match[1], "CA") is None:
        return None
    street, city = _street_and_city(text[: match.start()])
    return AddressParts(street, city, match[1], (match[2] + match[3]).upper(), "CA")


def _au(text: str) -> AddressParts | None:
    match = _AU_TAIL.search(text)
    if match is None:
        return None
    street, city = _street_and_city(text[: match.start()])
    return AddressParts(street, city, match[1].upper(), match[2], "AU")


def _asian(text: str, country: str) -> AddressParts:
    region_of = korean_region if country == "KR" else japanese_region
    parts, postal = _without_code(_parts(text))
    region = next((part for part in reversed(parts) if region_of(part) is not None), None)
    if region is not None:
        parts.remove(region)
    cities = [part for part in parts if _ASIAN_CITY.fullmatch(part)]
    street = [part for part in parts if part not in cities]
    return AddressParts(", ".join(street) or None, ", ".join(cities) or None, region, postal, country)


def _without_code(parts: list[str]) -> tuple[list[str], str | None]:
    """The parts without the postal code that one of the last two ends with, and the code."""
    for nth in range(len(parts) - 1, max(len(parts) - 3, 0), -1):
        if match := _CODE.search(parts[nth]):
            before = parts[nth][: match.start()].strip()
            return [*parts[:nth], *([before] if before else []), *parts[nth + 1 :]], match[1].replace("-", "")
    return parts, None


def _european(text: str, country: str) -> AddressParts:
    parts = _parts(text)
    for nth in range(len(parts) - 1, 0, -1):
        if match := _CODE_FIRST.fullmatch(parts[nth]):
            return AddressParts(", ".join(parts[:nth]), match[2].strip(), None, match[1].replace(" ", ""), country)
        if match := _CODE_LAST.fullmatch(parts[nth]):
            return AddressParts(", ".join(parts[:nth]), match[1].strip(), None, match[2].replace("-", ""), country)
    return AddressParts(text or None, None, None, None, country)
