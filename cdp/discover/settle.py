"""The columns of one table seen together: which of several is the person's own, and what makes up an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from cdp.discover.column_words import name_says
from cdp.discover.evidence import DISTINCT, Evidence, evidence_of, region_of
from cdp.discover.meaning import NAMES, PLACES, Guess, guess
from cdp.discover.table import Column, Table
from cdp.standardise.countries import country_code
from cdp.standardise.western_regions import western_region

_ONE_OF = NAMES | {"middle_name", "birth_date", "gender", "national_id", "entity_kind", "updated_at", "expires"}
"""Meanings that the columns with the fewest unexplained words have alone."""
_OF_PERSONS = "family_name given_name phonetic_name email phone birth_date gender national_id loyalty_id customer_id"
_PERSONAL = frozenset((*_OF_PERSONS.split(), *PLACES, "hashed_email", "hashed_phone", "passport", "device_id"))
_WITH_STATES = ("US", "CA", "AU")
"""Countries whose states are written in two or three letters."""
_WHERE = frozenset({"full_address", "street", "city", "postal_code"})


@dataclass(frozen=True)
class Looked:
    """A table with what its columns mean."""

    table: Table
    guesses: dict[str, Guess]
    evidence: dict[str, Evidence]
    region: str
    region_share: float
    addresses: tuple[dict[str, tuple[str, ...]], ...] = field(default=())
    """Part of an address to the columns that make it up; the person's own address first."""

    def of(self, *meanings: str) -> list[Guess]:
        """The columns that mean one of these, the surest first."""
        fitting = [each for each in self.guesses.values() if each.meaning in meanings]
        return sorted(fitting, key=lambda each: (meanings.index(each.meaning), len(each.further)))

    def has(self, *meanings: str) -> bool:
        """Whether a column means one of these."""
        return any(each.meaning in meanings for each in self.guesses.values())

    def has_several(self, column: str) -> bool:
        """Whether a JSON path goes through a list: it has several values in a row."""
        return "[*]" in self.table.column(column).reads


def look(table: Table) -> Looked:
    """Return what the columns of a table mean."""
    countries = [code for column in table.columns for code in _countries(column)]
    region, share = region_of([column.values for column in table.columns], countries)
    evidence = {column.name: evidence_of(column.values, region) for column in table.columns}
    guesses = {column.name: guess(column.name, evidence[column.name]) for column in table.columns}
    settled, addresses = _addresses(_given_beside_family(_persons_alone(_own(guesses))))
    return Looked(table, settled, evidence, region, share, addresses)


def _countries(column: Column) -> Iterator[str]:
    """The countries that the first values of a column of countries, or of short states, name."""
    said = name_says(column.name)
    if said is not None and said.meaning == "country":
        yield from filter(None, (country_code(value) for value in column.filled[:DISTINCT]))
    if said is not None and said.meaning == "region":
        short = [value for value in set(column.filled) if len(value) <= 3]
        known = {code: sum(western_region(value, code) is not None for value in short) for code in _WITH_STATES}
        best = max(known, key=lambda code: known[code])
        yield from [best] * known[best]


def _own(guesses: dict[str, Guess]) -> dict[str, Guess]:
    """Leave to somebody else what is theirs, and what only few words say to the columns that say it best."""
    mine = {name: _of_somebody_else(each) if each.elsewhose else each for name, each in guesses.items()}
    for meaning in _ONE_OF:
        held = [each for each in mine.values() if each.meaning == meaning]
        fewest = min((len(each.further) for each in held), default=0)
        for each in held:
            if len(each.further) > fewest:
                mine[each.column] = replace(
                    each, meaning="other", reason=f"{each.reason}; another column says it better"
                )
    return _names_in_parts_first(mine)


def _names_in_parts_first(guesses: dict[str, Guess]) -> dict[str, Guess]:
    """A whole name with more unexplained words than the names in parts is not the person's: a receiver's, a shop's."""
    parts = [len(each.further) for each in guesses.values() if each.meaning in ("given_name", "family_name")]
    if not parts:
        return guesses
    return {
        name: replace(each, meaning="other", reason=f"{each.reason}; another column says it better")
        if each.meaning == "full_name" and len(each.further) > min(parts)
        else each
        for name, each in guesses.items()
    }


def _persons_alone(guesses: dict[str, Guess]) -> dict[str, Guess]:
    """Where nothing else is personal, a whole name is that of a thing: a genre, a product."""
    if any(each.meaning in _PERSONAL for each in guesses.values()):
        return guesses
    return {
        name: replace(each, meaning="words", confidence=0.4, reason=f"{each.reason}, but nothing else is personal")
        if each.meaning == "full_name"
        else each
        for name, each in guesses.items()
    }


def _of_somebody_else(each: Guess) -> Guess:
    return replace(each, meaning="other", reason=f"{each.reason}; somebody else's")


def _given_beside_family(guesses: dict[str, Guess]) -> dict[str, Guess]:
    """이름 or `name` beside a family name and without a given name is the given name."""
    meanings = {each.meaning for each in guesses.values()}
    if "family_name" not in meanings or "given_name" in meanings:
        return guesses
    return {
        name: replace(each, meaning="given_name", reason=f"{each.reason}, beside a family name")
        if each.meaning == "full_name"
        else each
        for name, each in guesses.items()
    }


def _addresses(guesses: dict[str, Guess]) -> tuple[dict[str, Guess], tuple[dict[str, tuple[str, ...]], ...]]:
    """Group the parts of addresses by the words they share: billing_city belongs to billing_street."""
    groups: dict[tuple[str, ...], list[Guess]] = {}
    for each in guesses.values():
        if each.meaning in PLACES:
            groups.setdefault(each.further, []).append(each)
    settled, addresses = dict(guesses), []
    for words in sorted(groups, key=lambda words: (len(words), words)):
        group = _street_beside_city(groups[words])
        meanings = {each.meaning for each in group}
        if not meanings & _WHERE or (words and len(meanings) < 2):
            settled |= {each.column: replace(each, meaning=_alone(each)) for each in group}
            continue
        settled |= {each.column: each for each in group}
        addresses.append(_parts(group))
    return settled, tuple(addresses)


def _alone(each: Guess) -> str:
    return "country" if each.meaning == "country" and not each.further else "category"


def _street_beside_city(group: Sequence[Guess]) -> list[Guess]:
    """An address beside a city, or a second line, is the street."""
    meanings = {each.meaning for each in group}
    if not meanings & {"city", "street_more"} or "street" in meanings:
        return list(group)
    return [
        replace(each, meaning="street", reason=f"{each.reason}, beside a city")
        if each.meaning == "full_address"
        else each
        for each in group
    ]


def _parts(group: Sequence[Guess]) -> dict[str, tuple[str, ...]]:
    by_meaning: dict[str, list[str]] = {}
    for each in group:
        by_meaning.setdefault(each.meaning, []).append(each.column)
    street = [name for part in ("street_number", "street", "street_more") for name in by_meaning.pop(part, [])]
    parts: dict[str, tuple[str, ...]] = {part: (names[0],) for part, names in by_meaning.items()}
    if street and not ("full_address" in parts and len(street) == len(group)):
        parts["street"] = tuple(street)
    return parts
