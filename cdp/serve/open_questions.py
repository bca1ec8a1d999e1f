"""The review queue of the version being read: found once per version, in the background, and kept until the next."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from starlette.requests import Request

from cdp.review import Question, Settled
from cdp.workspace import Workspace

BRIEFLY = 0.2
"""Seconds that a page waits for the questions which tells more than these; a later visit shows them."""
PATIENCE = 3.0
"""Seconds that a page of questions waits for them before it asks the visitor to come again."""
LONG = 120.0
"""Seconds that a program waits for them."""


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


def open_questions(request: Request, version: str, patience: float) -> list[Question] | None:
    """Return the questions that the application keeps for a version; see OpenQuestions.of."""
    kept: OpenQuestions = request.app.state.questions
    return kept.of(version, patience)
