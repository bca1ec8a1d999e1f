"""The semantic types: what an attribute means decides how it is cleaned, compared, blocked, guarded and survived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Holding(StrEnum):
    """How persons and values of a type belong together."""

    UNIQUE = "unique"
    """One person has one value and no other person has it: equal values link, two different ones forbid it."""
    EXCLUSIVE = "exclusive"
    """A person may have several, but each is one person's alone: equal values link, different ones say nothing."""
    SEVERAL = "several"
    """A person may have several, and a value may pass on: cards are reissued, numbers recycled."""
    SHARED = "shared"
    """Persons of one household or firm share values: address, device."""
    OPEN = "open"
    """Says nothing about who it is."""


class Kind(StrEnum):
    """The family a semantic type belongs to."""

    NAME = "name"
    BIRTH = "birth"
    CONTACT = "contact"
    ADDRESS = "address"
    IDENTIFIER = "identifier"
    TRAIT = "trait"


class Rule(StrEnum):
    """How the golden value is chosen among the values of a person's records."""

    MOST_RECENT = "most_recent"
    MOST_FREQUENT = "most_frequent"
    MOST_COMPLETE = "most_complete"
    SOURCE_RANK = "source_rank"
    LONGEST = "longest"
    MIN = "min"
    MAX = "max"
    UNION = "union"


@dataclass(frozen=True)
class SemanticType:
    """One meaning that an attribute may have."""

    name: str
    kind: Kind
    holding: Holding
    meaning: str
    rule: Rule = Rule.MOST_FREQUENT
    """Survivorship when golden.yml says nothing."""
    generic_above: int | None = None
    """A value that more than this many distinct (name, birth date) hold is generic and no evidence."""
    columns: tuple[str, ...] = ()
    """Further standard columns that cleaning makes beside the value itself."""
    steadiness: float = 0.75
    """Of identifiers: share of the pairs of one person's records to expect the same value in, until the data tell."""


_NAME = (Kind.NAME, Holding.OPEN)
_PLACE = (Kind.ADDRESS, Holding.SHARED)
_TRAIT = (Kind.TRAIT, Holding.OPEN)
_GENERIC = 10

TYPES: dict[str, SemanticType] = {
    each.name: each
    for each in (
        SemanticType("given_name", *_NAME, "given (first) name", columns=("given_key", "given_native")),
        SemanticType("family_name", *_NAME, "family (last) name", columns=("family_key", "family_native")),
        SemanticType(
            "full_name",
            *_NAME,
            "whole name in one text, in any order and script",
            columns=(
                "given_name",
                "family_name",
                "given_key",
                "family_key",
                "given_native",
                "family_native",
            ),
        ),
        SemanticType(
            "phonetic_name", *_NAME, "reading of the whole name: furigana, kana", columns=("given_key", "family_key")
        ),
        SemanticType("organisation_name", *_NAME, "name of a firm", columns=("organisation_key",)),
        SemanticType("birth_date", Kind.BIRTH, Holding.OPEN, "date of birth"),
        SemanticType("gender", *_TRAIT, "F, M or X"),
        SemanticType("email", Kind.CONTACT, Holding.SEVERAL, "e-mail address", Rule.MOST_RECENT, _GENERIC),
        SemanticType("phone", Kind.CONTACT, Holding.SEVERAL, "telephone number, E.164", Rule.MOST_RECENT, _GENERIC),
        SemanticType(
            "hashed_email",
            Kind.CONTACT,
            Holding.SEVERAL,
            "SHA-256 of the normalised e-mail",
            Rule.MOST_RECENT,
            _GENERIC,
        ),
        SemanticType(
            "hashed_phone", Kind.CONTACT, Holding.SEVERAL, "SHA-256 of the E.164 number", Rule.MOST_RECENT, _GENERIC
        ),
        SemanticType(
            "full_address",
            *_PLACE,
            "whole address in one text; its parts are found in it",
            Rule.MOST_RECENT,
            columns=("street", "street_key", "city", "city_key", "region", "region_key", "postal_code"),
        ),
        SemanticType("street", *_PLACE, "street, number, building", Rule.MOST_RECENT, columns=("street_key",)),
        SemanticType("city", *_PLACE, "city, town, 시군구, 市区町村", Rule.MOST_RECENT, columns=("city_key",)),
        SemanticType("region", *_PLACE, "state, 시도, 都道府県", Rule.MOST_RECENT, columns=("region_key",)),
        SemanticType("postal_code", *_PLACE, "postal code", Rule.MOST_RECENT),
        SemanticType("country", *_PLACE, "country, ISO 3166 alpha-2", Rule.MOST_RECENT),
        SemanticType(
            "national_id",
            Kind.IDENTIFIER,
            Holding.UNIQUE,
            "number the state gives a person",
            generic_above=_GENERIC,
            steadiness=0.97,
        ),
        SemanticType(
            "passport",
            Kind.IDENTIFIER,
            Holding.SEVERAL,
            "passport number: one is valid at a time",
            generic_above=_GENERIC,
            steadiness=0.9,
        ),
        SemanticType(
            "driver_licence",
            Kind.IDENTIFIER,
            Holding.SEVERAL,
            "driving licence: one is valid at a time",
            generic_above=_GENERIC,
            steadiness=0.9,
        ),
        SemanticType(
            "customer_id",
            Kind.IDENTIFIER,
            Holding.EXCLUSIVE,
            "customer number that systems share; login",
            generic_above=_GENERIC,
        ),
        SemanticType("loyalty_id", Kind.IDENTIFIER, Holding.SEVERAL, "loyalty card", Rule.MOST_RECENT, _GENERIC),
        SemanticType("device_id", Kind.IDENTIFIER, Holding.SHARED, "device or browser", Rule.MOST_RECENT),
        SemanticType("entity_kind", *_TRAIT, "person or organisation; kinds never merge"),
        SemanticType("category", *_TRAIT, "a word out of few", Rule.MOST_RECENT),
        SemanticType("number", *_TRAIT, "a quantity", Rule.MOST_RECENT),
        SemanticType("boolean", *_TRAIT, "yes or no", Rule.MOST_RECENT),
        SemanticType("date", *_TRAIT, "a calendar date", Rule.MOST_RECENT),
        SemanticType("text", *_TRAIT, "free text", Rule.MOST_RECENT),
    )
}

ADDRESS_PARTS = ("full_address", "street", "city", "region", "postal_code", "country")
"""Attributes that survive together: a golden address never mixes records."""
HASH_OF = {"hashed_email": "email", "hashed_phone": "phone"}
"""Types that are the SHA-256 of another one: the same identifier, whichever way a record or an event has it."""
