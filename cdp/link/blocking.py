"""Which pairs are looked at: sets of columns that two records must share, none of them exploding."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cdp.database import Database, quote

MAX_SHARING = 100
"""A key that more records share names no candidates: it would cost their square and tell little."""
PAIRS_PER_RECORD = 0.5
"""Budget of one rule: it skips the values most shared until it names no more pairs than this times the records."""
LEAST_BUDGET = 200_000
"""Budget of a rule on few records."""

_CANDIDATES: tuple[tuple[str, ...], ...] = (
    ("email",),
    ("email_hash",),
    ("phone",),
    ("phone_hash",),
    ("given", "family", "birth_date"),
    ("given", "family", "birth_year"),
    ("family", "birth_date"),
    ("given", "birth_date"),
    ("given", "family", "postal_code"),
    ("family", "postal_code"),
    ("given", "postal_code"),
    ("birth_date", "postal_code"),
    ("birth_date", "city_key"),
    ("given", "family", "city_key"),
    ("given_native", "family_native"),
    ("family", "street_key"),
    ("given", "street_key"),
    ("given", "family"),
    ("email_user",),
    ("birth_date",),
    ("organisation_key",),
    ("organisation_start", "city_key"),
    ("organisation_start", "postal_code"),
)
"""Sets of columns worth sharing, the most telling first."""


@dataclass(frozen=True)
class BlockingRule:
    """One way to become a candidate pair, and what came of it."""

    columns: tuple[str, ...]
    pairs: int
    """Pairs that share these columns."""
    skipped_values: int
    """Values that too many records share."""


def blocking_columns(
    columns: Collection[str], identifiers: Collection[str], chosen: list[tuple[str, ...]] | None
) -> list[tuple[str, ...]]:
    """Return the sets of columns to block on: `chosen`, else every candidate that the columns allow."""
    if chosen is not None:
        return chosen
    named = [(name,) for name in sorted(identifiers) if name in columns]
    return [rule for rule in (*named, *_CANDIDATES) if all(column in columns for column in rule)]


def make_candidates(db: Database, rules: list[tuple[str, ...]]) -> list[BlockingRule]:
    """Make `candidate`: rid_l < rid_r, and `rules`, a bit per rule that the pair meets; return what each rule gave.

    Reads `link_input` with the rules' columns and `entity_kind`: pairs of different kinds are never candidates.
    """
    db.run("create or replace temp table shared_key (rid_l integer, rid_r integer, rule bigint)")
    budget = max(int(PAIRS_PER_RECORD * db.count("link_input")), LEAST_BUDGET)
    made = []
    for nth, rule in enumerate(rules):
        db.run(_keyed_sql(rule))
        cap, pairs, skipped = db.rows(_CAP, {"budget": budget})[0]
        if pairs:
            db.run(_PAIRS, {"rule": 1 << nth, "cap": cap})
        made.append(BlockingRule(rule, int(pairs), int(skipped)))
    db.run(_CANDIDATE)
    db.drop("shared_key", "keyed", "sharing")
    return made


def _keyed_sql(rule: tuple[str, ...]) -> str:
    """Statements that make `keyed` (rid, k) for the records that share `k` with another, and `sharing` (k, n)."""
    filled = " and ".join(f"{quote(column)} is not null" for column in rule)
    return f"""
    create or replace temp table keyed as
    select rid, hash(entity_kind, {", ".join(map(quote, rule))}) as k from link_input where {filled};
    create or replace temp table sharing as
    select k, count(*) as n from keyed group by k having count(*) > 1;
    """


_CAP = f"""
with size as (select n, sum(n * (n - 1) // 2) as pairs from sharing where n <= {MAX_SHARING} group by n),
running as (select n, sum(pairs) over (order by n) as pairs from size),
kept as (select max(n) as cap, max(pairs) as pairs from running where pairs <= $budget)
select coalesce(cap, 0), coalesce(pairs, 0), (select count(*) from sharing where n > coalesce(cap, 0)) from kept
"""
"""How many records may share a key, so that the rule stays within its budget; pairs then; values that are skipped."""

_PAIRS = """
insert into shared_key
with sharer as (
    select rid, k from keyed semi join (select k from sharing where n <= $cap) as narrow using (k)
)
select l.rid, r.rid, $rule from sharer l join sharer r on l.k = r.k and l.rid < r.rid
"""

_CANDIDATE = """
create or replace temp table candidate as
select rid_l, rid_r, bit_or(rule) as rules from shared_key group by rid_l, rid_r
"""
