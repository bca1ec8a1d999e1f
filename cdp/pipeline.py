"""The order of the stages, and nothing else: connect → land → … → publish."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cdp.answers import make_answered_pair
from cdp.changes import Sides
from cdp.cluster import cluster
from cdp.config import Config
from cdp.contracts import TABLES
from cdp.database import Database
from cdp.decided import add_decided_matches, make_decision, make_decision_tables, make_new_decisions, make_override
from cdp.decided_groups import read_decided
from cdp.errors import CdpError
from cdp.gate import measure, measured, release
from cdp.history import attribute_events
from cdp.household import find_households, recount
from cdp.identify import identify
from cdp.identity_cause import find_causes
from cdp.increment import MOST, Increment
from cdp.land import Landing, land
from cdp.ledger import now
from cdp.link import GROWTH, Linked, Material, Model, TooMuchChanged, find_contradictions, gather, link, link_touched
from cdp.override import read_overrides
from cdp.publish import (
    check_people,
    check_quality,
    first_expiry,
    keep_candidate,
    promote_version,
    write_records,
    write_version,
)
from cdp.published import Manifest, TableFile
from cdp.recover import check_packages, recover
from cdp.run_report import Clock, Nobody, RunReport, Watch
from cdp.self_assessment import assess
from cdp.standardise import standardise
from cdp.state import State
from cdp.survive import survive
from cdp.understand import understand
from cdp.version_files import Change

if TYPE_CHECKING:
    from cdp.decision import Decision
    from cdp.workspace import Workspace


@dataclass(frozen=True)
class Order:
    """What a run is asked for."""

    as_of: date
    retrain: bool = False
    """Train the model anew."""
    full: bool = False
    """Take every record anew, even if nothing is new."""
    candidate: bool = False
    """Let the version wait for a decision in any case."""


def run(
    ws: Workspace,
    *,
    retrain: bool = False,
    full: bool = False,
    as_of: date | None = None,
    watch: Watch | None = None,
    candidate: bool = False,
) -> RunReport:
    """Do the whole job once; see Workspace.run.

    Raises a CdpError named for what the user must do; the published version is then untouched, and the next run
    recovers.
    """
    config = ws.config
    order = Order(as_of or date.today(), retrain, full or retrain, candidate)
    with ws.locked():
        mended = recover(ws, config)
        report = RunReport(ws.ledger.start_run("run"), "running", mended=mended)
        try:
            with Database(ws.folder / "cache" / "spill", config.company.memory_limit, config.company.threads) as db:
                _Run(ws, config, order, db, report, Clock(report, watch or Nobody())).go()
        except CdpError as fault:
            ws.ledger.finish_run(report.run, "failed", None, {"error": type(fault).__name__, **report.to_dict()})
            raise
        ws.ledger.finish_run(report.run, report.status, report.version, report.to_dict())
    shutil.rmtree(ws.folder / "cache" / "spill", ignore_errors=True)
    return report


@dataclass(frozen=True)
class _News:
    """What a run has to go on from, and what has come since."""

    current: Manifest | None
    watermark: int
    decisions: Sequence[Decision]
    overrides: Mapping[int, Mapping[str, str]]

    def is_in(self, manifest: Manifest, config: Config, as_of: date) -> bool:
        """Tell whether a version is what a run would make: nothing landed, changed, expired, or was decided since."""
        day = as_of.isoformat()
        still_valid = manifest.as_of <= day and (manifest.valid_until is None or day < manifest.valid_until)
        whole = all(table.name in manifest.tables for table in TABLES)
        taken_in = (manifest.watermark, manifest.decisions) == (self.watermark, len(self.decisions))
        configured = (manifest.config_hash, manifest.insight_hash) == (config.hash, config.insight_hash)
        return whole and taken_in and configured and still_valid


@dataclass(frozen=True)
class _Linked:
    """What the stages up to *link* hand on."""

    columns: list[str]
    material: Material
    model: Model | None
    change: Increment | None
    """None when everything was taken."""


@dataclass
class _Run:
    """One run at work."""

    ws: Workspace
    config: Config
    order: Order
    db: Database
    report: RunReport
    clock: Clock
    sound: dict[str, bool] = field(default_factory=dict)
    """What was checked of the people, and whether it holds."""

    def __post_init__(self) -> None:
        self.state = State(self.ws.folder / "cache")
        self.landing = Landing(self.ws.folder / "landing", self.ws.ledger)
        self.records: TableFile | None = None

    def go(self) -> None:
        """Take the stages in their order."""
        self._land()
        decisions = self.ws.ledger.decisions()
        overrides = read_overrides(self.ws.folder, decisions)
        news = _News(self.ws.published.current(), self.ws.ledger.watermark(), decisions, overrides)
        if not self.order.full and self._is_done(news):
            return
        self.state.take_back()
        linked = self._take_changes(news) if news.current and not self.order.full else None
        linked = linked or self._take_all(news)
        self.report.version = self.ws.published.next_version(self.ws.ledger.last_version())
        self._group(linked, news)
        changed = self._name(linked, news)
        self._attribute(linked, changed)
        self._publish(linked, news, changed)

    def _land(self) -> None:
        with self.clock.stage("land"):
            check_packages(self.landing, self.config)
            for source in self.config.sources_by_trust:
                told = land(
                    self.db, self.landing, self.ws.ledger, source, self.ws.folder, self.report.run, self.clock.tell
                )
                self.report.sources.append(told)
        self.db.make_room(self.ws.ledger.landed_rows())

    def _is_done(self, news: _News) -> bool:
        """Tell whether there is nothing to do but, perhaps, to publish a candidate that waits."""
        current, report = news.current, self.report
        if current and news.is_in(current, self.config, self.order.as_of):
            report.status, report.version, report.content_hash = "unchanged", current.version, current.content_hash
            report.people, report.model = current.tables["profile"].rows, current.model
            return True
        waiting = self.ws.published.candidate()
        if waiting is None or waiting.parent != (current.version if current else None):
            return False
        if not news.is_in(waiting, self.config, self.order.as_of):
            return False
        self._settle(waiting)
        return True

    def _settle(self, waiting: Manifest) -> None:
        """Publish a candidate that waits for nothing but a run without `candidate`; else let it wait on."""
        report = self.report
        report.diff = measured(self.ws.published, waiting)
        report.exceeded = report.diff.exceeded
        report.version, report.content_hash = waiting.version, waiting.content_hash
        report.people, report.model = waiting.tables["profile"].rows, waiting.model
        report.status = "candidate" if self.order.candidate or report.exceeded else "published"
        if report.status == "published":
            release(self.ws, waiting, self.config.company.retain_versions)

    def _take_changes(self, news: _News) -> _Linked | None:
        """Take what changed since the last version; None when a run has to take everything, the report tells why."""
        current, report, config, db, ws = news.current, self.report, self.config, self.db, self.ws
        assert current is not None
        report.full_because = self._why_all(current)
        if report.full_because:
            return None
        change, model = Increment(db, config, ws.published, current), ws.models.load(str(current.model))
        with self.clock.stage("standardise"):
            landed = self._packages(since=current.watermark)
            changed, records = change.find(landed, self.order.as_of), current.tables["membership"].rows
            if changed > MOST * records:
                report.full_because = f"{changed:,} records are new or changed, beside {records:,}"
                return None
            if records + changed > GROWTH * model.trained_records:
                report.full_because = "there may be more than twice the records that the model was trained on"
                return None
            part = change.part(landed, self.order.as_of)
            standard = standardise(db, config, self._packages(), self.order.as_of, part)
            change.place(part, news.decisions)
            report.changed, report.problems = changed, standard.problems
            report.records = int(db.value("select count(*) from current_key"))
        with self.clock.stage("link"):
            try:
                circle = link_touched(db, config, standard.columns, model, ws.models, config.identity.weakest_match)
            except TooMuchChanged as told:
                report.full_because, report.changed = str(told), None
                return None
        report.model, report.circle = model.version, circle.records
        report.link = Linked(
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
        return _Linked(standard.columns, circle.material, model, change)

    def _take_all(self, news: _News) -> _Linked:
        """Take every record that ever landed."""
        db, config, report = self.db, self.config, self.report
        for table in ("record", "alternate", "event", "mention", "former_match"):
            db.drop_any(table)
        with self.clock.stage("standardise"):
            standard = standardise(db, config, self._packages(), self.order.as_of)
            report.records, report.problems = db.count("record"), standard.problems
        with self.clock.stage("link"):
            material = gather(db, config, standard.columns)
            answered = partial(make_answered_pair, db, config, news.decisions, self._packages())
            report.link = link(db, config, material, self.ws.models, retrain=self.order.retrain, answered=answered)
            report.model = report.link.model
        return _Linked(standard.columns, material, self.ws.models.load(report.model) if report.model else None, None)

    def _why_all(self, current: Manifest) -> str:
        """Say why a run cannot take only what is new; empty when it can."""
        if current.config_hash != self.config.hash:
            return "the configuration changed"
        if not all(table.name in current.tables for table in TABLES):
            return "an earlier release published the last version"
        if current.model is None or current.model not in self.ws.models.versions():
            return "no model is there to weigh what is new"
        if date.fromisoformat(current.as_of) > self.order.as_of:
            return f"the last version was made for a later day, {current.as_of}"
        if not self.state.attach(self.db, current, self.config):
            return "nothing was kept of the last run"
        return ""

    def _packages(self, since: int = 0) -> dict[str, list[Path]]:
        return {source.source: self.landing.files(source.source, since) for source in self.config.sources}

    def _group(self, linked: _Linked, news: _News) -> None:
        """Find the people, and what is known of how well they were found."""
        db, model, weakest = self.db, linked.model, self.config.identity.weakest_match
        with self.clock.stage("cluster"):
            make_decision_tables(db, news.decisions)
            look_again = partial(find_contradictions, db, linked.material, model)
            once = model.one_per_person if model else None
            begin = self._begin_version if linked.change is None else None
            self.report.clusters = cluster(db, weakest, look_again, read_decided(db), once, begin, self.config.attached)
            if model and once is None:
                self.ws.models.keep_one_per_person(model.version, self.report.clusters.one_per_person)
            add_decided_matches(db)
            if linked.change is None:
                self._keep_state(model)
        if linked.change is None:
            with self.clock.stage("assess"):
                canaries = model.canaries if model else None
                self.report.assessment = assess(db, linked.columns, weakest, canaries, str(self.report.version))

    def _begin_version(self) -> None:
        """Write the records of the version to come."""
        version = self.ws.published.next_version(self.ws.ledger.last_version())
        self.records = write_records(self.db, self.ws.published, version)

    def _keep_state(self, model: Model | None) -> None:
        """Keep for the next run what it needs to take only what is new then."""
        if model:
            self.state.keep(self.db)
        else:
            self.state.forget(self.db)
        self.db.drop("key_value", "crowded", "content", "twin", "component", "contradicted")

    def _name(self, linked: _Linked, news: _News) -> dict[str, Change]:
        """Give the people their ids and golden values; return what changed in the tables that go on."""
        db, ws, report, change = self.db, self.ws, self.report, linked.change
        before = ws.published.relations(news.current) if news.current else {}
        with self.clock.stage("identify"):
            previous = change.former_members() if change else before.get("membership")
            inherited, former = ws.ledger.inherited_claims(), ws.ledger.former_ids()
            report.identity = identify(
                db, ws.ledger.secret, previous, inherited, str(report.version), news.watermark, former
            )
            make_new_decisions(db, news.current.decisions if news.current else 0)
            former_record = "former_row" if change else before.get("record")
            find_causes(db, before.get("match"), former_record, news.current.watermark if news.current else 0)
        with self.clock.stage("survive"):
            overridden = make_override(db, news.decisions, news.overrides, self.order.as_of)
            survive(db, self.config, linked.columns, overridden)
            report.decisions = make_decision(db, news.decisions, self.order.as_of)
            self.sound = check_people(db, self.config)
            changed = change.widen() if change else {}
            report.assessed = db.value("select any_value(version) from self_assessment") or ""
            report.people = db.count("profile")
        return changed

    def _attribute(self, linked: _Linked, changed: dict[str, Change]) -> None:
        """Find households, and whose events they are; add to what changed."""
        db, report, change, secret = self.db, self.report, linked.change, self.ws.ledger.secret
        with self.clock.stage("household"):
            concerned = "concerned_golden" if change else None
            report.households = find_households(db, self.config, linked.columns, secret, concerned)
            if change:
                changed["household"] = change.add_households()
                report.households = recount(db, report.households)
            else:
                self.state.keep_homes(db)
        with self.clock.stage("history"):
            attributed = attribute_events(db, self.config, linked.columns, self.order.as_of)
            report.events, report.consents = attributed.events, attributed.consents
        with self.clock.stage("understand"):
            report.understood = understand(db, self.config, self.order.as_of, change.standing() if change else None)
            if not change:
                self.state.keep_measures(db)

    def _publish(self, linked: _Linked, news: _News, changed: Mapping[str, Change]) -> None:
        """Compare with the last version, write the new one, and publish it unless it is to wait for a decision."""
        db, ws, report, config, current = self.db, self.ws, self.report, self.config, news.current
        version = str(report.version)
        with self.clock.stage("compare"):
            concerned = linked.change.concerned() if linked.change else {}
            sides = Sides(ws.published.relations(current), _AFTER, concerned)
            report.diff = measure(db, current, sides, version, config.company.checks)
            report.exceeded = report.diff.exceeded
        with self.clock.stage("publish"):
            check_quality(db, config, ws.published, report.people, self.sound)
            draft = Manifest(
                version=version,
                parent=current.version if current else None,
                run=report.run,
                created_at=now(),
                as_of=self.order.as_of.isoformat(),
                config_hash=config.hash,
                model=report.model,
                watermark=news.watermark,
                valid_until=first_expiry(db, self.order.as_of, config.company.timezone),
                content_hash="",
                decisions=len(news.decisions),
                ledger=ws.ledger.id,
                insight_hash=config.insight_hash,
                told_until=report.understood.told_until if report.understood else "",
            )
            manifest = write_version(db, ws.published, ws.ledger, draft, current, changed, self.records)
            report.status = "candidate" if self.order.candidate or report.exceeded else "published"
            if linked.change:
                if report.status == "candidate":
                    self.state.set_aside(db)
                linked.change.keep()
            self._hand_over(manifest)
            if linked.model:
                self.state.stamp(db, version, config)

    def _hand_over(self, manifest: Manifest) -> None:
        ws, report, retain = self.ws, self.report, self.config.company.retain_versions
        report.content_hash = manifest.content_hash
        if report.status == "candidate":
            keep_candidate(ws.published, manifest.version, retain)
        else:
            ws.published.drop_candidate()
            promote_version(self.db, ws.published, ws.ledger, manifest.version, retain)
            self.state.let_go()


_AFTER = {**{table.name: table.name for table in TABLES}, "membership": "member"}
"""SQL of the tables of the version that a run makes, before they are published."""
