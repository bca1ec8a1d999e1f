"""Through which doors each person comes: which of the company's systems know them."""

from __future__ import annotations

from typing import NamedTuple

from cdp.demo.dice import Dice
from cdp.demo.people import Person


class Doors(NamedTuple):
    """The systems that hold a record of one person."""

    crm: bool
    web: bool
    """An account with the web shop."""
    card: bool
    guest: bool
    """Orders without an account."""
    partner: bool
    bought: bool


def doors_of(people: list[Person], seed: int) -> list[Doors]:
    """One row per person: everybody is known to the CRM, the web shop or the loyalty scheme; three records on average.

    The partner knows people by mail and phone, the bought file by name and address: both are given to those whom other
    systems know by the same, and the vendor has lost sight of most of those who moved.
    """
    dice = Dice(seed, "doors")
    rows = []
    for person in people:
        crm, web, card, guest = dice.chance(0.62), dice.chance(0.57), dice.chance(0.64), dice.chance(0.21)
        if not (crm or web or card):
            crm, web, card = ((True, False, False), (False, True, False), (False, False, True))[dice.below(3)]
        partner = (web or guest) and dice.chance(0.42)
        bought = crm + web + card + guest > 1 and dice.chance(0.15 if person.moved_on else 0.65)
        rows.append(Doors(crm, web, card, guest, partner, bought))
    return rows
