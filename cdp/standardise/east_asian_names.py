"""Which part of a name in Hangul, kana or Han characters is the family name."""

from __future__ import annotations

import re

from cdp.standardise.chinese_surnames import DOUBLE_SURNAMES, SINGLE_SURNAMES
from cdp.standardise.han import unify_han
from cdp.standardise.japanese_surnames import JAPANESE_SURNAMES, LONGEST_SURNAME, READING_RANK
from cdp.standardise.kana import kana_key
from cdp.standardise.korean_names import LONG_SURNAMES, SURNAME_OF_HANGUL
from cdp.standardise.name_keys import KOREAN, MANDARIN
from cdp.standardise.name_parts import NameParts
from cdp.standardise.romanise import HAN, KANA

_CHINESE = MANDARIN | {"HK", "MO", "SG"}
_FOREIGN = re.compile(r"[・=]")
_HAN_THEN_KANA = re.compile(f"([{HAN}]{{2,}})[{KANA}]+")
_LONGEST_AFTER_ONE = 2
"""Characters of a given name after a surname of one; 東山一郎 is 東山, not 東."""
_LONG_GIVEN = re.compile("(?:[太次三一四五]郎|[之乃][介助丞輔]|衛門)$")


def split_hangul(name: str, country: str) -> NameParts:
    """Split a name in Hangul: surname first, of one syllable or a known one of two (남궁민수).

    With a space the word that is a surname tells; words without one are a foreign name (존 스미스), given name first.
    """
    words = name.split()
    if len(words) > 1:
        first, last = words[0] in SURNAME_OF_HANGUL, words[-1] in SURNAME_OF_HANGUL
        reverse = not first and (last or len(words[0]) > 1 or len(words[-1]) > 2)
        return _spaced(name, words, country, reverse)
    if name in LONG_SURNAMES or len(name) == 1:
        return NameParts(name, None, name, country)
    size = 2 if name[:2] in LONG_SURNAMES else 1
    if size == 1 and name[0] not in SURNAME_OF_HANGUL:
        return NameParts(name, name, None, country)
    return _cut(name, size, country)


def split_kana(name: str, country: str) -> NameParts:
    """Split a name in kana: family name first, given name first in ジョン・スミス; without a space by surnames."""
    if _FOREIGN.search(name) and " " not in name:
        return _spaced(name, [word for word in _FOREIGN.split(name) if word], country, reverse=True)
    words = name.split()
    if len(words) > 1:
        first, last = (kana_key(word) in READING_RANK for word in (words[0], words[-1]))
        return _spaced(name, words, country, reverse=last and not first)
    for size in range(len(name) - 1, 1, -1):
        if kana_key(name[:size]) in READING_RANK:
            return _cut(name, size, country)
    family = name if kana_key(name) in READING_RANK else None
    return NameParts(name, None if family else name, family, country)


def split_han(name: str, country: str) -> NameParts:
    """Split a name in Han characters, perhaps with kana: family name first; without a space by surnames and length."""
    words = name.split()
    if not country and _is_japanese(unify_han(words[0])):
        country = "JP"
    if len(words) > 1:
        last = unify_han(words[-1])
        reverse = len(last) > 1 and last in JAPANESE_SURNAMES and unify_han(words[0]) not in JAPANESE_SURNAMES
        return _spaced(name, words, country, reverse)
    size = _family_size(unify_han(name), country)
    return _cut(name, size, country) if size < len(name) else NameParts(name, None, name, country)


def _family_size(name: str, country: str) -> int:
    """Number of characters of the family name at the start; the whole length when there is no given name."""
    if country in _CHINESE or country in KOREAN:
        return 2 if name[:2] in DOUBLE_SURNAMES else 1
    if len(name) > 1 and name in JAPANESE_SURNAMES:
        return len(name)
    known = _known_size(name)
    if known:
        return known
    mixed = _HAN_THEN_KANA.fullmatch(name)
    if mixed is not None:
        return len(mixed[1])
    if len(name) <= 2 or (not country and len(name) == 3 and name[0] in SINGLE_SURNAMES):
        return 1
    return 3 if len(name) == 5 and not _LONG_GIVEN.search(name) else 2


def _known_size(name: str) -> int:
    """Characters of the longest common Japanese surname that `name` starts with and goes beyond; 0 when none is."""
    shortest = 1 if len(name) <= _LONGEST_AFTER_ONE + 1 else 2
    sizes = range(min(LONGEST_SURNAME, len(name) - 1), shortest - 1, -1)
    return next((size for size in sizes if name[:size] in JAPANESE_SURNAMES), 0)


def _is_japanese(name: str) -> bool:
    """Whether a name begins with a common Japanese surname of two or more characters (one may be Chinese)."""
    return (len(name) > 1 and name in JAPANESE_SURNAMES) or _known_size(name) > 1


def _spaced(name: str, words: list[str], country: str, reverse: bool) -> NameParts:
    """Parts of a name in several words; `reverse`: the family name is the last one."""
    if len(words) < 2:
        return NameParts(name, name, None, country)
    family, given = (words[-1], words[:-1]) if reverse else (words[0], words[1:])
    return NameParts(name, " ".join(given), family, country)


def _cut(name: str, size: int, country: str) -> NameParts:
    return NameParts(name, name[size:], name[:size], country)
