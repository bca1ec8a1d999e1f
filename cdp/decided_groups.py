"""Decisions win: the groups that evidence made, put together and parted as stewards decided.

Evidence never weighs a pair that a decision parts. Groups that hold linked records become one, whole. Where that brings
two sides of a decision together, records leave it: those of each side that fit less well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from cdp.database import Database
from cdp.graph import CERTAIN, STRONGEST, UNSCORED, Edges, Ints, component_of

Sides = Mapping[int, int]
"""Side by decision; what is on two sides of one decision is never one person."""


@dataclass(frozen=True)
class Decided:
    """What decisions say of the records 0 … n-1."""

    linked: Edges
    """Pairs that are one person."""
    sides: Mapping[int, Sides]
    """The sides of each record that a decision parts from others. Linked records have the same."""

    def not_parted(self, edges: Edges) -> Edges:
        """Return the matches but those between two sides of a decision."""
        sided = np.fromiter(self.sides, dtype=np.int64, count=len(self.sides))
        asked = np.flatnonzero(np.isin(edges.left, sided) & np.isin(edges.right, sided))
        ends = zip(edges.left[asked].tolist(), edges.right[asked].tolist(), strict=True)
        kept = np.ones(len(edges.left), dtype=np.bool_)
        kept[asked] = [not _clash(self.sides[one], self.sides[other]) for one, other in ends]
        return edges.where(kept)

    def obeyed(self, labels: Ints, edges: Edges) -> Ints:
        """Return the labels of groups in which every decision holds, given groups that hold no two sides of one.

        `edges` weigh the pairs. Where nothing is decided, groups stay as they are.
        """
        if not self.sides and not len(self.linked.left):
            return labels
        ends = Edges(labels[self.linked.left], labels[self.linked.right], self.linked.weight)
        found = component_of(len(labels), ends)[labels]
        pots = self._at_odds(found)
        members = _positions(found, pots)
        within = edges.where(labels[edges.left] == labels[edges.right])
        ties, links = _positions(found[within.left], pots), _positions(found[self.linked.left], pots)
        for pot in pots:
            own, linked = within.where(ties.get(pot, _NONE)), self.linked.where(links.get(pot, _NONE))
            found[members[pot]] = len(labels) + self._divided(members[pot], labels, own, linked)
        return np.unique(found, return_inverse=True)[1]

    def _at_odds(self, labels: Ints) -> list[int]:
        """Return the groups that hold two sides of a decision."""
        seen: dict[int, dict[int, int]] = {}
        broken = []
        for record, sides in sorted(self.sides.items()):
            own = seen.setdefault(int(labels[record]), {})
            if _clash(own, sides):
                broken.append(int(labels[record]))
            own.update(sides)
        return sorted(set(broken))

    def _divided(self, members: Ints, labels: Ints, edges: Edges, linked: Edges) -> Ints:
        """Return for the records of a group to be parted the smallest record of the part that each goes to.

        `labels` are the groups of evidence, `edges` the matches within them, `linked` the decided pairs. Records of one
        such group and on the same sides stay together, and so do linked ones. These blocks then join, best first, where
        evidence had them in one group and no decision parts them.
        """
        block = self._blocks(members, labels, linked)
        head = {each: each for each in set(block.values())}
        sides = {each: dict(self.sides.get(each, {})) for each in head}
        for _, one, other in sorted(self._ties(block, labels, edges)):
            first, second = sorted((_root(head, one), _root(head, other)))
            if first != second and not _clash(sides[first], sides[second]):
                head[second] = first
                sides[first].update(sides[second])
        return np.array([_root(head, block[int(each)]) for each in members], dtype=np.int64)

    def _blocks(self, members: Ints, labels: Ints, linked: Edges) -> dict[int, int]:
        """Return the smallest record of the block of each member."""
        first: dict[object, int] = {}
        head: dict[int, int] = {}
        for record in members.tolist():
            alike = (int(labels[record]), tuple(sorted(self.sides.get(record, {}).items())))
            head[record] = first.setdefault(alike, record)
        for one, other in zip(linked.left.tolist(), linked.right.tolist(), strict=True):
            least, most = sorted((_root(head, one), _root(head, other)))
            head[most] = least
        return {record: _root(head, record) for record in head}

    @staticmethod
    def _ties(block: Mapping[int, int], labels: Ints, edges: Edges) -> Iterator[tuple[float, int, int]]:
        """Yield (minus the mean weight, block, block) of blocks that share a group of evidence, over its pairs."""
        parts: dict[int, dict[int, int]] = {}
        for record, own in block.items():
            counts = parts.setdefault(int(labels[record]), {})
            counts[own] = counts.get(own, 0) + 1
        weights: dict[tuple[int, int], float] = {}
        for one, other, weight in zip(edges.left.tolist(), edges.right.tolist(), edges.weight.tolist(), strict=True):
            pair = tuple(sorted((block[one], block[other])))
            counted = weight if weight >= CERTAIN else min(weight, STRONGEST)
            weights[pair[0], pair[1]] = weights.get((pair[0], pair[1]), 0.0) + counted - UNSCORED
        cells: dict[tuple[int, int], int] = {}
        for counts in parts.values():
            for one, other in combinations(sorted(counts), 2):
                cells[one, other] = cells.get((one, other), 0) + counts[one] * counts[other]
        for (one, other), count in cells.items():
            yield -round(weights.get((one, other), 0.0) / count + UNSCORED, 9), one, other


UNDECIDED = Decided(Edges(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)), {})
"""Nothing is decided."""


def read_decided(db: Database) -> Decided:
    """Return what `must_link` and `cannot_link` say of the records, numbered from 0."""
    found = db.arrow("select distinct rid_l - 1 as l, rid_r - 1 as r from must_link order by l, r")
    left, right = (found.column(name).to_numpy().astype(np.int64) for name in ("l", "r"))
    sides: dict[int, dict[int, int]] = {}
    for decision, side, record in db.rows("select decision, side, rid - 1 from cannot_link order by all"):
        sides.setdefault(record, {})[decision] = side
    return Decided(Edges(left, right, np.full(len(left), CERTAIN)), sides)


_NONE = np.empty(0, dtype=np.int64)


def _positions(groups: Ints, wanted: Sequence[int]) -> dict[int, Ints]:
    """Return where each wanted group stands in `groups`."""
    there = np.flatnonzero(np.isin(groups, wanted))
    there = there[np.argsort(groups[there], kind="stable")]
    found, start = np.unique(groups[there], return_index=True)
    return dict(zip(found.tolist(), np.split(there, start[1:]), strict=True)) if len(there) else {}


def _clash(one: Sides, other: Sides) -> bool:
    return any(other.get(decision, side) != side for decision, side in one.items())


def _root(head: Mapping[int, int], key: int) -> int:
    while head[key] != key:
        key = head[key]
    return key
