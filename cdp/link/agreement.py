"""Comparisons and their degrees of agreement, and the SQL that they are made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from cdp.database import quote

_USUAL = 0.1
"""From this share of two different persons on a level tells that they differ, in a way of its own …"""
_ELSE_AT_LEAST = 0.05
"""… and together such levels leave this share to all other ways to differ."""


@dataclass(frozen=True)
class Level:
    """One degree of agreement."""

    label: str
    condition: str
    """SQL over the columns of two records, suffixed _l and _r."""
    m: float
    """Share of true pairs at this level to assume where the data cannot tell."""
    u: float
    """Share of pairs of two different persons at this level to assume where the data cannot tell."""
    frequency_of: str | None = None
    """Column whose term frequency sharpens this level."""
    equal: tuple[str, ...] = ()
    """Columns that are all equal at this level: the share of random pairs is then counted exactly."""
    near: bool = False
    """Another name that one person may go by: strangers have one at least as often as the more frequent of the two
    stands, so the term frequency only lowers the weight."""
    own_right: bool = False
    """Says more than that values are nearly equal, so it may weigh more than equal ones do: names that are swapped."""


@dataclass(frozen=True)
class Comparison:
    """One meaning in which two records agree more or less."""

    name: str
    incomparable: str
    """SQL: one of the two says nothing."""
    levels: tuple[Level, ...]
    columns: frozenset[str] = field(default_factory=frozenset)
    """Columns of the records that it reads."""
    personal: bool = False
    """Speaks of one person rather than of a household."""

    def splink(self, m: tuple[float, ...] | None = None, u: tuple[float, ...] | None = None) -> dict[str, Any]:
        """Return the comparison as Splink settings; `m` and `u` go with the levels in order, the last is *else*."""
        levels: list[dict[str, Any]] = [
            {"sql_condition": self.incomparable, "label_for_charts": "nothing to compare", "is_null_level": True}
        ]
        for level in self.levels:
            entry: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.label}
            if level.frequency_of and m is not None:
                entry |= {
                    "tf_adjustment_column": level.frequency_of,
                    "tf_adjustment_weight": 1.0,
                    "disable_tf_exact_match_detection": True,
                }
            if level.near and u is not None:
                entry["tf_minimum_u_value"] = u[len(levels) - 1]
            levels.append(entry)
        levels.append({"sql_condition": "ELSE", "label_for_charts": "differs"})
        if m is not None and u is not None:
            for nth, entry in enumerate(levels[1:]):
                entry |= {"m_probability": m[nth], "u_probability": u[nth]}
        return {"output_column_name": self.name, "comparison_levels": levels}

    @property
    def has_frequencies(self) -> bool:
        """Whether a level looks at term frequencies."""
        return any(level.frequency_of for level in self.levels)

    @property
    def default_m(self) -> tuple[float, ...]:
        """Shares of true pairs per level, *else* last, for data too few to tell."""
        told = [level.m for level in self.levels]
        return (*told, max(1e-3, 1 - sum(told)))

    @property
    def default_u(self) -> tuple[float, ...]:
        """Shares of pairs of two different persons per level, *else* last, for data too few to tell."""
        usual = sum(level.u for level in self.levels if level.u >= _USUAL)
        rare = sum(level.u for level in self.levels if level.u < _USUAL)
        room = min(1.0, (1 - _ELSE_AT_LEAST - rare) / usual) if usual else 1.0
        told = [level.u * (room if level.u >= _USUAL else 1.0) for level in self.levels]
        return (*told, 1 - sum(told))


def left_of(column: str) -> str:
    """SQL: the column of the one record of a pair."""
    return quote(f"{column}_l")


def right_of(column: str) -> str:
    """SQL: the column of the other."""
    return quote(f"{column}_r")


def equal(column: str, columns: Collection[str] = ()) -> str:
    """SQL: the leading values are equal, or any of all values where records have several."""
    leading = f"{left_of(column)} = {right_of(column)}"
    if f"{column}_all" not in columns:
        return leading
    return f"({leading} or list_has_any({left_of(column + '_all')}, {right_of(column + '_all')}))"


def missing(column: str) -> str:
    """SQL: one of the two records has no value."""
    return f"{left_of(column)} is null or {right_of(column)} is null"


def begins(column: str) -> str:
    """SQL: one value begins with the other."""
    return f"starts_with({left_of(column)}, {right_of(column)}) or starts_with({right_of(column)}, {left_of(column)})"


def any_true(conditions: Sequence[str]) -> str:
    """SQL: one of the conditions holds."""
    return " or ".join(f"({each})" for each in conditions)


def where(cheap: str, dear: str) -> str:
    """SQL: both hold; the dear condition is looked at only where the cheap one holds."""
    return f"case when {cheap} then {dear} else false end"
