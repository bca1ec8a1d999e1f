"""Deterministic edges: records that share an identifier which one person alone holds."""

from __future__ import annotations

from cdp.database import Database, literal, quote

CERTAIN = 50.0
"""Match weight of a deterministic edge."""
_EACH_WITH_EACH = 30
"""Up to so many records of one value are all tied to each other; of more, each to the first and to the next."""


def add_deterministic(db: Database, identifiers: list[str], touching: str | None = None) -> tuple[int, int]:
    """Add to `match` the pairs that share an identifier; return how many there are, and how many were refused.

    Generic values and pairs of two entity kinds are left out. A pair whose names and birth dates contradict each other
    (table `contradicted`: rid_l, rid_r) is refused: a couple's shared account is not one person. `touching` is a table
    (rid) of records to one of which every pair belongs.
    """
    before, refused = db.count("match"), 0
    for name in identifiers:
        db.run(_shared_sql(name))
        if touching:
            own = f"select rid from {touching}"
            db.run(f"delete from shared where rid_l not in ({own}) and rid_r not in ({own})")
        refused += int(db.value("select count(*) from shared semi join contradicted using (rid_l, rid_r)"))
        db.run(
            f"""
            insert into match
            select rid_l, rid_r, {CERTAIN}, null, {literal("same " + name)}, map([{literal(name)}], [{CERTAIN}])
            from shared anti join contradicted using (rid_l, rid_r)
            """
        )
    db.drop("shared")
    return db.count("match") - before, refused


def _shared_sql(name: str) -> str:
    """Statement that makes `shared` (rid_l, rid_r)."""
    column = quote(name)
    return f"""
    create or replace temp table shared as
    with held as (
        select rid, {column} as value from record where {column} is not null
        union
        select rid, {column} from alternate where {column} is not null
    ),
    sharing as (
        select rid, value, entity_kind, count(*) over same as n, min(rid) over same as first,
               lag(rid) over (partition by value, entity_kind order by rid) as previous
        from held join (select rid, entity_kind from link_input) kind using (rid)
        where value not in (select value from generic_value where attribute = {literal(name)})
        window same as (partition by value, entity_kind)
    )
    select l.rid as rid_l, r.rid as rid_r
    from sharing l join sharing r on l.value = r.value and l.entity_kind = r.entity_kind and l.rid < r.rid
    where l.n between 2 and {_EACH_WITH_EACH}
    union
    select first, rid from sharing where n > {_EACH_WITH_EACH} and first < rid
    union
    select previous, rid from sharing where n > {_EACH_WITH_EACH} and previous is not null
    """
