"""What a steward decided: who is one person and who is not, which golden value holds. Kept in the ledger for ever.

Decisions speak of record keys, so that they outlive runs, models and golden ids. They hold no values: what an override
sets lies in a file of its own, see `cdp.override`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

META = sa.MetaData()

_decision = sa.Table(
    "decision",
    META,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("attribute", sa.Text),
    sa.Column("golden_id", sa.Text),
    sa.Column("until", sa.Text),
    sa.Column("withdraws", sa.Integer),
    sa.Column("seq", sa.Integer),
)
_decision_record = sa.Table(
    "decision_record",
    META,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("side", sa.Integer, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text, primary_key=True),
)


class Act(StrEnum):
    """What a steward may decide."""

    MERGE = "merge"
    """These people are one: their anchors are linked."""
    SPLIT = "split"
    """These records are not of this person: they are parted from its others."""
    MUST_LINK = "must-link"
    """These records are one person."""
    CANNOT_LINK = "cannot-link"
    """No record of the one side is one person with a record of the other."""
    OVERRIDE = "override"
    """This golden value holds, whatever the records say."""
    WITHDRAW = "withdraw"
    """An earlier decision holds no longer."""


LINKS = (Act.MERGE, Act.MUST_LINK)
PARTS = (Act.SPLIT, Act.CANNOT_LINK)


@dataclass(frozen=True, order=True)
class RecordKey:
    """The key of a record: source, and id inside it."""

    source: str
    record_id: str

    def __str__(self) -> str:
        return f"{self.source}/{self.record_id}"


@dataclass(frozen=True)
class Decision:
    """One decision of a steward."""

    act: Act
    by: str
    reason: str
    """Why, in the steward's words; kept for good, and published."""
    one: tuple[RecordKey, ...] = ()
    """Records that are one person; of a split or cannot-link, those of the one side; of an override, the anchor."""
    other: tuple[RecordKey, ...] = ()
    """Split and cannot-link: the records of the other side."""
    attribute: str | None = None
    """Override: attribute whose golden value is set; `address` for all its parts."""
    golden_id: str | None = None
    """Override: id of the person when it was decided."""
    until: str | None = None
    """Override: last day on which it holds, ISO date; None: for good."""
    withdraws: int | None = None
    """Withdrawal: number of the decision that holds no longer."""
    number: int = 0
    """Order in which decisions were made, from 1 without gaps; 0 before it is made."""
    at: str = ""
    """When it was made, ISO 8601 UTC."""
    seq: int | None = None
    """Newest package when it was made: what its records said then; None in ledgers of earlier releases."""

    @property
    def sides(self) -> tuple[tuple[RecordKey, ...], ...]:
        """The record sets that it speaks of."""
        return (self.one, self.other) if self.other else (self.one,)


def write_decision(connection: sa.Connection, decision: Decision) -> int:
    """Add a decision; return its number."""
    named = ("act", "by", "at", "reason", "attribute", "golden_id", "until", "withdraws", "seq")
    done = connection.execute(_decision.insert().values({name: getattr(decision, name) for name in named}))
    assert done.inserted_primary_key is not None
    number = int(done.inserted_primary_key[0])
    keys = [
        {"number": number, "side": side, "source": key.source, "record_id": key.record_id}
        for side, records in enumerate(decision.sides)
        for key in records
    ]
    if keys:
        connection.execute(_decision_record.insert(), keys)
    return number


def read_decisions(connection: sa.Connection) -> list[Decision]:
    """Return every decision ever made, in that order."""
    sides: dict[tuple[int, int], list[RecordKey]] = {}
    query = sa.select(_decision_record).order_by(*_decision_record.primary_key.columns)
    for number, side, source, record_id in connection.execute(query):
        sides.setdefault((number, side), []).append(RecordKey(source, record_id))
    return [
        Decision(
            **{**row, "act": Act(row["act"])},
            one=tuple(sides.get((row["number"], 0), ())),
            other=tuple(sides.get((row["number"], 1), ())),
        )
        for row in connection.execute(sa.select(_decision).order_by(_decision.c.number)).mappings()
    ]
