"""What holds for a message of a purpose, through a channel, to somebody in a country: contact.yml resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from cdp.config.contact import Basis, ContactConfig

_Said = TypeVar("_Said")


@dataclass(frozen=True)
class Policy:
    """Everything contact.yml says of one purpose, channel and country."""

    purpose: str
    channel: str
    country: str
    attribute: str
    """Attribute that gives the address."""
    basis: Basis
    bounces: int
    """Bounces that stop an address."""
    third_party_addresses: bool
    minimum_age: int | None
    reconfirm_months: int | None
    quiet_from: str | None
    """Local time, HH:MM, from which nothing is sent …"""
    quiet_to: str | None
    """… until this one."""
    unless_consent: str | None
    """Purpose of the consent that lifts the quiet hours."""
    messages: int | None
    """Frequency cap: so many messages …"""
    days: int | None
    """… within so many days."""


def policies(config: ContactConfig, countries: Iterable[str]) -> Iterator[Policy]:
    """Return the policy of every declared purpose and channel in each of the countries (ISO 3166 alpha-2)."""
    for country in sorted(set(countries)):
        for purpose, declared in config.purposes.items():
            for channel in declared.channels:
                yield policy_of(config, purpose, channel, country)


def policy_of(config: ContactConfig, purpose: str, channel: str, country: str) -> Policy:
    """Return the policy of one purpose, channel and country; both names are declared."""
    declared, way = config.purposes[purpose], config.channels[channel]
    rules = [rule for rule in config.rules if rule.applies(purpose, channel, country)]
    quiet = next((rule for rule in reversed(rules) if rule.quiet), None)
    hours = quiet.quiet.split("-") if quiet and quiet.quiet else (None, None)
    return Policy(
        purpose=purpose,
        channel=channel,
        country=country,
        attribute=way.address,
        basis=_last(each.consent for each in rules) or declared.consent,
        bounces=way.bounces,
        third_party_addresses=declared.third_party_addresses,
        minimum_age=_last(each.minimum_age for each in rules) or declared.minimum_age,
        reconfirm_months=_last(each.reconfirm_months for each in rules),
        quiet_from=hours[0],
        quiet_to=hours[1],
        unless_consent=quiet.unless_consent if quiet else None,
        messages=declared.at_most.messages if declared.at_most else None,
        days=declared.at_most.days if declared.at_most else None,
    )


def laws(config: ContactConfig, purpose: str, channel: str, country: str) -> list[str]:
    """Return where the rules that apply are written."""
    return [rule.law for rule in config.rules if rule.law and rule.applies(purpose, channel, country)]


def _last(said: Iterable[_Said | None]) -> _Said | None:
    """Return the last of what rules say, None when none says anything."""
    return next((each for each in reversed(list(said)) if each is not None), None)
