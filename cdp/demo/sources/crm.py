"""The CRM: one SQLite table of customers, typed by shop staff, with duplicates."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cdp.demo.clerk import Care, Clerk
from cdp.demo.dice import Dice
from cdp.demo.errors import NO_PHONE
from cdp.demo.formats import DateStyle, utc_text
from cdp.demo.kana import half_width, hiragana
from cdp.demo.names import Country, Gender
from cdp.demo.people import TODAY, Person
from cdp.demo.staff import TrialAccount

FILE = "crm/crm.sqlite"


class Customer(NamedTuple):
    """A row of the table, after the person it is about (empty for staff and test accounts)."""

    person: str
    customer_no: str
    name: str
    name_kana: str
    email: str
    mobile: str
    birth_date: str
    gender: str
    postal_code: str
    address: str
    country: Country
    email_ok: str
    sms_ok: str
    consent_at: str
    account_type: str
    updated_at: str


_CREATE = """
CREATE TABLE customer (
    customer_no TEXT PRIMARY KEY, name TEXT, name_kana TEXT, email TEXT, mobile TEXT, birth_date TEXT, gender TEXT,
    postal_code TEXT, address TEXT, country TEXT, email_ok TEXT, sms_ok TEXT, consent_at TEXT, account_type TEXT,
    updated_at TEXT
)
"""
_CARE = Care(missing=0.035, placeholder=0.02, slips=0.025, shop_phone=0.003)
_HASTE = Care(missing=0.06, placeholder=0.02, slips=0.06, shop_phone=0.003)
_GENDERS: dict[Country, tuple[dict[Gender, str], ...]] = {
    "KR": ({"M": "남", "F": "여"}, {"M": "남", "F": "여"}, {"M": "M", "F": "F"}),
    "JP": ({"M": "1", "F": "2"},),
    "US": ({"M": "M", "F": "F"},),
}
_SIGN_UP = (date(2021, 1, 4), date(2026, 6, 20))


def customers(
    people: Iterable[Person], staff: Iterable[Person], trials: Iterable[TrialAccount], seed: int
) -> list[Customer]:
    """One row per person, a second one for six in a hundred; staff and test accounts marked by their type."""
    dice = Dice(seed, "crm")
    careful, hasty = Clerk(dice, _CARE), Clerk(dice, _HASTE)
    rows = []
    for person in people:
        rows.append(_customer(person, careful))
        if dice.chance(0.065):
            rows.append(_customer(person, hasty))
    rows += [_customer(person, careful)._replace(account_type="employee", email=person.email) for person in staff]
    rows += [_trial_customer(account, dice) for account in trials]
    rows.sort(key=lambda row: (row.consent_at, row.email, row.mobile))
    return [row._replace(customer_no=f"C{number:07d}") for number, row in enumerate(rows, start=1001)]


def _customer(person: Person, clerk: Clerk) -> Customer:
    dice = clerk.dice
    consent = dice.moment(dice.day(*_SIGN_UP))
    updated = consent if dice.chance(0.35) else dice.moment(dice.day(consent.date() + timedelta(days=1), TODAY))
    contact = person.on(updated.date())
    postal_code, address = clerk.address(contact.home)
    return Customer(
        person=person.key,
        customer_no="",
        name=clerk.native(person, contact),
        name_kana=_furigana(clerk.kana(contact), dice) if person.country == "JP" else "",
        email=clerk.email(person, contact.email),
        mobile=clerk.phone(person, contact.phone),
        birth_date=clerk.birth(person, _birth_style(person.country, dice)),
        gender=dice.pick(_GENDERS[person.country])[person.gender] if dice.chance(0.95) else "",
        postal_code=postal_code,
        address=address,
        country=person.country,
        email_ok="Y" if dice.chance(0.7) else "N",
        sms_ok="Y" if dice.chance(0.55) else "N",
        consent_at=utc_text(consent, person.country),
        account_type="customer",
        updated_at=utc_text(updated, person.country),
    )


def _birth_style(country: Country, dice: Dice) -> DateStyle:
    if country == "JP":
        return "era" if dice.chance(0.4) else "iso" if dice.chance(0.7) else "slashes"
    return "iso" if country == "KR" else "mdy"


def _furigana(kana: str, dice: Dice) -> str:
    """Mostly half-width, as old terminals kept it; the rest full-width katakana, hiragana or nothing."""
    chance = dice.random()
    if chance < 0.55:
        return half_width(kana)
    if chance < 0.83:
        return kana
    return hiragana(kana) if chance < 0.93 else ""


def _trial_customer(account: TrialAccount, dice: Dice) -> Customer:
    at = utc_text(datetime(2024, 1, 3, 9) + timedelta(minutes=dice.below(900_000)), account.country)
    phone = NO_PHONE[account.country][0]
    values = ("", account.email, phone, "", "", "", "", account.country, "N", "N", at, "test", at)
    return Customer("", "", account.name, *values)


def write(folder: Path, rows: list[Customer]) -> dict[str, int]:
    """Write the database below `folder`; returns the number of rows by file."""
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_CREATE)
        marks = ", ".join("?" * (len(Customer._fields) - 1))
        database.executemany(f"INSERT INTO customer VALUES ({marks})", _records(rows))
    return {FILE: len(rows)}


def _records(rows: list[Customer]) -> Iterator[tuple[str, ...]]:
    return (row[1:] for row in sorted(rows, key=lambda row: row.customer_no))
