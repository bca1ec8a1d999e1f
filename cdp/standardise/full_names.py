"""A whole name in any script: given name, family name, and whose customs it follows."""

from __future__ import annotations

from cdp.standardise.east_asian_names import split_han, split_hangul, split_kana
from cdp.standardise.japanese_surnames import READING_RANK
from cdp.standardise.kana import latin_japanese_key
from cdp.standardise.latin_names import split_latin
from cdp.standardise.name_parts import NameParts
from cdp.standardise.name_words import proper_case
from cdp.standardise.romanise import Script, latin_letters, script_of, scripts_in


def split_name(name: str, country: str) -> NameParts:
    """Split a whole name (titles and suffixes removed) of a record from `country` (ISO code or '')."""
    script = script_of(name)
    name = name if script in (Script.LATIN, Script.OTHER) else " ".join(name.replace(",", " ").split())
    match script:
        case Script.HANGUL:
            return split_hangul(name, country)
        case Script.KANA:
            return split_kana(name, country)
        case Script.HAN:
            return split_han(name, country)
        case Script.MIXED if Script.HAN in scripts_in(name):
            return split_han(name, country)
        case _:
            return split_latin(name, country)


def split_reading(name: str, country: str) -> NameParts:
    """Split the reading of a whole name, family name first, in kana, Hangul or Latin letters.

    What cannot be split has neither part.
    """
    script = script_of(name)
    if script is Script.HANGUL:
        return split_hangul(name, country)
    if script is Script.KANA:
        parts = split_kana(name, country)
        return parts if parts.given and parts.family else parts._replace(given=None, family=None)
    return _split_latin_reading(name, country)


def _split_latin_reading(name: str, country: str) -> NameParts:
    if "," in name:
        parts = split_latin(name, country)
        return parts._replace(written=" ".join(filter(None, (parts.family, parts.given))))
    words = name.split()
    home = country or "JP"
    if len(words) < 2:
        return NameParts(proper_case(name, family=True), None, None, home)
    first, last = (latin_japanese_key(latin_letters(word)) in READING_RANK for word in (words[0], words[-1]))
    given, family = (words[:-1], words[-1]) if last and not first else (words[1:], words[0])
    return NameParts(proper_case(name, family=True), " ".join(given), family, home)
