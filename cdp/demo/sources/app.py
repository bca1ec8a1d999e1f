"""App and site: what visitors do, in the shape of Segment's events, anonymous until they log in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cdp.demo.company import CURRENCY, LOCALE, PRODUCTS, SITE
from cdp.demo.dice import Dice, Weighted, ranked
from cdp.demo.files import write_lines
from cdp.demo.formats import in_utc
from cdp.demo.names import Country
from cdp.demo.people import FIRST_DAY, TODAY
from cdp.demo.sources.accounts import Account
from cdp.demo.sources.devices import Device, devices_of, new_device, uuid_text
from cdp.demo.sources.web_shop import Order
from cdp.demo.troubles import ANDROID_CARTS


class Event(NamedTuple):
    """An event, after the person who caused it (empty for visitors nobody can name)."""

    person: str
    shared: bool
    at: datetime
    """UTC."""
    message_id: str
    line: str
    """The JSON document."""


class Visit(NamedTuple):
    """One visit to the shop with one device."""

    person: str
    device: Device
    country: Country
    begins: datetime
    """Local time."""
    account: Account | None = None
    """The account the visitor logs in to, if any."""
    login_at: int | None = None
    """The step before which the visitor logs in, the last at the latest; 0 when still logged in, None when never."""
    order: Order | None = None
    """The order the visit ends with."""


class Step(NamedTuple):
    """What a visitor does: a page or screen, or an act."""

    kind: str
    name: str
    properties: dict[str, Any]


_PRODUCTS = ranked(PRODUCTS, flatness=12)
_COUNTRY: Weighted[Country] = Weighted(("KR", "JP", "US"), (0.40, 0.35, 0.25))
_QUERIES: dict[Country, tuple[str, ...]] = {
    "KR": ("린넨", "겨울 코트", "수건", "선물", "아동복", "니트", "이불"),
    "JP": ("リネン", "冬コート", "タオル", "ギフト", "子供服", "ニット", "布団"),
    "US": ("linen", "winter coat", "towels", "gift", "kids", "sweater", "duvet"),
}
_ORDER_VISITED, _BROWSING, _STRANGERS = 0.48, 0.45, 0.3
"""Share of orders with a tracked visit; further visits per account; visits of strangers per account."""
_ABANDONED, _ABANDONED_IN_TROUBLE = 0.3, 0.95
"""Share of the visits without an order in which something is put into the cart."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def events(accounts: list[Account], orders: list[Order], seed: int) -> list[Event]:
    """Visits that end with an order, visits of account holders who only look, and visits of strangers."""
    dice = Dice(seed, "app")
    visits = _visits(accounts, orders, dice)
    carts = Dice(seed, "abandoned carts")
    rows = []
    for visit in visits:
        steps = _steps(visit, dice)
        own = visit_events(visit, steps, dice.token, dice)
        rows += own if visit.order else [*own, *_abandoned(visit, steps[-1], own[-1].at, carts)]
    return rows


def _abandoned(visit: Visit, viewed: Step, at: datetime, dice: Dice) -> list[Event]:
    """What a visitor who orders nothing puts into the cart at last, if anything: the product viewed last."""
    is_failing = visit.device.kind == ANDROID_CARTS.part and visit.begins.date() >= ANDROID_CARTS.since
    if not dice.chance(_ABANDONED_IN_TROUBLE if is_failing else _ABANDONED):
        return []
    root, shown = f"{SITE}/{visit.country.lower()}", viewed.properties
    added = Step("track", "Product Added", _added(shown["sku"], 1, shown["price"], visit.country, root))
    frame = _frame(visit, visit.account.login_id if visit.account and visit.login_at is not None else None)
    return [_event(visit, at + timedelta(seconds=dice.between(5, 90)), added, dice.token(), frame)]


def _added(sku: str, quantity: int, price: float, country: Country, root: str) -> dict[str, Any]:
    told = {"sku": sku, "quantity": quantity, "price": price, "currency": CURRENCY[country]}
    return {**told, "url": f"{root}/cart"}


def _visits(accounts: list[Account], orders: list[Order], dice: Dice) -> list[Visit]:
    accounts = [account for account in accounts if account.key]
    devices = dict(zip((account.login_id for account in accounts), devices_of(accounts, dice), strict=True))
    visits = []
    for order in orders:
        if order.person and dice.chance(_ORDER_VISITED):
            visits.append(_order_visit(order, devices.get(order.account.login_id), dice))
    for account in accounts:
        for _ in range(dice.count(_BROWSING)):
            day = dice.day(max(FIRST_DAY, account.since - timedelta(days=40)), TODAY)
            visits.append(_browsing(account, devices[account.login_id], day, dice))
    for _ in range(int(len(accounts) * _STRANGERS)):
        country = _COUNTRY.draw(dice)
        device = new_device(country, dice)
        visits.append(Visit("", device, country, dice.moment(dice.day(FIRST_DAY, TODAY), 7, 23)))
    return visits


def _order_visit(order: Order, devices: tuple[Device, ...] | None, dice: Dice) -> Visit:
    """The visit that ends with the order; guests come with a device of their own and never log in."""
    country = order.account.country
    begins = order.placed - timedelta(minutes=dice.between(4, 25))
    if devices is None:
        return Visit(order.person, new_device(country, dice), country, begins, order=order)
    login_at = dice.between(2, 9) if dice.chance(0.85) else 0
    return Visit(order.person, dice.pick(devices), country, begins, order.account, login_at, order)


def _browsing(account: Account, devices: tuple[Device, ...], day: date, dice: Dice) -> Visit:
    """A visit without an order; before the day of sign-up nobody can log in."""
    logs_in = day > account.since and dice.chance(0.5)
    login_at = (0 if dice.chance(0.5) else dice.between(1, 3)) if logs_in else None
    return Visit(account.key, dice.pick(devices), account.country, dice.moment(day, 7, 23), account, login_at)


def _steps(visit: Visit, dice: Dice) -> list[Step]:
    """The pages and acts of a visit."""
    kind = "page" if visit.device.kind == "web" else "screen"
    root = f"{SITE}/{visit.country.lower()}"
    steps = [Step(kind, "Home", {"url": f"{root}/", "path": "/"})]
    if dice.chance(0.35):
        steps.append(
            Step("track", "Products Searched", {"query": dice.pick(_QUERIES[visit.country]), "url": f"{root}/search"})
        )
    for _ in range(1 + dice.count(1.1)):
        product = _PRODUCTS.draw(dice)
        shown = {"sku": product.sku, "category": product.category, "url": f"{root}/p/{product.sku}"}
        steps.append(Step(kind, "Product", {"url": f"{root}/p/{product.sku}", "path": f"/p/{product.sku}"}))
        steps.append(Step("track", "Product Viewed", {**shown, "price": product.prices[visit.country]}))
    return steps + (_checkout(visit.order, root) if visit.order else [])


def _checkout(order: Order, root: str) -> list[Step]:
    document = order.document
    added = [
        Step("track", "Product Added", _added(item["sku"], item["qty"], item["price"], order.account.country, root))
        for item in document["items"]
    ]
    completed = {
        "order_no": order.order_no,
        "revenue": document["total"],
        "currency": CURRENCY[order.account.country],
        "url": f"{root}/thanks",
    }
    return [*added, Step("track", "Order Completed", completed)]


def visit_events(visit: Visit, steps: list[Step], token: Callable[[], str], dice: Dice) -> list[Event]:
    """The events of a visit in order of time; an identify event comes in at the moment of the login.

    token: gives the 32 hexadecimal digits of the next message id.
    """
    at = in_utc(visit.begins, visit.country)
    unnamed = _frame(visit, None)
    named = _frame(visit, visit.account.login_id) if visit.account else unnamed
    login_at = None if visit.login_at is None else min(visit.login_at, len(steps) - 1)
    rows = []
    frame = unnamed
    for place, step in enumerate(steps):
        if login_at == place:
            frame = named
            if place > 0:
                rows.append(_event(visit, at, _identify(visit), token(), frame))
                at += timedelta(milliseconds=dice.between(300, 4000))
        rows.append(_event(visit, at, step, token(), frame))
        at += timedelta(milliseconds=dice.between(800, 75_000))
    return rows


def _identify(visit: Visit) -> Step:
    return Step("identify", "", {"email": visit.account.email} if visit.account else {})


def _frame(visit: Visit, user_id: str | None) -> str:
    """The fields that the events of a visit have in common, as JSON without its braces."""
    device = visit.device
    context = {
        "device": {"id": device.device_id, "type": device.kind, "model": device.model},
        "library": {"name": device.library},
        "locale": LOCALE[visit.country],
    }
    return _encode({"anonymousId": device.anonymous_id, "userId": user_id, "context": context})[1:-1]


def _event(visit: Visit, at: datetime, step: Step, token: str, frame: str) -> Event:
    message_id, values = uuid_text(token), _encode(step.properties)
    if step.kind == "identify":
        body = f'"traits":{values}'
    else:
        body = f'"{"event" if step.kind == "track" else "name"}":"{step.name}","properties":{values}'
    head = f'"type":"{step.kind}","messageId":"{message_id}","timestamp":"{at.isoformat(timespec="milliseconds")}Z"'
    return Event(visit.person, visit.device.shared, at, message_id, f"{{{head},{frame},{body}}}")


def write(folder: Path, rows: list[Event]) -> dict[str, int]:
    """Write one file a month (UTC) below `folder`, in order of time; returns the number of events by file."""
    ordered = sorted(rows, key=lambda row: (row.at, row.message_id))
    return write_lines(folder, ((f"app/events-{row.at:%Y-%m}.jsonl", row.line) for row in ordered))
