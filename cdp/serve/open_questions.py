"""The review queue of the version being read: found once per version, in the background, and kept until the next."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from cdp.review import Question, Settled
from cdp.workspace import Workspace


class OpenQuestions:
    """Finds and keeps what is worth a steward's word."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._version = ""
        self._found: Future[list[Question]] | None = None
        self._worker = ThreadPoolExecutor(1, "questions")

    def of(self, version: str, patience: float) -> list[Question] | None:
        """Return the questions of a version that no decision answers yet; None while they are still being looked for.

        Waits `patience` seconds at most.
        """
        with self._lock:
            if self._found is None or self._version != version:
                self._version, self._found = version, self._worker.submit(self._find)
            found = self._found
        try:
            questions = found.result(patience)
        except TimeoutError:
            return None
        workspace = Workspace(self._folder)
        try:
            settled = Settled(workspace.ledger.decisions())
        finally:
            workspace.close()
        return [each for each in questions if not settled.answers(each)]

    def stop(self) -> None:
        """Look for nothing any more."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _find(self) -> list[Question]:
        workspace = Workspace(self._folder)
        try:
            return workspace.review()
        finally:
            workspace.close()
