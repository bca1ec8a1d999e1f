"""What one person is worth: what was bought, what kind of customer that makes, and what to expect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cdp.store import Store

TIER = "loyalty_tier"
"""Trait, or else attribute of the profile, that names the person's loyalty tier."""


@dataclass(frozen=True)
class Worth:
    """One person's value. What the traits of a version do not have, or nobody knows, is None."""

    golden_id: str
    currency: str
    """The company's: all money here is in it."""
    orders: int | None
    revenue: float | None
    """Worth of all orders less what came back."""
    average_order: float | None
    return_rate: float | None
    last_order_at: datetime | None
    """UTC."""
    rfm_class: str | None
    scores: dict[str, int | None]
    """Fifths by recency, frequency and money, 5 the best."""
    tier: str | None
    buys_again: float | None
    lifetime_value: float | None
    """What to expect of the next 365 days."""
    lifetime_value_low: float | None
    lifetime_value_high: float | None
    cell: dict[str, Any] | None
    """The people alike that this rests on: a row of `value_cell`."""


def worth_of(store: Store, golden_id: str, currency: str) -> Worth:
    """Return what the person of an id that lives is worth, money in the company's `currency`. Raises NotFound."""
    alive = store.resolve(golden_id)
    traits = store.traits_of(alive)
    cells = store.rows("from value_cell where value_cell = $cell", {"cell": traits.get("value_cell")})
    names = ("recency", "frequency", "monetary")
    copied = (
        "orders",
        "revenue",
        "average_order",
        "return_rate",
        "last_order_at",
        "rfm_class",
        "buys_again",
        "lifetime_value",
        "lifetime_value_low",
        "lifetime_value_high",
    )
    return Worth(
        golden_id=alive,
        currency=currency,
        scores={name: traits.get(f"{name}_score") for name in names},
        tier=traits[TIER] if TIER in traits else _golden_tier(store, alive),
        cell=cells[0] if cells else None,
        **{name: traits.get(name) for name in copied},
    )


def _golden_tier(store: Store, golden_id: str) -> str | None:
    """Return the tier that the profile names, None where it has no such attribute."""
    if TIER not in store.columns("profile"):
        return None
    found = store.rows(f"select {TIER} as tier from profile where golden_id = $id", {"id": golden_id})
    tier: str | None = found[0]["tier"]
    return tier
