"""A profile as a page shows it: a few facts on top, and golden values in groups, each with its origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cdp.config import Config
from cdp.config.events import currency_of
from cdp.semantics import HASH_OF, Kind
from cdp.store import Glance, Person

GROUPS = ("contact", "name", "address", "identifier", "trait")
"""Groups of golden values, in the order in which they are shown."""
_OF_KIND = {
    Kind.NAME: "name",
    Kind.BIRTH: "name",
    Kind.CONTACT: "contact",
    Kind.ADDRESS: "address",
    Kind.IDENTIFIER: "identifier",
    Kind.TRAIT: "trait",
}
_NO_VALUES = frozenset({"golden_id", "records", "sources", "updated_at"})


@dataclass(frozen=True)
class Origin:
    """Where a golden value comes from."""

    source: str
    record_id: str
    rule: str
    lost: list[dict[str, Any]]
    """Other values, best first: value, source, record_id, reason."""
    updated_at: datetime | None
    """When its record was last updated, UTC."""


@dataclass(frozen=True)
class Golden:
    """A golden value."""

    attribute: str
    value: Any
    more: list[str]
    """Further values of an attribute of which a person may have several."""
    told_as: str
    """Attribute under which the origin is told: that of a part of the address is the address's."""


@dataclass(frozen=True)
class Summary:
    """What an agent sees first."""

    age: int | None
    """Years, on the day until which the data tell."""
    orders: int
    spent: float
    """Worth of all orders less what came back, in `currency`."""
    currency: str
    last_order: datetime | None
    unpriced: int
    """Orders without a worth: their currency has no rate."""


def summary_of(person: Glance, config: Config, told_until: datetime) -> Summary:
    """Return what an agent sees first."""
    orders = [each for each in person.purchases if each["kind"] == "order" and each["status"] != "cancelled"]
    worth = sum(each["value"] or 0.0 for each in person.purchases if each["status"] != "cancelled")
    back = sum(each["returned_value"] or 0.0 for each in orders)
    times = [each["time"] for each in orders if each["time"]]
    born = person.profile.get("birth_date")
    return Summary(
        age=_age(born, told_until.date()) if isinstance(born, date) else None,
        orders=len(orders),
        spent=worth - back,
        currency=config.events.currency or currency_of(config.company.region),
        last_order=max(times, default=None),
        unpriced=sum(each["value"] is None for each in orders),
    )


def origins_of(person: Person) -> dict[str, Origin]:
    """Return where the golden values come from, by attribute."""
    updated = {(each["source"], each["record_id"]): each["updated_at"] for each in person.records}
    return {each["attribute"]: _origin(each, updated) for each in person.provenance}


def golden_values(person: Glance | Person, config: Config) -> dict[str, list[Golden]]:
    """Return the golden values by group, in the order of the profile; parts of the address share one origin."""
    found: dict[str, list[Golden]] = {group: [] for group in GROUPS}
    for name, value in person.profile.items():
        if value is None or name in _NO_VALUES or name.endswith("_all") or _is_hash(name, config):
            continue
        group = _group(name, config)
        others = person.profile.get(f"{name}_all") or []
        more = [each for each in others if each != value]
        found[group].append(Golden(name, value, more, "address" if group == "address" else name))
    return {group: values for group, values in found.items() if values}


def _is_hash(name: str, config: Config) -> bool:
    """Tell whether an attribute holds hashes, which tell a reader nothing; their records show them."""
    try:
        return config.semantic_type(name).name in HASH_OF
    except KeyError:
        return False


def _group(name: str, config: Config) -> str:
    try:
        return _OF_KIND[config.semantic_type(name).kind]
    except KeyError:
        return "trait"


def _origin(row: Mapping[str, Any], updated: Mapping[tuple[str, str], datetime | None]) -> Origin:
    key = row["source"], row["record_id"]
    return Origin(*key, row["rule"], row["lost"] or [], updated.get(key))


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
