"""Where people would fall apart: the two sides of the weakest match of the strongest chain through their records."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree

from cdp.database import Database
from cdp.graph import Edges, Ints, component_of


def make_bridge_side(db: Database) -> None:
    """Make `bridge_side` (kind, golden_id, side, source, record_id, is_end) of the people in `doubtful` (golden_id,
    kind).

    A person is cut at the weakest match of the maximum spanning tree of its matches; the ends of it are `is_end`. Where
    matches do not reach all of its records, side 0 is what hangs together with the first of them, and nothing is an
    end. Reads `membership` and `match`.
    """
    db.run(_MEMBER)
    found = db.arrow(_EDGES)
    left, right = (found.column(name).to_numpy().astype(np.int64) for name in ("l", "r"))
    edges = Edges(left, right, found.column("weight").to_numpy().astype(np.float64))
    person = db.arrow("select person from member order by member").column("person").to_numpy().astype(np.int64)
    tree = spanning_tree(edges, len(person))
    cut = weakest_of_each(edges, tree, person)
    group = component_of(len(person), edges.where(np.setdiff1d(tree, cut)))
    is_end = np.isin(np.arange(len(person)), np.r_[edges.left[cut], edges.right[cut]])
    first = np.unique(person, return_index=True)[1]
    sides = {
        "member": np.arange(len(person)),
        "side": (group != group[first[person]]).astype(np.int32),
        "is_end": is_end,
    }
    with db.registered("cut", pa.table(sides)):
        db.run(_BRIDGE_SIDE)


def spanning_tree(edges: Edges, records: int) -> Ints:
    """Return the positions in `edges` of their maximum spanning forest; of equal matches the later ones are weaker.

    They come strongest first.
    """
    order: Ints = np.lexsort((np.arange(len(edges.left)), -edges.weight))
    cost = np.arange(1, len(order) + 1, dtype=np.float64)
    graph = coo_matrix((cost, (edges.left[order], edges.right[order])), shape=(records, records))
    strongest: Ints = np.sort(minimum_spanning_tree(graph.tocsr()).data).astype(np.int64) - 1
    found: Ints = order[strongest]
    return found


def weakest_of_each(edges: Edges, tree: Ints, person: Ints) -> Ints:
    """Return the positions of the weakest match in the tree of each person whom the tree reaches wholly.

    `person` is the number of each record's person, from 0.
    """
    owner = person[edges.left[tree]]
    spanned = np.bincount(owner, minlength=person.max(initial=-1) + 1) == np.bincount(person) - 1
    last: Ints = len(owner) - 1 - np.unique(owner[::-1], return_index=True)[1]
    found: Ints = tree[last[spanned[owner[last]]]]
    return found


_MEMBER = """
create or replace temp table member as
select row_number() over (order by golden_id, source, record_id) - 1 as member,
       dense_rank() over (order by golden_id) - 1 as person, golden_id, source, record_id
from membership semi join doubtful using (golden_id)
"""

_EDGES = """
with tie as (
    select least(l.member, r.member) as l, greatest(l.member, r.member) as r, max(weight) as weight
    from match
    join member l on l.source = source_l and l.record_id = record_id_l
    join member r on r.source = source_r and r.record_id = record_id_r
    where l.person = r.person
    group by all
),
weakest as (
    select least(l.member, r.member) as l, greatest(l.member, r.member) as r, true as is_told
    from cluster_quality
    join member l on l.source = source_l and l.record_id = record_id_l
    join member r on r.source = source_r and r.record_id = record_id_r
)
select l, r, weight from tie left join weakest using (l, r)
order by coalesce(is_told, false), l, r
"""

_BRIDGE_SIDE = """
create or replace temp table bridge_side as
select kind, golden_id, side, source, record_id, is_end
from member join doubtful using (golden_id) join cut using (member)
"""
