"""A second party: an airline that gives its members' mail and phone as hashes only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from cdp.demo.company import AIRLINE_TIERS
from cdp.demo.dice import Dice, Weighted
from cdp.demo.people import Person

FILE = "partner/members.parquet"


class Member(NamedTuple):
    """A member of the airline's scheme, after the person in truth."""

    person: str
    member_no: str
    email_sha256: str | None
    phone_sha256: str | None
    tier: str
    since: date


_TIER = Weighted(AIRLINE_TIERS, (70, 22, 8))
_EXPORTED = date(2026, 6, 1)


def members(people: Iterable[Person], seed: int) -> list[Member]:
    """One member per person, numbered in order of joining."""
    dice = Dice(seed, "partner")
    rows = sorted((_member(person, dice) for person in people), key=lambda row: (row.since, row.email_sha256 or ""))
    return [row._replace(member_no=f"SK{number:08d}") for number, row in enumerate(rows, start=10_001)]


def _member(person: Person, dice: Dice) -> Member:
    contact = person.on(_EXPORTED)
    email = person.second_email if person.second_email and dice.chance(0.1) else contact.email
    return Member(
        person=person.key,
        member_no="",
        email_sha256=None if dice.chance(0.015) else email_hash(email),
        phone_sha256=None if dice.chance(0.02) else phone_hash(contact.phone),
        tier=_TIER.draw(dice),
        since=dice.day(date(2015, 1, 1), date(2026, 5, 31)),
    )


def email_hash(address: str) -> str:
    """SHA-256 (hex) of the address, trimmed and in small letters."""
    return sha256(address.strip().lower().encode()).hexdigest()


def phone_hash(number: str) -> str:
    """SHA-256 (hex) of the number in E.164."""
    return sha256(number.encode()).hexdigest()


def write(folder: Path, rows: list[Member]) -> dict[str, int]:
    """Write the Parquet file below `folder`; returns the number of members by file."""
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(rows, key=lambda row: row.member_no)
    kinds = {"member_no": pa.string(), "email_sha256": pa.string(), "phone_sha256": pa.string()}
    kinds |= {"tier": pa.string(), "since": pa.date32()}
    columns = {name: pa.array([getattr(row, name) for row in ordered], kind) for name, kind in kinds.items()}
    pq.write_table(pa.table(columns), path)
    return {FILE: len(rows)}
