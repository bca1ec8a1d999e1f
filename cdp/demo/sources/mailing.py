"""Mailings: what was sent, opened and clicked. Rows have no id, and two equal rows are two events."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cdp.demo.company import CAMPAIGNS, PRODUCTS, SITE
from cdp.demo.dice import Dice, ranked
from cdp.demo.errors import NO_EMAIL
from cdp.demo.files import write_csv
from cdp.demo.names import COUNTRIES
from cdp.demo.sources.crm import Customer

FILE = "email/campaign_events.csv"


class Mailing(NamedTuple):
    """A row of the file, after the addressee and whether several people go by the address."""

    person: str
    shared: bool
    at: datetime
    """UTC."""
    campaign: str
    email: str
    event: str
    """sent, open, click, unsubscribe or bounce."""
    link: str


_REACHED = 0.06
"""Share of the willing customers that one month's mailing goes to."""
_NOBODY = {address for country in COUNTRIES for address in NO_EMAIL[country]}
_LINKS = ranked(tuple(f"{SITE}/p/{product.sku}" for product in PRODUCTS), flatness=10)


def mailings(customers: list[Customer], seed: int) -> list[Mailing]:
    """One mailing a month to some of those who agreed; addresses as the CRM has them, mistyped ones bounce or not."""
    dice = Dice(seed, "mailing")
    willing = [
        row
        for row in customers
        if row.email_ok == "Y" and row.account_type == "customer" and "@" in row.email and row.email not in _NOBODY
    ]
    holders: dict[str, set[str]] = {}
    for row in customers:
        holders.setdefault(row.email.lower(), set()).add(row.person)
    rows = []
    for month in _months():
        for customer in willing:
            if customer.consent_at[:10] < month.isoformat() and dice.chance(_REACHED):
                rows += _story_of_one_mail(customer, len(holders[customer.email.lower()]) > 1, month, dice)
    return rows


def _months() -> list[date]:
    return [date(year, month, 1) for year in (2024, 2025, 2026) for month in range(1, 13) if (year, month) <= (2026, 6)]


def _story_of_one_mail(customer: Customer, shared: bool, month: date, dice: Dice) -> list[Mailing]:
    """Sent; perhaps bounced; perhaps opened (twice in the same second at times), clicked, left."""
    sent_at = datetime(month.year, month.month, 5, 1) + timedelta(seconds=dice.below(7200))
    campaign = f"{CAMPAIGNS[month.month - 1]}-{month.year}"
    sent = Mailing(customer.person, shared, sent_at, campaign, customer.email, "sent", "")
    if dice.chance(0.02):
        return [sent, sent._replace(event="bounce", at=sent_at + timedelta(seconds=dice.between(1, 60)))]
    if dice.chance(0.6):
        return [sent]
    opened = sent._replace(event="open", at=sent_at + timedelta(seconds=dice.between(60, 172_800)))
    rows = [sent, opened] + [opened] * dice.chance(0.05)
    if dice.chance(0.28):
        click_at = opened.at + timedelta(seconds=dice.between(2, 300))
        rows.append(opened._replace(event="click", at=click_at, link=_LINKS.draw(dice)))
    if dice.chance(0.012):
        rows.append(
            opened._replace(event="unsubscribe", at=opened.at + timedelta(seconds=40), link=f"{SITE}/unsubscribe")
        )
    return rows


def in_file_order(rows: list[Mailing]) -> list[Mailing]:
    """The rows in order of time, as the file has them; the position in it is all the id they have."""
    return sorted(rows, key=lambda row: (row.at, row.email, row.campaign, row.event))


def write(folder: Path, rows: list[Mailing]) -> dict[str, int]:
    """Write the file below `folder`; returns the number of rows by file."""
    lines = (
        (f"{row.at.isoformat(timespec='seconds')}Z", row.campaign, row.email, row.event, row.link)
        for row in in_file_order(rows)
    )
    return {FILE: write_csv(folder / FILE, ("time", "campaign", "email", "event", "link"), lines)}
