"""Social platforms: messages to the company in 2026, most of them from nobody it can name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cdp.demo.callers import Caller, callers
from cdp.demo.dice import Dice
from cdp.demo.files import write_lines
from cdp.demo.formats import offset_hours
from cdp.demo.names import Country
from cdp.demo.people import Person
from cdp.demo.phrases import SOCIAL, SOCIAL_CONTACT
from cdp.demo.sources.web_shop import Order

FILE = "social/messages-2026.txt"


class Message(NamedTuple):
    """A message, after its writer in truth (empty when the message does not tell)."""

    person: str
    country: Country
    message_no: str
    at: datetime
    """Local time."""
    platform: str
    handle: str
    text: str


_PLATFORMS: dict[Country, tuple[str, ...]] = {
    "KR": ("kakao", "instagram", "x"),
    "JP": ("line", "x", "instagram"),
    "US": ("instagram", "x"),
}
_WORDS = (
    "sunny",
    "blue",
    "tiny",
    "happy",
    "cozy",
    "mori",
    "nabi",
    "haru",
    "oak",
    "river",
    "cloud",
    "mint",
    "sora",
    "dal",
)
_PER_PERSON = 0.3
_NAMED = 0.28
"""Share of messages that give a mail address or an order number."""


def messages(people: list[Person], orders: list[Order], seed: int) -> list[Message]:
    """The messages of 2026, numbered in order of time."""
    dice = Dice(seed, "social")
    found = [one for one in callers(people, orders, int(len(people) * _PER_PERSON), dice) if one.at.year == 2026]
    return [_message(f"SM-{number:06d}", caller, dice) for number, caller in enumerate(found, start=1)]


def _message(message_no: str, caller: Caller, dice: Dice) -> Message:
    contact = _contact(caller, dice) if dice.chance(_NAMED) else ""
    return Message(
        person=caller.person if contact else "",
        country=caller.country,
        message_no=message_no,
        at=caller.at,
        platform=dice.pick(_PLATFORMS[caller.country]),
        handle=f"@{dice.pick(_WORDS)}_{dice.pick(_WORDS)}{dice.below(1000)}",
        text=dice.pick(SOCIAL[caller.country]).format(item=caller.item) + contact,
    )


def _contact(caller: Caller, dice: Dice) -> str:
    if caller.order_no and dice.chance(0.5):
        return SOCIAL_CONTACT[caller.country]["order"].format(order=caller.order_no)
    return SOCIAL_CONTACT[caller.country]["email"].format(email=caller.email) if "@" in caller.email else ""


def entry(message: Message) -> str:
    """The message as it stands in the file."""
    head = (
        f"Id: {message.message_no}",
        f"Time: {message.at:%Y-%m-%d %H:%M} {offset_hours(message.at, message.country):+03d}00",
        f"Platform: {message.platform}",
        f"Handle: {message.handle}",
    )
    return "\n".join((*head, "", message.text))


def write(folder: Path, rows: list[Message]) -> dict[str, int]:
    """Write the file below `folder`, in order of time; returns the number of messages by file."""
    ordered = sorted(rows, key=lambda row: (row.at, row.message_no))
    return write_lines(folder, ((FILE, entry(row)) for row in ordered), "\n-----\n")
