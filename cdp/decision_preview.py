"""What a decision would do to people, before it is made: the people it touches, grouped anew among themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from cdp.cluster import cluster
from cdp.database import Database
from cdp.decided import make_decision_tables
from cdp.decided_groups import read_decided
from cdp.decision import Decision, RecordKey

if TYPE_CHECKING:
    from cdp.store import Store
    from cdp.workspace import Workspace


@dataclass(frozen=True)
class Foreseen:
    """A person as the next run would publish it."""

    golden_id: str | None
    """The id it keeps; None for one of its own, that it does not have yet."""
    was: tuple[str, ...]
    """People of the published version that its records belong to."""
    records: tuple[RecordKey, ...]
    contradictions: int
    """Pairs of them whose names and birth dates contradict each other, as published: what a decision ties holds
    against them, what evidence ties falls apart."""


def foresee(ws: Workspace, draft: Decision) -> list[Foreseen]:
    """Return the people that a decision touches as they would be with it, and those decided since the last run.

    Counted on the published matches of these people alone: new deliveries, and what a record that is set free might
    match elsewhere, show in the run. Decides nothing.
    """
    decisions = ws.ledger.decisions()
    made = replace(draft, number=len(decisions) + 1)
    ended = next((each for each in decisions if each.number == made.withdraws), None)
    config = ws.config
    with ws.store() as store, Database() as db:
        _read_touched(db, store, [*made.sides, *(ended.sides if ended else ())], free=ended is not None)
        make_decision_tables(db, [*decisions, made])
        cluster(db, config.identity.weakest_match, partial(_contradict, db), read_decided(db), attached=config.attached)
        return _people(db)


def _read_touched(db: Database, store: Store, sides: Sequence[Sequence[RecordKey]], *, free: bool) -> None:
    """Make `record`, `match`, `known_contradiction` and `constraint_value` of the people that have the records named.

    Matches between two people count only when `free`: as a decision that kept them apart ends.
    """
    named = [vars(key) for side in sides for key in side]
    files = {name: store.relation(name) for name in ("membership", "match", "contradiction")}
    with db.registered("named", pa.Table.from_pylist(named, schema=_KEY)):
        db.run(
            f"""
            create or replace temp table record as
            with touched as (
                select distinct golden_id from {files["membership"]} semi join named using (source, record_id)
            )
            select cast(row_number() over (order by source, record_id) as integer) as rid, source, record_id,
                   golden_id, is_anchor, claim, false as one_per_person
            from {files["membership"]} semi join touched using (golden_id)
            """
        )
    db.run(
        f"""
        create or replace temp table match as
        select l.rid as rid_l, r.rid as rid_r, weight
        from {files["match"]} as match
        join record l on l.source = source_l and l.record_id = record_id_l
        join record r on r.source = source_r and r.record_id = record_id_r
        where not starts_with(kind, 'decision ') and (l.golden_id = r.golden_id or {str(free).lower()});
        create or replace temp table known_contradiction as
        select l.rid as rid_l, r.rid as rid_r
        from {files["contradiction"]} as known
        join record l on l.source = source_l and l.record_id = record_id_l
        join record r on r.source = source_r and r.record_id = record_id_r;
        create or replace temp table constraint_value (rid integer, constraint_name varchar, value varchar)
        """
    )


_KEY = pa.schema([("source", pa.string()), ("record_id", pa.string())])


def _contradict(db: Database) -> None:
    """Make `contradiction` of what is known to contradict within the groups of `cluster`."""
    db.run(_WITHIN)


_WITHIN = """
create or replace temp table contradiction as
select rid_l, rid_r
from known_contradiction join cluster l on l.rid = rid_l join cluster r on r.rid = rid_r
where l.cluster = r.cluster
"""


def _people(db: Database) -> list[Foreseen]:
    _contradict(db)
    found = db.rows(
        """
        with against as (
            select cluster, count(*) as pairs from contradiction join cluster on rid = rid_l group by cluster
        )
        select arg_min(golden_id, claim) filter (is_anchor) as golden_id,
               list(distinct golden_id order by golden_id) as was,
               list(struct_pack(source := source, record_id := record_id) order by source, record_id) as records,
               coalesce(any_value(pairs), 0) as contradictions
        from record join cluster using (rid) left join against using (cluster)
        group by cluster order by golden_id nulls last, records
        """
    )
    return [
        Foreseen(own, tuple(was), tuple(RecordKey(**each) for each in records), against)
        for own, was, records, against in found
    ]
