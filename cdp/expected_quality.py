"""Expected precision and recall of the people found, without a truth: from the weights alone, and from canaries.

Precision. The people stand on the maximum spanning trees of their matches: one wrong link there makes all pairs across
it wrong, and only such a link does, so expected are the sum of (1 - probability) times pairs across, over all links.

Recall, two ways that err to opposite sides. *Direct*: canaries tell how many pairs of one person score too low or are
never compared; nobody is then helped by a third record. *Capture and recapture*: a record that is tied to one of its
person's n other records by few matches tells how many are tied by none, and are lost. The number of ties is taken as
beta-binomial, zero-truncated (the heterogeneity model of capture-recapture: Otis et al. 1978; Dorazio & Royle 2003).
The estimate is the geometric mean of both ways, and the interval reaches over both.

No label of any set goes into this. The three constants below were fixed once for all, on sets with a truth
(tests/bench/self_knowledge.py tells how often the interval holds it).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree
from scipy.special import betaln, expit, gammaln
from scipy.stats import poisson

from cdp.database import Database
from cdp.graph import Edges, Floats, Ints, component_of
from cdp.intervals import Estimate, wilson

OVERSTATED = 1.4
"""Links are surer than their weight says by so much, as the other records of a person confirm them."""
LINK_ERROR = 2.0
"""The error of precision may be so many times larger or smaller, for the weights are a model's."""
LOSS_ERROR = 1.5
"""So may the loss of recall, beyond what the two ways differ."""
_LARGEST = 60
"""Records of people larger than this say nothing of ties: many of them are alike."""
_SURE = 60.0
"""Weight of a link beyond which it cannot be surer."""
_TAIL = 0.025
"""Part of a 95 % interval's outside on either side."""


@dataclass(frozen=True)
class ExpectedQuality:
    """Pairwise precision and recall of the people found, as far as they can be known without a truth."""

    precision: Estimate
    """Share of the pairs put together that are one person."""
    recall: Estimate | None
    """Share of the pairs of one person that were put together; None without canaries."""


def expect_quality(db: Database, weakest: float, missed: int | None, canaries: int) -> ExpectedQuality:
    """Return what precision and recall are expected to be, from `match` and `cluster`.

    `weakest` is the weight (log2 odds) from which a match ties records; `missed` of so many `canaries`, made-up
    duplicates, were not found (None without a model).
    """
    people = np.array(db.rows(_SIZES), dtype=np.float64).reshape(-1, 2)
    pairs = float((people[:, 1] * people[:, 0] * (people[:, 0] - 1) / 2).sum())
    groups = float(people[:, 1].sum())
    if not pairs:
        return ExpectedQuality(Estimate(1.0, 0.0, 1.0), None)
    wrong = _expected_false_pairs(db) / OVERSTATED / pairs
    precision = _mirrored(wrong, wrong / LINK_ERROR, wrong * LINK_ERROR, groups, groups)
    if missed is None:
        return ExpectedQuality(precision, None)
    direct, lost = missed / max(canaries, 1), _lost_share(db, people, weakest)
    low, high = min(direct, lost), max(direct, lost)
    least = 1 / (2 * max(canaries, 1))
    loss = math.sqrt(max(direct, least) * max(lost, least))
    return ExpectedQuality(
        precision, _mirrored(loss, low / LOSS_ERROR, high * LOSS_ERROR, groups, min(groups, canaries))
    )


def _mirrored(error: float, low: float, high: float, people: float, canaries: float) -> Estimate:
    """Return one minus an error rate, its bounds widened by chance.

    So few errors as `low` says may by chance be fewer among the people (Poisson); `high` is known from so many canaries
    (Wilson).
    """
    least = float(poisson.ppf(_TAIL, min(low, 1.0) * people)) / people
    most = wilson(min(high, 1.0) * canaries, canaries)[1]
    return Estimate(1 - min(max(error, least), most), 1 - most, 1 - least)


def _expected_false_pairs(db: Database) -> float:
    """Return how many of the pairs put together are expected to be wrong."""
    found = db.arrow(_LINKS)
    left, right = (found.column(name).to_numpy().astype(np.int64) for name in ("l", "r"))
    weight = np.minimum(found.column("weight").to_numpy().astype(np.float64), _SURE)
    if not len(left):
        return 0.0
    records = int(max(left.max(), right.max())) + 1
    cost = _SURE + 1 - weight
    tree = minimum_spanning_tree(coo_matrix((cost, (left, right)), shape=(records, records)).tocsr()).tocoo()
    return float((_across(records, tree.row, tree.col, tree.data - _SURE - 1)).sum())


def _across(records: int, left: Ints, right: Ints, against: Floats) -> Floats:
    """Return per link of a forest its probability to be wrong, times the pairs that it alone puts together.

    `against` are the log2 odds that the link is wrong.
    """
    parent, step, root = _rooted(records, left, right)
    below = np.ones(records, dtype=np.float64)
    for depth in range(int(step.max()), 0, -1):
        here = np.flatnonzero(step == depth)
        np.add.at(below, parent[here], below[here])
    child = np.where(parent[left] == right, left, right)
    wrong: Floats = expit(against * math.log(2))
    return wrong * below[child] * (below[root[child]] - below[child])


def _rooted(records: int, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Return of every node of a forest its parent (itself at a root), its steps from the root, and the root."""
    node = np.arange(records)
    links = coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(records + 1, records + 1)).tocsr()
    first = _first_of_each(records, left, right)
    hub = coo_matrix((np.ones(len(first), dtype=np.int8), (np.full(len(first), records), first)), shape=links.shape)
    _, before = breadth_first_order(links + hub.tocsr(), records, directed=False)
    parent = np.where(before[:-1] == records, node, before[:-1]).astype(np.int64)
    step, root = (parent != node).astype(np.int64), parent
    while not np.array_equal(root[root], root):
        step, root = step + step[root], root[root]
    return parent, step, root


def _first_of_each(records: int, left: Ints, right: Ints) -> Ints:
    component = component_of(records, Edges(left, right, np.zeros(len(left))))
    return np.unique(component, return_index=True)[1]


def _lost_share(db: Database, people: Floats, weakest: float) -> float:
    """Return the share of the pairs of one person that capture and recapture expects to be lost.

    `people` are (records, people of so many). Where nobody has three records, the probabilities of the matches between
    people tell.
    """
    size, count = people[people[:, 0] > 1].T
    pairs = count * size * (size - 1) / 2
    tied = np.array(db.rows(_TIES, {"weakest": weakest, "largest": _LARGEST}), dtype=np.float64).reshape(-1, 3)
    if not len(tied):
        apart = float(db.value(_APART) or 0.0)
        return apart / (apart + float(pairs.sum()))
    mean, spread = _fit_ties(*tied.T)
    alone = np.exp(_log_untied(size - 1, mean, spread))
    share = np.minimum(np.where(size == 2, alone, 1 - (1 - alone) ** 2), 0.9)
    lost = float((pairs * share / (1 - share)).sum())
    return lost / (lost + float(pairs.sum()))


def _fit_ties(others: Floats, ties: Floats, records: Floats) -> tuple[float, float]:
    """Return mean and overdispersion of the beta-binomial number of ties, by maximum likelihood, zero-truncated."""
    choices = gammaln(others + 1) - gammaln(ties + 1) - gammaln(others - ties + 1)

    def unlikely(at: Floats) -> float:
        mean, spread = _bounded(at)
        a, b = _shape(mean, spread)
        seen = choices + betaln(ties + a, others - ties + b) - betaln(a, b)
        untied = np.exp(_log_untied(others, mean, spread))
        return float(-(records * (seen - np.log1p(-untied))).sum())

    return _bounded(minimize(unlikely, np.array([2.0, -1.0]), method="Nelder-Mead").x)


def _bounded(at: Floats) -> tuple[float, float]:
    mean, spread = np.clip(expit(at), 1e-4, 1 - 1e-4)
    return float(mean), float(spread)


def _shape(mean: float, spread: float) -> tuple[float, float]:
    total = (1 - spread) / spread
    return mean * total, (1 - mean) * total


def _log_untied(others: Floats, mean: float, spread: float) -> Floats:
    """Return the log probability that a record is tied to none of so many others."""
    a, b = _shape(mean, spread)
    return np.asarray(betaln(a, others + b) - betaln(a, b), dtype=np.float64)


_SIZES = "select records, count(*) from (select count(*) as records from cluster group by cluster) group by records"
_LINKS = """
with numbered as (
    select rid, cluster, row_number() over (order by rid) - 1 as node
    from cluster semi join (select cluster from cluster group by cluster having count(*) > 1) as several using (cluster)
)
select l.node as l, r.node as r, max(weight) as weight
from match join numbered l on l.rid = rid_l join numbered r on r.rid = rid_r and r.cluster = l.cluster
group by l.node, r.node order by l.node, r.node
"""
_TIES = """
with person as (
    select cluster, count(*) as records from cluster group by cluster having count(*) between 3 and $largest
),
link as (
    select distinct rid_l, rid_r from match
    join cluster l on l.rid = rid_l join cluster r on r.rid = rid_r and r.cluster = l.cluster
    where weight >= $weakest
),
tie as (select rid_l as rid from link union all select rid_r from link),
tied as (select rid, count(*) as ties from tie group by rid)
select records - 1 as others, ties, count(*) as records
from tied join cluster using (rid) join person using (cluster) group by all order by all
"""
"""How many of a person's other records the records are tied to: (others, ties, records)."""
_APART = """
select sum(1 / (1 + pow(2.0, -weight))) from match
join cluster l on l.rid = rid_l join cluster r on r.rid = rid_r and r.cluster <> l.cluster
"""
