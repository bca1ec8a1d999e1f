"""Canaries: made-up duplicates and near-misses, scored by the model that scored the records.

A run has no truth; of canaries the truth is known. Duplicates tell how many records of one person the run finds,
near-misses whether it keeps a family and namesakes apart. They live in a database of their own: no record is ever
compared with one, and none is ever in the partition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cdp.database import Database, quote
from cdp.intervals import Share, wilson
from cdp.link.blocking import BlockingRule
from cdp.link.calibration import Calibration, Canaries
from cdp.link.canary_records import MOST, all_near_misses, copies_sql, drawn_sql, paired_sql
from cdp.link.contradict import contradiction_sql
from cdp.link.material import Material
from cdp.link.model import Model
from cdp.link.plan import Rule
from cdp.link.prepare import content_columns
from cdp.link.weigh import WEAKEST, weigh

BIN = 2.0
"""Width of a bin of the calibration curve, in bits of match weight."""
_LAST_BIN = 20.0
"""All heavier pairs share this bin."""
_NO_LIMIT = -1e6
"""A match weight that no pair is below."""


def measure_canaries(
    db: Database,
    material: Material,
    model: Model,
    rules: Sequence[Rule],
    made: Sequence[BlockingRule],
    weakest: float,
    make_match: Callable[[], None],
) -> Canaries | None:
    """Score canaries drawn from `link_input`; None where there are too few records, or none with a partner.

    Reads `link_input` with its term frequencies, `link_value` and `match`, which `make_match` makes while the canaries
    are scored. `made` is what the blocking `rules` gave, `weakest` the weight (log2 odds) from which a match ties
    records.
    """
    columns = db.columns("link_input")
    content = [column for column in content_columns(db) if not column.endswith(("_all", "_forms"))]
    drawn = db.arrow(drawn_sql(columns, content, db.count("link_input")))
    if len(drawn) < 2:
        make_match()
        return None
    with Database(threads=1) as apart, ThreadPoolExecutor(1) as meanwhile:
        scored = meanwhile.submit(_score, apart, drawn, columns, material, model, weakest)
        make_match()
        kinds = scored.result()
        met = _met(db, _shared_keys(apart, rules), rules, made)
        return Canaries(*_duplicates(apart, met), _kept_apart(apart, kinds), _calibration(db, apart))


def _score(
    apart: Database, drawn: pa.Table, columns: list[str], material: Material, model: Model, weakest: float
) -> list[str]:
    """Make `pair` and `weighed` of the drawn records and their canaries; return the names of the near-misses."""
    kinds = _make_pairs(apart, drawn, columns, material, model)
    _weigh(apart, material, model, weakest)
    return kinds


def _make_pairs(apart: Database, drawn: pa.Table, columns: list[str], material: Material, model: Model) -> list[str]:
    """Make `link_input`, the drawn records and their canaries, and `pair` (rid_l, rid_r, canary).

    `canary` is 0 for a duplicate, else the number of a kind of near-miss, whose names are returned.
    """
    with apart.registered("records", drawn):
        apart.run("create temp table drawn as select * from records")
    apart.run(paired_sql({comparison.name for comparison in material.comparisons}))
    listed = ", ".join(map(quote, columns))
    apart.run("update drawn set rid = nth + 1")
    apart.run(f"create temp table link_input as select {listed} from drawn")
    apart.run("create temp table pair (rid_l integer, rid_r integer, canary integer)")
    made = [("", copies_sql(columns, material.comparisons, model, MOST + 1), MOST + 1)]
    made += all_near_misses(columns, material.comparisons, 2 * MOST + 1)
    for kind, (_, sql, first) in enumerate(made):
        apart.run(f"create or replace temp table made as {sql}")
        apart.run("insert into link_input by name select * from made")
        apart.run("insert into pair select rid - $first + 1, rid, $kind from made", {"first": first, "kind": kind})
    return [name for name, _, _ in made[1:]]


def _weigh(apart: Database, material: Material, model: Model, weakest: float) -> None:
    """Make `weighed` (rid_l, canary, weight, ties) for the pairs."""
    from cdp.link.explain import MATCH
    from cdp.link.scorer import make_vectors

    make_vectors(apart, material.comparisons, "pair", "vector", "canary")
    apart.run(MATCH)
    weigh(apart, model, _NO_LIMIT)
    apart.run(
        f"""
        create temp table weighed as
        select rid_l, canary, weight, weight >= {weakest} and not ({contradiction_sql(model)}) as ties
        from match join vector using (rid_l, rid_r)
        """
    )


def _shared_keys(apart: Database, rules: Sequence[Rule]) -> pa.Table:
    """Return per duplicate, in order, and per rule the hash of the keys that both records share; null for no such."""
    shared = [
        f"case when {_all_equal(rule)} then {_hashed(rule, 'l.')} end as k{nth}" for nth, rule in enumerate(rules)
    ]
    return apart.arrow(
        f"""
        select {", ".join(["rid_l", *shared])}
        from pair join link_input l on l.rid = rid_l join link_input r on r.rid = rid_r
        where canary = 0 order by rid_l
        """
    )


def _all_equal(rule: Rule) -> str:
    return " and ".join(f"{key.sql('l.')} = {key.sql('r.')}" for key in rule) or "true"


def _hashed(rule: Rule, of: str = "") -> str:
    return f"hash({', '.join([f'{of}entity_kind', *(key.sql(of) for key in rule)])})"


def _met(db: Database, keys: pa.Table, rules: Sequence[Rule], made: Sequence[BlockingRule]) -> NDArray[np.bool_]:
    """Return per duplicate whether it shares the keys of a rule that not too many records share.

    The rule that brings most together is asked first, and for what is left alone.
    """
    met = np.zeros(len(keys), dtype=np.bool_)
    for nth in sorted(range(len(rules)), key=lambda nth: keys.column(nth + 1).null_count):
        column = keys.column(nth + 1)
        left = pa.array(~met & column.is_valid().to_numpy())
        asked = column.filter(left)
        if not len(asked):
            continue
        crowded = _crowded(db, rules[nth], made[nth].cap, asked) if made[nth].skipped_values else []
        met[np.flatnonzero(left)] |= ~np.isin(asked.to_numpy(), np.array(crowded, dtype=np.uint64))
    return met


def _crowded(db: Database, rule: Rule, cap: int, keys: pa.ChunkedArray) -> list[int]:
    """Return those of the hashed keys that more records share than `cap`."""
    with db.registered("canary_key", pa.table({"k": keys})):
        found = db.rows(
            f"""
            select k from (select {_hashed(rule)} as k from link_value) semi join canary_key using (k)
            group by k having count(*) > {cap}
            """
        )
    return [key for (key,) in found]


def _duplicates(apart: Database, met: NDArray[np.bool_]) -> tuple[Share, Share, Share]:
    """Return the share of the duplicates that are found, that blocking brings together, that score high enough."""
    ties = apart.arrow("select ties from weighed where canary = 0 order by rid_l").column("ties").to_numpy()
    found, blocked, scored = (Share.counted(int(each.sum()), len(met)) for each in (met & ties, met, ties))
    return found, blocked, scored


def _kept_apart(apart: Database, kinds: list[str]) -> dict[str, Share]:
    counted = apart.rows("select canary, count(*) filter (not ties), count(*) from weighed group by canary")
    of = {canary: Share.counted(apart, all_) for canary, apart, all_ in counted}
    return {name: of[canary] for canary, name in enumerate(kinds, start=1) if canary in of}


def _calibration(db: Database, apart: Database) -> list[Calibration]:
    """Return the calibration curve of the weights that matches have.

    Duplicates count for as many pairs as the probabilities of `match` add up to, near-misses for the others of them.
    """
    same, others = db.rows("select coalesce(sum(p), 0), coalesce(sum(1 - p), 0) from (" + _PROBABILITY + ")")[0]
    bins = apart.rows(_BINS, {"weakest": WEAKEST, "bin": BIN, "last": _LAST_BIN})
    drawn, near = sum(each[2] for each in bins), sum(each[3] for each in bins)
    curve = []
    for start, predicted, duplicates, misses in bins:
        for_one, for_others = same * duplicates / max(drawn, 1), others * misses / max(near, 1)
        observed = for_one / (for_one + for_others) if for_one + for_others else 0.0
        canaries = duplicates + misses
        curve.append(Calibration(start, predicted, observed, *wilson(observed * canaries, canaries), canaries))
    return curve


_PROBABILITY = "select 1 / (1 + pow(2.0, -weight)) as p from match"
_BINS = """
select least(floor(weight / $bin) * $bin, $last) as start, avg(1 / (1 + pow(2.0, -weight))) as predicted,
       count(*) filter (canary = 0) as duplicates, count(*) filter (canary > 0) as near_misses
from weighed where weight >= $weakest group by start order by start
"""
