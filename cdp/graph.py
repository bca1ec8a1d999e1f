"""The weighted graph of matches, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CERTAIN = 50.0
"""Matches of this weight, equal identifiers of one person, are never dropped."""
UNSCORED = -0.5
"""Weight of a pair of records that was not compared, or whose weight is too small to be kept: it says little."""
STRONGEST = 20.0
"""Most that one pair counts when groups of records are weighed."""
CONTRADICTION = -10.0
"""Weight of a pair of records whose names and birth dates say that they are two persons."""


@dataclass(frozen=True)
class Edges:
    """Matches between records 0 … n-1, each pair once."""

    left: Ints
    right: Ints
    weight: Floats

    def where(self, kept: NDArray[np.bool_] | Ints) -> Edges:
        """Return some of the matches."""
        return Edges(self.left[kept], self.right[kept], self.weight[kept])

    def above(self, weakest: float) -> Edges:
        """Return the matches of at least this weight, weighed from there; sure ones keep their weight."""
        strong = self.where(self.weight >= weakest)
        shifted = np.where(strong.weight >= CERTAIN, strong.weight, strong.weight - weakest + 1e-6)
        return Edges(strong.left, strong.right, shifted)

    def beside(self, other: Edges) -> Edges:
        """Return the matches of both."""
        return Edges(
            np.concatenate([self.left, other.left]),
            np.concatenate([self.right, other.right]),
            np.concatenate([self.weight, other.weight]),
        )

    def overruled_by(self, other: Edges) -> Edges:
        """Return both, the other's weight where both weigh a pair; certain matches stand."""
        sure = self.where(self.weight >= CERTAIN)
        left = np.concatenate([sure.left, other.left, self.left])
        right = np.concatenate([sure.right, other.right, self.right])
        weight = np.concatenate([sure.weight, other.weight, self.weight])
        pairs, first = np.unique(np.stack([left, right]), axis=1, return_index=True)
        return Edges(pairs[0], pairs[1], weight[first])


def component_of(records: int, edges: Edges) -> Ints:
    """Return the number of the connected component of each record."""
    graph = coo_matrix((np.ones(len(edges.left), dtype=np.int8), (edges.left, edges.right)), shape=(records, records))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
