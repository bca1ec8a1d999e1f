"""The people looked at last: their ids, in the memory of this process.

Kept here, not in the browser: no personal value stays on its disk, the list works without scripts, the names shown are
always those of the current version (who was erased is gone), and it ends with the process.
"""

from __future__ import annotations

from threading import Lock

MOST = 8
"""People remembered."""


class Recent:
    """The last golden_ids, the newest first, each once."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._lock = Lock()

    def add(self, golden_id: str) -> None:
        """Somebody looked at a person."""
        with self._lock:
            self._ids = [golden_id, *(each for each in self._ids if each != golden_id)][:MOST]

    def golden_ids(self) -> list[str]:
        """Return the ids."""
        with self._lock:
            return list(self._ids)
