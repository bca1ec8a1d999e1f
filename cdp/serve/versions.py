"""The version that requests read: follows CURRENT, and lets go of an old version when its last request is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from zoneinfo import ZoneInfo

import duckdb

from cdp.audience.known_values import known_values
from cdp.errors import CdpError, NotFound, StorageError
from cdp.find import Finder, Hit
from cdp.segments.fields import Field
from cdp.serve.own_words import own_words
from cdp.store import Store
from cdp.timeline import Timelines
from cdp.wording import Told
from cdp.workspace import Workspace

PAUSE = 1.0
"""Seconds between two looks at CURRENT."""


class Snapshot:
    """A published version with the configuration, open for as long as somebody reads it.

    Its search index is opened, and made where it is not there yet, on the side: who needs it waits, others need not.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.config = workspace.config
        self.store = workspace.store()
        self._aside = ThreadPoolExecutor(1, "index")
        self._indexing = self.store.beside()
        self._finder = self._aside.submit(workspace.finder, self._indexing)
        self.version = self.store.manifest.version
        self.zone = ZoneInfo(self.config.company.timezone)
        told = self.store.manifest.told_until
        self.told_until = datetime.fromisoformat(told) if told else datetime.now(UTC)
        """Moment up to which the data tell, UTC: what is recent is judged as of then."""
        self.words = own_words(self.config)
        """What the configuration calls the company's own things."""
        self.readers = 1
        self._values: dict[Field, list[str]] = {}

    @property
    def finder(self) -> Finder:
        """What finds people; waits while the index is being made. Raises StorageError for a version that is damaged."""
        try:
            return self._finder.result()
        except duckdb.Error as fault:
            raise _damaged(self.version) from fault

    def wait(self) -> None:
        """Return when the search index is there, or cannot be made."""
        wait([self._finder])

    def people(self, store: Store, golden_ids: Sequence[str]) -> list[Hit]:
        """Return people by their ids, in that order; ids of nobody are left out."""
        return self.finder.people(store, list(dict.fromkeys(golden_ids))) if golden_ids else []

    def names(self, store: Store, golden_ids: Sequence[str]) -> dict[str, str]:
        """Return the names of people by golden_id; those without a name, or of nobody, are left out."""
        return {hit.golden_id: hit.name for hit in self.people(store, golden_ids) if hit.name}

    def timelines(self, store: Store, golden_id: str) -> Timelines:
        """Return what a person did; the index, once it is there, tells quickly which events speak of whom."""
        return Timelines(store, golden_id, self.finder.owned(store, golden_id) if self._finder.done() else None)

    def values(self, store: Store, field: Field) -> list[str]:
        """Return the common values of a field, looked up once for a version."""
        if field not in self._values:
            self._values[field] = known_values(store, field)
        return self._values[field]

    def close(self) -> None:
        """Close the version; an index in the making is given up."""
        self._indexing.connection.interrupt()
        self._aside.shutdown()
        self._indexing.close()
        self.store.close()


class Versions:
    """Lends the current version to requests, and swaps in a new one as soon as it is published."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock, self._stopped = Lock(), Event()
        self._current: Snapshot | None = None
        self._thread = Thread(target=self._watch, name="versions", daemon=True)

    def start(self) -> None:
        """Open the current version, if there is one, and follow CURRENT from now on.

        Raises ConfigError, or StorageError for a version that cannot be read."""
        self.follow()
        self._thread.start()

    def stop(self) -> None:
        """Follow no more, and close what nobody reads."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        self._swap(None)

    def follow(self) -> None:
        """Open the version that CURRENT names, unless it is open already. Raises as `start` does.

        The version before is read until the search index of the new one is there.
        """
        manifest = self._workspace.published.current()
        if manifest is None or (self._current is not None and self._current.version == manifest.version):
            return
        try:
            new = Snapshot(self._workspace)
        except duckdb.Error as fault:
            raise _damaged(manifest.version) from fault
        if self._current is not None:
            new.wait()
        self._swap(new)

    @property
    def words(self) -> Mapping[str, Told]:
        """What the company calls its own things, by the configuration of the current version."""
        snapshot = self._current
        return snapshot.words if snapshot else {}

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """Lend the current version to one request. Raises NotFound while nothing is published."""
        with self._lock:
            snapshot = self._current
            if snapshot is None:
                raise NotFound("nothing has been published yet", "run `cdp run` first")
            snapshot.readers += 1
        try:
            yield snapshot
        finally:
            self._leave(snapshot)

    def _leave(self, snapshot: Snapshot) -> None:
        with self._lock:
            snapshot.readers -= 1
            unread = not snapshot.readers
        if unread:
            snapshot.close()

    def _swap(self, new: Snapshot | None) -> None:
        with self._lock:
            old, self._current = self._current, new
        if old is not None:
            self._leave(old)

    def _watch(self) -> None:
        while not self._stopped.wait(PAUSE):
            try:
                self.follow()
            except (CdpError, OSError):
                continue


def _damaged(version: str) -> StorageError:
    return StorageError(
        f"version {version} cannot be read: a file of it is missing or damaged",
        "`cdp run` goes back to the newest version that is whole, or makes one",
    )
