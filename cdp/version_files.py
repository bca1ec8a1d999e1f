"""The files of a published version: whole tables, or what changed in a table beside the file of an earlier version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cdp.contracts import Table
from cdp.database import LARGEST_DICTIONARY, ROW_GROUP, Database, literal, quote
from cdp.published import Manifest, Published, TableFile

_NOT_CONTENT = {"identity_history": {"at", "version", "run"}, "inherited_claim": {"version"}}
"""Columns that say when something was published, not what."""
WHOLE_FROM = 0.25
"""A table is written whole again when this share of its rows would lie beside it."""

EVENT_ORDER = "event_key nulls last, time, source, event_id"
"""Columns that a file of events is sorted by."""
MENTION_ORDER = "source, event_id, begins, ends, kind, value"
"""Columns that a file of mentions is sorted by."""
SELECTS = {
    "membership": """
        select golden_id, source, record_id, is_anchor, claim from member order by golden_id, source, record_id
    """,
    "cluster_quality": """
        select own.golden_id, records, round(weakest_link, 4) as weakest_link, l.source as source_l,
               l.record_id as record_id_l, r.source as source_r, r.record_id as record_id_r,
               round(cohesion, 4) as cohesion
        from cluster_quality join member own on own.rid = cluster_quality.cluster
        left join member l on l.rid = rid_l left join member r on r.rid = rid_r
        order by own.golden_id
    """,
    "match": """
        select l.source as source_l, l.record_id as record_id_l, r.source as source_r, r.record_id as record_id_r,
               round(weight, 4) as weight, round(1 / (1 + pow(2, -weight)), 6) as probability, kind, evidence,
               round(class_weight, 4) as class_weight
        from match join record l on l.rid = match.rid_l join record r on r.rid = match.rid_r
    """,
    "contradiction": """
        select distinct l.source as source_l, l.record_id as record_id_l, r.source as source_r,
               r.record_id as record_id_r
        from contradiction join record l on l.rid = rid_l join record r on r.rid = rid_r
        order by all
    """,
    "event": f"select * from event order by {EVENT_ORDER}",
    "mention": f"select * from mention order by {MENTION_ORDER}",
    "record": """
        select * exclude (rid, claim, trust, one_per_person), 0 as nth from record
        union all by name
        select * exclude (rid, trust, one_per_person) from alternate
    """,
}
"""SELECTs of the published tables that are not just the table of their name."""


@dataclass(frozen=True)
class Change:
    """What a run changed in a table, as SELECTs."""

    gone: str
    """Keys of rows that count no longer; see Table.replaced_by."""
    new: str
    """Rows that take their place, or are new."""
    order: str = ""
    """Columns that the table is sorted by."""
    former: str = ""
    """Table of the whole rows that count no longer, where there is one: the files need not be read for them."""


@dataclass(frozen=True)
class VersionFiles:
    """A version in the making, in a folder of its own."""

    db: Database
    published: Published
    version: str
    folder: Path

    def write(self, table: str) -> TableFile:
        """Write a whole table."""
        file = self._copy(table, SELECTS.get(table, f"select * from {quote(table)}"))
        left_out = _NOT_CONTENT.get(table, set())
        columns = [name for name in _columns(self.db, file) if name not in left_out]
        rows, total = _counted(self.db, f"from {file}", columns)
        return TableFile(f"{self.version}/{table}.parquet", rows, _digest(total))

    def write_change(self, base: Manifest, table: Table, change: Change) -> TableFile:
        """Write what changed in a table since a version, beside the file that holds all else; or the whole table.

        Hashes of rows add up: those of the rows that go are taken off, those of the new ones added.
        """
        db, held, before = self.db, base.tables[table.name], self.published.relation(base, table.name)
        key = ", ".join(table.replaced_by)
        db.run(f"create or replace temp table gone_now as {change.gone}")
        db.run(f"create or replace temp table new_now as {change.new}")
        columns = _columns(db, before)
        former = f"from {change.former or before} semi join gone_now using ({key})"
        removed, minus = _counted(db, former, columns)
        added, plus = _counted(db, "from new_now", columns)
        if not (removed or added or table.in_one):
            return held
        rows, digest = held.rows - removed + added, _digest(int(held.hash, 16) - minus + plus)
        order = f" order by {change.order}" if change.order else ""
        if table.in_one or self._are_many_beside(held, key, rows):
            stays = f"select * from {before} anti join gone_now using ({key})"
            self._copy(table.name, f"from ({stays} union all by name from new_now){order}")
            return TableFile(f"{self.version}/{table.name}.parquet", rows, digest)
        delta, gone = f"{table.name}.delta", f"{table.name}.gone"
        self._copy(delta, f"from beside_now{order}")
        self._copy(gone, f"select distinct * from ({self._all_gone(held)})")
        names = (f"{self.version}/{name}.parquet" for name in (delta, gone))
        return TableFile(held.file, rows, digest, *names)

    def _are_many_beside(self, held: TableFile, key: str, rows: int) -> bool:
        """Make `beside_now`: the rows that lay beside the file, without those that go, and the new ones.

        Tell whether they are too many of all the `rows` to lie there.
        """
        before = f"select * from {self._read(held.delta)} anti join gone_now using ({key}) union all by name "
        self.db.run(f"create or replace temp table beside_now as {before if held.delta else ''} from new_now")
        return self.db.count("beside_now") > WHOLE_FROM * rows

    def _all_gone(self, held: TableFile) -> str:
        return f"from gone_now union all by name from {self._read(held.gone)}" if held.gone else "from gone_now"

    def _read(self, file: str) -> str:
        return f"read_parquet({literal(str(self.published.folder / file))})"

    def _copy(self, name: str, select: str) -> str:
        """Write rows to a file; return the SQL that reads it."""
        path = literal(str(self.folder / f"{name}.parquet"))
        options = f"dictionary_size_limit {LARGEST_DICTIONARY}, row_group_size {ROW_GROUP}"
        self.db.run(f"copy ({select}) to {path} (format parquet, {options})")
        return f"read_parquet({path})"


def _columns(db: Database, relation: str) -> list[str]:
    return [name for (name,) in db.rows(f"select column_name from (describe from {relation})")]


def _counted(db: Database, relation: str, columns: Sequence[str]) -> tuple[int, int]:
    """Return the number of rows, and the sum of their hashes."""
    content = ", ".join(map(quote, columns))
    rows, total = db.rows(f"select count(*), coalesce(sum(cast(hash({content}) as hugeint)), 0) {relation}")[0]
    return int(rows), int(total)


def _digest(total: int) -> str:
    return f"{total % (1 << 128):032x}"
