"""Candidate pairs: records that share all keys of some blocking rule, none of the rules exploding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdp.database import Database, quote
from cdp.link.plan import MAX_SHARING, Rule, budget

_MOST_OF_BUDGET = 0.5
"""Part of the whole budget that one rule may use: it skips the values most shared until it keeps to that."""


@dataclass(frozen=True)
class BlockingRule:
    """One way to become a candidate pair, and what came of it."""

    keys: tuple[str, ...]
    """Names of the keys that a pair shares; none: every pair."""
    pairs: int
    """Pairs that share them."""
    skipped_values: int
    """Values that too many records share."""
    cap: int = MAX_SHARING
    """Records that may share a value, at most."""


def make_candidates(db: Database, rules: Sequence[Rule]) -> list[BlockingRule]:
    """Make `candidate`: rid_l < rid_r, and `rules`, a bit per rule that the pair meets; return what each rule gave.

    Reads `link_input` with the keys' columns and `entity_kind`: pairs of different kinds are never candidates.
    """
    db.run(_TWIN.format(columns=", ".join(map(quote, db.columns("link_input")[2:]))))
    db.run(_key_values_sql(rules))
    db.run("create or replace temp table shared_key (rid_l integer, rid_r integer, rule bigint)")
    db.run("insert into shared_key select first, rid, 0 from twin")
    most = int(_MOST_OF_BUDGET * budget(db.count("link_input")))
    made = []
    for nth, rule in enumerate(rules):
        db.run(_keyed_sql(rule))
        limits = {"budget": most, "sharing": MAX_SHARING if rule else 2**31}
        cap, pairs, skipped = db.rows(_CAP, limits)[0]
        if pairs:
            db.run(_PAIRS, {"rule": 1 << nth, "cap": cap})
        made.append(BlockingRule(tuple(key.name for key in rule), int(pairs), int(skipped), int(cap)))
    db.run(_CANDIDATE)
    db.drop("shared_key", "key_value", "keyed", "sharing", "twin")
    return made


def _key_values_sql(rules: Sequence[Rule]) -> str:
    """Statement that makes `key_value`: rid, entity_kind, and per key of the rules its value, hashed; null for none."""
    keys = sorted({key for rule in rules for key in rule}, key=lambda key: key.name)
    values = "".join(
        f", case when {key.sql()} is not null then hash({key.sql()}) end as {quote(key.name)}" for key in keys
    )
    return f"""
    create or replace temp table key_value as
    select rid, hash(entity_kind) as entity_kind {values} from link_value anti join twin using (rid)
    """


def _keyed_sql(rule: Rule) -> str:
    """Statements that make `keyed` (rid, k) for the records that share `k` with another, and `sharing` (k, n)."""
    filled = " and ".join(f"{quote(key.name)} is not null" for key in rule) or "true"
    values = ", ".join(["entity_kind", *(quote(key.name) for key in rule)])
    return f"""
    create or replace temp table keyed as select rid, hash({values}) as k from key_value where {filled};
    create or replace temp table sharing as
    select k, count(*) as n from keyed group by k having count(*) > 1;
    """


_MANY = 20
_TWIN = f"""
create or replace temp table twin as
with mark as (select rid, hash({{columns}}) as content from link_input),
often as (select content from mark group by content having count(*) > {_MANY}),
ranked as (select rid, min(rid) over (partition by content) as first from mark semi join often using (content))
select rid, first from ranked where rid <> first
"""
"""Records of which there are many alike, but for the first: they are compared with that one alone."""

_CAP = """
with size as (select n, sum(n * (n - 1) // 2) as pairs from sharing where n <= $sharing group by n),
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
