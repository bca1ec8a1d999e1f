"""Finishes or undoes what a run that was cut off left behind, and tells of files that came to harm."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from cdp.config import Config
from cdp.database import Database
from cdp.errors import StorageError
from cdp.land import Landing
from cdp.publish import import_missing_history, prune

if TYPE_CHECKING:
    from pathlib import Path

    from cdp.workspace import Workspace

_PARQUET = b"PAR1"
"""First and last bytes of a Parquet file."""


def recover(ws: Workspace, config: Config) -> list[str]:
    """Bring a workspace that no run is at work in into order; return what had to be mended, for the user to read.

    Raises StorageError when the ledger is missing, or is that of another workspace.
    """
    ws.published.folder.mkdir(parents=True, exist_ok=True)
    mended = ws.published.mend()
    if ws.published.candidate() is None:
        ws.published.drop_candidate()
    _check_ledger(ws)
    Landing(ws.folder / "landing", ws.ledger).remove_orphans()
    shutil.rmtree(ws.folder / "cache" / "spill", ignore_errors=True)
    prune(ws.published, config.company.retain_versions)
    if ws.published.current() is not None:
        with Database() as db:
            import_missing_history(db, ws.published, ws.ledger)
    ws.models.remove_unpromoted()
    return [mended] if mended else []


def _check_ledger(ws: Workspace) -> None:
    """Raise StorageError when the published version was made under another ledger: ids and packages would not fit."""
    current = ws.published.current()
    if current is not None and current.ledger not in ("", ws.ledger.id):
        raise StorageError(
            f"ledger.db is not the one that {current.version} was published with",
            "put ledger.db back from your backup; or, to begin anew, move landing/ and published/ away",
        )


def check_packages(landing: Landing, config: Config) -> None:
    """Raise StorageError naming the first landed package that is missing or not whole."""
    for source in config.sources:
        for path in landing.files(source.source):
            if not _is_whole(path):
                raise StorageError(
                    f"{path.relative_to(landing.folder.parent)} is missing or damaged: rows that were landed are lost",
                    "put the file back from a backup; the published version is untouched",
                )


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            begins = file.read(len(_PARQUET))
            file.seek(-len(_PARQUET), 2)
            return begins == file.read() == _PARQUET
    except OSError:
        return False
