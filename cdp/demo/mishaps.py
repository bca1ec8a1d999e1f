"""Lets the troubles happen: chance draws whom they hit.

Each has dice of its own, so that the rest of the company, and every customer record, is as it would be without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from cdp.demo.dice import Dice
from cdp.demo.people import TODAY
from cdp.demo.phrases import AGAIN, COMMENTS
from cdp.demo.sources.call_center import Note
from cdp.demo.sources.mailing import Mailing
from cdp.demo.sources.survey import Answer
from cdp.demo.sources.web_shop import Order
from cdp.demo.troubles import (
    BAD_PICKUP_SCORES,
    BOUNCING_CAMPAIGN,
    CALLERS_IN_VAIN,
    LEFT_PICKUPS,
    MENDED_PICKUPS,
    Trouble,
)

_HALF, _SEVENTH = 0.5, 1 / 7
_LOW = {"NPS": (0, 5), "CSAT": (1, 2)}
"""Scores of the disappointed, lowest and highest."""


def leave_pickups(orders: list[Order], seed: int) -> None:
    """Let half of the orders be left in the shops and times of the two troubles with pick-ups."""
    dice = Dice(seed, "left pick-ups")
    for order in orders:
        steps: list[dict[str, Any]] = order.document["delivery_steps"]
        picked_up = any(step["status"] == "picked_up" for step in steps)
        if picked_up and any(_hits(each, order) for each in (LEFT_PICKUPS, MENDED_PICKUPS)) and dice.chance(_HALF):
            order.document["delivery_steps"] = [step for step in steps if step["status"] != "picked_up"]


def _hits(trouble: Trouble, order: Order) -> bool:
    return order.document["pickup_store"] == trouble.part and trouble.is_on(order.placed)


def call_again(notes: list[Note], seed: int) -> list[Note]:
    """Return the notes with longer waits at paula's, and with the second calls of half of her callers.

    The numbers of second calls follow those of all first ones.
    """
    dice = Dice(seed, "second calls")
    first: list[Note] = []
    second: list[Note] = []
    for note in notes:
        if note.agent != CALLERS_IN_VAIN.part or not CALLERS_IN_VAIN.is_on(note.at):
            first.append(note)
            continue
        first.append(note._replace(waited=note.waited * 3 + dice.between(120, 420)))
        at = note.at + timedelta(days=dice.between(1, 5))
        if dice.chance(_HALF) and note.person and at.date() <= TODAY:
            number = f"CC-{len(notes) + len(second) + 1:06d}"
            second.append(note._replace(note_no=number, at=at, text=f"{AGAIN[note.country]} {note.text}"))
    return first + second


def bounce(mailings: list[Mailing], seed: int) -> list[Mailing]:
    """Return the mailings with bounces of the campaign in trouble, each of a mail that nobody opened."""
    dice = Dice(seed, "bounces")
    rows_of = Counter((row.email, row.campaign) for row in mailings)
    silent = (
        row
        for row in mailings
        if row.campaign == BOUNCING_CAMPAIGN.part and rows_of[row.email, row.campaign] == 1 and row.event == "sent"
    )
    return mailings + [_bounced(row, dice) for row in silent if dice.chance(_SEVENTH)]


def _bounced(sent: Mailing, dice: Dice) -> Mailing:
    return sent._replace(event="bounce", at=sent.at + timedelta(seconds=dice.between(1, 60)))


def disappoint(answers: Iterable[Answer], seed: int) -> list[Answer]:
    """Return the answers, half of those on pick-ups since the trouble with a low score."""
    dice = Dice(seed, "disappointed")
    return [_disappointed(row, dice) if _is_about_pickup(row) and dice.chance(_HALF) else row for row in answers]


def _is_about_pickup(row: Answer) -> bool:
    return (
        row.touchpoint == BAD_PICKUP_SCORES.part
        and row.kind in _LOW
        and row.score != ""
        and row.answered is not None
        and BAD_PICKUP_SCORES.is_on(row.answered)
    )


def _disappointed(row: Answer, dice: Dice) -> Answer:
    low, high = _LOW[row.kind]
    comment = dice.pick(COMMENTS[row.country]["bad"]) if row.comment else ""
    return row._replace(score=str(dice.between(low, high)), comment=comment)
