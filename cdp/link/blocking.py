"""Candidate pairs: records that share all keys of some blocking rule, none of the rules exploding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdp.database import Database, quote
from cdp.link.plan import MAX_SHARING, Rule, budget

EVERY = 2**31
"""Cap of the rule without keys: any number of records."""
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


def make_candidates(db: Database, rules: Sequence[Rule], caps: Sequence[int] | None = None) -> list[BlockingRule]:
    """Make `candidate`: rid_l < rid_r, and `rules`, a bit per rule that the pair meets; return what each rule gave.

    Reads `link_input` with the keys' columns and `entity_kind`: pairs of different kinds are never candidates. `caps`
    are the caps of the rules where they are known, frozen with a model; else each follows from the budget. `key_value`,
    `crowded` (rule, k, n: what more records share than its cap), `content` and `twin` stay: what a later run must know
    to compare new records with these.
    """
    db.run(content_sql(db))
    db.run(_TWIN)
    db.run(key_values_sql(rules))
    db.run("create or replace temp table shared_key (rid_l integer, rid_r integer, rule bigint)")
    db.run("create or replace temp table crowded (rule integer, k ubigint, n bigint)")
    db.run("insert into shared_key select first, rid, 0 from twin")
    most = int(_MOST_OF_BUDGET * budget(db.count("link_input")))
    made = []
    for nth, rule in enumerate(rules):
        db.run(_keyed_sql(rule))
        limits = {"budget": most, "sharing": MAX_SHARING if rule else EVERY}
        if caps is not None:
            limits = {"budget": 2**62, "sharing": caps[nth]}
        cap, pairs, skipped = db.rows(_CAP, limits)[0]
        if pairs:
            db.run(_PAIRS, {"rule": 1 << nth, "cap": cap})
        if skipped:
            db.run("insert into crowded select $rule, k, n from sharing where n > $cap", {"rule": nth, "cap": cap})
        made.append(BlockingRule(tuple(key.name for key in rule), int(pairs), int(skipped), int(cap)))
    db.run(_CANDIDATE)
    db.drop("shared_key", "keyed", "sharing")
    return made


def key_values_sql(rules: Sequence[Rule]) -> str:
    """Return the statement that makes `key_value`: rid, entity_kind, and per key of the rules its value, hashed.

    Reads `link_value` and `twin`, whose records are left out.
    """
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
    return f"""
    create or replace temp table keyed as {shared_key_sql(rule, "key_value")};
    create or replace temp table sharing as
    select k, count(*) as n from keyed group by k having count(*) > 1;
    """


def shared_key_sql(rule: Rule, table: str, record: str = "rid") -> str:
    """Return the SELECT of (record, k): what the records of `table`, made like `key_value`, share by a rule."""
    filled = " and ".join(f"{quote(key.name)} is not null" for key in rule) or "true"
    values = ", ".join(["entity_kind", *(quote(key.name) for key in rule)])
    return f"select {record}, hash({values}) as k from {table} where {filled}"


def content_sql(db: Database) -> str:
    """Return the statement that makes `content` (rid, content): the hash of all that `link_input` says of a record."""
    columns = ", ".join(map(quote, db.columns("link_input")[2:]))
    return f"create or replace temp table content as select rid, hash({columns}) as content from link_input"


MANY = 20
"""More records than this that say the same are not compared with each other."""
_TWIN = f"""
create or replace temp table twin as
with often as (select content from content group by content having count(*) > {MANY}),
ranked as (select rid, min(rid) over (partition by content) as first from content semi join often using (content))
select rid, first from ranked where rid <> first
"""
"""Records of which there are many alike, but for the first: they are compared with that one alone."""

_CAP = """
with size as (select n, sum(n * (n - 1) // 2) as pairs from sharing where n <= $sharing group by n),
running as (select n, sum(pairs) over (order by n) as pairs from size),
narrow as (select coalesce(min(n) - 1, $sharing) as cap from running where pairs > $budget)
select cap, coalesce((select max(pairs) from running where n <= cap), 0),
       (select count(*) from sharing where n > cap)
from narrow
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
