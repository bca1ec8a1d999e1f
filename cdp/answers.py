"""What stewards said of records, as labelled pairs for the training of the model.

Every decision in force that links or parts records is one answer, and all its pairs together count as much as one. An
answer counts while all its records say what they said when it was given.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, islice, product
from pathlib import Path

import pyarrow as pa

from cdp.config import Config, SourceConfig
from cdp.database import Database, literal
from cdp.decision import LINKS, PARTS, Decision, RecordKey
from cdp.decision_closure import Groups, in_force
from cdp.mapping import addresses_sql, all_sql, landed_sql, record_id_sql

HELD_BACK = 0.25
"""Share of the answers that no model learns from: it is judged by them."""
MOST_PAIRS = 100
"""Pairs of an answer that count; of more the first ones by record key."""


def make_answered_pair(
    db: Database, config: Config, decisions: Iterable[Decision], packages: Mapping[str, Sequence[Path]]
) -> int:
    """Make `answered_pair` (answer, rid_l < rid_r, is_one, held_back, weight) of the answers that count.

    `weight` is the part of its answer that a pair is. Reads `record`, and in the landed `packages`, by source, what
    records said when an answer was given. Returns how many answers no longer count: of their records one is gone, or
    says something else.
    """
    given = [each for each in in_force(decisions) if each.act in (*LINKS, *PARTS)]
    _make_answer_record(db, given)
    changed = _changed_since(db, config, packages) if given else set()
    counting = [each for each in given if each.number not in changed]
    held = held_back(counting)
    told = [_row(each.number, *pair, each.act in LINKS, each in held) for each in counting for pair in pairs_of(each)]
    with db.registered("told", pa.Table.from_pylist(told, schema=_TOLD)):
        db.run(_ANSWERED_PAIR)
    return len(given) - len(counting)


def pairs_of(decision: Decision) -> list[tuple[RecordKey, RecordKey]]:
    """Return the pairs that a decision speaks of: within what it links, between the sides that it parts."""
    found = combinations(decision.one, 2) if decision.act in LINKS else product(decision.one, decision.other)
    return list(islice(found, MOST_PAIRS))


def held_back(answers: Sequence[Decision]) -> list[Decision]:
    """Return the answers that models are judged by: about a quarter, by the hash of their record keys.

    Answers that share a record stay together: what was learned from one would judge the other.
    """
    groups = Groups(())
    for each in answers:
        keys = [key for side in each.sides for key in side]
        for key in keys[1:]:
            groups.unite(keys[0], key)
    together: dict[RecordKey, list[Decision]] = {}
    for each in answers:
        together.setdefault(groups.of(each.one[0]), []).append(each)
    wanted = math.ceil(HELD_BACK * len(answers))
    held: list[Decision] = []
    for key in sorted(together, key=lambda key: hashlib.sha256(str(key).encode()).digest()):
        if len(held) < wanted:
            held += together[key]
    return held


def _row(answer: int, one: RecordKey, other: RecordKey, is_one: bool, held: bool) -> dict[str, object]:
    ends = {
        "source_one": one.source,
        "record_id_one": one.record_id,
        "source_other": other.source,
        "record_id_other": other.record_id,
    }
    return {"answer": answer, **ends, "is_one": is_one, "held_back": held}


def _make_answer_record(db: Database, answers: Sequence[Decision]) -> None:
    """Make `answer_record` (answer, seq, source, record_id): the records of each, and the newest package it knew of."""
    named = [
        {"answer": each.number, "seq": each.seq, "source": key.source, "record_id": key.record_id}
        for each in answers
        for side in each.sides
        for key in side
    ]
    with db.registered("named", pa.Table.from_pylist(named, schema=_NAMED)):
        db.run("create or replace temp table answer_record as select * from named")


def _changed_since(db: Database, config: Config, packages: Mapping[str, Sequence[Path]]) -> set[int]:
    """Return the answers of which a record is gone, or says something else than when they were given."""
    db.run(_SAID)
    for source in config.sources:
        if source.record is not None and packages.get(source.source):
            db.run(said_sql(source, packages[source.source]))
    return {answer for (answer,) in db.rows(_CHANGED)}


def said_sql(source: SourceConfig, packages: Sequence[Path]) -> str:
    """Return the statement that adds to `said` what every landed version of the records in `answer_record` says."""
    values = [all_sql(each) for each in source.attributes.values()]
    values += [addresses_sql(source.address)] if source.address else []
    return f"""
    insert into said
    with told as (
        select {record_id_sql(source)} as record_id, _seq, _position, hash({", ".join(values) or "0"}) as content
        from ({landed_sql(packages)})
    )
    select {literal(source.source)}, record_id, _seq, _position, content from told
    where record_id in (select record_id from answer_record where source = {literal(source.source)})
    """


_NAMED = pa.schema([("answer", pa.int32()), ("seq", pa.int32()), ("source", pa.string()), ("record_id", pa.string())])
_TOLD = pa.schema(
    [
        ("answer", pa.int32()),
        *((name, pa.string()) for name in ("source_one", "record_id_one", "source_other", "record_id_other")),
        ("is_one", pa.bool_()),
        ("held_back", pa.bool_()),
    ]
)
_SAID = """
create or replace temp table said (source varchar, record_id varchar, seq bigint, place bigint, content ubigint)
"""
_CHANGED = """
with latest as (
    select source, record_id, arg_max(content, (seq, place)) as content from said group by all
),
before as (
    select answer, source, record_id, arg_max(content, (said.seq, place)) as content
    from answer_record join said using (source, record_id)
    where said.seq <= answer_record.seq group by all
)
select distinct answer
from answer_record
left join before using (answer, source, record_id)
left join latest using (source, record_id)
left join record using (source, record_id)
where before.content is null or before.content <> latest.content or record.rid is null
"""
_ANSWERED_PAIR = """
create or replace temp table answered_pair as
select answer, least(l.rid, r.rid) as rid_l, greatest(l.rid, r.rid) as rid_r, is_one, held_back,
       1 / count(*) over (partition by answer) as weight
from told
join record l on l.source = source_one and l.record_id = record_id_one
join record r on r.source = source_other and r.record_id = record_id_other
where l.rid <> r.rid
"""
