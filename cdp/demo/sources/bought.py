"""A third party: bought demographics, known by name and address only and licensed for a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cdp.demo.addresses import city, postcode_text, street
from cdp.demo.clerk import Care, Clerk
from cdp.demo.dice import Dice, Weighted
from cdp.demo.files import write_csv
from cdp.demo.formats import LatinOrder, latin_name
from cdp.demo.names import Country
from cdp.demo.people import FIRST_DAY, Person

FILE = "bought/demographics.csv"


class BoughtRow(NamedTuple):
    """A row of the file, after the person in truth."""

    person: str
    row_id: str
    full_name: str
    address: str
    postcode: str
    city: str
    country: Country
    household_income_band: str
    children: str
    licence_until: date
    updated: date


_BANDS = Weighted(("under 30k", "30-60k", "60-100k", "over 100k"), (20, 40, 28, 12))
_ORDER: Weighted[LatinOrder] = Weighted(("given_first", "family_first", "comma", "passport"), (0.4, 0.25, 0.2, 0.15))
_CARE = Care(missing=0.0, placeholder=0.0, slips=0.02)
LICENCE_END, EXPIRED = date(2026, 12, 31), date(2026, 3, 31)


def bought_rows(people: Iterable[Person], seed: int) -> list[BoughtRow]:
    """One row per person, in the vendor's order of last update."""
    dice = Dice(seed, "bought")
    clerk = Clerk(dice, _CARE)
    rows = sorted((_row(person, clerk) for person in people), key=lambda row: (row.updated, row.full_name, row.address))
    return [row._replace(row_id=f"B{number:07d}") for number, row in enumerate(rows, start=1)]


def _row(person: Person, clerk: Clerk) -> BoughtRow:
    dice, updated = clerk.dice, clerk.dice.day(FIRST_DAY, date(2026, 5, 31))
    contact = person.on(updated)
    given, family = clerk.latin_parts(contact)
    order = _ORDER.draw(dice)
    if person.country == "US" and order != "comma":
        order = "given_first"
    form = "latin" if person.country != "US" and dice.chance(0.25) else "usual"
    return BoughtRow(
        person=person.key,
        row_id="",
        full_name=latin_name(family, given, order),
        address=street(contact.home, "latin" if form == "latin" else "usual"),
        postcode=postcode_text(contact.home, plain=dice.chance(0.5)),
        city=city(contact.home, "latin" if form == "latin" else "usual"),
        country=person.country,
        household_income_band=_BANDS.draw(dice),
        children=str(min(dice.count(0.7), 4)) if dice.chance(0.9) else "",
        licence_until=EXPIRED if dice.chance(0.08) else LICENCE_END,
        updated=updated,
    )


def write(folder: Path, rows: list[BoughtRow]) -> dict[str, int]:
    """Write the file below `folder`; returns the number of rows by file."""
    lines = (row[1:] for row in sorted(rows, key=lambda row: row.row_id))
    return {FILE: write_csv(folder / FILE, BoughtRow._fields[1:], lines)}
