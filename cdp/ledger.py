"""The ledger: what has been landed, what ran, and the life of every golden id. Small, append-mostly, irreplaceable.

It holds no personal values. SQLite in WAL mode, so that readers never wait for a run.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from cdp.database import disk_full
from cdp.decision import Decision, read_decisions, write_decision
from cdp.errors import StorageError
from cdp.ledger_tables import (
    ACTIVATION,
    IDENTITY_HISTORY,
    INHERITED_CLAIM,
    PACKAGE,
    PACKAGE_REASON,
    RUN,
    SETTING,
    make_tables,
)

CLAIMS_PER_PACKAGE = 1_000_000_000_000
"""A claim is `seq * CLAIMS_PER_PACKAGE + position`: the package in which the record key landed, and its row there."""
_DAMAGED = ("not a database", "malformed")
_UNWRITABLE = ("readonly", "unable to open", "disk I/O error")


@dataclass(frozen=True)
class Package:
    """One delivery as landed: rows_in = loaded + unchanged + quarantined + suppressed."""

    seq: int
    run: int
    source: str
    unit: str
    cursor: str
    content_hash: str
    rows_in: int
    loaded: int
    unchanged: int
    quarantined: int
    suppressed: int
    landed_at: str
    reading: str
    """Fingerprint of the settings that decided what was read and kept; with others the unit is read anew."""
    withdrawn: int = 0
    """Records that the source no longer delivers: its rows, no rows in, stand for them."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Rows quarantined or suppressed, by reason."""

    @property
    def holds_rows(self) -> bool:
        """Whether there is a file of rows."""
        return self.loaded > 0 or self.withdrawn > 0


@dataclass(frozen=True)
class IdentityChange:
    """One row of identity history: what became of a golden id in a version."""

    version: str
    nth: int
    at: str
    change: str
    golden_id: str
    other_golden_id: str | None
    records: int
    reason: str
    run: int | None = None
    """Run that published it; null, like what follows, in rows from before causes were kept."""
    cause: str | None = None
    """`decision`, `match`, `record new`, `record returned`, `record changed`, `record gone` or `rollback`."""
    source_l: str | None = None
    """Of the record that is the cause, else of one record of the match that is."""
    record_id_l: str | None = None
    source_r: str | None = None
    """Of the other record of the match."""
    record_id_r: str | None = None
    weight: float | None = None
    """Weight of the match, log2 odds: of a split or revival as it was before."""
    evidence: str | None = None
    """Comparisons that spoke for the match, strongest first."""
    decision: int | None = None
    """Number of the decision that is the cause."""


@dataclass(frozen=True)
class InheritedClaim:
    """A golden_id that passed to another record, because the record that held it is gone; the newest version counts."""

    version: str
    golden_id: str
    claimant: str
    """Key of the record that made the claim, as `member.sql` makes it: a keyed hash."""
    heir: str
    """Key of the record that holds it now."""
    age: int
    """When the claim was made: order in which record keys landed."""
    seq: int
    """Newest package when it passed on: a record that returns makes its claim after it."""


def now() -> str:
    """Return the present moment as ISO text in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Ledger:
    """Access to `ledger.db` of a workspace; a new one is readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch(mode=0o600)
        self._engine = sa.create_engine(f"sqlite:///{path}")
        sa.event.listen(self._engine, "connect", _durable)
        with self._writing() as connection:
            make_tables(connection)
            self._keep(connection, "secret", secrets.token_hex(32))
            self._keep(connection, "id", secrets.token_hex(8))

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except (DatabaseError, sqlite3.DatabaseError) as fault:
            raise self._explained(fault) from fault

    def _explained(self, fault: DatabaseError | sqlite3.DatabaseError) -> Exception:
        told = str(fault.orig if isinstance(fault, DatabaseError) else fault)
        if "full" in told:
            return disk_full()
        if any(sign in told for sign in _DAMAGED):
            return StorageError(f"{self._path} is no ledger, or is damaged ({told})", "put a copy of it back in place")
        if any(sign in told for sign in _UNWRITABLE):
            return StorageError(f"{self._path} cannot be written ({told})", "make the workspace writable for this user")
        return fault

    @staticmethod
    def _keep(connection: sa.Connection, name: str, value: str) -> None:
        found = connection.execute(sa.select(SETTING.c.value).where(SETTING.c.name == name)).scalar()
        if found is None:
            connection.execute(SETTING.insert().values(name=name, value=value))

    @property
    def secret(self) -> str:
        """Key under which golden ids and stored value hashes are made; never leaves the ledger."""
        return self._setting("secret")

    @property
    def id(self) -> str:
        """What tells this ledger from any other; manifests name it."""
        return self._setting("id")

    def _setting(self, name: str) -> str:
        with self._engine.connect() as connection:
            return str(connection.execute(sa.select(SETTING.c.value).where(SETTING.c.name == name)).scalar_one())

    @property
    def is_new(self) -> bool:
        """True when nothing has ever run or landed under this ledger."""
        return not self.runs(1) and self.next_seq() == 1

    def start_run(self, kind: str) -> int:
        """Open a run and return its number; runs that were cut off before are marked interrupted."""
        with self._writing() as connection:
            cut_off = RUN.update().where(RUN.c.status == "running").values(status="interrupted", finished_at=now())
            connection.execute(cut_off)
            done = connection.execute(RUN.insert().values(kind=kind, started_at=now(), status="running"))
            return int(done.inserted_primary_key[0]) if done.inserted_primary_key else 0

    def finish_run(self, run: int, status: str, version: str | None, report: dict[str, Any]) -> None:
        """Close a run with its outcome."""
        values = {"status": status, "version": version, "finished_at": now(), "report": json.dumps(report)}
        with self._writing() as connection:
            connection.execute(RUN.update().where(RUN.c.run == run).values(values))

    def runs(self, limit: int = 20) -> list[dict[str, Any]]:
        """Return the latest runs, newest first."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(RUN).order_by(RUN.c.run.desc()).limit(limit)).mappings()
            return [{**row, "report": json.loads(row["report"]) if row["report"] else None} for row in found]

    def report(self, run: int) -> dict[str, Any]:
        """Return what a run reported, nothing when it has not ended."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(RUN.c.report).where(RUN.c.run == run)).scalar()
        return dict(json.loads(found)) if found else {}

    def one_per_person(self, version: str) -> list[str]:
        """Return the sources that hold each person once, as the run found that made a version; none if unknown."""
        query = sa.select(RUN.c.report).where(RUN.c.version == version).order_by(RUN.c.run)
        with self._engine.connect() as connection:
            reports = [json.loads(told) for told in connection.execute(query).scalars() if told]
        found = (each["clusters"]["one_per_person"] for each in reports if each.get("clusters"))
        return list(next(found, ()))

    def published_by(self, run: int) -> dict[str, Any] | None:
        """Return the first run from `run` on that published a version: run, version, finished_at; None without one."""
        return self._publication(RUN.c.run >= run)

    def publication(self, version: str) -> dict[str, Any] | None:
        """Return the run that published a version: run, version, finished_at; None when the ledger knows of none."""
        return self._publication(RUN.c.version == version)

    def _publication(self, which: sa.ColumnElement[bool]) -> dict[str, Any] | None:
        columns = (RUN.c.run, RUN.c.version, RUN.c.finished_at)
        query = sa.select(*columns).where(which, RUN.c.status == "published").order_by(RUN.c.run).limit(1)
        with self._engine.connect() as connection:
            found = connection.execute(query).mappings().first()
        return dict(found) if found else None

    def package(self, seq: int) -> Package | None:
        """Return a package by its number, without reasons; None when there is none."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(PACKAGE).where(PACKAGE.c.seq == seq)).mappings().first()
        return Package(**found) if found else None

    def next_seq(self) -> int:
        """Return the number the next package will get."""
        with self._engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(PACKAGE.c.seq), 0))).scalar_one()) + 1

    def watermark(self) -> int:
        """Return the newest package that holds rows, 0 when none does."""
        held = sa.select(sa.func.coalesce(sa.func.max(PACKAGE.c.seq), 0)).where(
            PACKAGE.c.loaded + PACKAGE.c.withdrawn > 0
        )
        with self._engine.connect() as connection:
            return int(connection.execute(held).scalar_one())

    def landed_rows(self) -> int:
        """Return how many rows ever landed."""
        with self._engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.coalesce(sa.func.sum(PACKAGE.c.loaded), 0))).scalar_one())

    def packages(self, source: str | None = None) -> list[Package]:
        """Return packages in the order they landed."""
        query = sa.select(PACKAGE).order_by(PACKAGE.c.seq)
        why = sa.select(PACKAGE_REASON).join(PACKAGE, PACKAGE.c.seq == PACKAGE_REASON.c.seq)
        if source is not None:
            query, why = (each.where(PACKAGE.c.source == source) for each in (query, why))
        reasons: dict[int, dict[str, int]] = {}
        with self._engine.connect() as connection:
            for seq, reason, rows in connection.execute(why):
                reasons.setdefault(seq, {})[reason] = rows
            found = connection.execute(query).mappings()
            return [Package(**row, reasons=reasons.get(row["seq"], {})) for row in found]

    def add_packages(self, packages: Sequence[Package]) -> None:
        """Record packages; from here on they exist."""
        rows = [asdict(package) for package in packages]
        reasons = [
            {"seq": row["seq"], "reason": reason, "rows": n} for row in rows for reason, n in row.pop("reasons").items()
        ]
        with self._writing() as connection:
            for table, values in ((PACKAGE, rows), (PACKAGE_REASON, reasons)):
                if values:
                    connection.execute(table.insert(), values)

    def import_identity_history(self, changes: Sequence[IdentityChange]) -> None:
        """Take over the changes of a published version; a second time changes nothing."""
        self._import(IDENTITY_HISTORY, changes)

    def identity_history(self) -> list[IdentityChange]:
        """Return every change of every golden id, oldest first."""
        query = sa.select(IDENTITY_HISTORY).order_by(IDENTITY_HISTORY.c.version, IDENTITY_HISTORY.c.nth)
        with self._engine.connect() as connection:
            return [IdentityChange(**row) for row in connection.execute(query).mappings()]

    def former_ids(self) -> list[str]:
        """Return every golden id that was merged away or retired, and has not come back to life since."""
        version, change = IDENTITY_HISTORY.c.version, IDENTITY_HISTORY.c.change
        ended = sa.func.max(sa.case((change.in_(("merge", "retire")), version)))
        revived = sa.func.coalesce(sa.func.max(sa.case((change == "revive", version))), "")
        query = sa.select(IDENTITY_HISTORY.c.golden_id).group_by(IDENTITY_HISTORY.c.golden_id).having(ended > revived)
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def import_inherited_claims(self, claims: Sequence[InheritedClaim]) -> None:
        """Take over the claims that passed on in a published version; a second time changes nothing."""
        self._import(INHERITED_CLAIM, claims)

    def inherited_claims(self) -> list[InheritedClaim]:
        """Return every claim that ever passed on, oldest version first."""
        query = sa.select(INHERITED_CLAIM).order_by(INHERITED_CLAIM.c.version, INHERITED_CLAIM.c.golden_id)
        with self._engine.connect() as connection:
            return [InheritedClaim(**row) for row in connection.execute(query).mappings()]

    def _import(self, table: sa.Table, rows: Sequence[IdentityChange] | Sequence[InheritedClaim]) -> None:
        if not rows:
            return
        with self._writing() as connection:
            done = sa.select(sa.func.count()).where(table.c.version == rows[0].version)
            if not connection.execute(done).scalar():
                connection.execute(table.insert(), [vars(row) for row in rows])

    def add_decisions(
        self, drafts: Sequence[Decision], check: Callable[[Decision, list[Decision]], None]
    ) -> list[Decision]:
        """Record decisions of a steward, all or none; return them with number and time; from here on they hold.

        `check` gets each in turn and all so far, itself among them; when that raises, none was ever made.
        """
        made = []
        with self._writing() as connection:
            decisions = read_decisions(connection)
            newest = connection.execute(sa.select(sa.func.max(PACKAGE.c.seq))).scalar() or 0
            for draft in (replace(each, at=now(), seq=newest) for each in drafts):
                made.append(replace(draft, number=write_decision(connection, draft)))
                decisions.append(made[-1])
                check(made[-1], decisions)
        return made

    def decisions(self) -> list[Decision]:
        """Return every decision ever made, in that order."""
        with self._engine.connect() as connection:
            return read_decisions(connection)

    def add_activation(self, told: Mapping[str, Any], excluded: Mapping[str, int]) -> None:
        """Record that a segment was exported: by, segment, purpose, channel, version, people, file; now."""
        with self._writing() as connection:
            connection.execute(ACTIVATION.insert().values(**told, at=now(), excluded=json.dumps(excluded)))

    def activations(self) -> list[dict[str, Any]]:
        """Return the exports of segments, newest first; `excluded` counts those left out by reason."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(ACTIVATION).order_by(ACTIVATION.c.activation.desc())).mappings()
            return [{**row, "excluded": json.loads(row["excluded"])} for row in found]

    def last_version(self) -> str | None:
        """Return the newest version that was ever published, as far as the ledger knows; None when none was."""
        told = [sa.select(sa.func.max(table.c.version)) for table in (RUN, IDENTITY_HISTORY, INHERITED_CLAIM)]
        with self._engine.connect() as connection:
            return max(filter(None, (connection.execute(query).scalar() for query in told)), default=None)

    def last_model(self) -> str | None:
        """Return the model that the newest published run used, None when there was no such run or model."""
        query = sa.select(RUN.c.report).where(RUN.c.status == "published").order_by(RUN.c.run.desc()).limit(1)
        with self._engine.connect() as connection:
            report = connection.execute(query).scalar()
        return json.loads(report).get("model") if report else None

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _durable(connection: Any, _: Any) -> None:
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma busy_timeout = 10000")
