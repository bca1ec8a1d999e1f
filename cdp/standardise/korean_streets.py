"""Comparable keys of Korean streets: 도로명 (road name) and 지번 (lot number) addresses."""

from __future__ import annotations

import re

from cdp.standardise.hangul import romanise_hangul
from cdp.standardise.korean_places import korean_region, spoken_form
from cdp.standardise.romanise import latin_letters

_BRACKETS = re.compile(r"\([^()]*\)")
_REWRITES = (
    (re.compile(r"(\d+)\s*번지\s*(\d+)\s*호"), r"\1-\2"),
    (re.compile(r"(\d+)\s*의\s*(\d+)"), r"\1-\2"),
    (re.compile(r"(\d+)\s*번지"), r"\1 "),
    (re.compile(r"제?(\d+)\s*동\s*제?(\d+)\s*호"), r"\1-\2"),
    (re.compile(r"제?(\d+)\s*호(?![가-힣])"), r"\1 "),
    (re.compile(r"(?:지하|b)\s*(\d+)\s*층"), r" b\1f "),
    (re.compile(r"(\d+)\s*층"), r" \1f "),
)
_AREA = re.compile(r"[가-힣]+(?:특별자치시|특별시|광역시|특별자치도|도|시|군|구)$")
_TOKEN = re.compile(r"b?\d+f\b|\d+(?:-\d+)*|[^\W\d_]+")
_ROAD = re.compile(r"(b?\d+(?:-\d+)*)[\s,]+(.*\D.*)")
_ROAD_WORD = re.compile(r"[a-z]-?(?:daero|ro|no|lo|gil|dong|ga|ri)\b")
_AREA_WORD = re.compile(r"[a-z]+-(?:si|gun|gu|do)")
_FLOOR = r"\d+(?:st|nd|rd|th)\s+fl(?:oor|\.)?"
_UNIT = re.compile(rf"(?:#|apt\.?|room|rm\.?|unit)?\s*(?:b?\d+\s*f|\d+(?:-\d+)*(?:-?ho)?|{_FLOOR})")


def hangul_street_key(text: str) -> str:
    """Return the key of a street in Hangul (lower case): no spaces, as it sounds; 번지, 동 … 호 and 층 as '-' and 'f'.

    테헤란로 123 = 테헤란로123; remarks in brackets and a 시·도 or 시·군·구 at the start drop out.
    """
    text = _BRACKETS.sub(" ", text)
    for pattern, written in _REWRITES:
        text = pattern.sub(written, text)
    words = text.replace(",", " ").split()
    while len(words) > 1 and (_AREA.fullmatch(words[0]) or korean_region(words[0])):
        del words[0]
    return _joined(_TOKEN.findall(" ".join(words)))


def latin_korean_street_key(text: str) -> str:
    """Return the same key for a street in Latin letters (lower case): '123, Teheran-ro' = 테헤란로 123."""
    parts = [part.strip() for part in text.split(",") if part.strip() and not _AREA_WORD.fullmatch(part.strip())]
    units: list[str] = []
    while len(parts) > 1 and _UNIT.fullmatch(parts[0]) and not _ROAD_WORD.search(parts[1]):
        units.append(parts.pop(0))
    road = ", ".join(parts)
    if match := _ROAD.match(road):
        number, rest = match[1], match[2]
        name, _, after = rest.partition(",")
        road = f"{name} {number} {after}" if _ROAD_WORD.search(name) else road
    spelled = " ".join([road, *units])
    spelled = re.sub(r"(?<=[a-z])-(?=[a-z\d])|(?<=\d)-?(?:beon-?)(?=gil)|(?<=\d)-?ho\b", _link, spelled)
    return _joined(_TOKEN.findall(re.sub(r"(\d+)(?:st|nd|rd|th)\s+fl(?:oor|\.)?", r"\1f", spelled)))


def _link(match: re.Match[str]) -> str:
    return "beon" if "beon" in match[0] else ""


def _joined(tokens: list[str]) -> str:
    """Words without spaces, numbers kept apart from numbers."""
    key = ""
    for token in tokens:
        numeric = any(map(str.isdigit, token))
        if numeric and key and key[-1] in "0123456789f" and any(map(str.isdigit, key)):
            key += " "
        key += token if numeric else latin_letters(romanise_hangul(token))
    return spoken_form(key)
