"""Cleaners of names: given name, family name, full name, reading (furigana).

Key = comparable letters a–z, equal for the usual ways to write one name (see `cdp.standardise.name_keys`);
native = the form in Hangul, kana or Han, variants unified, where the name came in such a script.
"""

from __future__ import annotations

import re

from cdp.standardise.cleaner import Cleaned, Cleaner, Problem
from cdp.standardise.full_names import split_name, split_reading
from cdp.standardise.name_keys import Part, name_key, native_form
from cdp.standardise.name_words import bare_name, proper_case
from cdp.standardise.romanise import Script, scripts_in
from cdp.standardise.text import is_placeholder, nfkc

_NOT_A_NAME = re.compile(r"[\d@{}]|https?:|www\.", re.IGNORECASE)
_PLAIN = re.compile("[A-Za-z][A-Za-z ']{0,39}")
_LETTER = re.compile(r"(?![\u1100-\u11ff\u3130-\u318f])[^\W\d_]")
_LONGEST = 120


def clean_given_name(raw: str, country: str) -> Cleaned:
    """Clean a given name; outputs (value, key, native). `country` is an ISO code or ''."""
    return _clean_part(raw, country, "given")


def clean_family_name(raw: str, country: str) -> Cleaned:
    """Clean a family name; outputs (value, key, native). `country` is an ISO code or ''."""
    return _clean_part(raw, country, "family")


def _clean_part(raw: str, country: str, part: Part) -> Cleaned:
    name = _plain_name(raw)
    if isinstance(name, Problem):
        return name
    return proper_case(name, part == "family"), name_key(name, country, part), native_form(name)


def _plain_name(raw: str) -> str | Problem:
    """The name without titles and suffixes, or why it is none."""
    text = nfkc(raw)
    if is_placeholder(text, "name"):
        return Problem.PLACEHOLDER
    name = bare_name(text)
    if name == text and _PLAIN.fullmatch(name):
        return name
    if _NOT_A_NAME.search(name) or not _LETTER.search(name) or len(name) > _LONGEST:
        return Problem.MALFORMED
    return Problem.PLACEHOLDER if name != text and is_placeholder(name, "name") else name


def clean_full_name(raw: str, country: str) -> Cleaned:
    """Clean a whole name in any order and script.

    Outputs (value, given_name, family_name, given_key, family_key, given_native, family_native); parts that cannot be
    told apart are None. `country` (ISO code or '') decides where the order of the words does not.
    """
    name = _plain_name(raw)
    if isinstance(name, Problem):
        return name
    split = split_name(name, country)
    given, family, home = split.given, split.family, split.country
    return (
        split.written,
        given,
        family,
        name_key(given, home, "given") if given else None,
        name_key(family, home, "family") if family else None,
        native_form(given) if given else None,
        native_form(family) if family else None,
    )


def clean_phonetic_name(raw: str, country: str) -> Cleaned:
    """Clean the reading of a whole name in kana, Latin letters or Hangul; outputs (value, given_key, family_key).

    The family name comes first. Without a space the end of a common surname parts the two, else both keys are None.
    """
    name = _plain_name(raw)
    if isinstance(name, Problem):
        return name
    if Script.HAN in scripts_in(name):
        return Problem.MALFORMED
    split = split_reading(name, country)
    return (
        split.written,
        name_key(split.given, split.country, "given") if split.given else None,
        name_key(split.family, split.country, "family") if split.family else None,
    )


_PART_OUTPUTS = ("value", "key", "native")
_FULL_OUTPUTS = (
    "value",
    "given_name",
    "family_name",
    "given_key",
    "family_key",
    "given_native",
    "family_native",
)

GIVEN_NAME = Cleaner(_PART_OUTPUTS, clean_given_name, "country")
FAMILY_NAME = Cleaner(_PART_OUTPUTS, clean_family_name, "country")
FULL_NAME = Cleaner(_FULL_OUTPUTS, clean_full_name, "country")
PHONETIC_NAME = Cleaner(("value", "given_key", "family_key"), clean_phonetic_name, "country")
