"""Which script a text is in, and its comparable form in the letters a–z."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii

from cdp.standardise.hangul import romanise_hangul
from cdp.standardise.kana import kana_key


class Script(StrEnum):
    """The script of the letters of a text."""

    LATIN = "latin"
    HANGUL = "hangul"
    KANA = "kana"
    HAN = "han"
    """Kanji, hanja, hanzi; 々 and the small ヶ of 霞ヶ関 count as such."""
    MIXED = "mixed"
    OTHER = "other"
    """Cyrillic, Arabic, Thai …, or no letters at all."""


HANGUL = r"\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
"""Character ranges for use inside a regular expression's brackets; also `KANA` and `HAN`."""
KANA = r"\u3041-\u3096\u3099-\u309f\u30a1-\u30f4\u30f7-\u30ff\u31f0-\u31ff"
HAN = r"々〆〇ヵヶ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = r"A-Za-zªºÀ-ÖØ-öø-ʯ\u1d00-\u1dbf\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua7ff"

_HAS = (
    (Script.LATIN, re.compile(f"[{_LATIN}]")),
    (Script.HANGUL, re.compile(f"[{HANGUL}]")),
    (Script.HAN, re.compile(f"[{HAN}]")),
    (Script.KANA, re.compile(f"(?![ヵヶ])[{KANA}]")),
    (Script.OTHER, re.compile(f"[^\\W\\d_](?<![{_LATIN}{HANGUL}{HAN}{KANA}])")),
)
_ASCII_LETTER = re.compile("[A-Za-z]")
_NOT_LETTER = re.compile("[^a-z]+")
_RUN = re.compile(f"[{HANGUL}]+|(?:(?![ヵヶ])[{KANA}])+|[^{HANGUL}{KANA}]+|[ヵヶ]+")


def script_of(text: str) -> Script:
    """Return the script of the letters of `text`; MIXED when there are several, OTHER when there are none."""
    found = scripts_in(text)
    if len(found) > 1:
        return Script.MIXED
    return found[0] if found else Script.OTHER


def scripts_in(text: str) -> tuple[Script, ...]:
    """Return the scripts that `text` has letters of (never MIXED)."""
    if text.isascii():
        return (Script.LATIN,) if _ASCII_LETTER.search(text) else ()
    return _scripts_in(text)


@lru_cache(maxsize=1 << 14)
def _scripts_in(text: str) -> tuple[Script, ...]:
    return tuple(script for script, pattern in _HAS if pattern.search(text))


@lru_cache(maxsize=1 << 14)
def latin_letters(text: str) -> str:
    """Return the letters of `text` as a–z, accents and everything else dropped: O'Brien-Müller → obrienmuller."""
    plain = text if text.isascii() else anyascii(text)
    return _NOT_LETTER.sub("", plain.lower())


def romanise(text: str) -> str | None:
    """Return `text` in the letters a–z without spaces; None when it has Han characters or nothing readable.

    Hangul by Revised Romanization, kana by Hepburn with long vowels folded, other scripts by anyascii. The reading of
    Han characters depends on language and person (anyascii knows the Chinese one), so they have none here.
    """
    if text.isascii():
        return latin_letters(text) or None
    if Script.HAN in scripts_in(text):
        return None
    return "".join(_romanised(run) for run in _RUN.findall(text)) or None


def _romanised(run: str) -> str:
    script = script_of(run)
    if script is Script.KANA:
        return kana_key(run)
    return latin_letters(romanise_hangul(run) if script is Script.HANGUL else run)
