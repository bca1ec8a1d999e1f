"""What is known of a model from made-up pairs: how many it finds and keeps apart, and how true its weights are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cdp.intervals import Share


@dataclass(frozen=True)
class Calibration:
    """Pairs of about one weight: what the model says of them, and what they are."""

    weight: float
    """Where the bin begins, log2 odds."""
    predicted: float
    """Mean probability that its pairs are one person, as their weights say."""
    observed: float
    """Share of duplicates, duplicates and near-misses counted for as many pairs as the matches are expected to hold."""
    low: float
    high: float
    """95 % interval of the observed share (Wilson), by the canaries of the bin."""
    canaries: int


@dataclass(frozen=True)
class Canaries:
    """What became of the canaries."""

    found: Share
    """Duplicates that a blocking rule brings together and that score above the threshold."""
    blocked: Share
    """Duplicates that a blocking rule brings together."""
    scored: Share
    """Duplicates that score above the threshold."""
    kept_apart: dict[str, Share]
    """Near-misses by kind: those that score below the threshold, or whose names and birth dates contradict."""
    calibration: list[Calibration]

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Canaries:
        """Return what `dataclasses.asdict` took apart."""
        shares = {name: Share(**told[name]) for name in ("found", "blocked", "scored")}
        apart = {kind: Share(**share) for kind, share in told["kept_apart"].items()}
        return cls(**shares, kept_apart=apart, calibration=[Calibration(**each) for each in told["calibration"]])
