"""Is it worse than usual, worse than elsewhere, and since when? Counts of parts and weeks in, probabilities out.

- Worse: one-sided exact test of Fisher (1922) of two shares, the hypergeometric tail; it holds however few there are.
- Turned: cumulative sum of log likelihood ratios (Page, "Continuous inspection schemes", Biometrika 1954; for shares
  with a known usual one: Steiner et al., Biostatistics 2000) against odds `ODDS` times the usual ones. Under the usual
  share the ratio from any one week on exceeds e^h with probability e^-h at most (Ville 1939), so `weeks * e^-max` is a
  bound of the probability of a sum as high. The week after the sum was last 0 is that in which it turned (Page).
- Many parts are looked at, so that some look bad by chance: false discovery rate of Benjamini and Hochberg (1995).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, false_discovery_control, hypergeom

Numbers = NDArray[np.float64]

ODDS = (1.5, 3.0)
"""What is watched for: odds that are so many times the usual ones, slowly or sharply."""
PRIOR = 20.0
"""Opportunities at the rate of the kind as a whole that count for a part's usual rate beside its own."""
BAND = 0.95
"""Share of weeks at the usual rate that the band holds at least."""


@dataclass(frozen=True)
class Turn:
    """What cumulative sums tell of parts (first axis) over watched weeks (second axis, the oldest first)."""

    sums: Numbers
    """The sums, week by week, of those odds whose sum rose highest."""
    p: Numbers
    """Bound of the probability of a sum as high, by part."""
    start: NDArray[np.int64]
    """Week, by position, with which the highest sum began."""


def rate(events: Numbers, of: Numbers) -> Numbers:
    """Return shares; NaN of nothing."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(of > 0, events / of, np.nan)


def worse(events: Numbers, of: Numbers, usual_events: Numbers, usual_of: Numbers) -> Numbers:
    """Return the probability of so many events or more if the share were the usual one; NaN without opportunities."""
    with np.errstate(invalid="ignore"):
        p = hypergeom.sf(events - 1, of + usual_of, events + usual_events, of)
    return np.where((of > 0) & (usual_of > 0), np.clip(p, 0, 1), np.nan)


def expected_rate(events: Numbers, of: Numbers, whole: Numbers) -> Numbers:
    """Return the usual rate of parts, drawn towards the rate of the whole where little is known of them."""
    return np.clip((events + PRIOR * whole) / (of + PRIOR), 1e-6, 1 - 1e-6)


def find_turns(events: Numbers, of: Numbers, usual: Numbers) -> Turn:
    """Return the highest cumulative sums of parts over weeks, `usual` being their usual rates."""
    runs = [_cumulated(events, of, usual[:, None], odds) for odds in ODDS]
    sums = np.stack([run for run, _ in runs])
    best = sums.max(axis=2).argmax(axis=0)
    parts = np.arange(len(usual))
    chosen = sums[best, parts]
    peak = chosen.argmax(axis=1) if chosen.size else np.zeros(0, dtype=np.int64)
    begun = np.stack([start for _, start in runs])[best, parts]
    p = np.minimum(1.0, len(ODDS) * events.shape[1] * np.exp(-chosen[parts, peak]))
    return Turn(chosen, p, begun[parts, peak])


def _cumulated(events: Numbers, of: Numbers, usual: Numbers, odds: float) -> tuple[Numbers, NDArray[np.int64]]:
    """Return the sums by part and week, and the week with which each of them began."""
    steps = events * np.log(odds) - of * np.log1p((odds - 1) * usual)
    sums, starts = np.zeros_like(steps), np.zeros(steps.shape, dtype=np.int64)
    held, begun = np.zeros(len(steps)), np.zeros(len(steps), dtype=np.int64)
    for week in range(steps.shape[1]):
        begun = np.where(held == 0, week, begun)
        held = np.maximum(0, held + steps[:, week])
        sums[:, week], starts[:, week] = held, begun
    return sums, starts


def false_discovery(p: Numbers) -> Numbers:
    """Return the least share of false alarms at which each of the probabilities is an alarm; NaN stays NaN."""
    q = np.full_like(p, np.nan)
    tested = ~np.isnan(p)
    if tested.any():
        q[tested] = false_discovery_control(p[tested], method="bh")
    return q


def usual_band(of: Numbers, usual: Numbers) -> tuple[Numbers, Numbers]:
    """Return the rates between which `BAND` of the weeks with so many opportunities lie; NaN without any."""
    outside = (1 - BAND) / 2
    low, high = (rate(binom.ppf(share, of, usual), of) for share in (outside, 1 - outside))
    return low, high
