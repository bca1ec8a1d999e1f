"""The review queue: what is worth a steward's word, worth most first; every answer is a decision."""

from cdp.review.question import REASONS, Kind, Question, Settled, about, decision_on
from cdp.review.queue import review
from cdp.review.values import Compared, Values, compared, read_values

__all__ = [
    "REASONS",
    "Compared",
    "Kind",
    "Question",
    "Settled",
    "Values",
    "about",
    "compared",
    "decision_on",
    "read_values",
    "review",
]
