"""Troubles of the company: what goes wrong from some day on, in one place, and what a right result shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Trouble:
    """Something that goes wrong, and where a right result shows it: a pain point turns in the week of `since`."""

    pain: str
    """Kind of pain point."""
    split: str
    part: str
    since: date
    until: date | None
    """First day on which it is over; None: it goes on."""
    text: str

    def is_on(self, at: datetime) -> bool:
        """Tell whether it goes wrong at a local time."""
        return self.since <= at.date() and (self.until is None or at.date() < self.until)


LEFT_PICKUPS = Trouble(
    *("failed_pickup", "store", "K03", date(2026, 4, 6), None),
    "Since 6 April 2026 the pick-up counter of 잠실점 (K03) is hard to find; half of the orders are left there.",
)
MENDED_PICKUPS = Trouble(
    *("failed_pickup", "store", "J03", date(2025, 12, 1), date(2026, 3, 2)),
    "梅田店 (J03) closed its pick-up counter at noon until 2 March 2026; half of the orders were left.",
)
CALLERS_IN_VAIN = Trouble(
    *("repeated_contact", "agent", "paula", date(2026, 4, 6), None),
    "Since 6 April 2026 paula works with a new form: her callers wait for minutes, and half of them call again.",
)
BOUNCING_CAMPAIGN = Trouble(
    *("bounced_message", "campaign", "summer-opening-2026", date(2026, 6, 5), None),
    "The mailing of June 2026 went out from a new domain; a seventh of it bounced.",
)
BAD_PICKUP_SCORES = Trouble(
    *("bad_score", "step", "pickup", date(2026, 4, 20), None),
    "Since 20 April 2026 those asked about a pick-up are dissatisfied three times as often.",
)
ANDROID_CARTS = Trouble(
    *("abandoned_cart", "device", "android", date(2026, 5, 18), None),
    "Since the release of 18 May 2026 most who shop with the Android app give their cart up.",
)
TROUBLES = (LEFT_PICKUPS, MENDED_PICKUPS, CALLERS_IN_VAIN, BOUNCING_CAMPAIGN, BAD_PICKUP_SCORES, ANDROID_CARTS)
"""All of them."""
