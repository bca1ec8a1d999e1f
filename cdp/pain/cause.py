"""One cause, one pain point: which of the parts that hurt only show what hurts in another one.

The excess of a part is what hurt there beyond its usual rate (that of its peers, where it is worse than these alone).
A part carries another one when most of that one's excess is gone without the events that both share. Of two that carry
each other the narrower is the cause: a store rather than its channel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from cdp.database import Database

MOST = 0.5
"""Share of the excess of a part that another one has to carry."""
_NARROWEST = ("store", "agent", "device", "campaign", "step", "topic", "product_line", "channel", "all")
"""Splits, the narrowest first: of two parts with the same events the first one is the cause."""
_CAUSE = pa.schema([(name, pa.string()) for name in ("kind", "split", "part", "belongs_to")])


@dataclass(frozen=True)
class Hurting:
    """A part that turned or is worse, in the recent weeks."""

    split: str
    part: str
    events: int
    opportunities: int
    usual: float
    """Rate that is usual here, or elsewhere."""

    @property
    def place(self) -> str:
        """The part as `split=part`."""
        return f"{self.split}={self.part}"


@dataclass(frozen=True)
class Pattern:
    """Opportunities that lie in the same parts."""

    places: frozenset[str]
    events: int
    opportunities: int


def make_pain_cause(db: Database) -> None:
    """Make `pain_cause` (kind, split, part, belongs_to): the parts that show another one's pain.

    Reads `pain_judgement` and `pain_pattern`.
    """
    hurting: dict[str, list[Hurting]] = {}
    for kind, *told in db.rows(_HURTING):
        hurting.setdefault(kind, []).append(Hurting(*told))
    patterns: dict[str, list[Pattern]] = {}
    for kind, places, opportunities, events in db.rows("from pain_pattern order by kind, places"):
        patterns.setdefault(kind, []).append(Pattern(frozenset(places), events, opportunities))
    found = [
        {"kind": kind, "split": part.split, "part": part.part, "belongs_to": cause.place}
        for kind, parts in hurting.items()
        for part, cause in causes(parts, patterns.get(kind, [])).items()
    ]
    with db.registered("told", pa.Table.from_pylist(found, schema=_CAUSE)):
        db.run("create or replace temp table pain_cause as from told")


def causes(parts: Sequence[Hurting], patterns: Iterable[Pattern]) -> Mapping[Hurting, Hurting]:
    """Return for the parts of one kind that show another one's pain, which one that is; causes are not in it."""
    told = list(patterns)
    left = {(one, other): _left(one, other, told) for one in parts for other in parts if one != other}

    def carries(other: Hurting, one: Hurting) -> bool:
        if left[one, other] > 1 - MOST:
            return False
        return left[other, one] > 1 - MOST or _breadth(other) < _breadth(one)

    shown = {one: [other for other in parts if other != one and carries(other, one)] for one in parts}
    own = {one for one, others in shown.items() if not others}
    return {
        one: min(found, key=lambda other: (left[one, other], _breadth(other)))
        for one, others in shown.items()
        if (found := [other for other in others if other in own])
    }


def _left(one: Hurting, other: Hurting, patterns: Iterable[Pattern]) -> float:
    """Return the share of the excess of a part that is left without the events that another one shares with it."""
    shared = [pattern for pattern in patterns if {one.place, other.place} <= pattern.places]
    events, opportunities = sum(each.events for each in shared), sum(each.opportunities for each in shared)
    excess = one.events - one.opportunities * one.usual
    rest = excess - (events - opportunities * one.usual)
    return rest / excess if excess > 0 else 1.0


def _breadth(part: Hurting) -> tuple[int, int, str]:
    split = _NARROWEST.index(part.split) if part.split in _NARROWEST else len(_NARROWEST)
    return part.opportunities, split, part.part


_HURTING = """
select kind, split, part, events, opportunities, case when state = 'worse than peers' then peers else baseline end
from pain_judgement
where state <> 'usual'
order by kind, split, part
"""
