"""Devices: the phones, tablets and browsers people visit the shop with, some of them shared by a family."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from cdp.demo.dice import Dice, Weighted
from cdp.demo.names import Country
from cdp.demo.sources.accounts import Account

_MODELS = {
    "ios": ("iPhone 13", "iPhone 14", "iPhone 15 Pro", "iPhone SE", "iPad Air"),
    "android": ("Galaxy S23", "Galaxy A54", "Galaxy Z Flip5", "Pixel 8", "Xperia 5"),
    "web": ("Chrome", "Safari", "Edge", "Firefox", "Whale"),
}
_LIBRARIES = {"ios": "analytics-ios", "android": "analytics-android", "web": "analytics.js"}
_KINDS: dict[Country, Weighted[str]] = {
    "KR": Weighted(("android", "ios", "web"), (45, 25, 30)),
    "JP": Weighted(("ios", "android", "web"), (45, 22, 33)),
    "US": Weighted(("ios", "web", "android"), (38, 40, 22)),
}


class Device(NamedTuple):
    """A device as the app sees it."""

    anonymous_id: str
    device_id: str
    kind: str
    """ios, android or web."""
    model: str
    shared: bool = False
    """Whether several members of a household use it."""

    @property
    def library(self) -> str:
        """Name of the tracking library on it."""
        return _LIBRARIES[self.kind]


def devices_of(accounts: list[Account], dice: Dice) -> list[tuple[Device, ...]]:
    """One or two devices per account, in the order of the accounts; some families use one together."""
    order = sorted(range(len(accounts)), key=lambda place: (_household(accounts[place]), place))
    found: dict[int, tuple[Device, ...]] = {}
    for household, places in groupby(order, key=lambda place: _household(accounts[place])):
        members = list(places)
        family = household and len({accounts[place].key for place in members}) > 1 and dice.chance(0.3)
        common = new_device(accounts[members[0]].country, dice)
        for place in members:
            country = accounts[place].country
            count = 2 if dice.chance(0.25) else 1
            own = [new_device(country, dice) for _ in range(count - bool(family))]
            found[place] = tuple([common._replace(shared=True), *own] if family else own)
    return [found[place] for place in range(len(accounts))]


def _household(account: Account) -> str:
    return account.person.household if account.person and account.key else ""


def new_device(country: Country, dice: Dice) -> Device:
    """A device of a kind usual in the country."""
    kind = _KINDS[country].draw(dice)
    return Device(uuid_text(dice.token()), dice.token()[:16], kind, dice.pick(_MODELS[kind]))


def uuid_text(digits: str) -> str:
    """32 hexadecimal digits in the shape of a UUID."""
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
