"""Reads pain points of a published version: the ranked list, and one of them with its weeks, examples and remedies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdp.errors import NotFound, UsageError

if TYPE_CHECKING:
    from cdp.store import Store

Row = dict[str, Any]


@dataclass(frozen=True)
class PainPoint:
    """A pain point with all that is known of it."""

    point: Row
    """Row of `pain_point`."""
    weeks: list[Row]
    """Rows of `pain_week`, the oldest first."""
    parts: list[Row]
    """The other pain points of the kind, by rank."""
    examples: list[Row]
    """Rows of `pain_event`: the example events of the point."""
    remedies: list[Row]
    """Rows of `remedy`: what was done about it here."""


def pain_points(store: Store, kind: str | None = None, *, everything: bool = False) -> list[Row]:
    """Return the rows of `pain_point` by rank: those that turned or are worse, or everything.

    kind: only those of one kind. Raises NotFound when there is no such kind.
    """
    if kind is not None:
        _known(store, kind)
    return store.rows(_POINTS, {"kind": kind, "everything": everything})


@dataclass(frozen=True)
class Cause:
    """A pain point that is a cause of its own, and those that only show it."""

    point: Row
    also: list[Row]
    """The others, by rank."""


def by_cause(points: Iterable[Row]) -> list[Cause]:
    """Return pain points by rank, each cause once, with the others of its kind that belong to it."""
    told = list(points)
    causes = {(row["kind"], f"{row['split']}={row['part']}"): Cause(row, []) for row in told if not row["belongs_to"]}
    for row in told:
        if row["belongs_to"]:
            causes[row["kind"], row["belongs_to"]].also.append(row)
    return list(causes.values())


def cause_of(found: PainPoint) -> Row | None:
    """Return the pain point that this one belongs to; None for a cause of its own."""
    return next((row for row in found.parts if f"{row['split']}={row['part']}" == found.point["belongs_to"]), None)


def pain_point(store: Store, kind: str, where: str | None = None) -> PainPoint:
    """Return one pain point; `where` is like `store=K03`, and everywhere if None.

    Raises UsageError when `where` cannot be read, NotFound when nothing is known of it.
    """
    _known(store, kind)
    split, part = split_and_part(where)
    bound = {"kind": kind, "split": split, "part": part}
    found = store.rows("select * from pain_point where kind = $kind and split = $split and part = $part", bound)
    if not found:
        raise NotFound(
            f"nothing is known of {kind} at {where}", f"`cdp pain {kind} --all` shows where it was looked at"
        )
    return PainPoint(
        found[0],
        store.rows(_WEEKS, bound),
        store.rows(_PARTS, bound),
        store.rows(_EXAMPLES, bound),
        store.rows(_REMEDIES, bound),
    )


def remedies(store: Store) -> list[Row]:
    """Return the rows of `remedy`."""
    return store.rows("select * from remedy order by nth")


def split_and_part(where: str | None) -> tuple[str, str]:
    """Return what `store=K03` means; everywhere for None. Raises UsageError for anything else."""
    if where is None:
        return "all", ""
    split, equals, part = where.partition("=")
    if not (split and equals and part):
        raise UsageError(f"{where!r} is no place", "write it like store=K03 or agent=paula")
    return split.strip(), part.strip()


def place(row: Mapping[str, Any]) -> str | None:
    """Return `store=K03` for a row with split and part; None for everywhere."""
    return None if row["split"] == "all" else f"{row['split']}={row['part']}"


def _known(store: Store, kind: str) -> None:
    kinds = [row["kind"] for row in store.rows("select distinct kind from pain_point order by kind")]
    if kind not in kinds:
        there = ", ".join(kinds) or "none in this version"
        raise NotFound(f"no pain of the kind {kind}", f"there are: {there}")


_POINTS = """
select * from pain_point
where kind = coalesce($kind, kind) and ($everything or state <> 'usual')
order by rank
"""

_WEEKS = "select * from pain_week where kind = $kind and split = $split and part = $part order by week"

_PARTS = "select * from pain_point where kind = $kind and not (split = $split and part = $part) order by rank"

_EXAMPLES = """
select pain_event.*
from pain_event
join (
    select unnest(example_events) as told, generate_subscripts(example_events, 1) as nth
    from pain_point
    where kind = $kind and split = $split and part = $part
) as example on example.told = pain_event.source || '/' || pain_event.event_id
where pain_event.kind = $kind
order by example.nth
"""

_REMEDIES = "select * from remedy where kind = $kind and split = $split and part = $part order by nth"
