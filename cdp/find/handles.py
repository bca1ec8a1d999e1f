"""What a text may be as an e-mail address, phone, identifier, record or order: whole, begun, or its last digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import phonenumbers

from cdp.config import Config
from cdp.semantics import HASH_OF
from cdp.standardise.registry import CLEANERS
from cdp.standardise.text import nfkc

SHORTEST = 3
"""Letters from which the beginning of a handle is looked for."""
_SHORTEST_ENDING = 4
_NUMBER = re.compile(r"\+?[\d\s().\-]+")
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Handles:
    """The values of the index that a text may stand for, in small letters."""

    exact: list[tuple[str, str, int]] = field(default_factory=list)
    """Text, kind, and rank among exact hits."""
    begun: list[str] = field(default_factory=list)
    """Texts with which a value may begin."""
    ending: str | None = None
    """Last digits of a number, the last one first."""
    hashed: str | None = None
    """Hash of something that is kept in clear."""


def handles(text: str, config: Config, attributes: Sequence[str]) -> Handles:
    """Return what a text may stand for; `attributes` are those of contacts and identifiers."""
    plain = nfkc(text)
    low = plain.lower()
    source, slash, record_id = plain.partition("/")
    exact = [(low, "order number", 1), (low, "record", 2)]
    bare = re.sub("[^0-9a-z]", "", low)
    exact += [(bare, "order number", 1)] if bare and any(map(str.isdigit, bare)) and bare != low else []
    if slash and source and record_id:
        exact.append((record_id.lower(), f"record {source}", 1))
    for attribute in attributes:
        exact += _values(attribute, plain, config)
    begun = {low} if len(low) >= SHORTEST else set()
    digits = "".join(filter(str.isdigit, plain))
    ending = None
    if _NUMBER.fullmatch(plain) and len(digits) >= SHORTEST:
        begun |= _begun_numbers(plain, digits, config)
        ending = digits[::-1] if len(digits) >= _SHORTEST_ENDING else None
    return Handles(exact, sorted(begun), ending, low if _HASH.fullmatch(low) else None)


def regions(config: Config) -> list[str]:
    """Return the countries that the company and its sources speak from."""
    return list(dict.fromkeys([config.company.region, *(each.region for each in config.sources if each.region)]))


def _values(attribute: str, text: str, config: Config) -> list[tuple[str, str, int]]:
    """Return what a text would be as a value of an attribute, and as what a hash of it was made of."""
    kind = config.semantic_type(attribute).name
    found = [(value.lower(), attribute, 3) for value in _standard_forms(kind, text, config)]
    for hashed, clear in HASH_OF.items():
        if kind == hashed:
            hashes = [sha256(value.encode()).hexdigest() for value in _standard_forms(clear, text, config)]
            found += [(value, attribute, 4) for value in hashes]
    return found


def _standard_forms(kind: str, text: str, config: Config) -> list[str]:
    cleaner = CLEANERS[kind]
    contexts = regions(config) if cleaner.context in ("region", "country") else [""]
    cleaned = [cleaner.clean(text, context) for context in contexts]
    return sorted({each[0] for each in cleaned if isinstance(each, tuple) and each[0] is not None})


def _begun_numbers(text: str, digits: str, config: Config) -> set[str]:
    """Return the beginnings of international numbers that digits may be, in each country of the sources."""
    if text.startswith("+"):
        return {f"+{digits}"}
    codes = {phonenumbers.country_code_for_region(region) for region in regions(config)}
    return {f"+{code}{digits.removeprefix('0')}" for code in codes if code}
