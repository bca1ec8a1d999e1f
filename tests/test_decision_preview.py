"""What a decision would do, where names and birth dates contradict each other."""

from __future__ import annotations

from pathlib import Path

from cdp.decisions import Stance
from cdp.workspace import Workspace
from tests.cli.test_cli import cdp
from tests.conftest import AS_OF
from tests.review.conftest import folder, published

__all__ = ["folder", "published"]

WHY = ("--reason", "one woman, two papers", "--by", "anna")
TRY = Stance("one woman, two papers", by="anna", dry_run=True)
COUPLE = {"ann", "ben"}


def people(ws: Workspace, record_id: str) -> str:
    return str(dict(ws.table("membership").project("record_id, golden_id").fetchall())[record_id])


def test_contradictions_are_foreseen(folder: Path) -> None:
    with Workspace(folder) as ws:
        couple = sorted({people(ws, each) for each in COUPLE})
        (merged,) = ws.decisions.foresee(ws.decisions.merge(couple, TRY))
        assert ({key.record_id for key in merged.records}, merged.contradictions) == (COUPLE, 1)
        told = cdp("merge", *couple, *WHY, "--dry-run", cwd=ws.folder)
        assert "names and birth dates contradict each other in 1 pair of" in told
        ws.decisions.merge(couple, Stance("one woman, two papers", by="anna"))
        ws.run(as_of=AS_OF)
        assert people(ws, "ann") == people(ws, "ben")
        parted = ws.decisions.foresee(ws.decisions.withdraw(1, TRY))
        assert [(len(each.records), each.contradictions) for each in parted] == [(1, 0), (1, 0)]
