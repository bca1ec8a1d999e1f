"""What stewards' answers taught a model, and how that was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cdp.link.estimate import Floats, Ints


@dataclass(frozen=True)
class Judged:
    """A model, held against the answers that were kept from it."""

    right: int
    """Answers that its weights agree with: more likely than not where they say one person, less where not."""
    log_loss: float
    """Mean of -ln of the probability that it gave to what was answered (nats); 0 is certain and right."""


@dataclass(frozen=True)
class Taught:
    """What became of the answers when a model was trained."""

    answers: int
    """That counted."""
    outdated: int
    """That no longer count: of their records one is gone, or says something else."""
    held_back: int = 0
    """Answers among them that no model learned from, to judge it by."""
    without: Judged | None = None
    """The model from the records alone, by the answers held back; None: too few to teach and judge."""
    taught: Judged | None = None
    """The model that had learned from the others too."""
    chance: int = 0
    """Answers that who tosses a coin has right in 95 of 100 cases at most."""
    kept: bool = False
    """Whether the model in use has learned from them."""
    bits: dict[str, list[float]] = field(default_factory=dict)
    """What the answers add to the weight of each level, by comparison and gamma, log2; empty unless kept."""

    @property
    def told(self) -> str:
        """What became of them, in a sentence."""
        counted = f"{self.answers:,} count"
        counted += f", {self.outdated:,} are older than a change of their records" if self.outdated else ""
        if self.without is None or self.taught is None:
            return f"{counted}; too few to learn from"
        judged = (
            f"of the {self.held_back:,} held back {self.taught.right:,} right, log loss {self.taught.log_loss:.3f}; "
            f"without them {self.without.right:,} right, log loss {self.without.log_loss:.3f}"
        )
        if self.kept:
            return f"{counted}; the model learned from them: {judged}"
        coin = f"; a coin may have {self.chance:,}" if self.taught.right <= self.chance else ""
        return f"{counted}; the model did not learn from them, it would be no better: {judged}{coin}"

    def added(self, gammas: Ints, names: Sequence[str]) -> Floats:
        """Return what the answers add to the weight of comparison vectors with the columns `names`."""
        total = np.zeros(len(gammas))
        for nth, name in enumerate(names if self.kept else ()):
            bits = np.array(self.bits[name])
            total += np.where(gammas[:, nth] >= 0, bits[np.maximum(gammas[:, nth], 0)], 0.0)
        return total

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Taught:
        """Return what `dataclasses.asdict` took apart."""
        judged = {name: Judged(**told[name]) if told[name] else None for name in ("without", "taught")}
        return cls(**{**told, **judged})
