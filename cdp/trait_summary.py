"""What people are like, trait by trait: of how many a trait is known, and how it is spread among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cdp.contracts import TRAIT
from cdp.database import quote

if TYPE_CHECKING:
    from cdp.config.traits import Trait
    from cdp.store import Store

QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of the people below the values that tell how numbers and moments are spread."""
MOST_COMMON = 5
"""Values that tell how texts are spread."""
_ORDERED = ("BIGINT", "INTEGER", "DOUBLE", "DECIMAL", "HUGEINT", "TIMESTAMP", "DATE")


@dataclass(frozen=True)
class TraitSummary:
    """One trait among all people of a version."""

    name: str
    description: str
    """Empty for a trait that the configuration no longer has."""
    type: str
    """DuckDB's type of the column."""
    people: int
    """How many people have it."""
    share: float
    """Of all people."""
    quantiles: list[Any] = field(default_factory=list)
    """Least, first quartile, median, third quartile and largest value, of numbers and moments."""
    common: list[tuple[Any, int]] = field(default_factory=list)
    """The most common values with their people, of anything else."""


def summarise_traits(store: Store, traits: Mapping[str, Trait]) -> list[TraitSummary]:
    """Return a summary of each trait of a version; `traits` are those of the configuration, which describe them."""
    described = {column.name: column.meaning for column in TRAIT.columns}
    described |= {name: trait.description.en for name, trait in traits.items()}
    kinds = {row["column_name"]: row["column_type"] for row in store.rows("select * from (describe trait)")}
    del kinds["golden_id"]
    filled = ", ".join(f"count({quote(name)}) as {quote(name)}" for name in kinds)
    counts = store.rows(f"select count(*) as golden_id, {filled} from trait")[0]
    everybody = max(counts["golden_id"], 1)
    return [
        TraitSummary(
            name, described.get(name, ""), kind, counts[name], counts[name] / everybody, **_spread(store, name, kind)
        )
        for name, kind in kinds.items()
    ]


def _spread(store: Store, name: str, kind: str) -> dict[str, Any]:
    column = quote(name)
    if kind.startswith(_ORDERED) and not kind.endswith("[]"):
        found = store.rows(f"select quantile_disc({column}, {list(QUANTILES)}) as spread from trait")
        return {"quantiles": found[0]["spread"] or []}
    rows = store.rows(
        f"select {column} as value, count(*) as people from trait where {column} is not null "
        f"group by 1 order by 2 desc, 1 limit {MOST_COMMON}"
    )
    return {"common": [(row["value"], row["people"]) for row in rows]}
