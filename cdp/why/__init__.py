"""Explains a published version: why two records match, how a person came together, why two people are not one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cdp.database import Database
from cdp.errors import NotFound, UsageError
from cdp.why.evidence import Bar, Change, Evidence
from cdp.why.pair import PairWhy, why_pair
from cdp.why.people import PeopleWhy, what_parts, why_people
from cdp.why.person import PersonWhy, why_person
from cdp.why.records import Key
from cdp.why.scene import Scene, make_scene

if TYPE_CHECKING:
    from cdp.config import Config
    from cdp.store import Store
    from cdp.workspace import Workspace

Why = PairWhy | PersonWhy | PeopleWhy
"""An answer to `why`."""


def why(ws: Workspace, *asked: str, version: str | None = None) -> Why:
    """Explain two records (source/record_id), one person or two people (golden_id) of a published version.

    One record stands for its person, and merged ids lead to the person who lives on; two that lead to one person
    explain that person. Raises UsageError for anything else, NotFound for records and ids there are none of.
    """
    with ws.store(version) as store:
        return why_in(store, ws, ws.config, *asked)


def why_in(store: Store, ws: Workspace, config: Config, *asked: str) -> Why:
    """Explain as `why` does, in a version that is open."""
    words = tuple(word.strip() for word in asked)
    with _scratch(ws, config) as db:
        view = _View(ws, config, store, db)
        if len(words) == 2 and all("/" in word for word in words):
            return view.pair(_key(store, words[0]), _key(store, words[1]))
        if not 1 <= len(words) <= 2:
            raise UsageError(f"{len(words)} things were named", _REMEDY)
        if len(words) == 2 and any("/" in word for word in words):
            raise UsageError("a record and a person were named", _REMEDY)
        found = list(dict.fromkeys(_golden_id(store, word) for word in words))
        return view.person(found[0], words) if len(found) == 1 else view.people(found[0], found[1], words)


def told_why(found: Why) -> dict[str, Any]:
    """Return an answer as names and values, with what it explains: a pair, a person or people."""
    kinds = {PairWhy: "pair", PersonWhy: "person", PeopleWhy: "people"}
    return {"explains": kinds[type(found)], **vars(found)}


_REMEDY = "name two records (source/record_id), or one or two people (golden_id)"


def _scratch(ws: Workspace, config: Config) -> Database:
    company = config.company
    return Database(ws.folder / "cache" / "spill", company.memory_limit, company.threads)


class _View:
    """A published version that is asked."""

    def __init__(self, ws: Workspace, config: Config, store: Store, db: Database) -> None:
        self._ws, self._config, self._store, self._db = ws, config, store, db
        self._weakest, self._version = config.identity.weakest_match, store.manifest.version

    def pair(self, one: Key, other: Key) -> PairWhy:
        if one == other:
            raise UsageError("a record was named twice", _REMEDY)
        left, right = sorted((one, other))
        ids = _golden_id(self._store, "/".join(left)), _golden_id(self._store, "/".join(right))
        keys = [key for golden_id in dict.fromkeys(ids) for key in self._keys(golden_id)]
        scene = self._scene(keys)
        pair, apart = (scene.keys.index(left), scene.keys.index(right)), None
        if ids[0] != ids[1]:
            reason, told = what_parts(scene, {scene.keys.index(key) for key in self._keys(ids[0])}, self._weakest)
            apart = f"{reason}: {told}"
        return why_pair(scene, pair, ids, apart, self._weakest, self._version, self._unknown())

    def person(self, golden_id: str, asked: tuple[str, ...]) -> PersonWhy:
        scene = self._scene(self._keys(golden_id))
        found = self._store.rows("from cluster_quality where golden_id = $id", {"id": golden_id})
        quality = found[0] if found else {**_UNMEASURED, "golden_id": golden_id}
        return why_person(scene, asked, quality, self._weakest, self._version, self._unknown())

    def people(self, one: str, other: str, asked: tuple[str, ...]) -> PeopleWhy:
        first, second = self._keys(one), self._keys(other)
        scene = self._scene([*first, *second])
        places = {scene.keys.index(key) for key in first}
        return why_people(scene, places, (one, other), asked, self._weakest, self._version, self._unknown())

    def _scene(self, keys: Sequence[Key]) -> Scene:
        return make_scene(self._db, self._ws, self._config, self._store, keys, self._once())

    def _keys(self, golden_id: str) -> list[Key]:
        rows = self._store.rows("select source, record_id from membership where golden_id = $id", {"id": golden_id})
        return [(row["source"], row["record_id"]) for row in rows]

    def _once(self) -> list[str]:
        """Return the sources that the run behind the version found to hold each person once."""
        manifest = self._store.manifest
        return self._ws.ledger.one_per_person(manifest.rolled_back_to or manifest.version)

    def _unknown(self) -> str:
        """Return why a scene of the version is without model, if it is."""
        model = self._store.manifest.model
        if model is None:
            return "the version was made without a trained model: only what is published can be told"
        if model not in self._ws.models.versions():
            return f"the model {model} is gone: only what is published can be told"
        return f"the model {model} was trained for another configuration, or the records are too many to compare anew"


_UNMEASURED = dict.fromkeys(
    ("golden_id", "weakest_link", "source_l", "record_id_l", "source_r", "record_id_r", "cohesion")
)
"""Row of `cluster_quality` in a version from before that was measured."""


def _key(store: Store, word: str) -> Key:
    """Return the key of a published record; raises NotFound."""
    source, _, record_id = word.partition("/")
    bound = {"source": source, "record_id": record_id}
    if not store.rows("select 1 from membership where source = $source and record_id = $record_id", bound):
        raise NotFound("a record that was named is not published", "`cdp find` tells records as source/record_id")
    return source, record_id


def _golden_id(store: Store, word: str) -> str:
    """Return the id that lives on for a golden_id, or the person of a record; raises NotFound."""
    if "/" not in word:
        return store.resolve(word.lower())
    source, record_id = _key(store, word)
    bound = {"source": source, "record_id": record_id}
    rows = store.rows("select golden_id from membership where source = $source and record_id = $record_id", bound)
    return str(rows[0]["golden_id"])


__all__ = ["Bar", "Change", "Evidence", "PairWhy", "PeopleWhy", "PersonWhy", "Why", "told_why", "why", "why_in"]
