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
from cdp.decided import add_decided_matches, make_decision, make_decision_tables, make_override
from cdp.decided_groups import read_decided
from cdp.errors import CdpError, UsageError
from cdp.gate import VersionDiff, measure, measure_kept, measured, release
from cdp.history import attribute_events
from cdp.household import Households, find_households
from cdp.identify import identify
from cdp.identity_cause import blame_rollback, find_causes
from cdp.land import Landing, SourceCount, land
from cdp.ledger import now
from cdp.link import Linked, find_contradictions, gather, link
from cdp.override import read_overrides
from cdp.publish import check_quality, keep_candidate, promote_version, write_again, write_version
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
    """`published`, `candidate` when the version waits for a decision, or `unchanged` when there was nothing new."""
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
    decisions: dict[str, int] = field(default_factory=dict)
    """Decisions of stewards by what has become of them: in force, withdrawn, ended, sleeping."""
    identity: dict[str, int] = field(default_factory=dict)
    """Merges, splits and retirements since the last version."""
    diff: VersionDiff | None = None
    """How much differs from the version before."""
    exceeded: list[str] = field(default_factory=list)
    """Limits in cdp.yml that were exceeded, a sentence each: the version waits for a decision then."""
    """Merges, splits, retirements and revivals since the last version."""
    content_hash: str = ""
    model: str | None = None
    """Version of the matching model behind the published version."""
    mended: list[str] = field(default_factory=list)
    """What had come to harm and was mended before the run."""

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values for JSON."""
        return asdict(self)


def run(
    ws: Workspace,
    *,
    retrain: bool = False,
    as_of: date | None = None,
    watch: Watch | None = None,
    candidate: bool = False,
) -> RunReport:
    """Do the whole job once; see Workspace.run.

    Raises a CdpError named for what the user must do; the published version is then untouched, and the next run
    recovers.
    """
    config = ws.config
    with ws.locked():
        mended = recover(ws, config)
        report = RunReport(ws.ledger.start_run("run"), "running", mended=mended)
        try:
            _run(ws, config, report, as_of or date.today(), watch or _Nobody(), retrain=retrain, candidate=candidate)
        except CdpError as fault:
            ws.ledger.finish_run(report.run, "failed", None, {"error": type(fault).__name__, **report.to_dict()})
            raise
        ws.ledger.finish_run(report.run, report.status, report.version, report.to_dict())
    return report


def _run(
    ws: Workspace, config: Config, report: RunReport, as_of: date, watch: Watch, *, retrain: bool, candidate: bool
) -> None:
    clock = _Clock(report, watch)
    landing = Landing(ws.folder / "landing", ws.ledger)
    with Database(ws.folder / "cache" / "spill", config.company.memory_limit, config.company.threads) as db:
        with clock.stage("land"):
            check_packages(landing, config)
            for source in config.sources_by_trust:
                report.sources.append(land(db, landing, ws.ledger, source, ws.folder, report.run, watch.tell))
        current = ws.published.current()
        watermark, decisions = ws.ledger.watermark(), ws.ledger.decisions()
        decided, overrides = len(decisions), read_overrides(ws.folder, decisions)
        if current and not retrain and _up_to_date(current, config, watermark, decided, as_of):
            report.status, report.version, report.content_hash = "unchanged", current.version, current.content_hash
            report.people, report.model = current.tables["profile"].rows, current.model
            return
        waiting = _still_waiting(ws, current, config, watermark, decided, as_of)
        if waiting and not retrain:
            _settle(ws, waiting, report, config, candidate=candidate)
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
            make_decision_tables(db, decisions)
            report.clusters = cluster(db, config.identity.weakest_match, look_again, read_decided(db))
            add_decided_matches(db)
        with clock.stage("assess"):
            weakest, canaries = config.identity.weakest_match, report.link.canaries
            report.assessment = assess(db, standard.columns, weakest, canaries)
        with clock.stage("identify"):
            before = ws.published.path(current, "membership") if current else None
            inherited, version, former = ws.ledger.inherited_claims(), _next_version(ws), ws.ledger.former_ids()
            report.identity = identify(db, ws.ledger.secret, before, inherited, version, watermark, former)
            match, record = (ws.published.path(current, name) if current else None for name in ("match", "record"))
            find_causes(db, match, record, current.watermark if current else 0)
        with clock.stage("survive"):
            survive(db, config, standard.columns, make_override(db, decisions, overrides, as_of))
            report.people = db.count("profile")
        with clock.stage("household"):
            report.households = find_households(db, config, standard.columns, ws.ledger.secret)
        with clock.stage("history"):
            attributed = attribute_events(db, config, standard.columns, as_of)
            report.events, report.consents = attributed.events, attributed.consents
        with clock.stage("compare"):
            report.diff = measure(db, ws.published, current, _AFTER, version, config.company.checks)
            report.exceeded = report.diff.exceeded
        with clock.stage("publish"):
            report.decisions = make_decision(db, decisions, as_of)
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
                decisions=decided,
                ledger=ws.ledger.id,
            )
            _hand_over(db, ws, config, report, draft, candidate=candidate)
    shutil.rmtree(ws.folder / "cache", ignore_errors=True)


def _hand_over(
    db: Database, ws: Workspace, config: Config, report: RunReport, draft: Manifest, *, candidate: bool
) -> None:
    """Write the version, and publish it unless it is to wait for a decision."""
    manifest, retain = write_version(db, ws.published, ws.ledger, draft), config.company.retain_versions
    report.version, report.content_hash = manifest.version, manifest.content_hash
    report.status = "candidate" if candidate or report.exceeded else "published"
    if report.status == "candidate":
        keep_candidate(ws.published, manifest.version, retain)
    else:
        ws.published.drop_candidate()
        promote_version(db, ws.published, ws.ledger, manifest.version, retain)


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
            parent, version = lineage[0], _next_version(ws)
            measure_kept(db, ws.published, parent, target, version, config.company.checks, ws.ledger.former_ids())
            blame_rollback(db)
            draft = replace(target, version=version, parent=parent.version, run=number, created_at=now())
            manifest = write_again(db, ws.published, ws.ledger, target, draft)
            promote_version(db, ws.published, ws.ledger, version, config.company.retain_versions)
        people = target.tables["profile"].rows
        report = RunReport(number, "published", manifest.version, people=people, model=target.model, mended=mended)
        ws.ledger.finish_run(
            number, "published", manifest.version, {**report.to_dict(), "rolled_back_to": target.version}
        )
    return manifest.version


_AFTER = {**{table.name: table.name for table in TABLES}, "membership": "member"}
"""SQL of the tables of the version that a run makes, before they are published."""


def _still_waiting(
    ws: Workspace, current: Manifest | None, config: Config, watermark: int, decided: int, as_of: date
) -> Manifest | None:
    """Return the candidate, if it is what the run would make again."""
    waiting = ws.published.candidate()
    if waiting is None or waiting.parent != (current.version if current else None):
        return None
    return waiting if _up_to_date(waiting, config, watermark, decided, as_of) else None


def _settle(ws: Workspace, waiting: Manifest, report: RunReport, config: Config, *, candidate: bool) -> None:
    """Publish a candidate that waits for nothing but a run without `candidate`; else let it wait on."""
    report.diff = measured(ws.published, waiting)
    report.exceeded = report.diff.exceeded
    report.version, report.content_hash = waiting.version, waiting.content_hash
    report.people, report.model = waiting.tables["profile"].rows, waiting.model
    report.status = "candidate" if candidate or report.exceeded else "published"
    if report.status == "published":
        release(ws, waiting, config.company.retain_versions)


def _up_to_date(current: Manifest, config: Config, watermark: int, decided: int, as_of: date) -> bool:
    """Tell whether the published version is what a run would make: nothing landed, changed, expired or came back, and
    nothing was decided since.
    """
    day = as_of.isoformat()
    still_valid = current.as_of <= day and (current.valid_until is None or day < current.valid_until)
    whole = all(table.name in current.tables for table in TABLES)
    taken_in = (current.watermark, current.decisions) == (watermark, decided)
    return whole and taken_in and current.config_hash == config.hash and still_valid


def _next_version(ws: Workspace) -> str:
    return ws.published.next_version(ws.ledger.last_version())


def _first_expiry(db: Database, as_of: date) -> str | None:
    """Return the first day after `as_of` on which a value has expired."""
    found = db.value(
        """
        select cast(min(expires_at) + interval 1 day as date)
        from (
            select expires_at from record
            union all select expires_at from consent_given
            union all select until from decision where state <> 'withdrawn'
        )
        where expires_at >= $1
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
