"""Which records may never be one person: unique identifiers, entity kinds, sources that hold each person once."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from math import exp2, log2
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from cdp.database import Database
from cdp.graph import CERTAIN, STRONGEST, UNSCORED, Edges, Ints
from cdp.intervals import wilson

SURE = 8.0
"""Weight of a match that would not be cut if it were true that a source holds each person once."""
FEW_SURE = 0.25
"""Share of the clusters with two records of such a source that may fall apart at a sure match all the same, at 95 %
confidence: a handful of clusters prove nothing."""
FEW_DOUBLES = 0.002
"""Their share of the records of the source."""

_JUDGED = 2_000
"""Clusters looked at to tell."""

RIVALS = -4.0
"""Groups whose pairs between them weigh no more than this on average (log2 odds) are two persons', not one's."""
TORN_AMONG = 200
"""In clusters of more records nobody asks whom else a group may belong to: the cost grows with their cube."""

Held = dict[int, dict[str, str]]
"""Value of each constraint by record, for the records in question."""


def learn_one_per_person(db: Database, edges: Edges, labels: Ints) -> list[str]:
    """Add constraints for the sources that hold each person once, as their matches tell; return their names.

    Where two records of such a source stand in one cluster, the match to be cut is a weak one, of namesakes or of a
    family; where a source holds persons several times, sure matches would be cut. Reads `record` (one_per_person null:
    learn); `labels` is the cluster of each record.
    """
    found = []
    for source, records in db.rows(_LEARNING):
        doubled = _doubled(db, labels, source)
        if not doubled.num_rows:
            continue
        doubles = np.unique(doubled.column("label").to_numpy())
        step = -(-len(doubles) // _JUDGED)
        bad = doubles[::step]
        held = _held(doubled.filter(pa.array(np.isin(doubled.column("label").to_numpy(), bad))))
        apart = take_apart(labels, edges, held, bad)
        cut = (labels[edges.left] == labels[edges.right]) & (apart[edges.left] != apart[edges.right])
        sure = len(np.unique(labels[edges.left[cut & (edges.weight >= SURE)]]))
        if wilson(sure, len(bad))[1] <= FEW_SURE and sure * step <= FEW_DOUBLES * records:
            found.append(source)
    return constrain_sources(db, found)


def constrain_sources(db: Database, sources: Sequence[str]) -> list[str]:
    """Add constraints for sources that hold each person once; return their names."""
    for source in sources:
        db.run(_ONCE, {"source": source})
    return list(sources)


_LEARNING = """
select source, count(*) from record
where one_per_person is null and (select count(distinct source) from record) > 1
group by source order by source
"""
_ONCE = """
insert into constraint_value select rid, 'source ' || source, record_id from record where source = $source
"""


def _doubled(db: Database, labels: Ints, source: str) -> pa.Table:
    """Return (label, record, constraint_name, value) of the records of a source that share a cluster with another."""
    with db.registered("partition", pa.table({"rid": np.arange(1, len(labels) + 1), "label": labels})):
        return db.arrow(
            """
            select label, rid - 1 as record, 'source' as constraint_name, record_id as value
            from record join partition using (rid) where source = $1
            qualify count(*) over (partition by label) > 1 order by label, record
            """,
            [source],
        )


def obey_constraints(db: Database, edges: Edges, labels: Ints) -> tuple[Ints, int]:
    """Take apart clusters in which two records have different values of one constraint."""
    with db.registered("partition", pa.table({"rid": np.arange(1, len(labels) + 1), "label": labels})):
        broken = db.arrow(
            """
            with valued as (select label, rid - 1 as record, constraint_name, value
                            from constraint_value join partition using (rid))
            select label, record, constraint_name, value from valued
            where label in (select label from valued group by label, constraint_name having count(distinct value) > 1)
            order by label, record
            """
        )
    if not broken.num_rows:
        return labels, 0
    bad = np.unique(broken.column("label").to_numpy())
    return take_apart(labels, edges, _held(broken), bad), len(bad)


def _held(valued: pa.Table) -> Held:
    held: Held = {}
    columns = (valued.column(c).to_pylist() for c in ("record", "constraint_name", "value"))
    for record, name, value in zip(*columns, strict=True):
        held.setdefault(record, {})[name] = value
    return held


def take_apart(labels: Ints, edges: Edges, held: Held, bad: Ints) -> Ints:
    """Return the labels with the clusters `bad` grown anew from their records, so that no constraint is broken."""
    by_label = np.argsort(labels, kind="stable")
    members = _slices(labels[by_label], bad)
    within = edges.where((labels[edges.left] == labels[edges.right]) & np.isin(labels[edges.left], bad))
    order = np.argsort(labels[within.left], kind="stable")
    matches = _slices(labels[within.left][order], bad)
    separated = labels.copy()
    for own, ties in zip(members, matches, strict=True):
        group = by_label[own]
        separated[group] = grow(group, within.where(order[ties]), held)
    return separated


def _slices(labels: Ints, wanted: Ints) -> list[slice]:
    """Return where each wanted label stands in sorted labels."""
    starts, ends = np.searchsorted(labels, wanted), np.searchsorted(labels, wanted, side="right")
    return [slice(start, end) for start, end in zip(starts, ends, strict=True)]


def grow(members: Ints, edges: Edges, held: Held) -> Ints:
    """Return labels for the members of one cluster, grown from single records.

    Groups join, best first, while the pairs between them weigh more than nothing on average (average linkage, Sokal &
    Michener 1958) and no constraint is broken. A group that suits two rivals about as well stays alone: a record that
    may be the father's or the son's is neither's. The label is the smallest record of the group.
    """
    groups = _Groups(members, edges, held)
    while (pair := groups.best()) is not None:
        groups.join(*pair)
    return groups.labels(members)


class _Tie(NamedTuple):
    """What ties two groups: sums over the pairs of their records that have a weight."""

    counted: float
    """Weights, each STRONGEST at most unless it is CERTAIN: many weak pairs outweigh a strong one."""
    weight: float
    pairs: int

    def beside(self, other: _Tie) -> _Tie:
        """Return the sums over the pairs of both."""
        return _Tie(self.counted + other.counted, self.weight + other.weight, self.pairs + other.pairs)


_NO_TIE = _Tie(0.0, 0.0, 0)


class _Groups:
    """Groups of records by their smallest, what ties them, and a heap of the ties by mean weight."""

    def __init__(self, members: Ints, edges: Edges, held: Held) -> None:
        self._members = {int(each): [int(each)] for each in members}
        self._values = {each: dict(held.get(each, {})) for each in self._members}
        self._ties: dict[int, dict[int, _Tie]] = {each: {} for each in self._members}
        self._heap: list[tuple[float, int, int]] = []
        self._asks_rivals = len(members) <= TORN_AMONG
        counted = np.where(edges.weight >= CERTAIN, edges.weight, np.minimum(edges.weight, STRONGEST))
        pairs = zip(edges.left.tolist(), edges.right.tolist(), counted.tolist(), edges.weight.tolist(), strict=True)
        for one, other, most, weight in pairs:
            self._tie(one, other, _Tie(most, weight, 1))

    def best(self) -> tuple[int, int] | None:
        """Return the two groups that suit each other best, the smaller first; None when no two should be one."""
        while self._heap:
            mean, one, other = heapq.heappop(self._heap)
            stands = other in self._ties.get(one, {}) and -mean == self._mean(one, other)
            if stands and not (self._clash(one, other) or self._torn(one, other) or self._torn(other, one)):
                return one, other
        return None

    def join(self, one: int, other: int) -> None:
        """Make two groups one."""
        del self._ties[one][other], self._ties[other][one]
        self._members[one] += self._members.pop(other)
        self._values[one].update(self._values.pop(other))
        for third, tie in self._ties.pop(other).items():
            del self._ties[third][other]
            self._ties[one][third] = self._ties[third][one] = self._ties[one].get(third, _NO_TIE).beside(tie)
        for third in self._ties[one]:
            self._offer(one, third)

    def labels(self, members: Ints) -> Ints:
        """Return the label of each record."""
        label = {each: group for group, those in self._members.items() for each in those}
        return np.array([label[int(each)] for each in members], dtype=np.int64)

    def _tie(self, one: int, other: int, tie: _Tie) -> None:
        self._ties[one][other] = self._ties[other][one] = tie
        self._offer(one, other)

    def _offer(self, one: int, other: int) -> None:
        mean = self._mean(one, other)
        if mean > 0:
            heapq.heappush(self._heap, (-mean, min(one, other), max(one, other)))

    def _mean(self, one: int, other: int) -> float:
        return self._over_all_pairs(one, other, self._ties[one][other].counted)

    def _over_all_pairs(self, one: int, other: int, total: float) -> float:
        """Return the mean of a total, pairs without a weight included."""
        cells = len(self._members[one]) * len(self._members[other])
        return round((total + UNSCORED * (cells - self._ties[one][other].pairs)) / cells, 9)

    def _torn(self, group: int, partner: int) -> bool:
        """Whether it is not likelier than not that a group is its partner's, for all that ties it to rivals of it."""
        if not self._asks_rivals or self._mean(group, partner) >= CERTAIN:
            return False
        suits = {
            third: self._over_all_pairs(group, third, tie.weight)
            for third, tie in self._ties[group].items()
            if third == partner or self._rivals(partner, third)
        }
        best = suits.pop(partner)
        return max(suits.values(), default=0.0) > 0 and best <= log2(1 + sum(map(exp2, suits.values())))

    def _rivals(self, one: int, other: int) -> bool:
        return self._clash(one, other) or (other in self._ties[one] and self._mean(one, other) <= RIVALS)

    def _clash(self, one: int, other: int) -> bool:
        mine, theirs = self._values[one], self._values[other]
        return any(theirs.get(name, value) != value for name, value in mine.items())
