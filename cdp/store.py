"""Reads a published version: tables, people, one person's whole story. Never blocks a run, never sees half of one."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb

from cdp.contracts import TABLES, VIEWS, empty_sql
from cdp.database import literal, quote, readable_sql, statement, told_without_values
from cdp.errors import NotFound, Retired, UsageError
from cdp.published import Manifest, Published, published_sql
from cdp.timeline import Timelines


@dataclass(frozen=True)
class Person:
    """Everything a version holds about one person."""

    golden_id: str
    asked_for: str
    """The id that was asked for; another one when it has been merged away since."""
    version: str
    profile: dict[str, Any]
    provenance: list[dict[str, Any]]
    records: list[dict[str, Any]]
    consent: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    purchases: list[dict[str, Any]]
    """Orders and returns, the newest first."""
    matches: list[dict[str, Any]]
    cluster_quality: dict[str, Any] | None
    """How well the records hold together; None in a version from before that was measured."""
    household: list[dict[str, Any]]
    """Everybody of the household with their names, the person among them; empty when nobody lives with the person."""
    traits: dict[str, Any]
    """The row of `trait`; empty in a version from before there were any."""
    segments: list[str]
    devices: list[dict[str, Any]]
    """Kinds of devices, the one used last first; see `cdp.timeline.Device`."""
    scores: list[dict[str, Any]]
    """What the person thinks of the company: rows of `person_score`."""
    history: list[dict[str, Any]]
    redirects: list[dict[str, Any]]
    """The merges that led from the id asked for to this person, in order: see Store.redirects."""


@dataclass(frozen=True)
class Glance:
    """What a version holds about one person, but for what is told on demand: origins, records, matches, history."""

    golden_id: str
    version: str
    profile: dict[str, Any]
    consent: list[dict[str, Any]]
    purchases: list[dict[str, Any]]
    """Orders and returns, the newest first."""
    household: list[dict[str, Any]]
    """Everybody of the household, the person among them; empty when nobody lives with the person."""


class Store:
    """A published version in a DuckDB of its own, one view per table."""

    def __init__(self, published: Published, version: str | None = None) -> None:
        manifest = published.manifest(version) if version else published.current()
        if manifest is None:
            raise NotFound("nothing has been published yet", "run `cdp run` first")
        self.manifest: Manifest = manifest
        self._published = published
        self._living: set[str] = set()
        self._columns: dict[str, set[str]] = {}
        self.connection = self._connected()

    def beside(self) -> Store:
        """Return the same version with a connection of its own, for another thread; closing it leaves this one open."""
        other = copy(self)
        vars(other).pop("_sealed", None)
        other.connection = self.connection.cursor()
        other.connection.execute("set TimeZone = 'UTC'")
        return other

    def _connected(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            },
        )
        connection.execute("set TimeZone = 'UTC'; set parquet_metadata_cache = true")
        for name in self.manifest.tables:
            connection.execute(f"create view {quote(name)} as select * from {self.relation(name)}")
        for table in TABLES:
            if table.name not in self.manifest.tables:
                connection.execute(f"create view {quote(table.name)} as {empty_sql(table)}")
            elif not {column.name for column in table.columns} <= _columns(connection, table.name):
                whole = published_sql(table, self.relation(table.name))
                connection.execute(f"create or replace view {quote(table.name)} as {whole}")
        connection.execute(statement("cdp", "interaction").replace("temp view", "view", 1))
        return connection

    @cached_property
    def _sealed(self) -> duckdb.DuckDBPyConnection:
        """A connection for statements of users: it reaches the files of this version and no others, for good."""
        connection = self._connected()
        files = ", ".join(literal(str(path)) for path in self._published.files(self.manifest))
        connection.execute(f"set allowed_paths = [{files}]")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        return connection

    def _reads_only(self, statement: duckdb.Statement) -> bool:
        """Tell whether a statement is a query, or the explanation of one; EXPLAIN ANALYZE would carry it out."""
        if statement.type is not duckdb.StatementType.EXPLAIN:
            return statement.type is duckdb.StatementType.SELECT
        word, explained = statement.query[: len(_EXPLAIN)], statement.query[len(_EXPLAIN) :]
        try:
            kinds = {each.type for each in self._sealed.extract_statements(explained)}
        except duckdb.ParserException:
            return False
        return word.lower() == _EXPLAIN and kinds == {duckdb.StatementType.SELECT}

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return a published table, or a view of them, as a relation; raises NotFound."""
        if name not in {view.name for view in VIEWS}:
            self.relation(name)
        return self.connection.sql(f"select * from {quote(name)}")

    def relation(self, name: str) -> str:
        """Return the SQL that reads a published table; raises NotFound."""
        return self._published.relation(self.manifest, name)

    def sql(self, statement: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run a user's query over the published tables; return column names and rows.

        Moments with a zone come as UTC. Raises UsageError when the query is wrong or reaches outside the published
        tables, with DuckDB's words about the statement, but never with a value of the data.
        """
        try:
            statements = self._sealed.extract_statements(statement)
            if not statements:
                raise UsageError("the query is empty", "try `from profile limit 5`")
            if not all(map(self._reads_only, statements)):
                raise UsageError(
                    "only queries are allowed: SELECT, FROM, DESCRIBE, SUMMARIZE, and EXPLAIN of one",
                    "rewrite it as one",
                )
            done = self._sealed.sql(statement)
            return done.columns, done.project(readable_sql(done.types)).fetchall()
        except duckdb.Error as fault:
            told = told_without_values(fault)
            raise UsageError(f"the query failed: {told}", "`cdp schema --tables` lists tables and columns") from fault

    def columns(self, name: str) -> set[str]:
        """Return the names of the columns of a published table, or of a view of them."""
        if name not in self._columns:
            self._columns[name] = _columns(self.connection, name)
        return self._columns[name]

    def rows(self, statement: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of one of our own queries as dictionaries."""
        done = self.connection.execute(statement, parameters)
        names = [each[0] for each in done.description or []]
        return [dict(zip(names, row, strict=True)) for row in done.fetchall()]

    def assessment(self) -> list[dict[str, Any]]:
        """Return the rows of `self_assessment`; none in a version from before that was measured."""
        return self.rows("select * from self_assessment")

    def resolve(self, golden_id: str) -> str:
        """Return the id that lives on for a golden_id, following merges; raises NotFound."""
        merges = self.redirects(golden_id)
        return str(merges[-1]["other_golden_id"]) if merges else golden_id

    def redirects(self, golden_id: str) -> list[dict[str, Any]]:
        """Return the merges that lead from a golden_id to the one that lives on: none for one that is alive.

        Each has golden_id, other_golden_id, at and version. Raises NotFound for an id that leads to nobody.
        """
        found: list[dict[str, Any]] = []
        alive = golden_id
        while alive not in self._living and not self.rows(_LIVES, {"id": alive}):
            last = self.rows(_END, {"id": alive})
            if not last or last[0]["change"] == "retire" or last[0] in found:
                raise self._nobody(golden_id, last)
            found += last
            alive = last[0]["other_golden_id"]
        self._living.add(alive)
        return found

    def _nobody(self, golden_id: str, last: list[dict[str, Any]]) -> NotFound:
        """Return the error for an id that leads to nobody in this version; `last` is what ended it, if anything did."""
        version = self.manifest.version
        if not last:
            return NotFound(
                f"no person has the golden_id {golden_id} in {version}", "look the person up with `cdp find`"
            )
        merged = "" if last[0]["golden_id"] == golden_id else f" was merged into {last[0]['golden_id']}, which"
        return Retired(
            f"{golden_id}{merged} was retired in {last[0]['version']}: all its records are gone",
            f"`cdp history {golden_id}` tells its life",
        )

    def person(self, golden_id: str, *, events: bool = True) -> Person:
        """Return everything about one person; a merged id leads to the one that lives on. Raises NotFound.

        Without `events` the timeline is left empty: `cdp.timeline` reads it page by page.
        """
        redirects = self.redirects(golden_id)
        alive = str(redirects[-1]["other_golden_id"]) if redirects else golden_id
        bound = {"id": alive}
        return Person(
            golden_id=alive,
            asked_for=golden_id,
            version=self.manifest.version,
            profile=self.rows("select * from profile where golden_id = $id", bound)[0],
            provenance=self.rows("select * from provenance where golden_id = $id order by attribute", bound),
            records=self.rows(_RECORDS, bound),
            consent=self.rows("select * from consent where golden_id = $id order by purpose, channel", bound),
            timeline=self.rows(_TIMELINE, bound) if events else [],
            purchases=self.rows(_PURCHASES, bound),
            matches=self.rows(_MATCHES, bound),
            cluster_quality=next(iter(self.rows("from cluster_quality where golden_id = $id", bound)), None),
            household=self._household(alive),
            traits=self.traits_of(alive),
            segments=self.segments_of(alive),
            devices=[vars(each) for each in Timelines(self, alive).devices()],
            scores=self.scores_of(alive),
            history=self.rows(_HISTORY, {"ids": [alive, *(each["golden_id"] for each in redirects)]}),
            redirects=redirects,
        )

    def glance(self, golden_id: str) -> Glance:
        """Return the little that is read quickly about a person who lives. Raises NotFound."""
        bound = {"id": golden_id}
        profile = self.rows("select * from profile where golden_id = $id", bound)
        if not profile:
            raise self._nobody(golden_id, [])
        return Glance(
            golden_id=golden_id,
            version=self.manifest.version,
            profile=profile[0],
            consent=self.rows("select * from consent where golden_id = $id order by purpose, channel", bound),
            purchases=self.rows(_PURCHASES, bound),
            household=self._household(golden_id),
        )

    def _household(self, golden_id: str) -> list[dict[str, Any]]:
        name = "full_name" if "full_name" in self.columns("profile") else "null"
        return self.rows(_HOUSEHOLD.format(name=name), {"id": golden_id})

    def segments_of(self, golden_id: str) -> list[str]:
        """Return the names of the segments that a person who lives is in."""
        return [row["segment"] for row in self.rows(_SEGMENTS, {"id": golden_id})]

    def scores_of(self, golden_id: str) -> list[dict[str, Any]]:
        """Return the rows of `person_score` of a person who lives."""
        return self.rows("select * from person_score where golden_id = $id order by question", {"id": golden_id})

    def traits_of(self, golden_id: str) -> dict[str, Any]:
        """Return the row of `trait` of a person who lives; empty in a version from before there were any."""
        return next(iter(self.rows("select * from trait where golden_id = $id", {"id": golden_id})), {})

    def close(self) -> None:
        """Close the connections."""
        self.connection.close()
        if "_sealed" in vars(self):
            self._sealed.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    return {row[0] for row in connection.execute(f"describe {quote(table)}").fetchall()}


_EXPLAIN = "explain"

_LIVES = "select 1 from profile where golden_id = $id"

_RECORDS = """
select record.*, membership.is_anchor
from record join membership using (source, record_id)
where membership.golden_id = $id order by source, record_id, nth
"""

_TIMELINE = """
select event.*, owner.reason as attributed_by
from event_owner owner
join event on event.event_key = owner.event_key
          and (owner.from_time is null or event.time >= owner.from_time)
          and (owner.to_time is null or event.time < owner.to_time)
where owner.golden_id = $id
order by event.time nulls last, event.source, event.event_id
"""

_PURCHASES = """
select * from purchase where golden_id = $id order by "time" desc nulls last, order_id
"""

_MATCHES = """
with own as (select source, record_id from membership where golden_id = $id)
select match.* from match
semi join own on own.source = match.source_l and own.record_id = match.record_id_l
semi join own on own.source = match.source_r and own.record_id = match.record_id_r
order by weight desc
"""

_HOUSEHOLD = """
with own as materialized (
  select household.* from household
  join (select household_id from household where golden_id = $id) using (household_id)
)
select own.*, {name} as name from own left join profile using (golden_id) order by golden_id
"""

_SEGMENTS = "select segment from segment_member where golden_id = $id order by segment"

_END = """
select change, golden_id, other_golden_id, "at", version from identity_history
where golden_id = $id and change in ('merge', 'retire') order by version desc, nth desc limit 1
"""

_HISTORY = """
select * from identity_history
where list_contains($ids, golden_id) or list_contains($ids, other_golden_id) order by version, nth
"""


__all__ = ["Person", "Store"]
