"""The life of a golden_id as sentences: when it was first published, merged, split, retired, came back, and changed.

Identity changes are known for ever; golden values and records of a person only as far as versions are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from cdp.errors import NotFound
from cdp.identity_sentence import Decided, sentence
from cdp.ledger import CLAIMS_PER_PACKAGE, IdentityChange, Ledger
from cdp.published import Manifest, Published
from cdp.store import Store
from cdp.wording import Wording, english

_NO_VALUES = {"golden_id", "records", "sources", "updated_at"}
OWN_PERSON = "some of its records are a person of their own"
"""Reason of a split out of which an id came into being, as `identity_change.sql` writes it."""
_NAMED = 5
"""So many records are named in a sentence; of more, the number is told."""


@dataclass(frozen=True)
class Chapter:
    """One thing that happened to a person."""

    at: datetime
    """When it was published, UTC."""
    version: str
    what: str
    """`first`, `merge`, `split`, `retire`, `revive`, `claim` (it passed on), `records` or `values` (they changed)."""
    text: str
    """A sentence, in the language that was asked for."""
    change: IdentityChange | None = None
    """The row of identity history, where it is one."""


@dataclass(frozen=True)
class Life:
    """What became of a golden_id, oldest chapter first."""

    golden_id: str
    state: str
    """`alive`, `merged` or `retired`, at the end of the story."""
    lives_as: str | None
    """The id of its person at the end of the story, itself while it is alive; None when that one is retired."""
    chapters: list[Chapter]


@dataclass(frozen=True)
class Voice:
    """In which language a life is told, and how it writes golden values."""

    words: Wording
    """Has the texts of `life.yml`."""
    written: Callable[[Any], str] = str


@dataclass(frozen=True)
class _Kept:
    """The person in one of the kept versions."""

    manifest: Manifest
    profile: dict[str, Any] | None
    records: frozenset[str]


def life_of(
    published: Published, ledger: Ledger, golden_id: str, until: datetime | None = None, voice: Voice | None = None
) -> Life:
    """Tell the life of a golden_id, up to a moment if one is given; in English unless `voice` is another.

    Raises NotFound when it was not known by then.
    """
    with Store(published) as store:
        biographer = _Biographer(store, published, ledger, golden_id, voice or Voice(english()))
        life = biographer.life(until or datetime.max.replace(tzinfo=UTC))
    if not life.chapters:
        by_then = f" by {until.isoformat(timespec='minutes')}" if until else ""
        raise NotFound(f"no person had the golden_id {golden_id}{by_then}", "look the person up with `cdp find`")
    return life


class _Biographer:
    """Gathers what is known of one golden_id."""

    def __init__(self, store: Store, published: Published, ledger: Ledger, golden_id: str, voice: Voice) -> None:
        self._store, self._published, self._ledger, self._id = store, published, ledger, golden_id
        self._voice, self._words = voice, voice.words

    def life(self, until: datetime) -> Life:
        """Return the life up to a moment."""
        changes = [IdentityChange(**row) for row in self._store.rows(_CHANGES, {"id": self._id})]
        kept = [self._kept(manifest) for manifest in reversed(self._published.lineage())]
        told = [*self._told(changes), *self._passed_claims(), *_changed(kept, self._voice)]
        told.sort(key=lambda chapter: chapter.version)
        chapters = [each for each in (*self._first(changes, kept), *told) if each.at <= until]
        state, lives_as = self._end(until)
        return Life(self._id, state, lives_as, chapters)

    def _kept(self, manifest: Manifest) -> _Kept:
        profiles, membership = (self._published.relation(manifest, name) for name in ("profile", "membership"))
        bound = {"id": self._id}
        profile = self._store.rows(f"select * from {profiles} where golden_id = $id", bound)
        records = self._store.rows(f"select source, record_id from {membership} where golden_id = $id", bound)
        keys = frozenset(f"{row['source']}/{row['record_id']}" for row in records)
        return _Kept(manifest, profile[0] if profile else None, keys)

    def _told(self, changes: Sequence[IdentityChange]) -> list[Chapter]:
        """Return the identity changes; a split out of which an id came back to life is told as its revival."""
        revived = {(each.version, each.other_golden_id, each.golden_id) for each in changes if each.change == "revive"}
        decisions = self._decisions() if any(each.decision for each in changes) else {}
        return [
            Chapter(_moment(each.at), each.version, each.change, sentence(each, self._id, decisions, self._words), each)
            for each in changes
            if each.change != "split" or (each.version, each.golden_id, each.other_golden_id) not in revived
        ]

    def _decisions(self) -> dict[int, Decided]:
        """Return who took each decision, and why; nothing where the version does not publish decisions."""
        if "decision" not in self._store.manifest.tables:
            return {}
        rows = self._store.rows("select decision, decided_by, reason from decision")
        return {row["decision"]: Decided(row["decided_by"], row["reason"]) for row in rows}

    def _passed_claims(self) -> list[Chapter]:
        passed = self._store.rows("select version from inherited_claim where golden_id = $id", {"id": self._id})
        found = []
        for row in passed:
            made = self._ledger.publication(row["version"])
            if made is not None:
                found.append(Chapter(_moment(made["finished_at"]), row["version"], "claim", self._words("life.claim")))
        return found

    def _first(self, changes: Sequence[IdentityChange], kept: Sequence[_Kept]) -> list[Chapter]:
        """Return when the id was first published: by the run that landed the record whose claim it is.

        Of an id that no record tells of any more: the first of the kept versions that has it. Nothing for an id that
        began with a split.
        """
        lived = next((each.manifest for each in kept if each.profile), None)
        if _begins(changes[0], self._id) if changes else lived is None:
            return []
        claimed = self._claimed(kept)
        if claimed is not None:
            return [claimed]
        if lived is None:
            return []
        earlier = lived is kept[0].manifest and lived.parent is not None
        text = self._words("life.first.kept" if earlier else "life.first.version", version=lived.version)
        return [Chapter(_moment(lived.created_at), lived.version, "first", text)]

    def _claimed(self, kept: Sequence[_Kept]) -> Chapter | None:
        """Return the first chapter as the claim tells it: a claim says in which package its record landed."""
        anchor = self._anchor(kept)
        if anchor is None or anchor["claim"] % CLAIMS_PER_PACKAGE == CLAIMS_PER_PACKAGE - 1:
            return None
        package = self._ledger.package(anchor["claim"] // CLAIMS_PER_PACKAGE)
        made = self._ledger.published_by(package.run) if package else None
        if made is None:
            return None
        record = f"{anchor['source']}/{anchor['record_id']}"
        key = "life.first.claimed" if anchor["own"] else "life.first.gone"
        text = self._words(key, version=made["version"], run=made["run"], record=record)
        return Chapter(_moment(made["finished_at"]), made["version"], "first", text)

    def _anchor(self, kept: Sequence[_Kept]) -> dict[str, Any] | None:
        """Return the record that holds the claim (own: made it), or, of a dead id, the record that made it."""
        lived = next((each.manifest for each in reversed(kept) if each.profile), None)
        bound = {"id": self._id, "secret": self._ledger.secret}
        members = self._published.relation(lived or self._store.manifest, "membership")
        which = "golden_id = $id and is_anchor" if lived else "own"
        found = self._store.rows(f"select * from ({_CLAIMS.format(members=members)}) where {which}", bound)
        return found[0] if found else None

    def _end(self, until: datetime) -> tuple[str, str | None]:
        """Return the state at a moment, and the id of the person then."""
        by_then = until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if until.year < datetime.max.year else "9999"
        golden_id, seen = self._id, set[str]()
        while golden_id not in seen:
            seen.add(golden_id)
            last = self._store.rows(_LAST, {"id": golden_id, "until": by_then})
            if not last or last[0]["golden_id"] != golden_id or last[0]["change"] not in ("merge", "retire"):
                return "alive" if golden_id == self._id else "merged", golden_id
            if last[0]["change"] == "retire":
                break
            golden_id = last[0]["other_golden_id"]
        return "retired" if golden_id == self._id else "merged", None


_CHANGES = """
select * from identity_history where golden_id = $id or other_golden_id = $id order by version, nth
"""

_LAST = """
select change, golden_id, other_golden_id from identity_history
where (golden_id = $id or other_golden_id = $id) and "at" <= $until
order by version desc, golden_id = $id and change in ('merge', 'retire') desc
limit 1
"""

_CLAIMS = """
select golden_id, source, record_id, is_anchor, claim,
       $id = 'g' || left(sha256($secret || chr(31) || source || chr(31) || record_id), 20) as own
from {members}
"""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _begins(change: IdentityChange, golden_id: str) -> bool:
    """Tell whether an id came into being with a change: as a part of a person that was split."""
    return change.change == "split" and change.other_golden_id == golden_id and change.reason == OWN_PERSON


def _changed(kept: Sequence[_Kept], voice: Voice) -> list[Chapter]:
    """Return what changed from one kept version to the next in which the person is alive."""
    found = []
    for before, after in pairwise(each for each in kept if each.profile):
        manifest = after.manifest
        told = {"records": _moved(before, after, voice.words), "values": _revalued(before, after, voice)}
        for what, text in told.items():
            if text:
                found.append(Chapter(_moment(manifest.created_at), manifest.version, what, text))
    return found


def _moved(before: _Kept, after: _Kept, words: Wording) -> str:
    """Return which records joined and left."""
    moved = (("joined", after.records - before.records), ("left", before.records - after.records))
    return "; ".join(words(f"life.{what}", records=_named(records, words)) for what, records in moved if records)


def _named(records: Set[str], words: Wording) -> str:
    return ", ".join(sorted(records)) if len(records) <= _NAMED else words.counted("life.records", len(records))


def _revalued(before: _Kept, after: _Kept, voice: Voice) -> str:
    """Return which golden values changed, from what to what."""
    then, now = before.profile or {}, after.profile or {}
    names = [name for name in now if name not in _NO_VALUES and not name.endswith("_all")]
    changed = [(name, then.get(name), now[name]) for name in names if then.get(name) != now[name]]
    return "; ".join(_revaluation(name, old, new, voice) for name, old, new in changed)


def _revaluation(name: str, old: Any, new: Any, voice: Voice) -> str:
    told = [voice.words("life.no_value") if value is None else voice.written(value) for value in (old, new)]
    return voice.words("life.value", name=voice.words.known("attribute", name), old=told[0], new=told[1])
