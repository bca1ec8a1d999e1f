"""traits.yml: traits of people, measured over what they did, ranked among all people, or computed from other traits."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from cdp.config.source import Strict, written
from cdp.config.value import Condition, Expression
from cdp.config.words import Words
from cdp.config.yaml_file import read_yaml

Measure = Literal[
    "count",
    "sum",
    "min",
    "max",
    "first",
    "last",
    "most_common",
    "distinct",
    "share",
    "days_since_first",
    "days_since_last",
    "median_gap",
]
OF_NOTHING = frozenset({"count", "days_since_first", "days_since_last", "median_gap"})
"""Measures of the rows and their times alone; all others are `of` something."""
FROM_ZERO = frozenset({"count", "sum", "distinct"})
"""Measures that are 0, not unknown, where there is no row."""

TraitName = Annotated[str, written("^[a-z][a-z0-9_]*$", "small letters, digits and _, a letter first")]
"""Name of a trait: a column of the table `trait`."""


class Trait(Strict):
    """One trait: a measure of what a person did, a rank among all people, or SQL over the person's other traits."""

    title: Words | None = Field(None, description="What people call it; its name if unset.")
    description: Words = Field(description="What it means, in a few words for those who use it.")
    of_table: Literal["interaction", "purchase"] | None = Field(
        None, alias="from", description="Measure what: events with their person, or orders and returns."
    )
    where: Condition | None = Field(
        None,
        description="Which rows count, as SQL over their columns; of a quintile: which people, as SQL over traits.",
    )
    measure: Measure | None = Field(
        None,
        description="How: first and last by time; most_common, of level ones the latest; share of the rows where `of` "
        "holds; days_since_first, days_since_last: whole days of 24 hours; median_gap: days from one to the next.",
    )
    of: Expression | None = Field(None, description="What is measured: a column, or SQL over the columns of a row.")
    last_days: int | None = Field(
        None, ge=1, description="Only the last so many days, back from the moment up to which the data tell."
    )
    quintile_of: TraitName | None = Field(
        None, description="Rank people by this trait: 1 the worst fifth, 5 the best; equals rank equally."
    )
    best: Literal["high", "low"] | None = Field(None, description="Which end of a quintile is 5; high if unset.")
    sql: Expression | None = Field(
        None, description="SQL over the person's other traits, the columns of the profile, and told_until."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Trait:
        ways = [way for way in ("measure", "quintile_of", "sql") if getattr(self, way) is not None]
        if len(ways) != 1:
            raise ValueError("give one of measure, quintile_of or sql")
        allowed = {
            "measure": {"of_table", "where", "of", "last_days"},
            "quintile_of": {"where", "best"},
            "sql": set(),
        }[ways[0]]
        set_here = {name for name in ("of_table", "where", "of", "last_days", "best") if getattr(self, name)}
        if further := set_here - allowed:
            names = ", ".join(sorted("from" if name == "of_table" else name for name in further))
            raise ValueError(f"{names} does not go with {ways[0]}")
        if self.measure and self.of_table is None:
            raise ValueError("say what to measure: from: interaction, or purchase")
        if self.measure and (self.of is None) != (self.measure in OF_NOTHING):
            raise ValueError(f"{self.measure} is of nothing" if self.of else f"say what to take the {self.measure} of")
        return self


class TraitsConfig(Strict):
    """Traits of people beside the usual ones."""

    traits: dict[TraitName, Trait] = Field(
        default_factory=dict,
        description="Name of the trait to how it is made; one with the name of a usual trait takes its place.",
    )

    @property
    def all(self) -> dict[str, Trait]:
        """All traits that a run makes, the usual ones first."""
        return {**usual_traits(), **self.traits}


@cache
def usual_traits() -> dict[str, Trait]:
    """Return the traits that suit any company whose events have actions of the common vocabulary."""
    return dict(read_yaml(Path(__file__).with_name(USUAL), TraitsConfig, USUAL).traits)


USUAL = "usual_traits.yml"
"""The file of the usual traits, beside this one; it reads like a traits.yml."""
