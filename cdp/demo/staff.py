"""People and accounts that are no customers: employees with accounts of their own, and accounts made for trying out."""

from __future__ import annotations

from typing import NamedTuple

from cdp.demo.errors import STAFF_DOMAIN, TEST_NAMES
from cdp.demo.names import COUNTRIES, Country, glued
from cdp.demo.people import Person
from cdp.demo.population import population


class TrialAccount(NamedTuple):
    """An account nobody shops with: its name says so."""

    country: Country
    name: str
    email: str


def employees(people: int, seed: int) -> list[Person]:
    """One employee with customer accounts per 250 people, at least three; their mail is the company's."""
    staff = population(max(3, people // 250), seed, "staff")
    for place, person in enumerate(staff):
        name = f"{glued(person.given.latin)}.{glued(person.family.latin)}".lower().replace("'", "")
        person.key, person.second_email = "", ""
        person.email = f"{name}{place}@{STAFF_DOMAIN}"
    return staff


def trial_accounts(people: int) -> list[TrialAccount]:
    """One trial account per country and 3,000 people, at least one per country."""
    return [
        TrialAccount(country, TEST_NAMES[country], f"test{number}.{country.lower()}@{STAFF_DOMAIN}")
        for number in range(max(1, people // 3000))
        for country in COUNTRIES
    ]
