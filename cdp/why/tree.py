"""The strongest chain of matches through some records: their maximum spanning tree (Kruskal 1956), join by join."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cdp.link.examine import Pair
from cdp.why.scene import Scene


@dataclass(frozen=True)
class Join:
    """Two groups of records that a match brings together."""

    pair: Pair
    left: frozenset[int]
    """The group of the match's one record, as it was …"""
    right: frozenset[int]
    """… and of its other."""


def joins(scene: Scene, last: Pair | None = None) -> list[Join]:
    """Return the joins along the maximum spanning tree, the strongest match first; `last` is the latest of its equals.

    Where matches do not reach all records, the joins leave several groups.
    """
    order = sorted(scene.matches.values(), key=lambda m: (-m.weight, (m.left, m.right) == last, m.left, m.right))
    group = {record: frozenset({record}) for record in range(len(scene.keys))}
    found = []
    for match in order:
        left, right = group[match.left], group[match.right]
        if left == right:
            continue
        found.append(Join((match.left, match.right), left, right))
        for record in left | right:
            group[record] = left | right
    return found


def sides(tree: Collection[Join], cut: Join) -> tuple[set[int], set[int]]:
    """Return the records that the tree still holds to either end of a join that is cut."""
    kept = [each.pair for each in tree if each != cut]
    left, right = cut.pair
    return set(_ways(kept, left)), set(_ways(kept, right))


def path_between(scene: Scene, pair: Pair) -> tuple[int, ...]:
    """Return the records from the one to the other along the tree, both included; empty where it does not lead."""
    ways = _ways([each.pair for each in joins(scene)], pair[0])
    return tuple(ways.get(pair[1], ()))


def _ways(pairs: Collection[Pair], start: int) -> dict[int, list[int]]:
    """Return the way from a record to each that it reaches."""
    neighbours: dict[int, list[int]] = {}
    for one, other in pairs:
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    ways = {start: [start]}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for there in neighbours.get(here, ()):
            if there not in ways:
                ways[there] = [*ways[here], there]
                waiting.append(there)
    return ways
