"""Expected precision and recall of the people found, without a truth: from the weights alone, and from canaries.

Precision. The people stand on the maximum spanning trees of their matches: one wrong link there makes all pairs across
it wrong, and only such a link does, so expected are the sum of (1 - probability) times pairs across, over all links.

Recall, two ways that err to opposite sides. *Direct*: canaries tell how many pairs of one person score too low or are
never compared; nobody is then helped by a third record. *Capture and recapture*: a record that is tied to one of its
person's n other records by few matches tells how many are tied by none, and are lost. The number of ties is taken as
beta-binomial, zero-truncated (the heterogeneity model of capture-recapture: Otis et al. 1978; Dorazio & Royle 2003).
The estimate is the geometric mean of both ways, and the interval reaches over both.

No run needs a label. The three constants below were fitted once, for all data, on sets with a truth
(tests/bench/self_knowledge.py tells how often the interval holds it).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree
from scipy.special import betaln, expit, gammaln, pdtr, pdtrik

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
_MOST_LOST = 0.9
"""No estimate says that more of the pairs are lost."""
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
    links = _read_links(db)
    groups, pairs = float((links.size > 0).sum()), float((links.size * (links.size - 1) / 2).sum())
    if not pairs:
        return ExpectedQuality(Estimate(1.0, 0.0, 1.0), None)
    wrong = _expected_false_pairs(links) / OVERSTATED / pairs
    precision = _mirrored(wrong, wrong / LINK_ERROR, wrong * LINK_ERROR, groups, groups)
    if missed is None:
        return ExpectedQuality(precision, None)
    least = 1 / (2 * max(canaries, 1))
    direct, lost = max(missed / max(canaries, 1), least), max(_lost_share(db, links, weakest), least)
    low, high = min(direct, lost) / LOSS_ERROR, max(direct, lost) * LOSS_ERROR
    recall = _mirrored(math.sqrt(direct * lost), low, high, groups, min(groups, canaries))
    return ExpectedQuality(precision, recall)


@dataclass(frozen=True)
class _Links:
    """The matches within people of several records."""

    left: Ints
    right: Ints
    """Records, numbered from 0."""
    weight: Floats
    owner: Ints
    """Person of each record, numbered from 0."""
    size: Floats
    """Records of each person."""


def _read_links(db: Database) -> _Links:
    db.run(_SEVERAL)
    found = db.arrow(_LINKS)
    left, right, cluster = (
        table.column(name).to_numpy().astype(np.int64)
        for table, name in (
            (found, "l"),
            (found, "r"),
            (db.arrow("select cluster from several order by node"), "cluster"),
        )
    )
    db.drop("several")
    _, owner = np.unique(cluster, return_inverse=True)
    weight = np.minimum(found.column("weight").to_numpy().astype(np.float64), _SURE)
    return _Links(left, right, weight, owner, np.bincount(owner).astype(np.float64))


def _mirrored(error: float, low: float, high: float, people: float, canaries: float) -> Estimate:
    """Return one minus an error rate, its bounds widened by chance.

    So few errors as `low` says may by chance be fewer among the people (Poisson); `high` is known from so many canaries
    (Wilson).
    """
    least = _fewest_by_chance(min(low, 1.0) * people) / people
    most = wilson(min(high, 1.0) * canaries, canaries)[1]
    return Estimate(1 - min(max(error, least), most), 1 - most, 1 - least)


def _fewest_by_chance(expected: float) -> float:
    """Return the lower bound of the number of events that happen where so many are expected (Poisson quantile)."""
    if expected <= 0:
        return 0.0
    events = math.ceil(pdtrik(_TAIL, expected))
    fewer = max(events - 1, 0)
    return float(fewer if pdtr(fewer, expected) >= _TAIL else events)


def _expected_false_pairs(links: _Links) -> float:
    """Return how many of the pairs put together are expected to be wrong."""
    if not len(links.left):
        return 0.0
    shape = (len(links.owner), len(links.owner))
    cost = coo_matrix((_SURE + 1 - links.weight, (links.left, links.right)), shape=shape)
    tree = minimum_spanning_tree(cost.tocsr()).tocoo()
    return float(_across(len(links.owner), tree.row, tree.col, tree.data - _SURE - 1).sum())


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


def _lost_share(db: Database, links: _Links, weakest: float) -> float:
    """Return the share of the pairs of one person that capture and recapture expects to be lost.

    Where nobody has three records, the probabilities of the matches between people tell.
    """
    pairs = links.size * (links.size - 1) / 2
    tied = _count_ties(links, weakest)
    if not len(tied):
        apart = float(db.value(_APART) or 0.0)
        return apart / (apart + float(pairs.sum()))
    alone = np.exp(_log_untied(links.size - 1, *_fit_ties(*tied.T)))
    share = np.minimum(np.where(links.size == 2, alone, 1 - (1 - alone) ** 2), _MOST_LOST)
    lost = float((pairs * share / (1 - share)).sum())
    return lost / (lost + float(pairs.sum()))


def _count_ties(links: _Links, weakest: float) -> Floats:
    """Return rows (other records of the person, those a record is tied to, records) for people of three and more."""
    strong = links.weight >= weakest
    ends = np.concatenate([links.left[strong], links.right[strong]])
    ties, size = np.bincount(ends, minlength=len(links.owner)), links.size[links.owner]
    told = (ties > 0) & (size >= 3) & (size <= _LARGEST)
    count = np.bincount(((size[told] - 1) * _LARGEST + ties[told]).astype(np.int64))
    seen = np.flatnonzero(count)
    return np.column_stack([seen // _LARGEST, seen % _LARGEST, count[seen]]).astype(np.float64)


def _fit_ties(others: Floats, ties: Floats, records: Floats) -> tuple[float, float]:
    """Return mean and overdispersion of the beta-binomial number of ties, by maximum likelihood, zero-truncated."""
    from scipy.optimize import minimize

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


_SEVERAL = """
create or replace temp table several as
select rid, cluster, row_number() over (order by rid) - 1 as node
from cluster semi join (select cluster from cluster group by cluster having count(*) > 1) as person using (cluster)
"""
_LINKS = """
select l.node as l, r.node as r, max(weight) as weight
from match join several l on l.rid = rid_l join several r on r.rid = rid_r and r.cluster = l.cluster
group by l.node, r.node order by l.node, r.node
"""
_APART = """
select sum(1 / (1 + pow(2.0, -weight))) from match
join cluster l on l.rid = rid_l join cluster r on r.rid = rid_r and r.cluster <> l.cluster
"""
