"""Scores the published people against a truth: pairwise precision, recall and F1."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cdp.errors import UsageError

if TYPE_CHECKING:
    from cdp.store import Store


@dataclass(frozen=True)
class Score:
    """Agreement of two partitions, over pairs of records (Menestrina et al. 2010)."""

    precision: float
    """Share of the pairs put together that are one person."""
    recall: float
    """Share of the pairs of one person that were put together."""
    f1: float
    true_pairs: int
    found_pairs: int
    records: int


_PAIRWISE = """
with joined as (
    select truth.person, membership.golden_id
    from read_csv($truth, header = true, all_varchar = true) truth
    join membership using (source, record_id)
    where truth.person is not null and truth.person <> ''
),
cell as (select person, golden_id, count(*) as n from joined group by all),
by_person as (select person, sum(n) as n from cell group by all),
by_found as (select golden_id, sum(n) as n from cell group by all)
select (select coalesce(sum(n * (n - 1) // 2), 0) from cell) as agreed,
       (select coalesce(sum(n * (n - 1) // 2), 0) from by_person) as true_pairs,
       (select coalesce(sum(n * (n - 1) // 2), 0) from by_found) as found_pairs,
       (select count(*) from joined) as records
"""


def evaluate(store: Store, truth: Path) -> Score:
    """Score a published version against a CSV with the columns source, record_id, person.

    Records that the truth does not name are left out. Raises UsageError when no record is in both.
    """
    row = store.rows(_PAIRWISE, {"truth": str(truth)})[0]
    agreed, true_pairs, found_pairs = (int(row[name]) for name in ("agreed", "true_pairs", "found_pairs"))
    if not row["records"]:
        raise UsageError(f"{truth.name} names no published record", "it needs the columns source, record_id, person")
    both = true_pairs + found_pairs
    return Score(
        precision=agreed / found_pairs if found_pairs else 1.0,
        recall=agreed / true_pairs if true_pairs else 1.0,
        f1=2 * agreed / both if both else 1.0,
        true_pairs=true_pairs,
        found_pairs=found_pairs,
        records=int(row["records"]),
    )
