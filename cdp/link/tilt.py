"""Learning the weights of levels from answers, beside what the records say of themselves.

m of every comparison, the shares of levels among the pairs of one person, is *tilted*: m' = m 2^b / Z (exponential
tilting, Esscher 1932). The bits b are those under which the answers are likeliest (logistic regression with the model's
weight as offset), each held near nothing by a Gaussian prior.

Answers are no sample: the queue asks of doubtful pairs, and of pairs about which other records say something else.

- What matters is what was answered *given* the comparison, not how often such pairs were asked; a choice by what the
  comparison shows can be left out of account then (Rubin 1976).
- What else led to the question makes one answer likelier than the other: that *lean* is learned beside the bits, and
  thrown away.
- The candidates, as the model has them, count like some hundred answers. So a handful of doubtful pairs does not turn
  what holds for millions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from cdp.link.estimate import Floats, Ints, Shares

STEADINESS = 2.0
"""Standard deviation of the prior of each bit: that a level is worth four times as much, or a quarter, is usual."""
UNASKED = 300.0
"""Answers that the candidates count like, once for those of one person and once for the others."""
DIGITS = 4
"""Bits are rounded to so many."""


@dataclass(frozen=True)
class Opinions:
    """What is said of comparison vectors, by answers or by the model."""

    gammas: Ints
    """(vectors, comparisons), as in `Patterns`."""
    weights: Floats
    """Log2 odds that the model gives."""
    shares: Floats
    """Share that is one person: 0 or 1 of an answered pair."""
    counts: Floats
    """Answers that the opinion counts like."""
    asked: Floats
    """1 of an answered pair, 0 of what the model says."""

    def beside(self, other: Opinions) -> Opinions:
        """Return the opinions of both."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Opinions(*(np.concatenate(pair) for pair in pairs))


def unasked(gammas: Ints, counts: Floats, weights: Floats) -> Opinions:
    """Return what the model says of candidate patterns; `counts` are their pairs, `weights` its log2 odds."""
    shares = probability(weights)
    ones, others = counts * shares, counts * (1 - shares)
    counted = UNASKED * (ones / max(ones.sum(), 1.0) + others / max(others.sum(), 1.0))
    return Opinions(gammas, weights, shares, counted, np.zeros(len(counts)))


def probability(weights: Floats) -> Floats:
    """Return the probabilities of log2 odds."""
    return np.asarray(1 / (1 + np.exp2(-np.clip(weights, -500, 500))), dtype=np.float64)


def log_losses(weights: Floats, shares: Floats) -> Floats:
    """Return -ln of the probability (nats) that log2 odds give to what is so, in the mean over a share of ones."""
    odds = weights * math.log(2)
    return np.asarray(np.logaddexp(0, odds) - shares * odds, dtype=np.float64)


def tilt(opinions: Opinions, m: Shares) -> list[Floats]:
    """Return log2(m' / m) of every level, per comparison and indexed by gamma."""
    levels = _Levels(opinions.gammas, m)

    def loss(free: Floats) -> tuple[float, Floats]:
        bits, lean = free[:-1], free[-1]
        weights = opinions.weights + levels.seen @ levels.normalised(bits) + lean * opinions.asked
        wrong = math.log(2) * opinions.counts * (probability(weights) - opinions.shares)
        total = opinions.counts @ log_losses(weights, opinions.shares) + free @ free / (2 * STEADINESS**2)
        slope = np.append(levels.gradient(bits, wrong), opinions.asked @ wrong)
        return float(total), slope + free / STEADINESS**2

    found = minimize(loss, np.zeros(levels.seen.shape[1] + 1), jac=True, method="L-BFGS-B")
    return np.split(np.round(levels.normalised(found.x[:-1]), DIGITS), levels.ends[:-1])


class _Levels:
    """The levels of all comparisons in a row, and which of them the vectors are at."""

    def __init__(self, gammas: Ints, m: Shares) -> None:
        sizes = [len(shares) for shares in m]
        self.ends: Ints = np.cumsum(sizes, dtype=np.int64)
        self._starts: Ints = self.ends - np.array(sizes, dtype=np.int64)
        self._sizes = sizes
        self._m = np.concatenate(m)
        places = np.where(gammas >= 0, gammas + self._starts, -1)
        rows, columns = np.nonzero(places >= 0)
        self.seen = csr_array(
            (np.ones(len(rows)), (rows, places[rows, columns])), shape=(len(gammas), int(self.ends[-1]))
        )

    def normalised(self, bits: Floats) -> Floats:
        """Return log2(m' / m)."""
        totals = np.add.reduceat(self._m * np.exp2(bits), self._starts)
        return np.asarray(bits - np.repeat(np.log2(totals), self._sizes), dtype=np.float64)

    def gradient(self, bits: Floats, wrong: Floats) -> Floats:
        """Return what a sum over the vectors of `wrong` × their log2(m' / m) gains by each bit."""
        told = self.seen.T @ wrong
        compared = np.repeat(np.add.reduceat(told, self._starts), self._sizes)
        return np.asarray(told - compared * self._m * np.exp2(self.normalised(bits)), dtype=np.float64)
