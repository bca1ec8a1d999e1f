"""A row of identity history as a sentence: what happened to an id, and which record, match or decision did it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cdp.ledger import IdentityChange

_NONE: Mapping[int, str] = MappingProxyType({})
_BECAME = {
    "record new": "arrived",
    "record returned": "returned",
    "record changed": "changed",
    "record gone": "is gone",
}
"""What became of the record that is the cause."""
_NAMED = 4
"""So many comparisons are named, the strongest ones."""


def sentence(change: IdentityChange, golden_id: str, decisions: Mapping[int, str] = _NONE) -> str:
    """Return what a change meant for `golden_id`, one of the two it speaks of, and why it happened.

    `decisions` tells of decisions, by their number, who took them and why.
    """
    other = change.other_golden_id if change.golden_id == golden_id else change.golden_id
    records = f"{change.records:,} record{'' if change.records == 1 else 's'}"
    match change.change, change.golden_id == golden_id:
        case "merge", True:
            told = f"merged into {other}, the older identity, with {records}"
        case "merge", False:
            told = f"merged with {other}, of which {records} came"
        case "split", True:
            told = f"split: {records} went to {other}"
        case "split", False:
            told = f"split off from {other} with {records}"
        case "revive", True:
            told = f"lives again with {records}" + (f", parted from {other}" if other else "")
        case "revive", False:
            told = f"parted from {other}, which lives again with {records}"
        case _:
            told = "retired with its last record"
    return told + because(change, decisions)


def because(change: IdentityChange, decisions: Mapping[int, str]) -> str:
    """Return the cause as the end of a sentence; nothing where none was kept."""
    if change.cause is None:
        return ""
    if change.decision is not None:
        return f", by decision {change.decision}{decisions.get(change.decision, '')}"
    if change.cause == "rollback":
        return ", because an earlier version was published again"
    if change.record_id_l is None:
        return ", because all the evidence was weighed anew"
    return f", because {_coming(change) if change.change == 'merge' else _parting(change)}"


def _coming(change: IdentityChange) -> str:
    own, other = _records(change)
    if other is None:
        return f"record {own} {_BECAME[str(change.cause)]}"
    if change.cause == "match":
        return f"records {own} and {other} match ({_weighed(change)})"
    return f"record {own} {_BECAME[str(change.cause)]} and matches {other} ({_weighed(change)})"


def _parting(change: IdentityChange) -> str:
    own, other = _records(change)
    if other is None:
        return f"record {own} {_BECAME[str(change.cause)]}"
    if change.cause in ("record new", "record returned"):
        return _coming(change)
    if change.cause == "match":
        return f"the match of {own} and {other} ({_weighed(change)}) holds no longer"
    return f"record {own} {_BECAME[str(change.cause)]}; it matched {other} ({_weighed(change)})"


def _records(change: IdentityChange) -> tuple[str, str | None]:
    other = None if change.record_id_r is None else f"{change.source_r}/{change.record_id_r}"
    return f"{change.source_l}/{change.record_id_l}", other


def _weighed(change: IdentityChange) -> str:
    """Return weight and strongest evidence of a match: weight 14.2: email, given name."""
    spoke = change.evidence.replace("_", " ").split(", ") if change.evidence else []
    named = ", ".join(spoke[:_NAMED]) + (" …" if len(spoke) > _NAMED else "")
    return f"weight {change.weight:.1f}" + (f": {named}" if named else "")
