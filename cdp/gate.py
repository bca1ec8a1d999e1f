"""The gate before publishing: what a version changes is measured, and what is too much waits for somebody's word."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdp.changes import Sides, find_changes, find_none, set_sides
from cdp.config.company import Checks
from cdp.contracts import VERSION_DIFF
from cdp.database import Database
from cdp.errors import NotFound, UsageError
from cdp.identify import compare_membership
from cdp.publish import date_candidate, promote_version, prune
from cdp.published import Manifest, Published
from cdp.recover import recover
from cdp.state import State
from cdp.version_diff import diff_rows, exceeded, measure_diff, measure_nothing

if TYPE_CHECKING:
    from cdp.workspace import Workspace


@dataclass(frozen=True)
class VersionDiff:
    """How much differs between two versions."""

    before: str | None
    """The earlier version; None when the later one has no parent."""
    after: str
    rows: list[dict[str, Any]]
    """Rows of `version_diff` (see contracts)."""

    @property
    def exceeded(self) -> list[str]:
        """A sentence per limit that is exceeded."""
        return exceeded(self.rows)


def measure(db: Database, before: Manifest | None, sides: Sides, version: str, checks: Checks) -> VersionDiff:
    """Make `change` and `version_diff` of a version, given the tables of both; return the latter.

    Reads `identity_change`. Without a version before there is nothing to compare, and both are empty.
    """
    if before is None:
        find_none(db)
        measure_nothing(db)
        return VersionDiff(None, version, [])
    set_sides(db, sides)
    find_changes(db, version)
    measure_diff(db, checks, sides.concerned)
    return VersionDiff(before.version, version, diff_rows(db))


def measure_kept(
    db: Database,
    published: Published,
    before: Manifest,
    after: Manifest,
    version: str,
    checks: Checks,
    former: Collection[str] = (),
) -> VersionDiff:
    """Do the same for two versions that are kept: what it would change if `after` followed `before` as `version`.

    `former` are ids that were published once and are no more; see `compare_membership`.
    """
    one, other = published.relations(before), published.relations(after)
    db.run(f"create or replace temp table member as select *, row_number() over () as rid from {other['membership']}")
    compare_membership(db, one["membership"], former)
    return measure(db, before, Sides(one, other), version, checks)


def diff(ws: Workspace, before: str | None = None, after: str | None = None) -> VersionDiff:
    """Return how much differs between two kept versions.

    One version is held against the current one, the older first; without any, the candidate (or, when none waits, the
    current version) against its parent. Raises NotFound for versions that are not kept.
    """
    earlier, later = _pair(ws.published, before, after)
    if later.parent == earlier.version and "version_diff" in later.tables:
        return measured(ws.published, later)
    with Database() as db:
        return measure_kept(db, ws.published, earlier, later, later.version, ws.config.company.checks)


def measured(published: Published, manifest: Manifest) -> VersionDiff:
    """Return how much differs between a version and its parent, as measured when it was made."""
    names = [column.name for column in VERSION_DIFF.columns]
    with Database() as db:
        rows = db.rows(f"select {', '.join(names)} from {published.relations(manifest)['version_diff']}")
    return VersionDiff(manifest.parent, manifest.version, [dict(zip(names, row, strict=True)) for row in rows])


def _pair(published: Published, before: str | None, after: str | None) -> tuple[Manifest, Manifest]:
    if before is not None and after is not None:
        return published.manifest(before), published.manifest(after)
    current = published.current()
    newest = current if before else published.candidate() or current
    if newest is None:
        raise NotFound("nothing has been published yet", "run `cdp run` first")
    if before is not None and before != newest.version:
        earlier, later = sorted((published.manifest(before), newest), key=lambda manifest: manifest.version)
        return earlier, later
    if newest.parent is None:
        raise NotFound(f"{newest.version} has no version before it to be held against", "run `cdp run` again, later")
    return published.manifest(newest.parent), newest


def promote(ws: Workspace, version: str | None = None) -> str:
    """Publish the candidate; return its version.

    Raises NotFound when none waits or another one does, UsageError when the published version is no longer the one
    that the candidate was held against.
    """
    config = ws.config
    with ws.locked():
        mended = recover(ws, config)
        waiting = _waiting(ws.published)
        if version not in {None, waiting.version}:
            raise NotFound(
                f"{version} does not wait; {waiting.version} does",
                "`cdp promote` publishes it, `cdp rollback VERSION` publishes an earlier version again",
            )
        _check_current(ws.published, waiting)
        run = ws.ledger.start_run("promote")
        release(ws, waiting, config.company.retain_versions)
        people = waiting.tables["profile"].rows
        told = {"run": run, "version": waiting.version, "people": people, "model": waiting.model, "mended": mended}
        ws.ledger.finish_run(run, "published", waiting.version, told)
    return waiting.version


def release(ws: Workspace, waiting: Manifest, retain: int) -> None:
    """Make a candidate the published version, as of now."""
    with Database() as db:
        date_candidate(db, ws.published, waiting)
        promote_version(db, ws.published, ws.ledger, waiting.version, retain)
    ws.published.drop_candidate()
    State(ws.folder / "cache").let_go()


def discard(ws: Workspace) -> str:
    """Delete the candidate, and the model that was trained for it alone; return its version. Raises NotFound."""
    config = ws.config
    with ws.locked():
        recover(ws, config)
        waiting = _waiting(ws.published)
        run = ws.ledger.start_run("discard")
        ws.published.drop_candidate()
        prune(ws.published, config.company.retain_versions)
        ws.models.remove_unpromoted()
        ws.ledger.finish_run(run, "discarded", waiting.version, {"run": run, "version": waiting.version})
    return waiting.version


def _waiting(published: Published) -> Manifest:
    waiting = published.candidate()
    if waiting is None:
        raise NotFound("no candidate waits", "`cdp run --candidate` makes one")
    return waiting


def _check_current(published: Published, waiting: Manifest) -> None:
    current = published.current()
    named = current.version if current else None
    if waiting.parent != named:
        raise UsageError(
            f"{waiting.version} was held against {waiting.parent or 'nothing'}, but {named} is published now",
            "`cdp run` makes it anew against what is published; `cdp discard` lets it go",
        )
