"""Shares that were counted or are expected, with the interval that should hold the truth."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959964
"""Standard normal quantile of a 95 % interval."""


def wilson(successes: float, trials: float) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); without trials it may be anything from 0 to 1.

    It holds the share itself, whatever the rounding.
    """
    if not trials:
        return 0.0, 1.0
    share, spread = successes / trials, Z**2 / trials
    centre = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low, high = (centre - half) / (1 + spread), (centre + half) / (1 + spread)
    return max(0.0, min(low, share)), min(1.0, max(high, share))


@dataclass(frozen=True)
class Share:
    """A share that was counted, with its 95 % interval."""

    part: int
    of: int
    value: float
    low: float
    high: float

    @classmethod
    def counted(cls, part: int, of: int) -> Share:
        """Return the share of `part` in `of`; of nothing it is all."""
        return cls(part, of, part / of if of else 1.0, *wilson(part, of))


@dataclass(frozen=True)
class Estimate:
    """A share that is expected, and the interval that should hold it in 95 of 100 cases."""

    value: float
    low: float
    high: float
