"""A workspace: one folder with everything the product keeps, and the Python interface to it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload
from zoneinfo import ZoneInfo

from cdp.errors import NotFound, UsageError, WorkspaceBusy
from cdp.published import Published

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from cdp.audience import Segments
    from cdp.config import Config
    from cdp.decisions import Decisions
    from cdp.find import Finder
    from cdp.gate import VersionDiff
    from cdp.journeys import Journeys, PersonJourney
    from cdp.ledger import Ledger
    from cdp.life import Life, Voice
    from cdp.link.model import ModelStore
    from cdp.model_card import ModelCard
    from cdp.overview import Overview
    from cdp.pain_report import PainPoint
    from cdp.quarantine import Quarantine
    from cdp.reach import Answer
    from cdp.review import Question
    from cdp.run_report import RunReport, Watch
    from cdp.scorecard import Scorecard
    from cdp.store import Person, Store
    from cdp.trait_summary import TraitSummary
    from cdp.why import Why
    from cdp.worth import Worth


def template_folder() -> Path:
    """Return the folder of the configuration that `cdp init` copies."""
    installed = files("cdp") / "_config"
    with as_file(installed) as path:
        if path.is_dir():
            return path
    return Path(__file__).parent.parent / "config"


class Workspace:
    """One folder: `config/`, `landing/`, `ledger.db`, `overrides/`, `models/`, `published/`, `cache/`."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder).resolve()
        if not (self.folder / "config").is_dir():
            raise NotFound(f"{self.folder} is not a workspace: it has no config/", "make one with `cdp init FOLDER`")
        self.published = Published(self.folder / "published")
        self._ledger: Ledger | None = None

    @classmethod
    def init(cls, folder: Path | str) -> Workspace:
        """Make a new workspace with the example configuration; raises UsageError when it has one already."""
        target = Path(folder).resolve()
        if (target / "config").exists():
            raise UsageError(f"{target} already has a config/", "choose another folder, or edit what is there")
        target.mkdir(parents=True, exist_ok=True)
        shutil.copytree(template_folder(), target / "config")
        return cls(target)

    @property
    def config(self) -> Config:
        """The configuration as it stands in the files now; raises ConfigError."""
        from cdp.config import load_config

        return load_config(self.folder / "config")

    @property
    def timezone(self) -> ZoneInfo:
        """The company's time zone; raises ConfigError when cdp.yml is wrong."""
        from cdp.config import load_company

        return ZoneInfo(load_company(self.folder / "config").timezone)

    @property
    def ledger(self) -> Ledger:
        """The ledger, opened when first needed."""
        if self._ledger is None:
            from cdp.ledger import Ledger

            self._ledger = Ledger(self.folder / "ledger.db")
        return self._ledger

    @property
    def models(self) -> ModelStore:
        """The trained models: those of the published versions are in use."""
        from cdp.link.model import ModelStore

        lineage = self.published.lineage()
        used = [each.model for each in lineage] if lineage else [self.ledger.last_model()]
        promoted, candidate = list(dict.fromkeys(filter(None, used))), self.published.candidate()
        return ModelStore(self.folder / "models", self.ledger.secret, promoted, candidate.model if candidate else None)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the workspace against other runs; the operating system lets go of it when the process dies.

        Raises WorkspaceBusy when another run holds it.
        """
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as fault:
                raise WorkspaceBusy(
                    f"another run is at work in {self.folder}", "wait until it ends (`cdp status`)"
                ) from fault
            yield

    @property
    def is_at_work(self) -> bool:
        """True while a run, in whatever process, holds the workspace."""
        try:
            with self.locked():
                return False
        except WorkspaceBusy:
            return True

    def run(
        self,
        *,
        retrain: bool = False,
        full: bool = False,
        as_of: date | None = None,
        watch: Watch | None = None,
        candidate: bool = False,
    ) -> RunReport:
        """Do the whole job: connect, land, standardise, link, cluster, identify, survive, publish.

        A run takes only what is new since the last one, as far as that can be followed; `full` takes every record anew,
        and so does `retrain`, with a new model. With `candidate`, or when more changed than the limits in cdp.yml let
        pass, the version is not published but waits for `promote` or `discard`.
        """
        from cdp.pipeline import run

        return run(self, retrain=retrain, full=full, as_of=as_of, watch=watch, candidate=candidate)

    def promote(self, version: str | None = None) -> str:
        """Publish the candidate; return its version. Raises NotFound without one, UsageError when it is outdated."""
        from cdp.gate import promote

        return promote(self, version)

    def discard(self) -> str:
        """Delete the candidate; return the version it would have been. Raises NotFound without one."""
        from cdp.gate import discard

        return discard(self)

    def diff(self, before: str | None = None, after: str | None = None) -> VersionDiff:
        """Return how much differs between two kept versions; see `cdp.gate.diff` for those that are not named."""
        from cdp.gate import diff

        return diff(self, before, after)

    def changes(self, since: str) -> duckdb.DuckDBPyRelation:
        """Return the rows of `change` of every version after `since`, oldest first. Raises NotFound for a gap."""
        from cdp.change_feed import feed_since

        return feed_since(self.published, since).table("change")

    def rollback(self, version: str | None = None) -> str:
        """Publish an earlier version again (the one before the current, if none is named); return the new version."""
        from cdp.rollback import rollback

        return rollback(self, version)

    @property
    def decisions(self) -> Decisions:
        """What stewards decided, and the means to decide: merge, split, link, part, override, withdraw."""
        from cdp.decisions import Decisions

        return Decisions(self)

    def store(self, version: str | None = None) -> Store:
        """Open a published version for reading (the current one, if none is named)."""
        from cdp.store import Store

        return Store(self.published, version)

    def model(self, version: str | None = None) -> ModelCard:
        """Return what the matching model behind a published version has learned. Raises NotFound without one."""
        from cdp.model_card import model_card

        with self.store(version) as store:
            return model_card(store, self.models, self.ledger, self.config.identity.weakest_match)

    def find(self, text: str, limit: int = 20, version: str | None = None) -> list[dict[str, Any]]:
        """Find people by anything they gave: e-mail, phone or its last digits, name in any script, record id, order
        number; see `cdp.find.Hit` for what is told of each. Raises UsageError for a limit below 1."""
        if limit < 1:
            raise UsageError(f"the limit is {limit}", "let it be 1 or more")
        with self.store(version) as store:
            return [vars(hit) for hit in self.finder(store).find(store, text, limit)]

    def finder(self, store: Store) -> Finder:
        """Return what finds people of a published version; its search index is made when it is not there yet."""
        from cdp.find import Finder

        return Finder(store, self.published, self.config, self.folder / "cache" / "find")

    def pain_points(self, kind: str | None = None, *, everything: bool = False) -> list[dict[str, Any]]:
        """Return where it hurts, worst first: rows of `pain_point` that turned or are worse, or everything.

        Raises NotFound for a kind that is not there.
        """
        from cdp.pain_report import pain_points

        with self.store() as store:
            return pain_points(store, kind, everything=everything)

    def pain_point(self, kind: str, where: str | None = None) -> PainPoint:
        """Return a pain point with its weeks, examples and remedies; `where` is like `store=K03`. Raises NotFound."""
        from cdp.pain_report import pain_point

        with self.store() as store:
            return pain_point(store, kind, where)

    def version_as_of(self, moment: str) -> str:
        """Return the version that was current at a moment of the company's time zone: `2026-05-01` (its end) or
        `2026-05-01T12:00`. Raises UsageError when it is no moment, NotFound when that version is not kept.
        """
        from cdp.as_of import moment_of, version_as_of

        return version_as_of(self.published, moment_of(moment, self.timezone))

    def history(self, golden_id: str, as_of: str | None = None, voice: Voice | None = None) -> Life:
        """Return the life of a golden_id as sentences, English unless `voice` tells it otherwise; up to a moment if
        one is given. Raises NotFound.
        """
        from cdp.as_of import moment_of
        from cdp.life import life_of

        until = moment_of(as_of, self.timezone) if as_of else None
        return life_of(self.published, self.ledger, golden_id.strip().lower(), until, voice)

    def show(self, golden_id: str, version: str | None = None) -> Person:
        """Return everything about one person; a merged id leads to the one that lives on. Raises NotFound.

        `version` shows the person as published then: `ws.show(id, ws.version_as_of("2026-05-01"))`.
        """
        with self.store(version) as store:
            return store.person(golden_id.strip().lower())

    @overload
    def journey(
        self, golden_id: None = None, *, product_line: str | None = ..., version: str | None = ..., limit: int = ...
    ) -> Journeys: ...

    @overload
    def journey(
        self, golden_id: str, *, product_line: str | None = ..., version: str | None = ...
    ) -> PersonJourney: ...

    def journey(
        self,
        golden_id: str | None = None,
        *,
        product_line: str | None = None,
        version: str | None = None,
        limit: int | None = None,
    ) -> Journeys | PersonJourney:
        """Return the journeys of everybody, or of one person; in one line of products, if it is named.

        `limit` is that of the paths, entries and touchpoints of everybody. Raises NotFound.
        """
        from cdp.journeys import journeys, person_journey

        with self.store(version) as store:
            if golden_id is None:
                return journeys(store, product_line, limit)
            return person_journey(store, golden_id.strip().lower(), product_line)

    def reach(
        self, golden_id: str, purpose: str | None = None, channel: str | None = None, at: str | None = None
    ) -> list[Answer]:
        """Return whether a person may be sent something now, for every declared purpose and channel, or those named.

        `at` is another moment, in the company's time zone if it names none: `2026-05-01T21:30`; a day means its noon.
        Raises NotFound for the person, UsageError for a purpose, channel or moment that is none.
        """
        from cdp.reach import moment_asked, reach

        moment = moment_asked(at, self.timezone)
        with self.store() as store:
            return reach(store, self.config, golden_id.strip().lower(), moment, purpose, channel)

    def can_send(self, golden_id: str, purpose: str, channel: str, at: str | None = None) -> Answer:
        """Return whether a person may be sent something for a purpose through a channel now, or `at`; see `reach`."""
        return self.reach(golden_id, purpose, channel, at)[0]

    @property
    def segments(self) -> Segments:
        """Named groups of people: counted, explained, saved, and exported to those who may be reached."""
        from cdp.audience import Segments

        return Segments(self)

    def traits(self, version: str | None = None) -> list[TraitSummary]:
        """Return each trait: what it means, how many people have it, and how it is spread among them."""
        from cdp.trait_summary import summarise_traits

        with self.store(version) as store:
            return summarise_traits(store, self.config.traits.all)

    def traits_of(self, golden_id: str, version: str | None = None) -> dict[str, Any]:
        """Return the traits of one person; a merged id leads to the one that lives on. Raises NotFound."""
        with self.store(version) as store:
            return store.traits_of(store.resolve(golden_id.strip().lower()))

    def worth(self, golden_id: str, version: str | None = None) -> Worth:
        """Return what one person is worth, and what to expect and why. Raises NotFound."""
        from cdp.worth import worth_of

        with self.store(version) as store:
            return worth_of(store, golden_id.strip().lower(), self.config.currency)

    def why(self, *asked: str, version: str | None = None) -> Why:
        """Explain why two records (source/record_id) match or not, how a person (golden_id) came together, or why two
        people are not one. Raises NotFound, or UsageError for anything else."""
        from cdp.why import why

        return why(self, *asked, version=version)

    def review(self, limit: int | None = None) -> list[Question]:
        """Return what is worth a steward's word, worth most first; see `cdp.review.queue`."""
        from cdp.review import review

        return review(self, limit)

    def overview(self, version: str | None = None) -> Overview:
        """Return how a version, the current one if none is named, stands; see `cdp.overview`."""
        from cdp.overview import overview

        with self.store(version) as store:
            return overview(store, self.config)

    def quarantine(self, source: str | None = None, run: int | None = None, limit: int | None = None) -> Quarantine:
        """Return the rows that were refused, the newest delivery first; of one source or run, if named."""
        from cdp.quarantine import quarantined

        return quarantined(self.ledger, self.folder / "landing", source, run, limit)

    def experience(
        self, metric: str | None = None, by: str = "all", period: str = "all", version: str | None = None
    ) -> Scorecard:
        """Return the experience metrics: scores with intervals, recognition, engagement; see `cdp.scorecard`."""
        from cdp.scorecard import scorecard

        with self.store(version) as store:
            return scorecard(store, self.config, metric, by, period)

    def experience_charts(self, metric: str | None = None, by: str = "all") -> dict[str, str]:
        """Return charts of the scores as SVG text by name: by month, and the shares of the answers by part."""
        from cdp.experience_charts import experience_charts

        with self.store() as store:
            return experience_charts(store, self.config, metric, by)

    def import_benchmarks(self, file: Path | str) -> tuple[int, int]:
        """Take what others report from a CSV file (metric, value, source, date); return how many, and all known now.

        The next run publishes them. Raises ConfigError for rows that cannot be read, StorageError.
        """
        from cdp.config.benchmarks import import_benchmarks

        return import_benchmarks(self.folder / "config", Path(file), self.config.experience.questions)

    def table(self, name: str, version: str | None = None) -> duckdb.DuckDBPyRelation:
        """Return a published table as a DuckDB relation: `.df()`, `.to_arrow_table()`, `.filter(…)`."""
        return self.store(version).table(name)

    def close(self) -> None:
        """Close the ledger."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    def __repr__(self) -> str:
        current = self.published.current()
        return f"<Workspace {self.folder}: {current.version if current else 'nothing published yet'}>"

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
