"""Which word of a name in Latin (or another spaced) script is the family name."""

from __future__ import annotations

import re

from cdp.standardise.chinese_surnames import LATIN_RANK
from cdp.standardise.hangul import count_syllables
from cdp.standardise.japanese_surnames import READING_RANK
from cdp.standardise.kana import latin_japanese_key
from cdp.standardise.korean_names import SURNAME_OF_SPELLING, SURNAME_RANK
from cdp.standardise.name_keys import KOREAN, MANDARIN
from cdp.standardise.name_parts import NameParts
from cdp.standardise.name_words import PARTICLES, SUFFIXES, bare_name, proper_case
from cdp.standardise.romanise import latin_letters

_CHINESE = MANDARIN | {"HK", "MO", "SG"}
_EAST_ASIAN = KOREAN | _CHINESE | {"JP"}
_GLUED_INITIAL = re.compile(r"\.(?=[^\W\d_]{2,})")
_LONGEST_KOREAN_GIVEN = 3
_NO_RANK = 1 << 20
_FIRST_IS_USUAL = 3
"""How many times worse the rank of a surname at the start may be than that of one at the end."""


def split_latin(name: str, country: str) -> NameParts:
    """Split a name into given and family name.

    The first that tells wins: a comma (Smith, John), one word in capitals (Taro YAMADA), Korean and Japanese surnames,
    Chinese ones in Chinese countries; else the last word, with its particles, is the family name (Pieter van
    Doorn). A single word is a given name, unless it is a surname of the record's country.
    """
    if "," in name:
        parts = _split_at_comma(name, country)
        if parts is not None:
            return parts
        name = bare_name(" ".join(name.replace(",", " ").split())) or name
    words = (_GLUED_INITIAL.sub(". ", name) if "." in name else name).split()
    if len(words) == 1:
        return _single(words[0], country)
    family_first, size = _capitals(words, country) or _by_surname(words, country) or (False, _western_size(words))
    family = " ".join(words[:size] if family_first else words[-size:])
    given = " ".join(words[size:] if family_first else words[:-size])
    return _parts(given, family, country, family_first)


def _split_at_comma(name: str, country: str) -> NameParts | None:
    left, _, right = name.partition(",")
    right = " ".join(word for word in right.replace(",", " ").split() if word.replace(".", "").lower() not in SUFFIXES)
    family, given = bare_name(left.strip()), bare_name(right)
    if not family or not given:
        return None
    return _parts(given, family, country, family_first=False)


def _parts(given: str, family: str, country: str, family_first: bool) -> NameParts:
    pair = (proper_case(given, family=False), proper_case(family, family=True))
    written = " ".join(reversed(pair) if family_first else pair)
    return NameParts(written, *pair, customs(given, family, country))


def _single(word: str, country: str) -> NameParts:
    letters = latin_letters(word)
    known = (country in KOREAN and letters in SURNAME_OF_SPELLING) or (
        country == "JP" and latin_japanese_key(letters) in READING_RANK
    )
    written = proper_case(word, family=known)
    return NameParts(written, None, written, country) if known else NameParts(written, written, None, country)


def customs(given: str, family: str, country: str) -> str:
    """Return whose customs a Latin name follows: KR, JP when the name shows it and the country says nothing else."""
    if country in _EAST_ASIAN:
        return country
    if _is_korean(family, given.split(), sure=True):
        return "KR"
    return "JP" if not country and _is_japanese(family, given) else country


def _is_japanese(family: str, given: str) -> bool:
    return latin_japanese_key(latin_letters(family)) in READING_RANK and (
        latin_japanese_key(latin_letters(given)) is not None
    )


def _is_korean(family: str, given: list[str], sure: bool) -> bool:
    """Whether the words can be a Korean name; `sure` asks for two or more syllables set apart, as in Min-su."""
    if latin_letters(family) not in SURNAME_OF_SPELLING:
        return False
    syllables = [latin_letters(part) for word in given for part in word.split("-")]
    if sure and (len(syllables) < 2 or any(len(each) < 2 for each in syllables)):
        return False
    counts = [count_syllables(each) for each in syllables]
    return all(counts) and sum(counts) <= _LONGEST_KOREAN_GIVEN


def _capitals(words: list[str], country: str) -> tuple[bool, int] | None:
    """(Family name first, its number of words) when only the words of one end are in capitals."""
    shortest = 2 if country in _EAST_ASIAN else 3
    loud = [word.isupper() and len(latin_letters(word)) >= shortest for word in words]
    if all(map(str.isupper, words)) or not any(loud) or any(word.islower() for word in words if word not in PARTICLES):
        return None
    size = sum(loud)
    if all(loud[:size]):
        return True, size
    return (False, size) if all(loud[-size:]) else None


def _by_surname(words: list[str], country: str) -> tuple[bool, int] | None:
    korean = _korean_order(words, country)
    if korean is not None:
        return korean, 1
    if len(words) == 2 and country in ("JP", ""):
        first, last = (latin_japanese_key(latin_letters(word)) for word in words)
        if first and last and (first in READING_RANK or last in READING_RANK):
            return READING_RANK.get(first, _NO_RANK) < READING_RANK.get(last, _NO_RANK), 1
    if country in _CHINESE:
        first_rank, last_rank = (LATIN_RANK.get(latin_letters(word), _NO_RANK) for word in (words[0], words[-1]))
        return first_rank <= _FIRST_IS_USUAL * last_rank, 1
    return None


def _korean_order(words: list[str], country: str) -> bool | None:
    """Whether the surname comes first; None when the name is not Korean.

    Where both ends can be surnames it does, unless the last one is far more frequent (Ji Min Han).
    """
    sure = country not in KOREAN
    first = _is_korean(words[0], words[1:], sure)
    last = _is_korean(words[-1], words[:-1], sure)
    if first and last:
        return _rank(words[0]) <= _FIRST_IS_USUAL * _rank(words[-1])
    if first or last:
        return first
    if sure:
        return None
    known = [latin_letters(word) in SURNAME_OF_SPELLING for word in (words[0], words[-1])]
    return known[0] if known[0] != known[1] else None


def _rank(word: str) -> int:
    return SURNAME_RANK[SURNAME_OF_SPELLING[latin_letters(word)]]


def _western_size(words: list[str]) -> int:
    """Number of words of a family name at the end: the last word and the particles before it."""
    size = 1
    while size < len(words) - 1 and words[-size - 1].lower().rstrip(".") in PARTICLES:
        size += 1
    return size
