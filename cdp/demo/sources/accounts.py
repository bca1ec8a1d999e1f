"""Accounts with the web shop: the name, mail and phone customers gave when they signed up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from cdp.demo.clerk import Care, Clerk
from cdp.demo.dice import Dice
from cdp.demo.names import Country
from cdp.demo.people import FIRST_DAY, TODAY, Person
from cdp.demo.sources.crm import Customer
from cdp.demo.staff import TrialAccount


class Account(NamedTuple):
    """What the web shop knows of a customer; guests have no login."""

    person: Person | None
    """None for a trial account."""
    key: str
    """The person's key; empty for staff and trial accounts."""
    country: Country
    login_id: str
    """Empty for a guest."""
    since: date
    """The day of sign-up, or of the guest's order."""
    latin: bool
    """Whether the names are in Latin letters though the customer is Korean or Japanese."""
    first: str
    last: str
    email: str
    phone: str
    crm_no: str
    """The customer number, where the customer typed it in."""


_CARE = Care(missing=0.0, placeholder=0.0, slips=0.025)
_PHONE_CARE = Care(missing=0.03, placeholder=0.01, slips=0.025)
_KNOWS_CRM_NO = 0.3


def accounts(
    people: Iterable[Person],
    staff: Iterable[Person],
    trials: Iterable[TrialAccount],
    crm: list[Customer],
    seed: int,
) -> list[Account]:
    """One account per person, a second one for three in a hundred, in order of sign-up."""
    dice = Dice(seed, "accounts")
    numbers = {row.person: row.customer_no for row in crm if row.person}
    rows = []
    for person in people:
        for _ in range(2 if dice.chance(0.03) else 1):
            crm_no = numbers.get(person.key, "") if dice.chance(_KNOWS_CRM_NO) else ""
            rows.append(
                new_account(person, dice.day(FIRST_DAY, TODAY - timedelta(days=8)), dice)._replace(crm_no=crm_no)
            )
    rows += [new_account(person, dice.day(FIRST_DAY, TODAY), dice)._replace(email=person.email) for person in staff]
    rows += [_trial(account) for account in trials]
    rows.sort(key=lambda row: (row.since, row.email, row.phone))
    return [row._replace(login_id=f"u{number:07d}") for number, row in enumerate(rows, start=10_001)]


def new_account(person: Person, since: date, dice: Dice) -> Account:
    """An account as the person fills it in on that day, without login."""
    clerk, phone_clerk = Clerk(dice, _CARE), Clerk(dice, _PHONE_CARE)
    contact = person.on(since)
    latin = person.country != "US" and dice.chance(0.5)
    if latin or person.country == "US":
        first, last = clerk.latin_parts(contact)
    else:
        first, last = contact.given.native, contact.family.native
    return Account(
        person=person,
        key=person.key,
        country=person.country,
        login_id="",
        since=since,
        latin=latin,
        first=first,
        last=last,
        email=clerk.email(person, contact.email),
        phone=phone_clerk.phone(person, contact.phone, "plain"),
        crm_no="",
    )


def _trial(account: TrialAccount) -> Account:
    return Account(
        person=None,
        key="",
        country=account.country,
        login_id="",
        since=FIRST_DAY,
        latin=False,
        first=account.name,
        last=account.name,
        email=account.email,
        phone="",
        crm_no="",
    )
