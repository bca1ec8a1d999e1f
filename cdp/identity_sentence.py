"""A row of identity history as a sentence: what happened to an id, and which record, match or decision did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cdp.ledger import IdentityChange
from cdp.wording import Wording, english


@dataclass(frozen=True)
class Decided:
    """Who took a decision, and why."""

    by: str
    reason: str


_NONE: Mapping[int, Decided] = MappingProxyType({})
_NAMED = 4
"""So many comparisons are named, the strongest ones."""


def sentence(
    change: IdentityChange, golden_id: str, decisions: Mapping[int, Decided] = _NONE, words: Wording | None = None
) -> str:
    """Return what a change meant for `golden_id`, one of the two it speaks of, and why it happened.

    `decisions` tells of decisions, by their number, who took them and why; `words` has the texts of `life.yml`, English
    if unset.
    """
    words = words or english()
    is_own = change.golden_id == golden_id
    other = change.other_golden_id if is_own else change.golden_id
    side = "own" if is_own else "other"
    if change.change == "revive" and is_own and other:
        side = "parted"
    key = "life.retire" if change.change == "retire" else f"life.{change.change}.{side}"
    records = words.counted("life.records", change.records)
    return words(key, other=other, records=records) + _because(change, decisions, words)


def _because(change: IdentityChange, decisions: Mapping[int, Decided], words: Wording) -> str:
    """Return the cause as the end of a sentence; nothing where none was kept."""
    if change.cause is None:
        return ""
    if change.decision is not None:
        return _by_decision(change.decision, decisions, words)
    if change.cause == "rollback":
        cause = words("life.rollback")
    elif change.record_id_l is None:
        cause = words("life.weighed_anew")
    else:
        cause = _coming(change, words) if change.change == "merge" else _parting(change, words)
    return words("life.because", cause=cause)


def _by_decision(number: int, decisions: Mapping[int, Decided], words: Wording) -> str:
    told = decisions.get(number)
    if told is None:
        return words("life.decided", decision=number)
    return words("life.decided_by", decision=number, by=told.by, reason=words.known("life.reason", told.reason))


def _coming(change: IdentityChange, words: Wording) -> str:
    own, other = _records(change)
    if other is not None and change.cause == "match":
        return words("life.match", own=own, other=other, weighed=_weighed(change, words))
    became = words(f"life.{change.cause}", own=own)
    if other is None:
        return became
    return words("life.and_matches", became=became, other=other, weighed=_weighed(change, words))


def _parting(change: IdentityChange, words: Wording) -> str:
    own, other = _records(change)
    if other is None or change.cause in ("record new", "record returned"):
        return _coming(change, words)
    weighed = _weighed(change, words)
    if change.cause == "match":
        return words("life.match_lost", own=own, other=other, weighed=weighed)
    return words("life.and_matched", became=words(f"life.{change.cause}", own=own), other=other, weighed=weighed)


def _records(change: IdentityChange) -> tuple[str, str | None]:
    other = None if change.record_id_r is None else f"{change.source_r}/{change.record_id_r}"
    return f"{change.source_l}/{change.record_id_l}", other


def _weighed(change: IdentityChange, words: Wording) -> str:
    """Return weight and strongest evidence of a match: weight 14.2: email, given name."""
    spoke = change.evidence.split(", ") if change.evidence else []
    named = ", ".join(words.known("attribute", each) for each in spoke[:_NAMED]) + (" …" if len(spoke) > _NAMED else "")
    return words("life.weight_of" if named else "life.weight", weight=f"{change.weight:.1f}", evidence=named)
