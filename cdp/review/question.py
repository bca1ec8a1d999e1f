"""A question for a steward: are the records of one side and those of the other one person?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cdp.decision import PARTS, Act, Decision, RecordKey
from cdp.decision_closure import Groups, in_force


class Kind(StrEnum):
    """Why something is asked."""

    GREY_PAIR = "grey pair"
    """Two people who match, but not enough to be one."""
    WEAK_BRIDGE = "weak bridge"
    """A person that a match near the weakest holds together."""
    CONFLICTING_IDENTIFIERS = "conflicting identifiers"
    """Different values of what a person has but one of: within a person, or between two who match."""
    SUPERSIZED = "supersized"
    """A person of more records than people have."""
    REFUSED_TIE = "refused tie"
    """Two people who hold one account or number, although it is one person's alone."""
    CONTRADICTION = "contradiction"
    """Two people whose records match, and are kept apart: by names and birth dates, or by what a person has but one
    of."""


TOLD = {
    Kind.GREY_PAIR: "they match, but not enough to be one",
    Kind.WEAK_BRIDGE: "a match near the weakest holds them together",
    Kind.CONFLICTING_IDENTIFIERS: "different values of {attribute}, of which a person has but one",
    Kind.SUPERSIZED: "more records than people have",
    Kind.REFUSED_TIE: "both hold one {attribute}, but are kept apart",
    Kind.CONTRADICTION: "they match, but something keeps them apart",
}
"""Why each kind is asked, in words; names the attribute where there is one."""

REASONS = {True: "reviewed: one person", False: "reviewed: different people"}
"""Reason of an answer that comes without one."""


@dataclass(frozen=True)
class Doubt:
    """Two sets of records of the published version that are one person, or are not."""

    kind: Kind
    golden_ids: tuple[str, ...]
    """The one person, or the two people, that it is about."""
    one: RecordKey
    """The record that stands for the one side …"""
    other: RecordKey
    """… and for the other: the ends of their best match, or of the match that holds them together."""
    records_one: tuple[RecordKey, ...]
    records_other: tuple[RecordKey, ...]

    @property
    def is_one_person(self) -> bool:
        """Whether both sides are one person in the published version."""
        return len(self.golden_ids) == 1


@dataclass(frozen=True)
class Question(Doubt):
    """A doubt as it is put to a steward, and what a word on it is worth."""

    told: str
    """Why it is asked, without a value."""
    weight: float | None
    """Published match weight of `one` and `other`, log2 odds; None: they are not in `match`."""
    evidence: dict[str, float]
    """Parts of `weight` by comparison."""
    balance: float
    """Weight of all pairs between the sides together, log2 odds: above 0 they would be grouped."""
    uncertainty: float
    """Bits; see `cdp.review.queue` for this and what follows."""
    size: int
    """Pairs of records that the answer moves."""
    activity: float
    """How much happens to the people, 1 and more."""
    worth: float
    """Uncertainty × size × activity."""


def decision_on(doubt: Doubt, same: bool, by: str, reason: str) -> Decision:
    """Return the answer as a decision, not yet made.

    `same` links the two records, of a supersized person all of them; else the sides are parted.
    """
    if same and doubt.kind is Kind.SUPERSIZED:
        return Decision(Act.MUST_LINK, by, reason, tuple(sorted((*doubt.records_one, *doubt.records_other))))
    if same:
        return Decision(Act.MUST_LINK, by, reason, tuple(sorted((doubt.one, doubt.other))))
    act = Act.SPLIT if doubt.is_one_person else Act.CANNOT_LINK
    return Decision(act, by, reason, tuple(sorted(doubt.records_one)), tuple(sorted(doubt.records_other)))


class Settled:
    """What the decisions in force answer, links followed to the end."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        holding = in_force(decisions)
        self._groups = Groups(holding)
        self._sides: dict[RecordKey, set[tuple[int, int]]] = {}
        for each in holding:
            if each.act in PARTS:
                for side, records in enumerate(each.sides):
                    for key in records:
                        self._sides.setdefault(self._groups.of(key), set()).add((each.number, side))

    def answers(self, doubt: Doubt) -> bool:
        """Tell whether a record of the one side is linked to, or parted from, one of the other."""
        one, other = ({self._groups.of(key) for key in side} for side in (doubt.records_one, doubt.records_other))
        there, here = ({place for group in side for place in self._sides.get(group, ())} for side in (one, other))
        return not one.isdisjoint(other) or any((number, 1 - side) in there for number, side in here)


def about(questions: Iterable[Question], golden_id: str) -> list[Question]:
    """Return the questions that concern a person."""
    return [each for each in questions if golden_id in each.golden_ids]
