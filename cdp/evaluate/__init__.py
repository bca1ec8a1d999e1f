"""Holds a published version against a truth: how good it is, which pairs it gets wrong, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cdp.evaluate.explained import explain_unmatched
from cdp.evaluate.landed_truth import read_landed_truth
from cdp.evaluate.score import LabelledScore, PeopleScore, Score, score_labels, score_people
from cdp.evaluate.truth import Kind, Truth, read_truth
from cdp.evaluate.wrong import Error, WrongPair, find_wrong, reasons, tell_why, values_of, worst, write_wrong
from cdp.intervals import wilson

if TYPE_CHECKING:
    from cdp.store import Store
    from cdp.workspace import Workspace


@dataclass(frozen=True)
class Evaluation:
    """What a truth says of a version."""

    version: str
    truth: Truth
    score: Score
    """A PeopleScore, or a LabelledScore when the truth is labelled pairs."""
    reasons: list[tuple[str, str, int]]
    """(error, why, pairs) of all pairs that are wrong."""
    wrong: list[WrongPair]
    """The worst of them, by error."""


def evaluate(store: Store, truth: Path) -> Score:
    """Score a published version against a CSV with the columns source, record_id, person, or with labelled pairs.

    Records that the truth does not name are left out. Raises UsageError when the file is no truth (see `read_truth`).
    """
    return _score(store, read_truth(store, truth))


def evaluate_closely(ws: Workspace, store: Store, truth: Path | Sequence[str], most: int = 10) -> Evaluation:
    """Score a version and find the pairs it gets wrong, at most so many of each error.

    `truth` is a CSV file (see `read_truth`), or columns SOURCE:COLUMN (see `read_landed_truth`). Leaves the table
    `told`, all wrong pairs, in the store for `write_wrong`.
    """
    held = read_truth(store, truth) if isinstance(truth, Path) else read_landed_truth(ws, store, truth)
    score = _score(store, held)
    find_wrong(store, held.kind)
    explain_unmatched(ws, store)
    tell_why(store, ws.config.identity.weakest_match)
    return Evaluation(store.manifest.version, held, score, reasons(store), worst(store, most))


def _score(store: Store, truth: Truth) -> Score:
    return score_people(store) if truth.kind is Kind.PEOPLE else score_labels(store)


__all__ = [
    "Error",
    "Evaluation",
    "LabelledScore",
    "PeopleScore",
    "Score",
    "Truth",
    "WrongPair",
    "evaluate",
    "evaluate_closely",
    "values_of",
    "wilson",
    "write_wrong",
]
