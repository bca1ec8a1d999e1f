"""Hangul while it is typed: initials (초성) for syllables, and a last syllable that may still grow."""

from __future__ import annotations

import re

_FIRST, _LAST = ord("가"), ord("힣")
_CODAS, _VOWELS = 28, 21
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_CODA_LETTERS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_PAIRS = "ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ"
_CLUSTERS = {pair[0]: pair[1:] for pair in _PAIRS.split()}
_SPREAD = str.maketrans(_CLUSTERS)


def is_hangul(text: str) -> bool:
    """Tell whether a text is made of Hangul syllables and single consonants alone, and is not empty."""
    return bool(text) and all(_FIRST <= ord(letter) <= _LAST or letter in _INITIALS for letter in spread(text))


def has_initials(text: str) -> bool:
    """Tell whether single consonants stand for syllables."""
    return any(letter in _INITIALS for letter in spread(text))


def spread(text: str) -> str:
    """Return a text with two consonants that the keyboard wrote into one as two: ㄳ → ㄱㅅ."""
    return text.translate(_SPREAD)


def pattern(text: str, *, whole: bool) -> re.Pattern[str]:
    """Return what the beginning of a name in Hangul must be like, all of it when `whole`.

    A single consonant stands for any syllable that begins with it: ㄱㅎㄴ is 김하늘. Unless the text is whole, its last
    syllable may be one that is still being written: 하 is the beginning of 한, and 김한 of 김하늘.
    """
    letters = spread(text)
    done, last = (letters, "") if whole else (letters[:-1], letters[-1:])
    parts = [_of_initial(each) if each in _INITIALS else re.escape(each) for each in done]
    return re.compile("".join(parts) + _growing(last) + ("$" if whole else ""))


def first_letters(text: str) -> tuple[str, str]:
    """Return the first and the last syllable with which a name that meets the pattern may begin."""
    letter = spread(text)[:1]
    if letter in _INITIALS:
        first = _FIRST + _INITIALS.index(letter) * _VOWELS * _CODAS
        return chr(first), chr(first + _VOWELS * _CODAS - 1)
    first = ord(letter) - (ord(letter) - _FIRST) % _CODAS
    return chr(first), chr(first + _CODAS - 1)


def _growing(letter: str) -> str:
    """Return the pattern of a syllable that may still get a coda, or lose it to the next syllable."""
    if not letter or letter in _INITIALS:
        return _of_initial(letter) if letter else ""
    coda = (ord(letter) - _FIRST) % _CODAS
    if not coda:
        return f"[{letter}-{chr(ord(letter) + _CODAS - 1)}]"
    kept, moved = _parted(_CODA_LETTERS[coda])
    before = chr(ord(letter) - coda + _CODA_LETTERS.index(kept))
    return f"(?:{letter}|{before}{_of_initial(moved)})" if moved in _INITIALS else letter


def _parted(coda: str) -> tuple[str, str]:
    """Return what stays of a coda and what begins the next syllable, when a vowel follows."""
    together = _CLUSTERS.get(coda, coda)
    return together[:-1], together[-1]


def _of_initial(letter: str) -> str:
    first = _FIRST + _INITIALS.index(letter) * _VOWELS * _CODAS
    return f"[{chr(first)}-{chr(first + _VOWELS * _CODAS - 1)}]"
