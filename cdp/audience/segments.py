"""The segments of a workspace: those declared, and drafts that nobody saved yet; always by the current version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdp.audience.activation import Activated, Order, activate, foresee
from cdp.audience.declaring import drafted, drop_segment, write_segment
from cdp.audience.members import answered, fields_of, named
from cdp.audience.portrait import Part, portrait
from cdp.audience.why_in import Reasoned, why_in
from cdp.audience.words import Phrase, told
from cdp.config import load_segments
from cdp.config.segments import Segment
from cdp.errors import UsageError
from cdp.segments.fields import Field, UnknownField
from cdp.segments.members import declared_sql
from cdp.segments.rule import WrongCondition, members_sql

if TYPE_CHECKING:
    from cdp.config import Config
    from cdp.store import Store
    from cdp.workspace import Workspace

Draft = Segment | Mapping[str, Any] | str
"""A rule that nobody saved yet: plain values, or their text, YAML or JSON."""


@dataclass(frozen=True)
class Shown:
    """A segment: how many are in it, and how they differ from everybody."""

    segment: str | None
    """Its name; None for a draft."""
    description: str
    people: int
    share: float
    """Of all people."""
    rule: str
    """SELECT of its golden_ids."""
    portrait: list[Part]


@dataclass(frozen=True)
class Overlap:
    """People who are in two segments."""

    segment: str
    other: str
    people: int
    share: float | None
    """Of the people of `segment`; None where it has none."""


class Segments:
    """The segments of a workspace, and what is done with them."""

    def __init__(self, ws: Workspace, store: Store | None = None, config: Config | None = None) -> None:
        """`store` is the version to read, which stays open; else the current one is opened for each question.

        `config` is the configuration, where it has been read already.
        """
        self._ws, self._store, self._config = ws, store, config

    def declared(self) -> dict[str, Segment]:
        """Return the segments that segments.yml declares, as it stands now. Raises ConfigError."""
        return load_segments(self._ws.folder / "config").segments

    @property
    def config(self) -> Config:
        """The configuration; what segments.yml declares is always read anew. Raises ConfigError."""
        return self._config or self._ws.config

    @contextmanager
    def _reading(self) -> Iterator[Store]:
        if self._store is not None:
            yield self._store
            return
        with self._ws.store() as store:
            yield store

    def all(self) -> list[Shown]:
        """Return every declared segment by name, without portraits; those that are published so are not counted anew.

        Raises ConfigError.
        """
        found = sorted(self.declared().items())
        with self._reading() as store:
            fields = fields_of(store)
            published = {row["segment"]: row for row in store.rows("from segment")}
            rules = {name: declared_sql(name, segment, fields) for name, segment in found}
            return [_known(store, name, segment, rules[name], published.get(name)) for name, segment in found]

    def show(self, name: str) -> Shown:
        """Return a declared segment with its portrait. Raises NotFound, ConfigError."""
        segment = named(self.declared(), name)
        with self._reading() as store:
            return self._shown(store, name, segment, declared_sql(name, segment, fields_of(store)))

    def count(self, draft: Draft) -> int:
        """Return how many people a rule selects that nobody saved yet. Raises UsageError for a wrong one."""
        segment = _taken(draft)
        with self._reading() as store:
            return _counted(store, None, segment, _draft_sql(store, segment)).people

    def preview(self, draft: Draft) -> Shown:
        """Return what a rule that nobody saved yet selects, with a portrait. Raises UsageError for a wrong one."""
        segment = _taken(draft)
        with self._reading() as store:
            return self._shown(store, None, segment, _draft_sql(store, segment))

    def fields(self) -> list[Field]:
        """Return everything that conditions may speak of."""
        with self._reading() as store:
            return list(fields_of(store).all())

    def overlap(self) -> list[Overlap]:
        """Return how many people every two published segments share, each with itself too."""
        with self._reading() as store:
            return [Overlap(**row) for row in store.rows(_OVERLAP)]

    def why(self, name: str, golden_id: str, phrase: Phrase = told) -> list[Reasoned]:
        """Return each condition of a segment, in the words of `phrase`, with a person's value, and whether it holds.

        Raises NotFound.
        """
        segment = named(self.declared(), name)
        with self._reading() as store:
            return why_in(store, fields_of(store), segment, store.resolve(golden_id.strip().lower()), phrase)

    def save(self, name: str, draft: Draft) -> int:
        """Declare a segment in segments.yml, or another rule for one; return how many people are in it now.

        The next run publishes it. Raises UsageError for a name or rule that is wrong.
        """
        people = self.count(draft)
        write_segment(self._ws.folder / "config", name, _taken(draft))
        return people

    def drop(self, name: str) -> None:
        """Take a segment out of segments.yml. Raises NotFound."""
        drop_segment(self._ws.folder / "config", name)

    def export(self, order: Order) -> Activated:
        """Write those of a segment who may be reached for a purpose through a channel to a file; see `activate`."""
        segment = named(self.declared(), order.segment)
        with self._reading() as store:
            rule = declared_sql(order.segment, segment, fields_of(store))
            return activate(store, self.config, self._ws.ledger, rule, order)

    def foresee(self, order: Order) -> Activated:
        """Return what an export would hold and leave out; nothing is written or recorded."""
        segment = named(self.declared(), order.segment)
        with self._reading() as store:
            return foresee(store, self.config, declared_sql(order.segment, segment, fields_of(store)), order)

    def exports(self) -> list[dict[str, Any]]:
        """Return what was exported, the latest first: who, when, which segment, what for, how many."""
        return self._ws.ledger.activations()

    @staticmethod
    def _shown(store: Store, name: str | None, segment: Segment, rule: str) -> Shown:
        counted = _counted(store, name, segment, rule)
        return Shown(**{**vars(counted), "portrait": portrait(store, fields_of(store), rule)})


def _taken(draft: Draft) -> Segment:
    return draft if isinstance(draft, Segment) else drafted(draft)


def _draft_sql(store: Store, segment: Segment) -> str:
    try:
        return members_sql(segment, fields_of(store))
    except (UnknownField, WrongCondition) as fault:
        raise UsageError(str(fault), "`cdp segments fields` lists what may be asked") from fault


def _counted(store: Store, name: str | None, segment: Segment, rule: str) -> Shown:
    found = answered(store, f"select count(*) as people, (select count(*) from profile) as everybody from ({rule})")[0]
    share = found["people"] / found["everybody"] if found["everybody"] else 0.0
    return Shown(name, segment.meaning, found["people"], share, rule, [])


def _known(store: Store, name: str, segment: Segment, rule: str, published: Mapping[str, Any] | None) -> Shown:
    """Return a segment as published, if its rule still is the same, else counted now."""
    if published is None or published["rule"] != rule:
        return _counted(store, name, segment, rule)
    return Shown(name, segment.meaning, published["people"], published["share"], rule, [])


_OVERLAP = """
select own.segment, other.segment as other, count(*) as people,
       round(count(*) / max(segment.people), 6) as share
from segment_member own
join segment_member other using (golden_id)
join segment on segment.segment = own.segment
group by all order by all
"""
