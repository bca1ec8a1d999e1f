"""Stage *cluster*: groups of records that are one person, from the weighted graph of matches.

Not connected components: a chain of weak links must not fuse people. Each component is partitioned by weighted label
propagation (Raghavan et al. 2007) in the order of the record keys, so the result depends on the set of records alone.
All components advance together: step k updates the k-th record of every component, one vectorised operation each.
Records that move one by one cannot bring two groups together, each of which holds fast: so groups whose pairs between
them weigh more than nothing on average are then joined, best first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cdp.cluster_quality import make_cluster_quality
from cdp.constraints import constrain_sources, learn_one_per_person, obey_constraints, take_apart
from cdp.database import Database, literal
from cdp.decided_groups import UNDECIDED, Decided
from cdp.graph import CERTAIN, CONTRADICTION, STRONGEST, UNSCORED, Edges, Floats, Ints, component_of

LARGEST_COMPONENT = 5_000
"""A larger component drops its weakest matches until it falls apart."""
FIRM = 1.0
"""So much more than the weakest match the best one of a record must weigh, or the record ties to nobody."""
_ROUNDS = 50


@dataclass(frozen=True)
class Clustered:
    """What clustering found."""

    clusters: int
    largest: int
    cut_components: int
    """Components so large that their weakest matches were dropped."""
    conflicts: int
    """Groups taken apart because two of their records may never be one person."""
    contradictions: int
    """Groups looked at again because the names and birth dates of two of their records contradict each other."""
    one_per_person: list[str]
    """Sources whose records tell that they hold each person once."""


def cluster(
    db: Database,
    weakest: float,
    look_again: Callable[[], None],
    decided: Decided = UNDECIDED,
    once: Sequence[str] | None = None,
    meanwhile: Callable[[], None] | None = None,
    attached: Sequence[str] = (),
) -> Clustered:
    """Make `cluster` (rid, cluster), where `cluster` is the smallest rid of the group, and `cluster_quality`.

    And make `component` (rid, component): records that matches or decisions connect, be it weakly; groups never reach
    beyond. Its name is the smallest rid too.

    Reads `record`, `match` and `constraint_value`; matches below `weakest` (log2 odds) tie nothing. `look_again` is
    called when the groups stand in `cluster` for a start: it makes `contradiction` (rid_l, rid_r), the pairs within a
    group that cannot well be one person; it stays. What is `decided` holds, whatever else speaks against it. `once` are
    the sources known to hold each person once; None: to be learned. `meanwhile` is called, if given, while processor
    and database would wait for one thread to find the first groups. `attached` are the sources whose records never tie
    records of others: of each only the best match with one of another source counts.
    """
    records = db.count("record")
    matches = decided.not_parted(_read_edges(db, tying_sql(attached) if attached else "match", "max(weight)"))
    tied = matches.where(matches.weight > min(0.0, weakest)).beside(decided.linked)
    with ThreadPoolExecutor(1) as apart:
        grouping = apart.submit(_first_groups, records, matches, weakest)
        if meanwhile is not None:
            meanwhile()
        labels, cut = grouping.result()
    _write(db, _smallest_member(component_of(records, tied)), "component")
    _write(db, labels)
    look_again()
    contradictions = decided.not_parted(_read_edges(db, "contradiction", str(CONTRADICTION)))
    matches = matches.overruled_by(contradictions)
    once = learn_one_per_person(db, matches, labels) if once is None else constrain_sources(db, once)
    labels, conflicts = obey_constraints(db, matches, labels)
    doubtful = np.unique(labels[contradictions.left])
    labels = _smallest_member(decided.obeyed(take_apart(labels, matches, {}, doubtful), matches))
    _write(db, labels)
    make_cluster_quality(db, matches.overruled_by(decided.linked), labels)
    sizes = np.bincount(labels) if records else np.zeros(1, dtype=np.int64)
    found = int((sizes > 0).sum()) if records else 0
    return Clustered(found, int(sizes.max()), cut, conflicts, len(doubtful), once)


def tying_sql(attached: Sequence[str]) -> str:
    """Return the SELECT, in brackets, of the matches that may tie records where those of some sources only attach.

    Of such a record the best match with a record of another kind of source counts, the first by record key on a tie; it
    then has one neighbour, and connects no two.
    """
    names = ", ".join(map(literal, attached))
    return f"""(
        with held as (select rid_l, rid_r, max(weight) as weight from match group by rid_l, rid_r),
        own as (select rid, source in ({names}) as attaches from record),
        pair as (
            select held.*, l.attaches as l_attaches, r.attaches as r_attaches
            from held join own l on l.rid = rid_l join own r on r.rid = rid_r
        ),
        best as (
            select rid_l, rid_r, weight from pair where l_attaches <> r_attaches
            qualify row_number() over (
                partition by case when l_attaches then rid_l else rid_r end
                order by weight desc, case when l_attaches then rid_r else rid_l end
            ) = 1
        )
        select rid_l, rid_r, weight from pair where not l_attaches and not r_attaches
        union all
        select rid_l, rid_r, weight from best
    )"""


def _first_groups(records: int, matches: Edges, weakest: float) -> tuple[Ints, int]:
    """Return the label of each record by matches alone, and how many components had to be cut."""
    edges, cut = bound_components(records, firm(records, matches, weakest + FIRM).above(weakest))
    return _smallest_member(join(propagate(records, edges), matches)), cut


def _write(db: Database, labels: Ints, name: str = "cluster") -> None:
    rid = np.arange(1, len(labels) + 1, dtype=np.int32)
    with db.registered("partition", pa.table({"rid": rid, name: (labels + 1).astype(np.int32)})):
        db.run(f"create or replace temp table {name} as select rid, {name} from partition")


def _read_edges(db: Database, table: str, weight: str) -> Edges:
    found = db.arrow(
        f"""
        select rid_l - 1 as l, rid_r - 1 as r, cast({weight} as double) as weight from {table}
        group by rid_l, rid_r order by rid_l, rid_r
        """
    )
    left, right = (found.column(name).to_numpy().astype(np.int64) for name in ("l", "r"))
    return Edges(left, right, found.column("weight").to_numpy().astype(np.float64))


def firm(records: int, edges: Edges, least: float) -> Edges:
    """Return the matches between records whose best match weighs at least `least`.

    Weak matches add up where stronger ones hold; by themselves, even several, they are one doubt told several times.
    """
    best = np.full(records, -np.inf)
    np.maximum.at(best, edges.left, edges.weight)
    np.maximum.at(best, edges.right, edges.weight)
    return edges.where((best[edges.left] >= least) & (best[edges.right] >= least))


def bound_components(records: int, edges: Edges) -> tuple[Edges, int]:
    """Drop the weakest matches of every component that is too large, bit by bit, until none is or all are sure."""
    cut = 0
    while len(edges.left):
        component = component_of(records, edges)
        too_large = np.bincount(component) > LARGEST_COMPONENT
        doubtful = too_large[component[edges.left]] & (edges.weight < CERTAIN)
        if not doubtful.any():
            break
        cut = max(cut, int(too_large.sum()))
        least = np.full(len(too_large), np.inf)
        np.minimum.at(least, component[edges.left], edges.weight)
        edges = edges.where(~doubtful | (edges.weight > least[component[edges.left]] + 1.0))
    return edges, cut


def propagate(records: int, edges: Edges) -> Ints:
    """Return a label per record: the label with the largest sum of match weights among its neighbours.

    Ties go to the smaller label. Records are visited in order within their component until nothing changes; two that
    match each other alone are one.
    """
    labels = np.arange(records, dtype=np.int64)
    component = component_of(records, edges)
    couple = np.bincount(component)[component[edges.left]] == 2
    labels[np.maximum(edges.left, edges.right)[couple]] = np.minimum(edges.left, edges.right)[couple]
    edges = edges.where(~couple)
    if not len(edges.left):
        return labels
    neighbours = _Neighbours(records, edges, component)
    steps = neighbours.steps
    for _ in range(_ROUNDS):
        before = labels.copy()
        for step in steps:
            neighbours.update(labels, step)
        restless = np.unique(component[labels != before])
        if not len(restless):
            break
        steps = [step[np.isin(component[step], restless)] for step in steps]
        steps = [step for step in steps if len(step)]
    return labels


def join(labels: Ints, edges: Edges) -> Ints:
    """Join groups whose pairs between them weigh more than nothing on average, best first."""
    while True:
        groups, labels = np.unique(labels, return_inverse=True)
        one, other, weight = _between(labels, edges)
        partner = _best_partner(len(groups), one, other, weight)
        fond = np.flatnonzero((partner >= 0) & (partner[partner] == np.arange(len(groups))))
        absorbed = fond[partner[fond] < fond]
        if not len(absorbed):
            return labels
        heir = np.arange(len(groups))
        heir[absorbed] = partner[absorbed]
        labels = heir[labels]


def _between(labels: Ints, edges: Edges) -> tuple[Ints, Ints, Floats]:
    """Return pairs of groups whose mean weight is positive, and that weight; each pair both ways round."""
    size = np.bincount(labels).astype(np.float64)
    left, right = labels[edges.left], labels[edges.right]
    apart = left != right
    code = np.minimum(left, right)[apart] * len(size) + np.maximum(left, right)[apart]
    pairs, place, count = np.unique(code, return_inverse=True, return_counts=True)
    total = np.bincount(place, weights=np.minimum(edges.weight[apart], STRONGEST), minlength=len(pairs))
    one, other = pairs // len(size), pairs % len(size)
    cells = size[one] * size[other]
    mean = (total + UNSCORED * (cells - count)) / cells
    one, other, mean = one[mean > 0], other[mean > 0], mean[mean > 0]
    return np.r_[one, other], np.r_[other, one], np.r_[mean, mean]


def _best_partner(groups: int, one: Ints, other: Ints, weight: Floats) -> Ints:
    """Return the group that each suits best, the first of equals; -1 for none."""
    partner = np.full(groups, -1, dtype=np.int64)
    order = np.lexsort((other, -np.round(weight, 9), one))
    first = order[np.r_[True, one[order][1:] != one[order][:-1]]] if len(order) else order
    partner[one[first]] = other[first]
    return partner


class _Neighbours:
    """The graph in compressed rows, and the records in steps: the k-th of every component together."""

    def __init__(self, records: int, edges: Edges, component: Ints) -> None:
        source = np.concatenate([edges.left, edges.right])
        order = np.argsort(source, kind="stable")
        self._target = np.concatenate([edges.right, edges.left])[order]
        self._weight = np.concatenate([edges.weight, edges.weight])[order]
        self._start = np.searchsorted(source[order], np.arange(records + 1))
        linked = np.flatnonzero(np.diff(self._start))
        by_component = linked[np.argsort(component[linked], kind="stable")]
        sizes = np.unique(component[linked], return_counts=True)[1]
        rank = np.arange(len(linked)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        by_rank = np.argsort(rank, kind="stable")
        self.steps = np.split(by_component[by_rank], np.cumsum(np.bincount(rank))[:-1])

    def update(self, labels: Ints, records: Ints) -> None:
        """Give each of the records (no two of one component) the label that its neighbours favour."""
        count = self._start[records + 1] - self._start[records]
        owner = np.repeat(np.arange(len(records)), count)
        place = (
            np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(self._start[records], count)
        )
        label, weight = labels[self._target[place]], self._weight[place]
        order = np.lexsort((label, owner))
        owner, label, weight = owner[order], label[order], weight[order]
        first = np.flatnonzero(np.r_[True, (owner[1:] != owner[:-1]) | (label[1:] != label[:-1])])
        sums = np.add.reduceat(weight, first)
        owner, label = owner[first], label[first]
        best = np.lexsort((label, -np.round(sums, 9), owner))
        winner = best[np.r_[True, owner[best][1:] != owner[best][:-1]]]
        labels[records[owner[winner]]] = label[winner]


def _smallest_member(labels: Ints) -> Ints:
    """Rename each cluster to its smallest record."""
    smallest = np.full(len(labels) + 1, len(labels), dtype=np.int64)
    np.minimum.at(smallest, labels, np.arange(len(labels)))
    return smallest[labels]
