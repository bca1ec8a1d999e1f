"""The order of the stages, and nothing else: connect → land → … → publish."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from cdp.cluster import Clustered, cluster
from cdp.config import Config
from cdp.contracts import TABLES
from cdp.database import Database, literal
from cdp.errors import CdpError, UsageError
from cdp.history import attribute_events
from cdp.household import Households, find_households
from cdp.identify import compare_membership, identify
from cdp.increment import MOST, Increment
from cdp.land import Landing, SourceCount, land
from cdp.ledger import now
from cdp.link import GROWTH, Linked, Material, Model, TooMuchChanged, find_contradictions, gather, link, link_touched
from cdp.publish import check_quality, prune, publish, roll_back
from cdp.published import Manifest
from cdp.recover import check_packages, recover
from cdp.self_assessment import SelfAssessment, assess
from cdp.standardise import standardise
from cdp.state import State
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
    changed: int | None = None
    """Records that were new or changed, when the run took only those; None when it took everything."""
    full_because: str = ""
    """Why it took everything although there was a version to go on from."""
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
    cache = ws.folder / "cache"
    landing = Landing(ws.folder / "landing", ws.ledger)
    with Database(cache / "spill", config.company.memory_limit, config.company.threads) as db:
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
        state = State(cache)
        work = _Work(ws, config, db, landing, current, state, clock, report, as_of)
        found = work.take_changes() if current and not retrain else None
        found = found or work.take_all(retrain=retrain)
        columns, material, model, change = found.columns, found.material, found.model, found.change
        with clock.stage("cluster"):
            look_again = partial(find_contradictions, db, material, model)
            once = model.one_per_person if model else None
            report.clusters = cluster(db, config.identity.weakest_match, look_again, once)
            if model and once is None:
                ws.models.keep_one_per_person(model.version, report.clusters.one_per_person)
            if change is None:
                work.keep_state(linked=db.has("key_value"))
        if change is None:
            with clock.stage("assess"):
                weakest, canaries = config.identity.weakest_match, model.canaries if model else None
                report.assessment = assess(db, columns, weakest, canaries)
        with clock.stage("identify"):
            before = change.former_members() if change else _membership(ws, current)
            inherited, version = ws.ledger.inherited_claims(), _next_version(ws)
            report.identity = identify(db, ws.ledger.secret, before, inherited, version, watermark)
        with clock.stage("survive"):
            survive(db, config, columns)
            selects = change.widen() if change else None
            report.people = db.count("profile")
        with clock.stage("household"):
            report.households = find_households(db, config, columns, ws.ledger.secret)
        with clock.stage("history"):
            attributed = attribute_events(db, config, columns, as_of)
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
            manifest = publish(db, ws.published, ws.ledger, draft, config.company.retain_versions, selects)
            if change:
                change.keep()
            if model:
                state.stamp(db, manifest.version, config)
    report.status, report.version, report.content_hash = "published", manifest.version, manifest.content_hash
    shutil.rmtree(cache / "spill", ignore_errors=True)


@dataclass(frozen=True)
class _Found:
    """What the stages up to *link* hand on."""

    columns: list[str]
    material: Material
    model: Model | None
    change: Increment | None
    """None when everything was taken."""


@dataclass
class _Work:
    """The stages *standardise* and *link*, of what changed or of everything."""

    ws: Workspace
    config: Config
    db: Database
    landing: Landing
    current: Manifest | None
    state: State
    clock: _Clock
    report: RunReport
    as_of: date

    def take_changes(self) -> _Found | None:
        """Take what changed since the last version; None when a run has to take everything, the report tells why."""
        assert self.current is not None
        self.report.full_because = self._why_all(self.current)
        if self.report.full_because:
            return None
        db, config = self.db, self.config
        change = Increment(db, config, self.ws.published, self.current)
        with self.clock.stage("standardise"):
            news = self._packages(since=self.current.watermark)
            changed, records = change.find(news, self.as_of), self.current.tables["membership"].rows
            if changed > MOST * records:
                self.report.full_because = f"{changed:,} records are new or changed, of {records:,}"
                return None
            part = change.part(news)
            standard = standardise(db, config, self._packages(), self.as_of, part)
            self.report.changed, self.report.problems = changed, standard.problems
            change.place(part)
            self.report.records = int(db.value("select count(*) from current_key"))
        model = self.ws.models.load(str(self.current.model))
        with self.clock.stage("link"):
            try:
                weakest = config.identity.weakest_match
                circle = link_touched(db, config, standard.columns, model, self.ws.models, weakest)
            except TooMuchChanged as told:
                self.report.full_because = str(told)
                return None
        self.report.model = model.version
        self.report.link = Linked(
            model.version,
            trained=False,
            candidates=circle.candidates,
            matches=db.count("touched_match"),
            refused=circle.refused,
            unreliable=circle.unreliable,
            generic_values=circle.generic_values,
            expected_recall=model.expected_recall,
            canaries=model.canaries,
        )
        return _Found(standard.columns, circle.material, model, change)

    def take_all(self, *, retrain: bool) -> _Found:
        """Take every record that ever landed."""
        db, config, report = self.db, self.config, self.report
        for view in ("record", "alternate"):
            db.drop_any(view)
        with self.clock.stage("standardise"):
            standard = standardise(db, config, self._packages(), self.as_of)
            report.records, report.problems = db.count("record"), standard.problems
        with self.clock.stage("link"):
            material = gather(db, config, standard.columns)
            report.link = link(db, config, material, self.ws.models, retrain=retrain)
            report.model = report.link.model
        model = self.ws.models.load(report.model) if report.model else None
        return _Found(standard.columns, material, model, None)

    def keep_state(self, *, linked: bool) -> None:
        """Keep for the next run what it needs to take only what is new then."""
        if linked and self.report.model:
            self.state.keep(self.db)
        else:
            self.state.forget(self.db)
        self.db.drop("key_value", "content", "twin", "component", "contradicted")

    def _why_all(self, current: Manifest) -> str:
        """Say why a run cannot take only what is new; empty when it can."""
        if current.config_hash != self.config.hash:
            return "the configuration changed"
        if current.model is None:
            return "no model weighs the records"
        if date.fromisoformat(current.as_of) > self.as_of:
            return f"the last version was made for a later day, {current.as_of}"
        if not self.state.attach(self.db, current, self.config):
            return "nothing was kept of the last run"
        model = self.ws.models.load(current.model)
        if current.tables["membership"].rows > GROWTH * model.trained_records:
            return "there are more than twice the records that the model was trained on"
        return ""

    def _packages(self, since: int = 0) -> dict[str, list[Path]]:
        return {source.source: self.landing.files(source.source, since) for source in self.config.sources}


def _membership(ws: Workspace, current: Manifest | None) -> str | None:
    return f"read_parquet({literal(str(ws.published.path(current, 'membership')))})" if current else None


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
            compare_membership(db, _membership(ws, lineage[0]))
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
