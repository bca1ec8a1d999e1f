"""Comparable keys of streets in Latin letters: abbreviations of English, and some of German, French and Spanish."""

from __future__ import annotations

import re

from anyascii import anyascii

_ABBREVIATIONS = """
street st|str st|saint st|sainte st|avenue ave|av ave|aven ave|road rd|lane ln|drive dr|driv dr|court ct|crt ct
place pl|square sq|boulevard blvd|boul blvd|bvd blvd|parkway pkwy|pky pkwy|parkwy pkwy|highway hwy|hiway hwy|circle cir
circ cir|terrace ter|terr ter|tce ter|trail trl|crescent cres|cr cres|crs cres|close cl|gardens gdns|garden gdn|grove gr
grv gr|green grn|park pk|hill hl|hills hls|heights hts|mount mt|mountain mtn|fort ft|alley aly|bridge brg|center ctr
centre ctr|expressway expy|freeway fwy|junction jct|plaza plz|point pt|route rte|station sta|turnpike tpke|valley vly
village vlg|view vw|walk wlk|way wy|circuit cct|esplanade esp|north n|south s|east e|west w|northeast ne|northwest nw
southeast se|southwest sw|nth n|sth s|building bldg|department dept|first 1st|second 2nd|third 3rd|fourth 4th|fifth 5th
sixth 6th|seventh 7th|eighth 8th|ninth 9th|tenth 10th|county co|strasse st|calle c|cl c|carrera cra|rue r|chemin ch
"""
_SHORT = dict(item.split(" ", 1) for line in _ABBREVIATIONS.strip().splitlines() for item in line.split("|"))
_UNIT_WORDS = "apt apartment apmt unit suite ste flat room rm appt appartement apto"
_UNITS = frozenset(_UNIT_WORDS.split())
_FLOORS = frozenset({"floor", "fl", "flr", "level", "lvl"})
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_TOKEN = re.compile(r"#|[a-z0-9]+(?:[/-]\d+)*")
_GLUED_UNIT = re.compile(r"\b(apt|unit|suite|ste|flat|room|rm)\.?(?=\d)")
_PO_BOX = re.compile(r"\b(?:p\.?\s*o\.?|post(?:al)?\s+office)\s*box\b")
_FLOOR = r"\d+(?:st|nd|rd|th)\s+(?:floor|fl)\b\.?|(?:floor|fl|level)\s+\d+"
_LEADING_UNIT = re.compile(
    rf"((?:apt|apartment|unit|suite|ste|flat|room|rm)\.?\s*#?\s*\w{{1,5}}|#\s*\w{{1,5}}|{_FLOOR})[\s,]+(?=\w)"
)
_NUMBER_SIGN = re.compile(r"\b(?:no|nr|num|number)\.?\s*(?=\d)")
_SLASHED_UNIT = re.compile(r"^(\w{1,5})\s*/\s*(\d+\w?\b)")


def western_street_key(text: str) -> str:
    """Return the key of a street (lower case): words in their short form, units as '#' at the end.

    '123 North Main Street, Apartment 5' = '#5, 123 N. Main St' = '5/123 N Main St' → '123 n main st #5'; 'fl 2' for a
    floor.
    """
    text = anyascii(text).lower().replace("'", "") if not text.isascii() else text.replace("'", "")
    text = _NUMBER_SIGN.sub("", _PO_BOX.sub("pobox", text))
    if match := _LEADING_UNIT.match(text):
        text = f"{text[match.end() :]} {match[1]}"
    elif match := _SLASHED_UNIT.match(text):
        text = f"{match[2]}{text[match.end() :]} # {match[1]}"
    return " ".join(_short(_TOKEN.findall(_GLUED_UNIT.sub(r"\1 ", text))))


def _short(words: list[str]) -> list[str]:
    """Words in their short form; '#5' for a unit, 'fl 2' for a floor."""
    found: list[str] = []
    for word in words:
        if word == "#" or word in _UNITS:
            if found[-1:] != ["#"]:
                found.append("#")
        elif found[-1:] == ["#"]:
            found[-1] = "#" + word
        elif word in _FLOORS:
            ordinal = _ORDINAL.fullmatch(found[-1]) if found else None
            found[-1:] = ["fl", ordinal[1]] if ordinal else [*found[-1:], "fl"]
        else:
            found.append(_word(word))
    return found


def _word(word: str) -> str:
    short = _SHORT.get(word)
    if short is not None:
        return short
    if word.endswith("strasse") or word.endswith("str"):
        return word.removesuffix("asse").removesuffix("str") + "str"
    return word
