"""How much differs between two versions, as a person reads it on one screen: what does not differ is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cdp.cli.screen import say, table

if TYPE_CHECKING:
    from cdp.gate import VersionDiff

_SHOWN = 10
"""Attributes shown, those of which the largest share changed."""
_DELIVERED = ("record", "event", "consent")


def print_diff(diff: VersionDiff) -> None:
    """Print people by what became of them, golden values by attribute, and counts by source."""
    if not diff.rows:
        say(f"{diff.after} has no version before it: nothing to compare")
        return
    people = next(row for row in diff.rows if row["what"] == "people")
    became = _people(diff.rows, people)
    values = sorted((row for row in diff.rows if row["what"] == "value" and _differs(row)), key=_by_share)
    delivered = [row for row in diff.rows if row["what"] in _DELIVERED and _differs(row)]
    if became:
        title = f"people from {diff.before} ({people['before']:,}) to {diff.after} ({people['after']:,})"
        table(title, ("", "people", "share", "limit"), became)
    if values:
        more = f" (the largest {_SHOWN} of {len(values)}; --json has all)" if len(values) > _SHOWN else ""
        columns = ("attribute", "before", "now", "filled", "changed", "gone", "share", "limit")
        table(f"golden values{more}", columns, [_value(row) for row in values[:_SHOWN]])
    if delivered:
        sources = ("", "source", "before", "now", "new", "to another person", "gone")
        table("records, events and consents", sources, [(row["what"], *_counts(row)) for row in delivered])
    if not (became or values or delivered):
        say(f"no difference between {diff.before} and {diff.after}")


def _people(rows: Sequence[Mapping[str, Any]], people: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of what became of golden ids, and of those who live on with another golden value."""
    identity = [
        (row["name"], row["changed"], *_percent(row)) for row in rows if row["what"] == "identity" and row["changed"]
    ]
    other = [("another golden value", people["changed"], None, None)] if people["changed"] else []
    return [*identity, *other]


def _value(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return *_counts(row), *_percent(row)


def _counts(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("name", "before", "after", "added", "changed", "removed"))


def _percent(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    share, most = row["share"], row["most"]
    return None if share is None else f"{share:.2%}", None if most is None else f"{most:.0%}"


def _differs(row: Mapping[str, Any]) -> bool:
    return row["before"] != row["after"] or any(row[name] for name in ("added", "changed", "removed"))


def _by_share(row: Mapping[str, Any]) -> tuple[float, int]:
    return -(row["share"] or 0.0), -row["added"]
