"""Coupons in the mobile wallet of card holders: issued by a campaign, a few of them used."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cdp.demo.company import CAMPAIGNS
from cdp.demo.dice import Dice
from cdp.demo.files import write_csv
from cdp.demo.formats import with_offset
from cdp.demo.names import Country
from cdp.demo.people import FIRST_DAY, TODAY
from cdp.demo.sources.loyalty import Card

FILE = "loyalty/wallet_coupons.csv"


class Coupon(NamedTuple):
    """A coupon, after the person who got it and whether a whole family uses the card."""

    person: str
    shared: bool
    country: Country
    coupon_id: str
    card_no: str
    issued: datetime
    """Local time."""
    used: datetime | None
    campaign: str
    channel: str


_PER_CARD, _USED = 0.8, 0.22
_CHANNELS = ("store", "web", "app")


def coupons(cards: list[Card], seed: int) -> list[Coupon]:
    """Coupons for card holders, numbered in order of issue."""
    dice = Dice(seed, "wallet")
    drafts = []
    for card in cards:
        first = max(card.issued_on, FIRST_DAY)
        if card.person and card.status == "active":
            drafts += [_coupon(card, dice.day(first, TODAY), dice) for _ in range(dice.count(_PER_CARD))]
    drafts.sort(key=lambda row: (row.issued, row.card_no))
    return [row._replace(coupon_id=f"WC{number:07d}") for number, row in enumerate(drafts, start=1)]


def _coupon(card: Card, day: date, dice: Dice) -> Coupon:
    issued = dice.moment(day, 9, 12)
    used = issued + timedelta(minutes=dice.between(60, 40_000)) if dice.chance(_USED) else None
    return Coupon(
        person=card.person,
        shared=len(card.users) > 1,
        country=card.country,
        coupon_id="",
        card_no=card.card_no,
        issued=issued,
        used=used if used and used.date() <= TODAY else None,
        campaign=f"{CAMPAIGNS[day.month - 1]}-{day.year}",
        channel=dice.pick(_CHANNELS),
    )


def write(folder: Path, rows: list[Coupon]) -> dict[str, int]:
    """Write the file below `folder`; returns the number of coupons by file."""
    header = ("coupon_id", "card_no", "issued_at", "used_at", "campaign", "channel")
    lines = (
        (
            row.coupon_id,
            row.card_no,
            with_offset(row.issued, row.country),
            with_offset(row.used, row.country) if row.used else "",
            row.campaign,
            row.channel,
        )
        for row in sorted(rows, key=lambda row: row.coupon_id)
    )
    return {FILE: write_csv(folder / FILE, header, lines)}
