"""Hangul in Latin letters, and the usual Latin spellings of Korean names brought to one form."""

from __future__ import annotations

from functools import lru_cache

from cdp.standardise.korean_names import (
    SURNAME_OF_HANGUL,
    SURNAME_OF_SPELLING,
    SYLLABLE_OF_HANGUL,
    SYLLABLE_OF_SPELLING,
    SYLLABLE_RANK,
)

_ONSETS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWEL_LINE = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_VOWELS = _VOWEL_LINE.split()
_CODA_LINE = "k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
_CODAS = ["", *_CODA_LINE.split()]
_FIRST, _LAST = "가", "힣"
_VARIANT_COST = 60
_HIATUS_COST = 25
_LONGEST_SYLLABLE = 6
_LONGEST_NAME = 24


def romanise_hangul(text: str) -> str:
    """Return `text` with each Hangul syllable in Revised Romanization, syllable by syllable (no sound assimilation).

    영희 → yeonghui. Other characters stay.
    """
    return "".join(map(_syllable, text))


def _syllable(char: str) -> str:
    if not _FIRST <= char <= _LAST:
        return char
    rest, coda = divmod(ord(char) - ord(_FIRST), 28)
    onset, vowel = divmod(rest, 21)
    return _ONSETS[onset] + _VOWELS[vowel] + _CODAS[coda]


def hangul_surname_key(text: str) -> str:
    """Return the key of a surname in Hangul: its most usual spelling (김 → kim), else its romanisation."""
    return SURNAME_OF_HANGUL.get(text) or romanise_hangul(text)


def hangul_given_key(text: str) -> str:
    """Return the key of a given name in Hangul: the most usual spelling of each syllable (영희 → younghee)."""
    return "".join(SYLLABLE_OF_HANGUL.get(char) or _syllable(char) for char in text)


def latin_surname_key(letters: str) -> str:
    """Return the key of a Korean surname in Latin letters (a–z): gim, keem → kim; unknown ones stay."""
    return SURNAME_OF_SPELLING.get(letters, letters)


def latin_given_key(letters: str) -> str | None:
    """Return the key of a Korean given name in Latin letters (a–z, one word): yeonghui, younghui → younghee.

    None when the letters are not Korean syllables. Where they can be cut in several ways the cut with the fewest, then
    with the most frequent syllables wins: jungeun is jung-eun.
    """
    cut = _cut(letters)
    return None if cut is None else "".join(cut)


def count_syllables(letters: str) -> int:
    """Return how many Korean syllables the letters (a–z, one word) are; 0 when they are none."""
    return len(_cut(letters) or ())


@lru_cache(maxsize=1 << 16)
def _cut(letters: str) -> tuple[str, ...] | None:
    """Cut letters into canonical syllables at the least cost; None when that cannot be done."""
    if not letters or len(letters) > _LONGEST_NAME:
        return None
    best: list[tuple[int, int, tuple[str, ...]] | None] = [(0, 0, ()), *[None] * len(letters)]
    for start in range(len(letters)):
        before = best[start]
        if before is None:
            continue
        for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1):
            cost = _cost(letters, start, end)
            if cost is None:
                continue
            syllable = SYLLABLE_OF_SPELLING[letters[start:end]]
            found = (before[0] + 1, before[1] + cost, (*before[2], syllable))
            current = best[end]
            if current is None or found < current:
                best[end] = found
    whole = best[-1]
    return None if whole is None else whole[2]


def _cost(letters: str, start: int, end: int) -> int | None:
    """How unlikely letters[start:end] is as a syllable there: rare, oddly spelled, or a vowel after a consonant."""
    spelling = letters[start:end]
    syllable = SYLLABLE_OF_SPELLING.get(spelling)
    if syllable is None:
        return None
    cost = SYLLABLE_RANK[syllable] + (0 if spelling in _PLAIN else _VARIANT_COST)
    follows_consonant = start > 0 and letters[start - 1] not in "aeiouy"
    return cost + (_HIATUS_COST if follows_consonant and spelling[0] in "aeiou" else 0)


_PLAIN = frozenset(SYLLABLE_RANK) | frozenset(
    spelling
    for char, syllable in SYLLABLE_OF_HANGUL.items()
    if SYLLABLE_OF_SPELLING.get(spelling := _syllable(char)) == syllable
)
"""Spellings that need no excuse: the canonical ones and Revised Romanization."""
