"""What the decisions in force mean for the records of a run, as tables; and what becomes of each decision.

Links reach through records that are gone: where a is b and b is c, a is c without b. A decision of which too few
records are there sleeps until they return.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pyarrow as pa

from cdp.database import Database, statement
from cdp.decision import LINKS, PARTS, Act, Decision, RecordKey
from cdp.decision_closure import Groups, in_force

Rid = Any
"""A record's number in the tables of a run, whatever its type."""
CERTAIN = 50.0
"""Match weight of a decided pair: like equal identifiers of one person."""


def make_decision_tables(db: Database, decisions: Sequence[Decision]) -> None:
    """Make `decision_record`, `must_link` and `cannot_link`, the last one also as rows of `constraint_value`.

    Reads `record` (rid, source, record_id).
    decision_record (decision, act, side, source, record_id, rid): the records that each decision speaks of, withdrawn
    ones too; a withdrawal speaks of those of the decision it ends; rid is null for a record that is not there.
    must_link (decision, rid_l < rid_r): pairs that are one person. cannot_link (decision, side, rid): no record of side
    0 is one person with a record of side 1; all that is linked to a record is on its side.
    """
    _make_decision_record(db, decisions)
    there = {
        RecordKey(source, record_id): rid
        for source, record_id, rid in db.rows(
            "select distinct source, record_id, rid from decision_record where rid is not null"
        )
    }
    holding = in_force(decisions)
    db.run(_TABLES)
    _fill(db, "must_link", ("decision", "rid_l", "rid_r"), linked_pairs(holding, there))
    _fill(db, "cannot_link", ("decision", "side", "rid"), parted_records(holding, there))
    db.run("insert into constraint_value select rid, 'decision ' || decision, cast(side as varchar) from cannot_link")


_TABLES = """
create or replace temp table must_link as select 0 as decision, rid as rid_l, rid as rid_r from record where false;
create or replace temp table cannot_link as select 0 as decision, 0 as side, rid from record where false
"""


def make_new_decisions(db: Database, last: int) -> None:
    """Make `decided` (decision, rid) of `decision_record`: the decisions after the one numbered `last`."""
    db.run(
        f"""
        create or replace temp table decided as
        select decision, rid from decision_record where decision > {last} and rid is not null
        """
    )


def _make_decision_record(db: Database, decisions: Sequence[Decision]) -> None:
    by_number = {each.number: each for each in decisions}
    named = [
        {"decision": each.number, "act": each.act, "side": side, "source": key.source, "record_id": key.record_id}
        for each in decisions
        for side, keys in enumerate((by_number[each.withdraws] if each.withdraws else each).sides)
        for key in keys
    ]
    with db.registered("named", pa.Table.from_pylist(named, schema=_NAMED)):
        db.run(
            """
            create or replace temp table decision_record as
            select named.*, record.rid from named left join record using (source, record_id)
            """
        )


_NAMED = pa.schema(
    [
        ("decision", pa.int32()),
        ("act", pa.string()),
        ("side", pa.int32()),
        ("source", pa.string()),
        ("record_id", pa.string()),
    ]
)


def _fill(db: Database, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    named = pa.table({name: [row[place] for row in rows] for place, name in enumerate(columns)})
    if rows:
        with db.registered("named", named):
            db.run(f"insert into {table} select * from named")


def linked_pairs(holding: Iterable[Decision], there: Mapping[RecordKey, Rid]) -> list[tuple[int, Rid, Rid]]:
    """Return (decision, rid, greater rid) so that the records that are there and one person hang together.

    In place of a record that is gone stands one that earlier decisions link to it.
    """
    groups = Groups(())
    standing: dict[RecordKey, RecordKey] = {}
    pairs: dict[tuple[int, Rid, Rid], None] = {}
    for decision in holding:
        if decision.act not in LINKS:
            continue
        found = [key if key in there else standing.get(groups.of(key)) for key in decision.one]
        present = [there[key] for key in found if key is not None]
        pairs |= dict.fromkeys((decision.number, *sorted(pair)) for pair in pairwise(present) if pair[0] != pair[1])
        known = [key for key in (*found, *(standing.get(groups.of(key)) for key in decision.one)) if key is not None]
        for key in decision.one[1:]:
            groups.unite(decision.one[0], key)
        if known:
            standing[groups.of(decision.one[0])] = min(known)
    return list(pairs)


def parted_records(holding: Sequence[Decision], there: Mapping[RecordKey, Rid]) -> list[tuple[int, int, Rid]]:
    """Return (decision, side, rid) of the records that are there and on a side of a decision that parts."""
    groups = Groups(holding)
    members: dict[RecordKey, set[RecordKey]] = {}
    for key in there:
        members.setdefault(groups.of(key), set()).add(key)
    return [
        (decision.number, side, there[key])
        for decision in holding
        if decision.act in PARTS
        for side, records in enumerate(decision.sides)
        for key in sorted(set().union(*(members.get(groups.of(each), set()) for each in records)))
    ]


def add_decided_matches(db: Database) -> None:
    """Add the pairs of `must_link` to `match`, of the kind `decision <number>`."""
    db.run(
        f"""
        insert into match (rid_l, rid_r, weight, class_weight, kind, evidence)
        select rid_l, rid_r, {CERTAIN}, null, 'decision ' || decision, map(['decision'], [{CERTAIN}]) from must_link
        """
    )


def make_override(
    db: Database, decisions: Iterable[Decision], values: Mapping[int, Mapping[str, str]], as_of: date
) -> list[str]:
    """Make `override` (decision, golden_id, attribute, part, value) from `member`; return the attributes that are set.

    `values` are the standard texts by column that each override sets. It holds for the person who has the record that
    named the person when it was decided, or else that golden_id; of two for one person and attribute, the newer.
    """
    day = as_of.isoformat()
    set_now = [
        {
            "decision": each.number,
            "attribute": each.attribute,
            "named": each.golden_id,
            "source": each.one[0].source,
            "record_id": each.one[0].record_id,
            "part": part,
            "value": value,
        }
        for each in in_force(decisions)
        if each.act is Act.OVERRIDE and (each.until is None or day <= each.until)
        for part, value in values[each.number].items()
    ]
    with db.registered("told", pa.Table.from_pylist(set_now, schema=_TOLD)):
        db.run(statement("cdp", "override"))
    return [name for (name,) in db.rows("select distinct attribute from override order by attribute")]


_TOLD = pa.schema(
    [
        ("decision", pa.int32()),
        *((name, pa.string()) for name in ("attribute", "named", "source", "record_id", "part", "value")),
    ]
)


def make_decision(db: Database, decisions: Sequence[Decision], as_of: date) -> dict[str, int]:
    """Make `decision`, as published; from `decision_record`, `override` and `member`. Return decisions by state."""
    withdrawn = {each.withdraws: each.number for each in decisions if each.withdraws}
    made = [
        {
            "decision": each.number,
            "act": each.act,
            "decided_by": each.by,
            "decided_at": each.at,
            "reason": each.reason,
            "attribute": each.attribute,
            "until": date.fromisoformat(each.until) if each.until else None,
            "withdraws": each.withdraws,
            "withdrawn_by": withdrawn.get(each.number),
        }
        for each in decisions
    ]
    with db.registered("made", pa.Table.from_pylist(made, schema=_MADE)):
        db.run(statement("cdp", "decision"), {"as_of": as_of})
    return dict(db.rows("select state, count(*) from decision group by state order by state"))


_MADE = pa.schema(
    [
        ("decision", pa.int32()),
        *((name, pa.string()) for name in ("act", "decided_by", "decided_at", "reason", "attribute")),
        ("until", pa.date32()),
        ("withdraws", pa.int32()),
        ("withdrawn_by", pa.int32()),
    ]
)
