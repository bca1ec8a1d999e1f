"""Pages that have been pulled, kept until all are there: a pull that died is gone on with."""

from __future__ import annotations

import fcntl
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TextIO

from connectors.contract import SourceUnreachable
from connectors.http_mark import HttpMark
from connectors.http_pages import PageRequest

LONGEST_REST = 3600
"""Seconds after which a pull that died begins anew: pages may have moved, and tokens end."""
_RECORDS, _STATE, _LOCK = "records.jsonl", "state.json", "lock"


@dataclass(frozen=True)
class Progress:
    """How far a pull has come."""

    page: PageRequest | None
    """What to ask for next; None when all is there."""
    size: int = 0
    """Bytes of the records that are kept."""
    mark: HttpMark | None = None
    asked: list[str] = field(default_factory=list)
    """Fingerprints of the requests made."""
    last: str = ""
    """Fingerprint of the page before."""


class Spool:
    """A folder with the records pulled so far, as JSON lines, and how far that is; one pull uses it at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: TextIO | None = None

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._lock:
            self._lock.close()

    def progress(self) -> Progress | None:
        """Return how far a pull came that died within the hour; None when there is none."""
        if not self._folder.exists():
            return None
        self._hold()
        state = self._folder / _STATE
        try:
            if time.time() - state.stat().st_mtime > LONGEST_REST:
                return None
            found = json.loads(state.read_text(encoding="utf-8"))
            mark = HttpMark(**found["mark"]) if found["mark"] else None
            page = PageRequest(**found["page"]) if found["page"] else None
            return Progress(**{**found, "page": page, "mark": mark})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def add(self, records: Sequence[str], progress: Progress) -> Progress:
        """Keep the records of a page; what lies behind `progress.size` is of a page that was not finished."""
        self._hold()
        content = "".join(f"{_one_line(record)}\n" for record in records).encode()
        file = self._folder / _RECORDS
        with file.open("r+b" if progress.size and file.exists() else "wb") as stream:
            stream.seek(progress.size)
            stream.truncate()
            stream.write(content)
        kept = replace(progress, size=progress.size + len(content))
        following = self._folder / f"{_STATE}.new"
        following.write_text(json.dumps(asdict(kept)), encoding="utf-8")
        following.replace(self._folder / _STATE)
        return kept

    def taken(self) -> Path:
        """Return a folder of its own with the records of a finished pull; the spool is empty then."""
        folder = Path(tempfile.mkdtemp(prefix="pulled-", dir=self._folder.parent))
        (self._folder / _RECORDS).replace(folder / _RECORDS)
        shutil.rmtree(self._folder)
        return folder

    def _hold(self) -> None:
        """Keep other pulls away. Raises SourceUnreachable when another one is here."""
        if self._lock is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = (self._folder / _LOCK).open("w")
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise SourceUnreachable("another pull of it is at work", "wait until it has ended") from None


def records_file(folder: Path) -> Path:
    """Return the file of the records in a folder that `Spool.taken` gave."""
    return folder / _RECORDS


def _one_line(record: str) -> str:
    """White space between the parts of a record may break lines; in texts JSON has none that does."""
    return record.replace("\n", " ").replace("\r", " ")
