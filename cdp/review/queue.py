"""What is worth a steward's word, worth most first. Computed when it is read, from the published tables.

A question is worth uncertainty × size × activity:

- *uncertainty*, bits: the binary entropy (Shannon 1948), -p log2 p - (1 - p) log2 (1 - p), of the probability p that
  both sides are one person. Its log2 odds are the *balance*: the weights of all pairs between the sides, added up as
  clustering does (STRONGEST at most, UNSCORED where there is no match, CONTRADICTION where names and birth dates
  contradict each other). One bit where people are otherwise than their balance says, unless a source that holds each
  person once keeps them apart; where an identifier speaks against it; or of people too large to be one.
- *size*: the pairs of records that the answer moves: records of the one side × records of the other.
- *activity*: log2(2 + r), where r counts the events of the people concerned and the changes of their records, each
  halved with every year (HALF_LIFE) that has passed until the day for which the version was made.

Questions of equal worth go by kind and records. What decisions in force answer is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cdp.config import Config
from cdp.contracts import RECORD
from cdp.database import Database, literal, quote, statement
from cdp.decision import RecordKey
from cdp.graph import CERTAIN, CONTRADICTION, STRONGEST, UNSCORED
from cdp.link.guards import generic_limit, linking_identifiers, unique_identifiers
from cdp.review.bridges import make_bridge_side
from cdp.review.question import TOLD, Kind, Question, Settled
from cdp.signs import MOST_RECORDS

if TYPE_CHECKING:
    from cdp.workspace import Workspace

BAND = 5.0
"""So near to the weakest match that ties, log2 odds on either side, a match is in the grey zone."""
HALF_LIFE = 365.25
"""Days after which something that happened counts half."""
MOST_HOLDERS = 10
"""A value that more people hold is nobody's, unless its guard has another limit."""
_READ = ("membership", "match", "contradiction", "cluster_quality", "record", "event", "event_owner")


def review(ws: Workspace, limit: int | None = None) -> list[Question]:
    """Return the open questions of the published version, worth most first; `limit`: so many at most.

    Raises NotFound when nothing has been published.
    """
    with ws.store() as store:
        manifest = store.manifest
    config, settled = ws.config, Settled(ws.ledger.decisions())
    company = config.company
    with Database(ws.folder / "cache" / "spill", company.memory_limit, company.threads) as db:
        relations = ws.published.relations(manifest)
        for name in _READ:
            db.run(f"create temp view {quote(name)} as select * from {relations[name]}")
        once = ws.ledger.one_per_person(manifest.rolled_back_to or manifest.version)
        make_questions(db, config, once)
        opened = (each for each in questions(db, manifest.as_of) if not settled.answers(each))
        return list(islice(opened, limit))


def make_questions(db: Database, config: Config, once: Sequence[str] = ()) -> None:
    """Make `question` and `side`, see their `.sql`, from the published tables, and `once` (source).

    `once` are the sources that hold each person once.
    """
    with db.registered("holding", pa.table({"source": pa.array(once, pa.string())})):
        db.run("create or replace temp table once as select source from holding")
    columns = [name for name in db.columns("record") if name not in {each.name for each in RECORD.columns}]
    bound = {"weakest": config.identity.weakest_match, "band": BAND}
    db.run(rival_value_sql(unique_identifiers(config, columns)))
    limits = {name: generic_limit(config, name) or MOST_HOLDERS for name in linking_identifiers(config, columns)}
    db.run(shared_value_sql(limits))
    db.run(statement("cdp.review", "between_people"), bound)
    db.run(_DOUBTFUL, {**bound, "most": MOST_RECORDS})
    make_bridge_side(db)
    for table in ("rival", "question", "side"):
        db.run(statement("cdp.review", table))


def rival_value_sql(identifiers: list[str]) -> str:
    """Return the statement that makes `rival_value` (golden_id, source, record_id, attribute, value): what a person has
    but one of."""
    parts = [
        f"select golden_id, source, record_id, {literal(name)} as attribute, {quote(name)} as value\n"
        f"from record join membership using (source, record_id) where nth = 0 and {quote(name)} is not null"
        for name in identifiers
    ]
    return "create or replace temp table rival_value as\n" + "\nunion all\n".join(parts or [_NO_VALUE])


def shared_value_sql(limits: dict[str, int]) -> str:
    """Return the statement that makes `shared_value`, with the columns of `rival_value`: values that are one person's
    alone, but which several people hold, the first record of each; `limits` is how many may, by identifier."""
    parts = [
        f"select golden_id, min_by(source, (source, record_id)) as source,\n"
        f"       min_by(record_id, (source, record_id)) as record_id, {literal(name)} as attribute,\n"
        f"       {quote(name)} as value\n"
        f"from record join membership using (source, record_id) where {quote(name)} is not null\n"
        f"group by golden_id, value\n"
        f"qualify count(*) over (partition by value) between 2 and {limit}"
        for name, limit in limits.items()
    ]
    return "create or replace temp table shared_value as\n" + "\nunion all\n".join(parts or [_NO_VALUE])


_NO_VALUE = "select '' as golden_id, '' as source, '' as record_id, '' as attribute, '' as value where false"

_DOUBTFUL = """
create or replace temp table doubtful as
select golden_id, if(records > $most, 'supersized', 'weak bridge') as kind
from cluster_quality
where records > $most or weakest_link <= $weakest + $band
"""


def questions(db: Database, as_of: str) -> Iterator[Question]:
    """Return all questions, worth most first, from `question`, `side` and the published tables of the day `as_of`."""
    weights = {"certain": CERTAIN, "strongest": STRONGEST, "unscored": UNSCORED, "contradiction": CONTRADICTION}
    db.run(statement("cdp.review", "worth"), {"as_of": as_of, "half_life": HALF_LIFE, **weights})
    db.run(_ORDERED)
    names = [each[0] for each in db.connection.description or []]
    while rows := db.connection.fetchmany(_BATCH):
        for row in rows:
            yield _question(dict(zip(names, row, strict=True)))


_ORDERED = """
from worth
order by round(worth, 6) desc, kind, source_one, record_id_one, source_other, record_id_other, attribute
"""

_BATCH = 1_000
"""Questions read at a time."""


def _question(row: dict[str, Any]) -> Question:
    kind = Kind(row["kind"])
    return Question(
        kind,
        tuple(filter(None, (row["golden_one"], row["golden_other"]))),
        RecordKey(row["source_one"], row["record_id_one"]),
        RecordKey(row["source_other"], row["record_id_other"]),
        tuple(RecordKey(**key) for key in row["records_one"]),
        tuple(RecordKey(**key) for key in row["records_other"]),
        TOLD[kind].format(attribute=row["attribute"]),
        row["weight"],
        dict(row["evidence"] or {}),
        *(row[name] for name in ("balance", "uncertainty", "size", "activity", "worth")),
    )
