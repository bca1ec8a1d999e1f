"""The call centre: agents' notes in free text, one file a year."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cdp.demo.callers import Caller, any_style, callers
from cdp.demo.company import AGENTS, STORES
from cdp.demo.dice import Dice, Weighted
from cdp.demo.errors import STAFF_DOMAIN
from cdp.demo.files import write_lines
from cdp.demo.formats import offset_hours
from cdp.demo.names import Country
from cdp.demo.people import Person
from cdp.demo.phrases import ASIDES, CALLER, NOTES, TOPICS, Topic
from cdp.demo.sources.web_shop import Order


class Note(NamedTuple):
    """A note, after the caller in truth (empty when the note does not tell)."""

    person: str
    country: Country
    note_no: str
    at: datetime
    """Local time."""
    agent: str
    topic: Topic
    waited: int
    """Seconds."""
    text: str
    told: tuple[tuple[str, str], ...] = ()
    """What the text tells, as (kind, value): name, phone and email as they are known, numbers, dates, the topic."""


class _Said(NamedTuple):
    """A part of a note, and what it tells."""

    text: str
    told: tuple[tuple[str, str], ...] = ()


_TOPIC: Weighted[Topic] = Weighted(TOPICS, (34, 22, 14, 10, 14, 6))
_SEPARATOR = "\n-----\n"
_PER_PERSON = 0.2


def notes(people: list[Person], orders: list[Order], seed: int) -> list[Note]:
    """One note per five people, numbered in order of time."""
    dice = Dice(seed, "call_center")
    found = callers(people, orders, int(len(people) * _PER_PERSON), dice)
    return [_note(f"CC-{number:06d}", caller, dice) for number, caller in enumerate(found, start=1)]


def _note(note_no: str, caller: Caller, dice: Dice) -> Note:
    topic = _TOPIC.draw(dice)
    who = _who(caller, dice)
    agent = dice.pick(AGENTS)
    body = dice.pick(NOTES[caller.country][topic]).format(item=caller.item)
    aside = _aside(caller, agent, dice) if dice.chance(0.25) else _Said("")
    waited = dice.count(70)
    nobody = "" if who else dice.pick(CALLER[caller.country]["none"])
    return Note(
        person=caller.person if who else "",
        country=caller.country,
        note_no=note_no,
        at=caller.at,
        agent=agent,
        topic=topic,
        waited=waited,
        text=" ".join(part for part in (*(each.text for each in who), nobody, body, aside.text) if part),
        told=(*(told for each in (*who, aside) for told in each.told), ("topic", topic)),
    )


def _who(caller: Caller, dice: Dice) -> list[_Said]:
    """How the caller can be known: number, mail or order, mostly with the name; nothing for one in twelve."""
    if dice.chance(0.08):
        return []
    words = CALLER[caller.country]
    parts = []
    if dice.chance(0.65):
        parts.append(_Said(dice.pick(words["name"]).format(name=caller.name), (("name", caller.name),)))
    order = caller.order_no if dice.chance(0.55) else ""
    email = caller.email if "@" in caller.email and dice.chance(0.3) else ""
    if dice.chance(0.55) or not (order or email):
        text = dice.pick(words["phone"]).format(phone=any_style(caller.phone, dice))
        parts.append(_Said(text, (("phone", caller.phone),)))
    if email:
        parts.append(_Said(dice.pick(words["email"]).format(email=email), (("email", email.lower()),)))
    if order:
        parts.append(_Said(dice.pick(words["order"]).format(order=order), (("order_number", order),)))
    return parts


def _aside(caller: Caller, agent: str, dice: Dice) -> _Said:
    store = dice.pick(STORES[caller.country])
    template = dice.pick(ASIDES[caller.country])
    number = f"{caller.at:%Y%m%d}-{dice.between(1000, 9999)}"
    text = template.format(
        store=store.name,
        store_phone=store.phone,
        agent_mail=f"{agent}@{STAFF_DOMAIN}",
        number=number,
        date=f"{caller.at:%Y.%m.%d %H:%M}",
    )
    tells = {
        "{store_phone}": ("phone", store.phone),
        "{number}": ("ticket", number),
        "{date}": ("date", f"{caller.at:%Y-%m-%d}"),
    }
    return _Said(text, tuple(told for part, told in tells.items() if part in template))


def entry(note: Note) -> str:
    """The note as it stands in the file."""
    offset = f"{offset_hours(note.at, note.country):+03d}00"
    head = (
        f"No: {note.note_no}",
        f"Time: {note.at:%Y-%m-%d %H:%M} {offset}",
        f"Agent: {note.agent}",
        f"Topic: {note.topic}",
        f"Waited: {note.waited}s",
    )
    return "\n".join((*head, "", note.text))


def write(folder: Path, rows: list[Note]) -> dict[str, int]:
    """Write one file a year below `folder`, in order of time; returns the number of notes by file."""
    ordered = sorted(rows, key=lambda row: (row.at, row.note_no))
    return write_lines(folder, ((f"call_center/notes-{row.at:%Y}.txt", entry(row)) for row in ordered), _SEPARATOR)
