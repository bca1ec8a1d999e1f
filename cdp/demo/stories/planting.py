"""Rows of the stories: one function per system, careful entries without any chance in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import blake2b

from cdp.demo.addresses import Form, Home, one_line, postcode_text, street
from cdp.demo.addresses import city as city_of
from cdp.demo.company import PRODUCTS, Product
from cdp.demo.dice import Dice
from cdp.demo.formats import DateStyle, date_text, latin_name, native_name, phone_text, utc_text
from cdp.demo.names import Country, Gender, glued
from cdp.demo.people import Person
from cdp.demo.places import PLACES
from cdp.demo.sources.accounts import Account
from cdp.demo.sources.app import Event, Step, Visit, visit_events
from cdp.demo.sources.bought import LICENCE_END, BoughtRow
from cdp.demo.sources.crm import Customer
from cdp.demo.sources.devices import Device, uuid_text
from cdp.demo.sources.loyalty import PREFIX, Card
from cdp.demo.sources.partner import Member, email_hash, phone_hash
from cdp.demo.sources.store import Receipt
from cdp.demo.sources.web_shop import Delivery, Order, order_document, shipping_to

_BY_SKU = {product.sku: product for product in PRODUCTS}
_BIRTH_STYLE: dict[Country, DateStyle] = {"KR": "iso", "JP": "iso", "US": "mdy"}
_CARD_BIRTH: dict[Country, DateStyle] = {"KR": "yymmdd", "JP": "yyyymmdd", "US": "mdy_short"}
_GENDERS: dict[Country, dict[Gender, str]] = {
    "KR": {"F": "여", "M": "남"},
    "JP": {"F": "2", "M": "1"},
    "US": {"F": "F", "M": "M"},
}


@dataclass(frozen=True)
class Where:
    """The parts of a planted home; `town` names the neighbourhood (the city in the United States)."""

    town: str
    numbers: tuple[int, int, int]
    postcode: str
    building: str = ""
    unit: str = ""
    road: int = 0
    lot: tuple[int, int] = field(default=(1, 1))


def home(country: Country, where: Where) -> Home:
    """A home in one of the neighbourhoods of the country; StopIteration for an unknown one."""
    place = next(place for place in PLACES[country].items if where.town in {place.town, place.city})
    return Home(country, place, where.postcode, where.road, where.numbers, where.lot, where.building, where.unit)


def keys(number: int, household: int = 0) -> tuple[str, str]:
    """Key of a planted person and of the household, the person's own unless another number is given."""
    return f"P9{number:06d}", f"H9{household or number:06d}"


def product(sku: str) -> Product:
    """A product by its number."""
    return _BY_SKU[sku]


def customer(who: Person, number: int, updated: datetime) -> Customer:
    """A CRM row as of `updated` (local time)."""
    contact = who.on(updated.date())
    return Customer(
        person=who.key,
        customer_no=f"C9{number:06d}",
        name=native_name(contact.family, contact.given, who.country, " " if who.country == "JP" else ""),
        name_kana=f"{contact.family.kana} {contact.given.kana}".strip(),
        email=contact.email,
        mobile=phone_text(contact.phone, "national"),
        birth_date=date_text(who.birth, _BIRTH_STYLE[who.country]),
        gender=_GENDERS[who.country][who.gender],
        postal_code=postcode_text(contact.home),
        address=one_line(contact.home),
        country=who.country,
        email_ok="Y",
        sms_ok="Y",
        consent_at=utc_text(updated - timedelta(days=30), who.country),
        account_type="customer",
        updated_at=utc_text(updated, who.country),
    )


def card(who: Person, number: int, issued: date) -> Card:
    """A loyalty card as filled in on the day of issue."""
    contact = who.on(issued)
    return Card(
        person=who.key,
        users=(who.key,),
        country=who.country,
        card_no=f"{PREFIX[who.country]}9{number:07d}",
        name=native_name(contact.family, contact.given, who.country, " " if who.country == "JP" else ""),
        kana=f"{contact.family.kana} {contact.given.kana}".strip(),
        phone=phone_text(contact.phone, "plain"),
        birth=date_text(who.birth, _CARD_BIRTH[who.country]),
        email="",
        postcode=postcode_text(contact.home),
        address=one_line(contact.home, "short"),
        issued_on=issued,
        points=1200,
    )


def account(who: Person, number: int, since: date, *, latin: bool = False) -> Account:
    """An account with the web shop; number 0 is a guest."""
    contact = who.on(since)
    first, last = (
        (glued(contact.given.latin), contact.family.latin) if latin else (contact.given.native, contact.family.native)
    )
    return Account(
        person=who,
        key=who.key,
        country=who.country,
        login_id=f"u9{number:06d}" if number else "",
        since=since,
        latin=latin,
        first=first,
        last=last,
        email=contact.email,
        phone=phone_text(contact.phone, "plain"),
        crm_no="",
    )


def order(by: Account, number: int, placed: datetime, skus: tuple[str, ...], way: Delivery) -> Order:
    """An order of one piece each."""
    order_no = f"W{placed:%y%m}-9{number:05d}"
    document = order_document(order_no, placed, by, [(product(sku), 1) for sku in skus], way)
    return Order(by.key, by, placed, order_no, document)


def delivered(by: Account, placed: datetime, *, returned_after: int = 0, form: Form = "usual") -> Delivery:
    """Delivery in three days to the account holder's home of the day; sent back after so many days, if any."""
    assert by.person is not None, "stories have no trial accounts"
    name = f"{by.first} {by.last}" if by.latin or by.country == "US" else f"{by.last} {by.first}"
    steps = [
        ("packed", placed + timedelta(hours=20)),
        ("shipped", placed + timedelta(hours=26)),
        ("out_for_delivery", placed + timedelta(hours=66)),
        ("delivered", placed + timedelta(hours=71)),
    ]
    if returned_after:
        steps.append(("returned", placed + timedelta(days=3 + returned_after)))
    return Delivery(shipping_to(by.person.on(placed.date()).home, name, form), steps)


def receipt(who: Person, on: Card, at: datetime, store: str, item: Product) -> Receipt:
    """A purchase of one piece with the card."""
    return Receipt(
        person=who.key,
        shared=len(on.users) > 1,
        country=on.country,
        receipt_no=f"{store}-{at:%y%m%d}-9{at:%H%M}",
        at=at,
        store=store,
        card_no=on.card_no,
        item=item.titles[on.country],
        quantity=1,
        amount=item.prices[on.country],
        payment={"KR": "카드", "JP": "クレジット", "US": "card"}[on.country],
        clerk=f"{on.country[0]}001",
    )


def completed(what: Order) -> Step:
    """The act that ends a visit with an order."""
    told = {"order_no": what.order_no, "revenue": what.document["total"], "currency": what.document["currency"]}
    return Step("track", "Order Completed", told)


def device(name: str, kind: str, model: str, *, shared: bool = False) -> Device:
    """A device whose ids follow from its name."""
    digits = blake2b(name.encode(), digest_size=24).hexdigest()
    return Device(uuid_text(digits[:32]), digits[32:], kind, model, shared)


def visit(told: Visit, steps: list[Step]) -> list[Event]:
    """The events of a visit, with ids and pauses that follow from its device and beginning."""
    name = f"{told.device.anonymous_id} {told.begins}"
    dice = Dice(0, name)
    return visit_events(told, steps, dice.token, dice)


def member(who: Person, number: int, since: date) -> Member:
    """A member of the airline's scheme, with both hashes."""
    contact = who.on(since)
    hashes = email_hash(contact.email), phone_hash(contact.phone)
    return Member(who.key, f"SK9{number:07d}", *hashes, tier="gold", since=since)


def bought_row(who: Person, number: int, updated: date) -> BoughtRow:
    """A row of the bought file, name and address in Latin letters outside the United States."""
    contact = who.on(updated)
    form: Form = "usual" if who.country == "US" else "latin"
    return BoughtRow(
        person=who.key,
        row_id=f"B9{number:06d}",
        full_name=latin_name(
            contact.family.latin, contact.given.latin, "given_first" if who.country == "US" else "passport"
        ),
        address=street(contact.home, form),
        postcode=postcode_text(contact.home),
        city=city_of(contact.home, form),
        country=who.country,
        household_income_band="60-100k",
        children="1",
        licence_until=LICENCE_END,
        updated=updated,
    )


def moment(text: str) -> datetime:
    """A local time from ISO text; noon when it gives the day alone."""
    return datetime.fromisoformat(text) if "T" in text else datetime.combine(date.fromisoformat(text), time(12))
