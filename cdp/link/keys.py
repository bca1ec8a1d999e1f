"""Blocking keys: what two records of one person may be expected to share, whole or in part.

Each meaning (given name, birth, place …) has keys from the whole value to its roughest part, and *agreements*: how
often records of one person agree in which of them. The agreements are assumptions for planning alone, on the cautious
side; what a pair weighs is trained.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cdp.database import quote


@dataclass(frozen=True)
class Key:
    """One expression over a record that candidate pairs may share."""

    name: str
    column: str
    """Column of the link input that it reads."""
    shape: str = "{0}"
    """SQL over the columns."""
    other: str | None = None
    """A second column that it reads."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that it reads."""
        return (self.column,) if self.other is None else (self.column, self.other)

    def sql(self, of: str = "") -> str:
        """Return the expression; `of` is the alias of the record with its dot."""
        return self.shape.format(*(of + quote(column) for column in self.columns))


@dataclass(frozen=True)
class Meaning:
    """Keys that say the same, more or less exactly: a rule takes at most one of them."""

    keys: tuple[Key, ...]
    agreements: tuple[tuple[float, frozenset[str]], ...]
    """(share of the pairs of one person, names of the keys in which they agree); in the rest they agree in none."""


_SOUND = "left({0}, 1) || regexp_replace(substr({0}, 2), '[aeiouyhw ]', '', 'g')"
"""First letter and consonants: what spellings of one name have in common."""
_AREA = "left({0}, (length({0}) + 1) // 2)"


def _meaning(keys: list[Key], *agreements: tuple[float, str]) -> Meaning:
    return Meaning(tuple(keys), tuple((share, frozenset(names.split())) for share, names in agreements))


def _text(name: str) -> Meaning:
    """A key of its own: an identifier, a whole name in native script."""
    return _meaning([Key(name, name)], (0.6, name))


_GIVEN = _meaning(
    [Key("given", "given"), Key("given_start", "given", "left({0}, 3)"), Key("given_initial", "given", "left({0}, 1)")],
    (0.50, "given given_start given_initial"),
    (0.10, "given_start given_initial"),
    (0.12, "given_initial"),
)
_FAMILY = _meaning(
    [
        Key("family", "family"),
        Key("family_sound", "family", _SOUND),
        Key("family_start", "family", "left({0}, 3)"),
        Key("family_initial", "family", "left({0}, 1)"),
    ],
    (0.55, "family family_sound family_start family_initial"),
    (0.08, "family_sound family_start family_initial"),
    (0.06, "family_start family_initial"),
    (0.06, "family_initial"),
)
_BIRTH = _meaning(
    [
        Key("birth_date", "birth_date"),
        Key("birth_month", "birth_date", "left({0}, 7)"),
        Key("birthday", "birth_date", "right({0}, 5)"),
        Key("birth_year_day", "birth_date", "left({0}, 5) || right({0}, 2)"),
        Key("birth_year", "birth_date", "left({0}, 4)"),
    ],
    (0.50, "birth_date birth_month birthday birth_year_day birth_year"),
    (0.08, "birth_month birth_year"),
    (0.08, "birthday"),
    (0.06, "birth_year_day birth_year"),
    (0.06, "birth_year"),
)
_PLACE = _meaning(
    [
        Key("street_key", "street_key"),
        Key("postal_code", "postal_code"),
        Key("postal_area", "postal_code", _AREA),
        Key("city_key", "city_key"),
    ],
    (0.25, "street_key postal_code postal_area city_key"),
    (0.10, "postal_code postal_area city_key"),
    (0.05, "street_key city_key postal_area"),
    (0.05, "city_key postal_area"),
    (0.15, "city_key"),
    (0.03, "postal_code postal_area"),
)
_EMAIL = _meaning(
    [
        Key("email", "email"),
        Key("email_user", "email", "nullif(split_part({0}, '@', 1), '')"),
        Key("email_start", "email", "left({0}, 6)"),
    ],
    (0.40, "email email_user email_start"),
    (0.08, "email_user email_start"),
    (0.08, "email_start"),
)
_PHONE = _meaning(
    [Key("phone", "phone"), Key("phone_end", "phone", "right({0}, 6)")],
    (0.45, "phone phone_end"),
    (0.05, "phone_end"),
)
_ORGANISATION = _meaning(
    [Key("organisation_key", "organisation_key"), Key("organisation_start", "organisation_key", "left({0}, 5)")],
    (0.75, "organisation_key organisation_start"),
    (0.15, "organisation_start"),
)
_SWAPPED = _meaning(
    [Key("names", "given", "least({0}, {1}) || ' ' || greatest({0}, {1})", "family")],
    (0.03, "names"),
)
"""What given and family name find together is theirs; this adds the pairs in which they are swapped."""
_MEANINGS = (
    _GIVEN,
    _FAMILY,
    _SWAPPED,
    _BIRTH,
    _PLACE,
    _EMAIL,
    _PHONE,
    _ORGANISATION,
    _text("given_native"),
    _text("family_native"),
    _text("email_hash"),
    _text("phone_hash"),
)


def meanings(columns: Collection[str], identifiers: Collection[str]) -> list[Meaning]:
    """Return the meanings that the columns of the link input allow, each with the keys there are."""
    found = []
    for meaning in (*(_text(name) for name in sorted(identifiers)), *_MEANINGS):
        keys = tuple(key for key in meaning.keys if set(key.columns) <= set(columns))
        if keys:
            found.append(Meaning(keys, meaning.agreements))
    return found


def rules_named(names: Sequence[Sequence[str]], of: Sequence[Meaning]) -> tuple[tuple[Key, ...], ...]:
    """Return the rules whose keys have these names."""
    keys = {key.name: key for meaning in of for key in meaning.keys}
    return tuple(tuple(keys[name] for name in rule) for rule in names)
