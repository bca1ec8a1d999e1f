"""Why ids were merged, split, retired or came back to life: the decision, the match or the record behind each change.

A change is laid at the door of, in this order: a new decision about records of both sides; the match between the sides
that gained the most weight (a merge) or lost the most (a split), or that a new record brought; a record of them that is
new, changed or gone; else the strongest match. Where a record of the match is new, changed or gone, that is the cause.
"""

from __future__ import annotations

from cdp.database import Database, quote, statement
from cdp.ledger import CLAIMS_PER_PACKAGE


def find_causes(db: Database, earlier_match: str | None, earlier_record: str | None, watermark: int) -> None:
    """Make `identity_cause` (nth, cause, source_l, record_id_l, source_r, record_id_r, weight, evidence, decision).

    One row per row of `identity_change`. Reads what `identify` made, `record`, `alternate`, `match` and, where there
    are any, `decided` (decision, rid): the decisions made since the last version, withdrawals too, and the records they
    speak of. `earlier_match` and `earlier_record` are the SQL of tables of that version, `watermark` its
    newest package.
    """
    _make_concerned_record(db)
    _make_earlier_match(db, earlier_match)
    _make_record_fate(db, earlier_record, watermark)
    db.run(statement("cdp", "identity_cause"))
    db.drop("previous", "concerned_record", "earlier_match", "record_fate")


def blame_rollback(db: Database) -> None:
    """Make `identity_cause` for the changes that going back to an earlier version brings."""
    db.run(
        """
        create or replace temp table identity_cause as
        select nth, 'rollback' as cause, null as source_l, null as record_id_l, null as source_r, null as record_id_r,
               null as weight, null as evidence, null as decision
        from identity_change
        """
    )
    db.drop("previous")


def _make_concerned_record(db: Database) -> None:
    """Make `concerned_record` (source, record_id, rid, was, is_now): records of the ids that changed, then and now."""
    db.run(
        """
        create or replace temp table concerned_record as
        with concerned as (
            select golden_id from identity_change
            union
            select other_golden_id from identity_change where other_golden_id is not null
        )
        select source, record_id, max(rid) as rid, bool_or(was) as was, bool_or(is_now) as is_now
        from (
            select source, record_id, rid, true as was, false as is_now
            from previous semi join concerned using (golden_id)
            union all
            select source, record_id, rid, false, true from member semi join concerned using (golden_id)
        )
        group by source, record_id
        """
    )


def _make_earlier_match(db: Database, match: str | None) -> None:
    """Make `earlier_match`: the matches of the version before between records that are concerned_record."""
    if match is None or not db.count("concerned_record"):
        db.run(_NO_FORMER_MATCH)
        return
    db.run(
        f"""
        create or replace temp table earlier_match as
        select former.source_l, former.record_id_l, former.source_r, former.record_id_r, kind, weight, evidence
        from {match} as former
        semi join concerned_record l on l.source = former.source_l and l.record_id = former.record_id_l
        semi join concerned_record r on r.source = former.source_r and r.record_id = former.record_id_r
        """
    )


_NO_FORMER_MATCH = """
create or replace temp table earlier_match (
    source_l varchar, record_id_l varchar, source_r varchar, record_id_r varchar, kind varchar, weight double,
    evidence map(varchar, float)
)
"""


def _make_record_fate(db: Database, earlier_record: str | None, watermark: int) -> None:
    """Make `record_fate` (source, record_id, fate): concerned records that are `new`, `returned`, `changed` or `gone`.

    A record returned when it is new to the version, but its key had landed before the last one.
    """
    db.run(
        """
        create or replace temp table record_fate as
        select source, record_id, 'gone' as fate from concerned_record where rid is null
        union all
        select own.source, own.record_id, case when record.claim < $next then 'returned' else 'new' end
        from concerned_record own join record using (rid)
        where not was
        """,
        {"next": (watermark + 1) * CLAIMS_PER_PACKAGE},
    )
    if earlier_record is None or not db.count("concerned_record"):
        return
    described = db.rows(f"select column_name from (describe select * from {earlier_record})")
    present = set(db.columns("record"))
    raw = [name for (name,) in described if name.endswith("_raw") and name in present]
    if raw:
        db.run(f"insert into record_fate {changed_record_sql(raw, earlier_record)}")


def changed_record_sql(raw: list[str], earlier: str) -> str:
    """SELECT of (source, record_id, fate) of the concerned records of which the source writes something else now.

    `raw` are the columns that hold what the source wrote, `earlier` is the SQL of the records published before.
    """
    content = f"bit_xor(hash(nth, {', '.join(map(quote, raw))})) as content"
    columns = ", ".join(map(quote, raw))
    return f"""
    with former as (
        select source, record_id, {content}
        from {earlier} semi join concerned_record using (source, record_id)
        group by source, record_id
    ),
    present as (
        select rid, {content}
        from (
            select rid, 0 as nth, {columns} from record
            union all
            select rid, nth, {columns} from alternate
        ) semi join concerned_record using (rid)
        group by rid
    )
    select concerned_record.source, concerned_record.record_id, 'changed'
    from concerned_record join former using (source, record_id) join present using (rid)
    where concerned_record.was and former.content <> present.content
    """
