"""The order of the stages, and nothing else: connect → land → … → publish."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from cdp.cluster import Clustered, cluster
from cdp.config import Config
from cdp.contracts import TABLES
from cdp.database import Database
from cdp.errors import CdpError, UsageError
from cdp.history import attribute_events
from cdp.household import Households, find_households
from cdp.identify import compare_membership, identify
from cdp.land import Landing, SourceCount, land
from cdp.ledger import now
from cdp.link import Linked, find_contradictions, gather, link
from cdp.publish import check_quality, prune, publish, roll_back
from cdp.published import Manifest
from cdp.recover import check_packages, recover
from cdp.self_assessment import SelfAssessment, assess
from cdp.standardise import standardise
from cdp.survive import survive

if TYPE_CHECKING:
    from cdp.workspace import Workspace


class Watch(Protocol):
    """Somebody who follows a run."""

    def stage(self, name: str) -> None:
        """A stage begins."""
        ...

    def tell(self, text: str) -> None:
        """Something within the stage is being done."""
        ...


class _Nobody:
    def stage(self, name: str) -> None:
        """Nobody listens."""

    def tell(self, text: str) -> None:
        """Nobody listens."""


@dataclass
class RunReport:
    """What a run did."""

    run: int
    status: str
    """`published`, or `unchanged` when there was nothing new."""
    version: str | None = None
    sources: list[SourceCount] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    people: int = 0
    households: Households | None = None
    records: int = 0
    events: dict[str, int] = field(default_factory=dict)
    """Events by what became of them: attributed, or why not."""
    consents: dict[str, int] = field(default_factory=dict)
    """Words on consent, likewise."""
    problems: list[tuple[str, str, int]] = field(default_factory=list)
    """(attribute, problem, distinct values) that have no standard form; see Standardised."""
    link: Linked | None = None
    clusters: Clustered | None = None
    assessment: SelfAssessment | None = None
    """How good the result is, as far as it can be known without a truth."""
    identity: dict[str, int] = field(default_factory=dict)
    """Merges, splits and retirements since the last version."""
    content_hash: str = ""
    model: str | None = None
    """Version of the matching model behind the published version."""
    mended: list[str] = field(default_factory=list)
    """What had come to harm and was mended before the run."""

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values for JSON."""
        return asdict(self)


def run(ws: Workspace, *, retrain: bool = False, as_of: date | None = None, watch: Watch | None = None) -> RunReport:
    """Do the whole job once; see Workspace.run.

    Raises a CdpError named for what the user must do; the published version is then untouched, and the next run
    recovers.
    """
    config = ws.config
    with ws.locked():
        mended = recover(ws, config)
        report = RunReport(ws.ledger.start_run("run"), "running", mended=mended)
        try:
            _run(ws, config, report, as_of or date.today(), watch or _Nobody(), retrain=retrain)
        except CdpError as fault:
            ws.ledger.finish_run(report.run, "failed", None, {"error": type(fault).__name__, **report.to_dict()})
            raise
        ws.ledger.finish_run(report.run, report.status, report.version, report.to_dict())
    return report


def _run(ws: Workspace, config: Config, report: RunReport, as_of: date, watch: Watch, *, retrain: bool) -> None:
    clock = _Clock(report, watch)
    landing = Landing(ws.folder / "landing", ws.ledger)
    with Database(ws.folder / "cache" / "spill", config.company.memory_limit, config.company.threads) as db:
        with clock.stage("land"):
            check_packages(landing, config)
            for source in config.sources_by_trust:
                report.sources.append(land(db, landing, ws.ledger, source, ws.folder, report.run, watch.tell))
        current = ws.published.current()
        watermark = ws.ledger.watermark()
        if current and not retrain and _up_to_date(current, config, watermark, as_of):
            report.status, report.version, report.content_hash = "unchanged", current.version, current.content_hash
            report.people, report.model = current.tables["profile"].rows, current.model
            return
        with clock.stage("standardise"):
            packages = {source.source: landing.files(source.source) for source in config.sources}
            standard = standardise(db, config, packages, as_of)
            report.records, report.problems = db.count("record"), standard.problems
        with clock.stage("link"):
            material = gather(db, config, standard.columns)
            report.link = link(db, config, material, ws.models, retrain=retrain)
            report.model = report.link.model
        with clock.stage("cluster"):
            model = ws.models.load(report.model) if report.model else None
            look_again = partial(find_contradictions, db, material, model)
            once = model.one_per_person if model else None
            report.clusters = cluster(db, config.identity.weakest_match, look_again, once)
            if model and once is None:
                ws.models.keep_one_per_person(model.version, report.clusters.one_per_person)
        with clock.stage("assess"):
            weakest, canaries = config.identity.weakest_match, report.link.canaries
            report.assessment = assess(db, standard.columns, weakest, canaries)
        with clock.stage("identify"):
            before = ws.published.path(current, "membership") if current else None
            inherited, version = ws.ledger.inherited_claims(), _next_version(ws)
            report.identity = identify(db, ws.ledger.secret, before, inherited, version, watermark)
        with clock.stage("survive"):
            survive(db, config, standard.columns)
            report.people = db.count("profile")
        with clock.stage("household"):
            report.households = find_households(db, config, standard.columns, ws.ledger.secret)
        with clock.stage("history"):
            attributed = attribute_events(db, config, standard.columns, as_of)
            report.events, report.consents = attributed.events, attributed.consents
        with clock.stage("publish"):
            check_quality(db, config, ws.published)
            draft = Manifest(
                version=version,
                parent=current.version if current else None,
                run=report.run,
                created_at=now(),
                as_of=as_of.isoformat(),
                config_hash=config.hash,
                model=report.model,
                watermark=watermark,
                valid_until=_first_expiry(db, as_of),
                content_hash="",
                ledger=ws.ledger.id,
            )
            manifest = publish(db, ws.published, ws.ledger, draft, config.company.retain_versions)
    report.status, report.version, report.content_hash = "published", manifest.version, manifest.content_hash
    shutil.rmtree(ws.folder / "cache", ignore_errors=True)


def rollback(ws: Workspace, version: str | None) -> str:
    """Publish an earlier version again; see Workspace.rollback. Raises UsageError or NotFound."""
    config = ws.config
    with ws.locked():
        mended = recover(ws, config)
        lineage = ws.published.lineage()
        if version is None and len(lineage) < 2:
            raise UsageError("there is no earlier version to roll back to", "`cdp status` lists the versions kept")
        target = lineage[1] if version is None else ws.published.manifest(version)
        number = ws.ledger.start_run("rollback")
        with Database() as db:
            db.run(
                "create temp table member as select *, row_number() over () as rid from read_parquet($path)",
                {"path": str(ws.published.path(target, "membership"))},
            )
            compare_membership(db, ws.published.path(lineage[0], "membership"))
            parent = lineage[0].version
            draft = replace(target, version=_next_version(ws), parent=parent, run=number, created_at=now())
            manifest = roll_back(db, ws.published, ws.ledger, target, draft)
        people = target.tables["profile"].rows
        report = RunReport(number, "published", manifest.version, people=people, model=target.model, mended=mended)
        ws.ledger.finish_run(
            number, "published", manifest.version, {**report.to_dict(), "rolled_back_to": target.version}
        )
        prune(ws.published, config.company.retain_versions)
    return manifest.version


def _up_to_date(current: Manifest, config: Config, watermark: int, as_of: date) -> bool:
    """Tell whether the published version is what a run would make: nothing landed, changed, expired or came back."""
    day = as_of.isoformat()
    still_valid = current.as_of <= day and (current.valid_until is None or day < current.valid_until)
    whole = all(table.name in current.tables for table in TABLES)
    return whole and current.watermark == watermark and current.config_hash == config.hash and still_valid


def _next_version(ws: Workspace) -> str:
    return ws.published.next_version(ws.ledger.last_version())


def _first_expiry(db: Database, as_of: date) -> str | None:
    """Return the first day after `as_of` on which a value has expired."""
    found = db.value(
        """
        select cast(min(expires_at) + interval 1 day as date)
        from (select expires_at from record union all select expires_at from consent_given) where expires_at >= $1
        """,
        [as_of],
    )
    return found.isoformat() if found else None


class _Clock:
    """Times the stages and tells who watches."""

    def __init__(self, report: RunReport, watch: Watch) -> None:
        self._report, self._watch = report, watch

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        self._watch.stage(name)
        started = time.perf_counter()
        yield
        self._report.seconds[name] = round(time.perf_counter() - started, 3)
