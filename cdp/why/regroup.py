"""Groups the records of one or two people anew, as clustering would, to see what a change would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from cdp.cluster import FIRM, firm, join, propagate
from cdp.constraints import take_apart
from cdp.graph import CERTAIN as SURE
from cdp.graph import CONTRADICTION, STRONGEST, UNSCORED, Edges, Ints
from cdp.link.examine import Pair
from cdp.link.weigh import WEAKEST
from cdp.why.scene import Scene

Groups = list[set[int]]


def regrouped(
    records: int,
    weights: Mapping[Pair, float],
    contradictions: Collection[Pair],
    constraints: Mapping[int, dict[str, str]],
    weakest: float,
) -> Groups:
    """Return the groups of the records 0 … n-1, the first record's group first.

    `weights` are the matches (log2 odds), `contradictions` the pairs whose names and birth dates speak against one
    person, `constraints` the values that may not differ within one, by record and name. Matches below `weakest` tie
    nothing. The steps are those of cdp/cluster.py.
    """
    matches = _edges(weights)
    labels = _first_of_group(join(propagate(records, firm(records, matches, weakest + FIRM).above(weakest)), matches))
    against = _edges({pair: CONTRADICTION for pair in contradictions if labels[pair[0]] == labels[pair[1]]})
    if len(against.left):
        matches = matches.overruled_by(against)
    labels = take_apart(labels, matches, {k: dict(v) for k, v in constraints.items()}, _broken(labels, constraints))
    labels = take_apart(labels, matches, {}, np.unique(labels[against.left]))
    groups: dict[int, set[int]] = {}
    for record, label in enumerate(labels.tolist()):
        groups.setdefault(label, set()).add(record)
    return list(groups.values())


def scene_groups(
    scene: Scene, weights: Mapping[Pair, float], weakest: float, contradictions: Collection[Pair] | None = None
) -> Groups:
    """Return the groups of a scene's records under supposed weights, and contradictions if these are others."""
    kept = {pair: weight for pair, weight in weights.items() if weight >= WEAKEST}
    against = scene.contradictions if contradictions is None else contradictions
    return regrouped(len(scene.keys), kept, against, scene.constraints, weakest)


def mean_between(
    one: Collection[int], other: Collection[int], weights: Mapping[Pair, float], contradictions: Collection[Pair]
) -> float:
    """Return the mean weight of all pairs between two groups of records, as average linkage counts them.

    A match counts STRONGEST at most, a pair without one UNSCORED, a contradiction CONTRADICTION, unless a match is
    certain; log2 odds.
    """
    pairs = [(min(a, b), max(a, b)) for a in one for b in other]
    return sum(_counted(pair, weights, contradictions) for pair in pairs) / len(pairs)


def _counted(pair: Pair, weights: Mapping[Pair, float], contradictions: Collection[Pair]) -> float:
    weight = weights.get(pair, UNSCORED)
    if pair in contradictions and weight < SURE:
        return CONTRADICTION
    return min(weight, STRONGEST)


def _edges(weights: Mapping[Pair, float]) -> Edges:
    pairs = np.array(sorted(weights), dtype=np.int64).reshape(-1, 2)
    return Edges(pairs[:, 0], pairs[:, 1], np.array([weights[pair] for pair in sorted(weights)], dtype=np.float64))


def _first_of_group(labels: Ints) -> Ints:
    """Name each group by its first record."""
    _, first, group = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(first[group], dtype=np.int64)


def _broken(labels: Ints, constraints: Mapping[int, dict[str, str]]) -> Ints:
    """Return the groups in which two records have different values of one constraint."""
    held: dict[tuple[int, str], set[str]] = {}
    for record, values in constraints.items():
        for name, value in values.items():
            held.setdefault((int(labels[record]), name), set()).add(value)
    return np.unique(np.array([label for (label, _), values in held.items() if len(values) > 1], dtype=np.int64))
