"""The web shop: orders as nested JSON, one file a month, with the customer as the shop knew them on the day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cdp.demo.addresses import Form, Home, city, new_home, postcode_text, region, street
from cdp.demo.company import CURRENCY, PRODUCTS, STORES, Product, money
from cdp.demo.dice import Dice, ranked
from cdp.demo.files import write_lines
from cdp.demo.formats import with_offset
from cdp.demo.names import Country
from cdp.demo.people import FIRST_DAY, TODAY, Person
from cdp.demo.sources.accounts import Account, new_account


class Order(NamedTuple):
    """An order, after what truth and the other systems want to know of it."""

    person: str
    account: Account
    placed: datetime
    """Local time."""
    order_no: str
    document: dict[str, Any]


class Delivery(NamedTuple):
    """How an order reaches the customer."""

    shipping: dict[str, str | None]
    """The address block; for orders to be picked up the name alone."""
    steps: list[tuple[str, datetime]]
    """Status and local time, in order of time."""
    pickup_store: str | None = None
    """Code of the shop, for orders to be picked up."""


_NOTIFY: dict[Country, tuple[str, ...]] = {
    "KR": ("kakao", "kakao", "sms", "email"),
    "JP": ("line", "email", "email", "sms"),
    "US": ("email", "email", "sms"),
}
_PRODUCTS = ranked(PRODUCTS, flatness=12)
_END = datetime.combine(TODAY, time(23, 59))
_MORE_ORDERS = 1.15
"""Orders of an account beyond its first, on average."""


def orders(accounts: list[Account], guests: Iterable[Person], seed: int) -> list[Order]:
    """At least one order per account, one or two per guest, numbered by month in order of time."""
    dice = Dice(seed, "orders")
    placed = []
    for account in accounts:
        for number in range(1 + (dice.count(_MORE_ORDERS) if account.person else 0)):
            day = account.since if number == 0 else dice.day(account.since, TODAY)
            placed.append((_moment(day, dice), account))
    for person in guests:
        for _ in range(2 if dice.chance(0.1) else 1):
            day = dice.day(FIRST_DAY, TODAY)
            placed.append((_moment(day, dice), new_account(person, day, dice)))
    placed.sort(key=lambda pair: (pair[0], pair[1].email))
    rows: list[Order] = []
    for moment, account in placed:
        month = f"W{moment:%y%m}-"
        last = int(rows[-1].order_no[-6:]) if rows and rows[-1].order_no.startswith(month) else 0
        rows.append(_order(f"{month}{last + 1:06d}", moment, account, dice))
    return rows


def _moment(day: date, dice: Dice) -> datetime:
    return dice.moment(day, 7, 23)


def _order(order_no: str, placed: datetime, account: Account, dice: Dice) -> Order:
    lines = [(_PRODUCTS.draw(dice), 1 + dice.count(0.25)) for _ in range(1 + dice.count(0.8))]
    delivery = _pickup(account, placed, dice) if dice.chance(0.15) else _delivery(account, placed, dice)
    document = order_document(order_no, placed, account, lines, delivery)
    document["notify"] = dice.pick(_NOTIFY[account.country])
    document["stock_alert"] = dice.chance(0.12)
    return Order(account.key, account, placed, order_no, document)


def order_document(
    order_no: str, placed: datetime, account: Account, items: list[tuple[Product, int]], way: Delivery
) -> dict[str, Any]:
    """The JSON document of an order; moments are local times, prices those of the customer's country."""
    country = account.country
    return {
        "order_no": order_no,
        "placed_at": with_offset(placed, country),
        "customer": {
            "login_id": account.login_id or None,
            "crm_no": account.crm_no or None,
            "name": {"first": account.first, "last": account.last},
            "email": account.email,
            "phone": account.phone,
        },
        "shipping": way.shipping,
        "items": [
            {
                "sku": product.sku,
                "title": product.titles[country],
                "category": product.category,
                "qty": quantity,
                "price": product.prices[country],
            }
            for product, quantity in items
        ],
        "currency": CURRENCY[country],
        "total": money(sum(product.prices[country] * quantity for product, quantity in items), country),
        "fulfilment": "pickup" if way.pickup_store else "delivery",
        "pickup_store": way.pickup_store,
        "notify": "email",
        "stock_alert": False,
        "delivery_steps": [{"status": status, "at": with_offset(at, country)} for status, at in way.steps],
    }


def shipping_to(home: Home, name: str, form: Form) -> dict[str, str | None]:
    """The address block of an order."""
    return {
        "name": name,
        "postal_code": postcode_text(home),
        "region": region(home, form),
        "city": city(home, form),
        "street": street(home, form),
        "country": home.country,
    }


def _no_shipping(account: Account) -> dict[str, str | None]:
    parts = dict.fromkeys(("name", "postal_code", "region", "city", "street"))
    return {**parts, "name": _addressee(account), "country": account.country}


def _addressee(account: Account) -> str:
    if account.country == "US" or account.latin:
        return f"{account.first} {account.last}"
    return f"{account.last}{' ' if account.country == 'JP' else ''}{account.first}"


def _shipping(account: Account, placed: datetime, dice: Dice) -> dict[str, str | None]:
    """To the home of the day in one of its forms; now and then a present, sent elsewhere."""
    if account.person is None:
        return _no_shipping(account)
    home = account.person.on(placed.date()).home
    if dice.chance(0.03):
        home = new_home(account.country, dice)
    if account.latin:
        form: Form = "latin" if dice.chance(0.4) else "usual"
    else:
        form = "usual" if dice.chance(0.7) else "other" if dice.chance(0.5) else "short"
    return shipping_to(home, _addressee(account), form)


def _pickup(account: Account, placed: datetime, dice: Dice) -> Delivery:
    """Ready in a few hours or the next morning, picked up while the shop is open."""
    tomorrow = placed.date() + timedelta(days=1)
    same_day = 9 <= placed.hour < 16
    ready = placed + timedelta(minutes=dice.between(90, 200)) if same_day else dice.moment(tomorrow, 10, 12)
    steps = [("ready_for_pickup", ready)]
    if dice.chance(0.94):
        waits = dice.below(4) if ready.hour < 18 else dice.between(1, 3)
        day = ready.date() + timedelta(days=waits)
        steps.append(("picked_up", dice.moment(day, 10 if waits else ready.hour + 1, 21)))
    return Delivery(_no_shipping(account), _until_today(steps), dice.pick(STORES[account.country]).code)


def _delivery(account: Account, placed: datetime, dice: Dice) -> Delivery:
    """Packed and shipped the next day, delivered one or two days later, rarely sent back."""
    leaves = placed.date() + timedelta(days=1)
    arrives = leaves + timedelta(days=dice.between(1, 2))
    steps = [
        ("packed", dice.moment(leaves, 8, 12)),
        ("shipped", dice.moment(leaves, 13, 19)),
        ("out_for_delivery", dice.moment(arrives, 7, 10)),
        ("delivered", dice.moment(arrives, 11, 20)),
    ]
    if dice.chance(0.06):
        steps.append(("returned", dice.moment(arrives + timedelta(days=dice.between(2, 13)), 9, 18)))
    return Delivery(_shipping(account, placed, dice), _until_today(steps))


def _until_today(steps: list[tuple[str, datetime]]) -> list[tuple[str, datetime]]:
    return [step for step in steps if step[1] <= _END]


def write(folder: Path, rows: list[Order]) -> dict[str, int]:
    """Write one file a month below `folder`, in order of time; returns the number of orders by file."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    ordered = sorted(rows, key=lambda row: (row.placed, row.order_no))
    lines = ((f"web_shop/orders-{row.placed:%Y-%m}.jsonl", encode(row.document)) for row in ordered)
    return write_lines(folder, lines)
