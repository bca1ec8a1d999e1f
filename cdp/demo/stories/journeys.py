"""Stories that unfold in time: a pick-up on the same day, a customer who turns away, a guest who registers."""

from __future__ import annotations

from datetime import date, datetime

from cdp.demo.names import Name
from cdp.demo.people import Person
from cdp.demo.sources.app import Step, Visit
from cdp.demo.sources.store import returned
from cdp.demo.sources.web_shop import Delivery
from cdp.demo.stories import planting as plant
from cdp.demo.stories.planting import Where
from cdp.demo.stories.story import Scene

_SITE = "https://shop.hanaro.example/us"


def _looks_at(sku: str) -> list[Step]:
    return [
        Step("page", "Product", {"url": f"{_SITE}/p/{sku}", "path": f"/p/{sku}"}),
        Step("track", "Product Viewed", {"sku": sku, "url": f"{_SITE}/p/{sku}"}),
    ]


def same_day_pickup() -> Scene:
    """Ordered on the web at 10:05, ready at 13:00, picked up at 17:40."""
    key, household = plant.keys(5)
    home = plant.home("US", Where("New York", (250, 0, 0), "10012", unit="5D", road=3))
    grace = Person(key, "US", "F", Name("Miller", "Miller"), Name("Grace", "Grace"), date(1992, 2, 3), household, home)
    grace.email, grace.phone = "grace.k.miller@gmail.example", "+14155550105"
    scene = Scene(
        key="same-day-pickup",
        title="Picked up on the same day",
        text="Grace Miller ordered a rain jacket on the web at 10:05 on 16 May 2026 and picked it up in SoHo at 17:40.",
        look_for="One journey: web 10:05, ready 13:00, store 17:40, all on one timeline in this order.",
        people=[grace],
    )
    own = scene.systems
    online = plant.account(grace, 5, date(2025, 9, 9))
    placed = datetime(2026, 5, 16, 10, 5)
    steps = [("ready_for_pickup", datetime(2026, 5, 16, 13)), ("picked_up", datetime(2026, 5, 16, 17, 40))]
    nowhere = dict.fromkeys(("name", "postal_code", "region", "city", "street"))
    way = Delivery({**nowhere, "name": "Grace Miller", "country": "US"}, steps, "U01")
    order = plant.order(online, 5, placed, ("HN-1404",), way)
    own.orders.append(order)
    done = plant.completed(order)
    browser = plant.device("grace", "web", "Safari")
    visit = Visit(grace.key, browser, "US", datetime(2026, 5, 16, 9, 58), online, 2, order)
    own.events += plant.visit(visit, [*_looks_at("HN-1404"), done])
    own.customers.append(plant.customer(grace, 5, datetime(2025, 9, 10, 18)))
    return scene


def silent_customer() -> Scene:
    """Two years of monthly purchases, two returns, and silence."""
    key, household = plant.keys(6)
    home = plant.home("US", Where("Philadelphia", (1513, 0, 0), "19103", road=12))
    dorothy = Person(
        key, "US", "F", Name("Bennett", "Bennett"), Name("Dorothy", "Dorothy"), date(1949, 10, 30), household, home
    )
    dorothy.email, dorothy.phone = "dot.m.bennett@comcast.example", "+14155550106"
    scene = Scene(
        key="silent-customer",
        title="Loyal, silent, gone",
        text="Dorothy Bennett bought every month for two years, returned two coats in late 2025, and is gone.",
        look_for="A high value, no complaint on any channel, two returns, nothing since December 2025: likely gone.",
        people=[dorothy],
    )
    own = scene.systems
    own.customers.append(plant.customer(dorothy, 6, datetime(2024, 1, 15, 11)))
    card = plant.card(dorothy, 6, date(2023, 4, 1))._replace(points=48_200)
    own.cards.append(card)
    goods = ("HN-1101", "HN-2201", "HN-1602", "HN-2104", "HN-1301", "HN-2003")
    for month in range(22):
        at = datetime(2024 + month // 12, month % 12 + 1, 14, 11, 25)
        own.receipts.append(plant.receipt(dorothy, card, at, "U01", plant.product(goods[month % len(goods)])))
    coat = plant.receipt(dorothy, card, datetime(2025, 11, 3, 11, 40), "U01", plant.product("HN-1401"))
    own.receipts += [coat, returned(coat, "U01-251112-91140", 9)]
    online = plant.account(dorothy, 6, date(2025, 11, 20))
    placed = datetime(2025, 11, 20, 10, 30)
    own.orders.append(plant.order(online, 6, placed, ("HN-1403",), plant.delivered(online, placed, returned_after=8)))
    return scene


def guest_registers() -> Scene:
    """A visitor without a name, an order as a guest, an account three weeks later: one device throughout."""
    key, household = plant.keys(18)
    home = plant.home("US", Where("Providence", (64, 0, 0), "02906", road=15))
    emily = Person(key, "US", "F", Name("Carter", "Carter"), Name("Emily", "Emily"), date(1997, 5, 11), household, home)
    emily.email, emily.phone = "emily.r.carter@icloud.example", "+14155550118"
    scene = Scene(
        key="guest-registers",
        title="A guest who registers later",
        text="Emily Carter looked around unnamed, ordered as a guest in January 2026 and signed up in February.",
        look_for="The anonymous visits of January on her timeline once she has logged in on the same device.",
        people=[emily],
    )
    own = scene.systems
    guest, online = plant.account(emily, 0, date(2026, 1, 12)), plant.account(emily, 18, date(2026, 2, 3))
    first, second = datetime(2026, 1, 12, 20, 15), datetime(2026, 2, 3, 21, 2)
    order = plant.order(guest, 18, first, ("HN-1303",), plant.delivered(guest, first))
    own.orders += [order, plant.order(online, 19, second, ("HN-1701",), plant.delivered(online, second))]
    browser = plant.device("emily", "web", "Chrome")
    done = plant.completed(order)
    looking = Visit(emily.key, browser, "US", datetime(2026, 1, 10, 22, 40))
    own.events += plant.visit(looking, [*_looks_at("HN-1303"), *_looks_at("HN-1302")])
    own.events += plant.visit(looking._replace(begins=datetime(2026, 1, 12, 20, 8)), [*_looks_at("HN-1303"), done])
    signing_up = looking._replace(begins=datetime(2026, 2, 3, 20, 50), account=online, login_at=1)
    own.events += plant.visit(signing_up, _looks_at("HN-1701"))
    return scene
