"""A person, and what changes in a life: the home, the number, the surname."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cdp.demo.addresses import Home
from cdp.demo.names import Country, Gender, Name

FIRST_DAY = date(2024, 1, 1)
"""The first day of the company's history."""
TODAY = date(2026, 6, 30)
"""The last day of the company's history; nothing reads the clock."""


class Contact(NamedTuple):
    """What a person would write on a form on one day, free of errors."""

    family: Name
    given: Name
    email: str
    phone: str
    """E.164."""
    home: Home


@dataclass(slots=True)
class Person:
    """One human being; the fields hold today's values, the `old_` fields those before the day beside them."""

    key: str
    """Truth's name of the person; no system knows it."""
    country: Country
    gender: Gender
    family: Name
    given: Name
    birth: date
    household: str
    home: Home
    email: str = ""
    phone: str = ""
    """E.164; members of one household may share it."""
    second_email: str = ""
    """Another address the person uses with some systems; empty for most."""
    married_on: date | None = None
    maiden: Name | None = None
    moved_on: date | None = None
    old_home: Home | None = None
    renumbered_on: date | None = None
    old_phone: str = ""

    def on(self, day: date) -> Contact:
        """The values that held on that day."""
        family = self.maiden if self.maiden and self.married_on and day < self.married_on else self.family
        phone = self.old_phone if self.renumbered_on and day < self.renumbered_on else self.phone
        home = self.old_home if self.old_home and self.moved_on and day < self.moved_on else self.home
        return Contact(family, self.given, self.email, phone, home)
