"""Customers who get in touch: who they are, how they can be reached, what they bought."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from cdp.demo.company import PRODUCTS
from cdp.demo.dice import Dice
from cdp.demo.formats import PhoneStyle, native_name, phone_text
from cdp.demo.names import Country
from cdp.demo.people import FIRST_DAY, TODAY, Person
from cdp.demo.sources.web_shop import Order


class Caller(NamedTuple):
    """Somebody who calls, writes or answers a survey."""

    person: str
    country: Country
    name: str
    phone: str
    """E.164."""
    email: str
    order_no: str
    """Empty when the matter is no order."""
    item: str
    at: datetime
    """Local time."""


_STYLES: tuple[PhoneStyle, ...] = ("national", "national", "plain", "international", "dots", "digits", "wide")
_ABOUT_ORDER = 0.7


def callers(people: list[Person], orders: list[Order], count: int, dice: Dice) -> list[Caller]:
    """`count` callers in order of time: most about an order of the days before, the rest any of the people."""
    own = [order for order in orders if order.account.person and order.person]
    rows = []
    for _ in range(count):
        if own and dice.chance(_ABOUT_ORDER):
            rows.append(_about_order(dice.pick(own), dice))
        else:
            person = dice.pick(people)
            at = dice.moment(dice.day(FIRST_DAY, TODAY), 9, 20)
            rows.append(_caller(person, at, dice.pick(PRODUCTS).titles[person.country]))
    return sorted(rows, key=lambda row: (row.at, row.email))


def _about_order(order: Order, dice: Dice) -> Caller:
    day = min(order.placed.date() + timedelta(days=dice.between(1, 20)), TODAY)
    item = order.document["items"][0]["title"]
    person = order.account.person
    assert person is not None, "orders of trial accounts are left out by the caller"
    caller = _caller(person, dice.moment(day, 9, 20), item)
    return caller._replace(email=order.account.email, order_no=order.order_no)


def _caller(person: Person, at: datetime, item: str) -> Caller:
    contact = person.on(at.date())
    name = native_name(contact.family, contact.given, person.country, " " if person.country == "JP" else "")
    return Caller(person.key, person.country, name, contact.phone, contact.email, "", item, at)


def any_style(phone: str, dice: Dice) -> str:
    """A number (E.164) as somebody might write it down."""
    return phone_text(phone, dice.pick(_STYLES))
