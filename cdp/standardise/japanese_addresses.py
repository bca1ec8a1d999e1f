"""Splitting whole Japanese addresses in Japanese script."""

from __future__ import annotations

import re

from cdp.standardise.address_parts import AddressParts
from cdp.standardise.japanese_places import PREFECTURES

_CODE = r"(\d{3})\s*[-ー−‐–]?\s*(\d{4})"
_POSTAL = re.compile(rf"^〒?\s*{_CODE}(?![\d-])[\s,]*|[\s,]*〒\s*{_CODE}(?!\d)")
_COUNTRY = re.compile(r"^日本国?[\s,、]+|[\s,、]+日本国?$")
_PREFECTURE = re.compile(f"^({'|'.join(PREFECTURES)})[ ,]*")
_WITH_UNIT_INSIDE = (
    "市川|市原|四日市|廿日市|野々市|八日市|十日町|町田|大町|村山|東村山|武蔵村山|羽村|村上|田村|大村|中村|玉村|村田"
    "|余市|市貝|市川三郷|五日市"
)
_CITY = re.compile(
    rf"^((?:{_WITH_UNIT_INSIDE})[市町](?:[^\d市区町村]{{1,4}}区)?"
    r"|[^\d市区町村郡]{1,6}郡[^\d]{1,6}?[町村]"
    r"|[^\d]{1,6}?市(?:[^\d市区町村]{1,4}区)?"
    r"|[^\d市区町村]{1,5}区|[^\d]{1,6}?[町村])"
)


def split_japanese(text: str) -> AddressParts:
    """Split '〒150-0001 東京都渋谷区神宮前1-2-3 コーポ101' into its parts.

    The prefecture may be missing; the city is 市 with its 区, a 区 of Tokyo, or 町 and 村 with their 郡; the rest is
    the street.
    """
    text = _COUNTRY.sub("", text).strip()
    match = _POSTAL.search(text)
    postal = "".join(group for group in match.groups() if group) if match else None
    text = _POSTAL.sub("", text, count=1).strip(" ,、")
    found = _PREFECTURE.match(text)
    region = found[1] if found else None
    text = text[found.end() :] if found else text
    place = _CITY.match(text)
    city = place[1] if place else None
    street = text[place.end() :] if place else text
    return AddressParts(street.strip(" ,、") or None, city, region, postal, "JP")
