"""What a name is in this company: one name in every script it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Country = Literal["KR", "JP", "US"]
Gender = Literal["F", "M"]
COUNTRIES: tuple[Country, ...] = ("KR", "JP", "US")


@dataclass(frozen=True, slots=True)
class Name:
    """A family or a given name."""

    native: str
    """Hangul, kanji or Latin letters, as the person writes it at home."""
    latin: str
    """The person's own spelling in Latin letters; Korean syllables are joined by a hyphen (Min-su)."""
    kana: str = ""
    """Reading in full-width katakana, Japanese names only."""
    others: tuple[str, ...] = ()
    """Other Latin spellings and nicknames that systems hold for the same name."""
    variants: tuple[str, ...] = ()
    """Other native spellings of the same sound or form: hanja, old kanji forms, homophones."""


def glued(latin: str) -> str:
    """Min-su → Minsu: the way a form without hyphens takes a Korean given name."""
    first, *rest = latin.split("-")
    return first + "".join(part.lower() for part in rest)


def spaced(latin: str) -> str:
    """Min-su → Min Su: the way a passport prints a Korean given name."""
    return " ".join(part.capitalize() for part in latin.split("-"))
