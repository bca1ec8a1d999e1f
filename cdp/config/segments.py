"""segments.yml: named groups of people, each by conditions or by a SQL expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from cdp.config.source import Strict
from cdp.config.value import Expression
from cdp.config.words import Words

Plain = bool | int | float | str | date
"""A value that a condition compares with; dates as 2026-05-01."""
COMPARISONS = ("is", "in", "at_least", "at_most", "between", "before", "after", "within_days", "contains", "missing")
"""Ways to compare a field; a condition has one of them."""
_JOINED = ("all", "any", "not")


class Condition(BaseModel):
    """What must hold of a person: of one field, or `all`, `any` or `not` of further conditions.

    A field is `table.column` of a published table, or a column alone where no other table has it. Of a table with
    several rows per person some row must meet the condition, and what `where` says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    field: str | None = Field(None, description="`table.column`, or a column that one table alone has.")
    where: dict[str, Plain | tuple[Plain, ...] | None] = Field(
        default_factory=dict,
        description="Columns of the same table to the value, or values, that the row must have; null: none.",
    )
    times: int | None = Field(None, ge=1, description="So many rows of the table at least, instead of one.")
    is_: Plain | None = Field(None, alias="is", description="Equal.")
    in_: tuple[Plain, ...] | None = Field(None, alias="in", min_length=1, description="Equal to one of these.")
    at_least: Plain | None = Field(None, description="This much or more.")
    at_most: Plain | None = Field(None, description="This much or less.")
    between: tuple[Plain, Plain] | None = Field(None, description="From the first to the second, both included.")
    before: Plain | None = Field(None, description="Earlier than this day.")
    after: Plain | None = Field(None, description="Later than this day.")
    within_days: int | None = Field(None, ge=1, description="In the last so many days, up to where the data tell.")
    contains: str | None = Field(None, description="Text: has this in it, large or small letters; list: has this one.")
    missing: bool | None = Field(None, description="true: there is no value; false: there is one.")
    all_: tuple[Condition, ...] | None = Field(None, alias="all", min_length=1, description="Each of these holds.")
    any_: tuple[Condition, ...] | None = Field(None, alias="any", min_length=1, description="One of these holds.")
    not_: Condition | None = Field(None, alias="not", description="This does not hold.")

    @model_validator(mode="after")
    def _one_thing(self) -> Condition:
        _check(self)
        return self

    def compared(self) -> Iterator[tuple[str, Any]]:
        """Return the ways of comparison that are given, with what is compared with."""
        for name in COMPARISONS:
            given = getattr(self, f"{name}_" if name in ("is", "in") else name)
            if given is not None:
                yield name, given


def _check(condition: Condition) -> None:
    """Raise ValueError unless a condition says one thing."""
    joined = [name for name in _JOINED if getattr(condition, f"{name}_") is not None]
    if len(joined) + (condition.field is not None) != 1:
        raise ValueError("give one of field, all, any or not")
    compared = list(condition.compared())
    if condition.field is None and (compared or condition.where or condition.times):
        raise ValueError(f"`{joined[0]}` holds conditions and nothing else; a comparison goes with `field`")
    if condition.field is not None and len(compared) != 1:
        raise ValueError(f"a field is compared in one way: {', '.join(COMPARISONS)}")


def _name(name: str) -> str:
    if not re.fullmatch(r"\w[\w .-]{0,59}", name):
        raise ValueError(f"{name!r} is no name: up to 60 letters, digits, spaces, _ . and -")
    return name


SegmentName = Annotated[str, AfterValidator(_name)]


class Segment(Condition):
    """A group of people: who meets a condition, or the expression `sql`."""

    title: Words | None = Field(None, description="What people call it; its name if unset.")
    description: Words | None = Field(None, description="What it is for.")
    sql: Expression | None = Field(
        None, description="SQL expression over columns of profile and of other tables with one row per person."
    )

    @model_validator(mode="after")
    def _one_thing(self) -> Segment:
        if self.sql is None:
            _check(self)
        elif self.model_fields_set - {"title", "description", "sql"}:
            raise ValueError("give conditions or sql, not both")
        return self

    @property
    def meaning(self) -> str:
        """What it is for, as commands, tables and JSON tell it; empty where that is not said."""
        return self.description.en if self.description else ""


class SegmentsConfig(Strict):
    """Segments by name."""

    segments: dict[SegmentName, Segment] = Field(default_factory=dict, description="By name.")
