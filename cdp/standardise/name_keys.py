"""The comparable key of a given or family name, and its form in its own script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from anyascii import anyascii

from cdp.standardise.han import unify_han
from cdp.standardise.hangul import hangul_given_key, hangul_surname_key, latin_given_key, latin_surname_key
from cdp.standardise.japanese_surnames import READING_OF_SURNAME
from cdp.standardise.kana import latin_japanese_key
from cdp.standardise.korean_hanja import HANGUL_OF_HANJA
from cdp.standardise.romanise import Script, latin_letters, romanise, script_of, scripts_in

Part = Literal["given", "family"]
"""Which part of a name a text is."""

KOREAN = frozenset({"KR", "KP"})
MANDARIN = frozenset({"CN", "TW"})
"""Countries where Han characters are read in Mandarin, as anyascii does."""
_NATIVE = frozenset({Script.HANGUL, Script.KANA, Script.HAN})
_ONE_WORD_GIVEN = MANDARIN | {"HK", "MO", "SG"}
"""Countries where the words of a given name in Latin letters are one name: Xiao Ming."""


@lru_cache(maxsize=1 << 16)
def name_key(name: str, country: str, part: Part) -> str | None:
    """Return the comparable key (a–z) of a given or family name of a record from `country`; None when unreadable.

    Latin, Cyrillic and the like: letters without accents; the first word of a given name (Robert J → robert), all words
    of a family name. With `country` KR or KP Latin names that are cut into Korean syllables are brought to the most
    usual spelling (Gim → kim, Yeong-hui → younghee), with JP those made of kana sounds to Hepburn without long vowels
    (Ohno → ono); elsewhere they stay, so that the English Young and Lee are not touched. Hangul and kana are read the
    same way in every country. Han: the reading of a common surname in JP and in KR (朴 → park) where it has one,
    Mandarin in CN and TW, otherwise None.
    """
    script = script_of(name)
    if script in (Script.LATIN, Script.OTHER):
        return _latin_key(name, country, part)
    if script is Script.HANGUL:
        plain = native_form(name) or ""
        return latin_letters(hangul_surname_key(plain) if part == "family" else hangul_given_key(plain)) or None
    if Script.HAN in scripts_in(name):
        return _han_key(name, country, part)
    return romanise(name)


def _latin_key(name: str, country: str, part: Part) -> str | None:
    words = [letters for word in name.split() if (letters := latin_letters(word))]
    if not words:
        return None
    if country in KOREAN and part == "given":
        return korean_given_key(name) or words[0]
    key = words[0] if part == "given" and country not in _ONE_WORD_GIVEN else "".join(words)
    if country in KOREAN:
        return latin_surname_key(key)
    return latin_japanese_key(key) or key if country == "JP" else key


def korean_given_key(name: str) -> str | None:
    """Return the key of a Latin given name read as Korean; None when it is not made of Korean syllables.

    Spaces and hyphens may part the syllables: Min su, Min-su and Minsu have one key.
    """
    keys = [latin_given_key(latin_letters(word)) for word in name.replace("-", " ").split()]
    return None if None in keys else "".join(key for key in keys if key is not None)


def _han_key(name: str, country: str, part: Part) -> str | None:
    plain = native_form(name) or ""
    if country == "JP" and part == "family":
        return READING_OF_SURNAME.get(plain)
    if country in KOREAN and part == "family" and plain in HANGUL_OF_HANJA:
        return latin_letters(hangul_surname_key(HANGUL_OF_HANJA[plain]))
    return latin_letters(anyascii(plain)) or None if country in MANDARIN else None


def umlaut_spellings(name: str) -> set[str]:
    """Return the ways to write a Latin name with umlauts: Müller, Mueller and Muller; the name itself among them."""
    plain = unicodedata.normalize("NFC", name).lower()
    return {name, plain.translate(_UMLAUTS), _UMLAUT.sub(lambda found: found[0][0], plain)}


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_UMLAUT = re.compile("ae|oe|ue")


@lru_cache(maxsize=1 << 14)
def native_form(name: str) -> str | None:
    """Return a name in Hangul, kana or Han without spaces, variant Han forms unified; None for all other scripts."""
    if name.isascii():
        return None
    if not _NATIVE.intersection(scripts_in(name)):
        return None
    return unify_han("".join(name.replace("・", "").split()))
