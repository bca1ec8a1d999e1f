"""Surveys: recommendation (NPS), satisfaction (CSAT) and effort (CES) after an order, a visit or a call."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cdp.demo.callers import Caller, any_style, callers
from cdp.demo.dice import Dice, Weighted
from cdp.demo.files import write_csv
from cdp.demo.formats import with_offset
from cdp.demo.names import Country
from cdp.demo.people import TODAY, Person
from cdp.demo.phrases import COMMENTS, Mood
from cdp.demo.sources.web_shop import Order

FILE = "survey/answers.csv"


class Answer(NamedTuple):
    """An answer, after the person who gave it."""

    person: str
    country: Country
    answer_id: str
    sent: datetime
    """Local time."""
    answered: datetime | None
    """Local time; None when nobody answered."""
    kind: str
    score: str
    """0–10 (NPS), 1–5 (CSAT), 1–7 (CES); blank where none was given."""
    comment: str
    email: str
    phone: str
    order_no: str
    touchpoint: str


_KINDS = Weighted(("NPS", "CSAT", "CES"), (45, 35, 20))
_SCORES: dict[str, Weighted[int]] = {
    "NPS": Weighted(range(11), (3, 1, 2, 2, 3, 8, 8, 16, 22, 19, 16)),
    "CSAT": Weighted(range(1, 6), (6, 8, 18, 38, 30)),
    "CES": Weighted(range(1, 8), (4, 5, 8, 15, 25, 25, 18)),
}
_LIMITS = {"NPS": (6, 8), "CSAT": (2, 3), "CES": (3, 4)}
_PER_PERSON = 0.24


def answers(people: list[Person], orders: list[Order], seed: int) -> list[Answer]:
    """One survey per four people, numbered in order of sending."""
    dice = Dice(seed, "survey")
    found = callers(people, orders, int(len(people) * _PER_PERSON), dice)
    return [_answer(f"A{number:06d}", caller, dice) for number, caller in enumerate(found, start=1)]


def _answer(answer_id: str, caller: Caller, dice: Dice) -> Answer:
    kind = _KINDS.draw(dice)
    score = _SCORES[kind].draw(dice)
    answered = caller.at + timedelta(minutes=dice.between(5, 6000))
    blank = answered.date() > TODAY or dice.chance(0.07)
    low, fair = _LIMITS[kind]
    mood: Mood = "bad" if score <= low else "fair" if score <= fair else "good"
    email, phone, order_no = _known_by(caller, dice)
    places = ("delivery", "web", "pickup") if caller.order_no else ("store", "app", "call_center")
    return Answer(
        person=caller.person,
        country=caller.country,
        answer_id=answer_id,
        sent=caller.at,
        answered=None if blank else answered,
        kind=kind,
        score="" if blank or dice.chance(0.02) else str(score),
        comment=dice.pick(COMMENTS[caller.country][mood]) if not blank and dice.chance(0.35) else "",
        email=email,
        phone=phone,
        order_no=order_no,
        touchpoint=dice.pick(places),
    )


def _known_by(caller: Caller, dice: Dice) -> tuple[str, str, str]:
    """E-mail, phone or order number the survey went to: one of the three."""
    if caller.order_no and dice.chance(0.4):
        return "", "", caller.order_no
    if "@" in caller.email and dice.chance(0.7):
        return caller.email, "", ""
    return "", any_style(caller.phone, dice), ""


def write(folder: Path, rows: list[Answer]) -> dict[str, int]:
    """Write the file below `folder`; returns the number of answers by file."""
    header = (
        "answer_id",
        "sent_at",
        "answered_at",
        "kind",
        "score",
        "comment",
        "email",
        "phone",
        "order_no",
        "touchpoint",
    )
    lines = (_record(row) for row in sorted(rows, key=lambda row: row.answer_id))
    return {FILE: write_csv(folder / FILE, header, lines)}


def _record(row: Answer) -> tuple[str, ...]:
    answered = with_offset(row.answered, row.country) if row.answered else ""
    return (row.answer_id, with_offset(row.sent, row.country), answered, *row[5:])
