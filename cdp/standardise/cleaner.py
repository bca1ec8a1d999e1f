"""The contract of a cleaner: one distinct raw value in, its standard forms out.

Cleaners are pure Python functions and are called once per *distinct* value; SQL spreads their answers over the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Problem(StrEnum):
    """Why a raw value has no standard form."""

    PLACEHOLDER = "placeholder"
    """Stands for 'no value': n/a, null, test, 000-0000, unknown@…; never evidence that two records are one person."""
    MALFORMED = "malformed"
    """Not of the type at all: a word where a phone number should be."""
    IMPOSSIBLE = "impossible"
    """Of the right form, but cannot exist: 30 February, a birth date in the future."""


Cleaned = tuple[str | None, ...] | Problem
"""One value per output column (None where the raw value says nothing about it), or the reason why there is none."""

Context = Literal["region", "country", "date_order", "none"]
"""What else a cleaner needs to know: the ISO country of the record, or the order of day, month and year."""


@dataclass(frozen=True)
class Cleaner:
    """How one semantic type is standardised."""

    outputs: tuple[str, ...]
    """Column names of what `clean` returns, in order; the first is the standard value itself."""
    clean: Callable[[str, str], Cleaned]
    """(raw value, context) to outputs. Deterministic; never raises on any text."""
    context: Context = "none"
    type: str = "varchar"
    """SQL type of the standard value in the published tables; further outputs are text."""
