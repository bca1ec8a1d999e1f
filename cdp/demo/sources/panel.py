"""The customer panel: people who know the shops and the site judge both by six questions; each answer has a weight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cdp.demo.dice import Dice, Weighted
from cdp.demo.files import write_csv
from cdp.demo.formats import with_offset
from cdp.demo.names import Country
from cdp.demo.people import TODAY, Person

FILE = "survey/panel.csv"
QUESTIONS = ("information", "ease", "self_service", "personalisation", "communication", "helpfulness")
"""What is asked of each door, 1 (poor) to 5 (very good)."""
DOORS = ("store", "web")


class Judgement(NamedTuple):
    """What one person said of one door, after that person."""

    person: str
    country: Country
    answer_id: str
    sent: datetime
    """Local time."""
    answered: datetime | None
    """Local time, the same for both doors; None when nobody answered."""
    email: str
    phone: str
    door: str
    scores: tuple[str, ...]
    """In the order of the questions; 9: does not concern me; blank where nobody answered."""
    weight: float
    """How many like this person an answer stands for, 1 on average."""


_FIRST_DAY = date(2025, 1, 1)
_INVITED = 0.06
_SCORES = Weighted(range(2, 6), (2, 13, 45, 40))
_WORSE = {
    "store": (0.35, 0.30, 0.55, 0.20, 0.30, 0.10),
    "web": (0.15, 0.20, 0.15, 0.45, 0.25, 0.60),
}
"""Chance of one point less, by door, in the order of the questions."""
_OLD_ON_THE_WEB = 0.3
"""Further chance of one point less for those over sixty on the site."""
_ANSWERING = {30: 0.3, 60: 0.5, 200: 0.75}
"""Share who answer, by the age below which it holds: the old are too many among the answers."""
_NOT_MINE = 0.03


def judgements(people: Iterable[Person], seed: int) -> list[Judgement]:
    """Two rows, one for each door, of about one in seventeen of the people, numbered in order of sending."""
    dice = Dice(seed, "panel")
    invited = [(dice.moment(dice.day(_FIRST_DAY, TODAY), 9, 20), person) for person in people if dice.chance(_INVITED)]
    found = []
    for number, (sent, person) in enumerate(sorted(invited, key=lambda one: (one[0], one[1].key)), start=1):
        answered = sent + timedelta(minutes=dice.between(60, 14_000))
        is_answered = dice.chance(_share_answering(person)) and answered.date() <= TODAY
        for door in DOORS:
            found.append(_judgement(f"P{number:05d}-{door}", person, door, (sent, answered), is_answered, dice))
    return found


def _share_answering(person: Person) -> float:
    return next(share for limit, share in _ANSWERING.items() if _age(person) < limit)


def _age(person: Person) -> int:
    return TODAY.year - person.birth.year


def _judgement(
    answer_id: str, person: Person, door: str, when: tuple[datetime, datetime], is_answered: bool, dice: Dice
) -> Judgement:
    sent, answered = when
    contact = person.on(sent.date())
    scores = tuple(_score(person, door, worse, dice) for worse in _WORSE[door])
    return Judgement(
        person=person.key,
        country=person.country,
        answer_id=answer_id,
        sent=sent,
        answered=answered if is_answered else None,
        email=contact.email,
        phone="" if contact.email else contact.phone,
        door=door,
        scores=scores if is_answered else ("",) * len(QUESTIONS),
        weight=round(_ANSWERING[60] / _share_answering(person), 3),
    )


def _score(person: Person, door: str, worse: float, dice: Dice) -> str:
    is_lost = door == "web" and _age(person) >= 60 and dice.chance(_OLD_ON_THE_WEB)
    score = _SCORES.draw(dice) - dice.chance(worse) - is_lost
    return "9" if dice.chance(_NOT_MINE) else str(max(score, 1))


def write(folder: Path, rows: list[Judgement]) -> dict[str, int]:
    """Write the file below `folder`; returns the number of answers by file."""
    header = ("answer_id", "sent_at", "answered_at", "email", "phone", "door", *QUESTIONS, "weight")
    return {FILE: write_csv(folder / FILE, header, map(_record, rows))}


def _record(row: Judgement) -> tuple[str, ...]:
    sent = with_offset(row.sent, row.country)
    answered = with_offset(row.answered, row.country) if row.answered else ""
    return (row.answer_id, sent, answered, row.email, row.phone, row.door, *row.scores, f"{row.weight:g}")
