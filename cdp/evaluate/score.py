"""How well the published people agree with a truth: over pairs of records, over records, over people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cdp.intervals import wilson

if TYPE_CHECKING:
    from cdp.store import Store


@dataclass(frozen=True)
class Score:
    """Agreement over pairs of records (Menestrina, Whang, Garcia-Molina 2010, "pairwise")."""

    precision: float
    """Share of the pairs put together that are one person."""
    recall: float
    """Share of the pairs of one person that were put together."""
    f1: float
    true_pairs: int
    """Pairs of one person, as the truth says."""
    found_pairs: int
    """Pairs put together."""
    records: int
    """Records that are both in the truth and published; no others count."""


@dataclass(frozen=True)
class PeopleScore(Score):
    """Agreement of two partitions into people."""

    b_cubed_precision: float
    """Mean over the records: share of the records put together with it that are its person's (Bagga, Baldwin 1998)."""
    b_cubed_recall: float
    """Mean over the records: share of its person's records that were put together with it."""
    b_cubed_f1: float
    true_people: int
    found_people: int
    exactly_right: float
    """Share of the people found that hold all records of one true person and no others."""


@dataclass(frozen=True)
class LabelledScore(Score):
    """Agreement with labelled pairs: it speaks for all pairs as far as the labelled ones were drawn at random."""

    labelled: int
    """Pairs with a label."""
    precision_interval: tuple[float, float]
    recall_interval: tuple[float, float]
    """95 % intervals of Wilson (1927), "Probable inference, the law of succession, and statistical inference"."""


def score_people(store: Store) -> PeopleScore:
    """Score a version against `truth` (source, record_id, person, golden_id)."""
    row = store.rows(_PEOPLE)[0]
    agreed, true_pairs, found_pairs = (int(row[name]) for name in ("agreed", "true_pairs", "found_pairs"))
    b_cubed_precision, b_cubed_recall = float(row["b_cubed_precision"]), float(row["b_cubed_recall"])
    return PeopleScore(
        precision=_ratio(agreed, found_pairs),
        recall=_ratio(agreed, true_pairs),
        f1=_ratio(2 * agreed, true_pairs + found_pairs),
        true_pairs=true_pairs,
        found_pairs=found_pairs,
        records=int(row["records"]),
        b_cubed_precision=b_cubed_precision,
        b_cubed_recall=b_cubed_recall,
        b_cubed_f1=_ratio(2 * b_cubed_precision * b_cubed_recall, b_cubed_precision + b_cubed_recall),
        true_people=int(row["true_people"]),
        found_people=int(row["found_people"]),
        exactly_right=int(row["exact"]) / int(row["found_people"]),
    )


def score_labels(store: Store) -> LabelledScore:
    """Score a version against `label` (source_l, record_id_l, source_r, record_id_r, is_match, together)."""
    row = store.rows(_LABELS)[0]
    agreed, true_pairs, found_pairs = (int(row[name]) for name in ("agreed", "true_pairs", "found_pairs"))
    return LabelledScore(
        precision=_ratio(agreed, found_pairs),
        recall=_ratio(agreed, true_pairs),
        f1=_ratio(2 * agreed, true_pairs + found_pairs),
        true_pairs=true_pairs,
        found_pairs=found_pairs,
        records=int(row["records"]),
        labelled=int(row["labelled"]),
        precision_interval=wilson(agreed, found_pairs),
        recall_interval=wilson(agreed, true_pairs),
    )


def _ratio(part: float, whole: float) -> float:
    """Return a share; of nothing it is all."""
    return part / whole if whole else 1.0


_PEOPLE = """
with cell as (select person, golden_id, count(*) as n from truth group by all),
sized as (
    select n, sum(n) over (partition by person) as true_n, sum(n) over (partition by golden_id) as found_n from cell
),
by_person as (select sum(n) as n from cell group by person),
by_found as (select sum(n) as n from cell group by golden_id)
select (select sum(n * (n - 1) // 2) from cell) as agreed,
       (select sum(n * (n - 1) // 2) from by_person) as true_pairs,
       (select sum(n * (n - 1) // 2) from by_found) as found_pairs,
       (select count(*) from by_person) as true_people,
       (select count(*) from by_found) as found_people,
       sum(n) as records,
       sum(n * n / found_n) / sum(n) as b_cubed_precision,
       sum(n * n / true_n) / sum(n) as b_cubed_recall,
       count(*) filter (n = true_n and n = found_n) as exact
from sized
"""

_LABELS = """
with named as (select source_l, record_id_l from label union select source_r, record_id_r from label)
select count(*) as labelled,
       count(*) filter (is_match) as true_pairs,
       count(*) filter (together) as found_pairs,
       count(*) filter (is_match and together) as agreed,
       (select count(*) from named) as records
from label
"""
