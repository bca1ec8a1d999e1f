"""Going back: an earlier version is published again, as a version of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cdp.database import Database
from cdp.errors import UsageError
from cdp.gate import measure_kept
from cdp.identity_cause import blame_rollback
from cdp.ledger import now
from cdp.publish import promote_version, write_again
from cdp.recover import recover
from cdp.run_report import RunReport

if TYPE_CHECKING:
    from cdp.workspace import Workspace


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
            parent, version = lineage[0], ws.published.next_version(ws.ledger.last_version())
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
