"""How well each cluster holds together: its weakest link, and its cohesion.

The weakest link is the weakest match of the cluster's maximum spanning tree (Kruskal 1956): of all chains of matches
that could hold the records together it is the strongest, and this match would go first.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree

from cdp.database import Database
from cdp.graph import STRONGEST, UNSCORED, Edges, Floats, Ints


def make_cluster_quality(db: Database, matches: Edges, labels: Ints) -> None:
    """Make `cluster_quality` (cluster, records, weakest_link, rid_l, rid_r, cohesion), a row per cluster.

    `labels` is the smallest record of each record's cluster, from 0; `cluster`, `rid_l` and `rid_r` count from 1, as in
    `record`. Weights are log2 odds. A single record has neither link nor cohesion, and where no matches hold a cluster
    together, it has no link.
    """
    own = matches.where(labels[matches.left] == labels[matches.right])
    clusters, size = np.unique(labels, return_counts=True)
    weakest = weakest_links(own, labels)[clusters]
    broken = weakest < 0
    weight, left, right = (np.append(each, 0)[weakest] for each in (own.weight, own.left, own.right))
    table = pa.table(
        {
            "cluster": (clusters + 1).astype(np.int32),
            "records": size,
            "weakest_link": pa.array(weight, mask=broken),
            "rid_l": pa.array((left + 1).astype(np.int32), mask=broken),
            "rid_r": pa.array((right + 1).astype(np.int32), mask=broken),
            "cohesion": pa.array(cohesion(own, labels)[clusters], mask=size == 1),
        }
    )
    with db.registered("measured", table):
        db.run("create or replace temp table cluster_quality as select * from measured")


def weakest_links(own: Edges, labels: Ints) -> Ints:
    """Return per label the position in `own` of the weakest match of the maximum spanning tree.

    -1 where there is none, or where the matches within a cluster, `own`, do not reach all of its records. Of equal
    matches the later ones count as weaker.
    """
    found = np.full(len(labels), -1, dtype=np.int64)
    order = np.lexsort((own.right, own.left, -own.weight))
    cost = np.arange(1, len(order) + 1, dtype=np.float64)
    graph = coo_matrix((cost, (own.left[order], own.right[order])), shape=(len(labels), len(labels)))
    costliest = np.sort(minimum_spanning_tree(graph.tocsr()).data).astype(np.int64) - 1
    tree = order[costliest]
    owner = labels[own.left[tree]]
    found[owner] = tree
    spanned = np.bincount(owner, minlength=len(labels)) == np.bincount(labels, minlength=len(labels)) - 1
    return np.where(spanned, found, -1)


def cohesion(own: Edges, labels: Ints) -> Floats:
    """Return per label the mean weight of all pairs of its records; NaN where there is no pair.

    A pair counts STRONGEST at most; one that has no match, UNSCORED.
    """
    size = np.bincount(labels, minlength=len(labels)).astype(np.float64)
    owner = labels[own.left]
    scored = np.bincount(owner, minlength=len(labels))
    total = np.bincount(owner, weights=np.minimum(own.weight, STRONGEST), minlength=len(labels))
    pairs = size * (size - 1) / 2
    mean = np.full(len(size), np.nan)
    np.divide(total + UNSCORED * (pairs - scored), pairs, out=mean, where=pairs > 0)
    return mean
