"""Splitting whole Korean addresses in Hangul."""

from __future__ import annotations

import re

from cdp.standardise.address_parts import AddressParts
from cdp.standardise.korean_places import REGION_NAMES, korean_region

_CODE = r"(\d{5}|\d{3}-\d{3})"
_POSTAL = re.compile(rf"^(?:우\)?)?\s*[(\[]?{_CODE}[)\]]?[\s,]+|[\s,]+[(\[]?(?:우\s*)?{_CODE}[)\]]?$")
_COUNTRY = re.compile(r"^(?:대한민국|한국)[\s,]+|[\s,]+(?:대한민국|한국)$")
_FULL_REGION = re.compile(f"^({'|'.join(name for name in REGION_NAMES if len(name) > 2)})(?=[가-힣])")
_CITY = re.compile(r"[가-힣]{1,6}[시군구]")
_WARD = re.compile(r"[가-힣]{1,5}구")


def split_korean(text: str) -> AddressParts:
    """Split '(06236) 서울특별시 강남구 테헤란로 123, 4층' into its parts.

    시·도 may be short (서울) or missing; 시 with its 구 (성남시 분당구) is the city; the rest is the street.
    """
    text = _COUNTRY.sub("", text).strip()
    match = _POSTAL.search(text)
    postal = (match[1] or match[2]).replace("-", "") if match else None
    text = _FULL_REGION.sub(r"\1 ", _POSTAL.sub("", text, count=1).strip())
    words = text.split()
    region = words.pop(0) if len(words) > 1 and _is_region(words[0]) else None
    city: list[str] = []
    if words and len(words) > 1 and _CITY.fullmatch(words[0].rstrip(",")):
        city.append(words.pop(0).rstrip(","))
        if city[0].endswith("시") and len(words) > 1 and _WARD.fullmatch(words[0].rstrip(",")):
            city.append(words.pop(0).rstrip(","))
    return AddressParts(" ".join(words) or None, " ".join(city) or None, region, postal, "KR")


def _is_region(word: str) -> bool:
    """Whether a word is a province: 광주시 is a city of 경기도, 광주 and 광주광역시 are not."""
    return korean_region(word) is not None
