"""SQL of the table of traits: measures of each person, then, layer by layer, what is computed from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdp.config.trait_check import HORIZON
from cdp.config.traits import Trait
from cdp.database import quote
from cdp.traits.measures import of_everybody_sql


@dataclass(frozen=True)
class Given:
    """What is there before traits are computed from others."""

    profile: Mapping[str, str]
    """Columns of the profile that are needed, with their SQL."""
    measured: Sequence[str]
    """Tables of measures, one row per person who has any."""
    expected: Sequence[str]
    """Columns of `lifetime_value`."""


def trait_sql(traits: Mapping[str, Trait], layers: Sequence[Sequence[str]], given: Given) -> str:
    """Return the SELECT of the table `trait`: one row per row of `profile`.

    Reads profile, horizon, lifetime_value and the tables of measures.
    """
    tables = [f"layer_0 as (\n{_first_layer_sql(traits, given)}\n)"]
    for nth, names in enumerate(layers, start=1):
        computed = ",\n    ".join(f"{_computed(traits[name])} as {quote(name)}" for name in names)
        tables.append(f"layer_{nth} as (\nselect *,\n    {computed}\nfrom layer_{nth - 1}\n)")
    columns = ", ".join(map(quote, ("golden_id", *traits, *given.expected)))
    return f"with {', '.join(tables)}\nselect {columns}\nfrom layer_{len(layers)}\norder by golden_id"


def _first_layer_sql(traits: Mapping[str, Trait], given: Given) -> str:
    measured = [f"{of_everybody_sql(name, trait)} as {quote(name)}" for name, trait in traits.items() if trait.measure]
    of_profile = [f"{sql} as {quote(name)}" for name, sql in given.profile.items()]
    columns = ["golden_id", HORIZON, *of_profile, *measured, *map(quote, given.expected)]
    joined = "".join(f"\nleft join {table} using (golden_id)" for table in (*given.measured, "lifetime_value"))
    listed = ",\n    ".join(columns)
    return f"select\n    {listed}\nfrom profile cross join horizon{joined}"


def _computed(trait: Trait) -> str:
    if trait.sql is not None:
        return f"({trait.sql})"
    return quintile_sql(str(trait.quintile_of), trait.where, is_low_best=trait.best == "low")


def quintile_sql(of: str, where: str | None, *, is_low_best: bool) -> str:
    """Return the SQL of the fifth, 1 to 5, that a person is in by a trait, among those who have it and meet `where`.

    It is 1 + floor(5 × ridit), the ridit being the share of people below plus half the share of equals (Bross 1958):
    equals are in one fifth, whoever comes first.
    """
    is_ranked = f"{quote(of)} is not null" + (f" and coalesce({where}, false)" if where else "")
    ordered = f"over (partition by {is_ranked} order by {quote(of)}{' desc' if is_low_best else ''})"
    below, not_above = f"rank() {ordered} - 1", f"count(*) {ordered}"
    everybody = f"count(*) over (partition by {is_ranked})"
    return f"case when {is_ranked} then cast(1 + (5 * ({below} + {not_above})) // (2 * {everybody}) as integer) end"
