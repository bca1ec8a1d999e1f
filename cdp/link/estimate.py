"""Estimates a Fellegi-Sunter model from counts of comparison vectors, without labels.

A *pattern* is one comparison vector with the number of pairs that show it; all estimates work on patterns, so their
cost does not grow with the records. m is the share of true pairs at a level, u the share of pairs of two different
persons.
Method: expectation maximisation with u fixed, one session per blocking rule, in which the comparisons that read the
rule's columns are left out (Winkler 1988; Splink's documentation, "estimate parameters using EM"). A Dirichlet prior at
the levels' default m keeps small data sound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cdp.database import Database, quote

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PRIOR_PAIRS = 400.0
"""Weight of the default m, in pairs: a few hundred pairs of one person are too few to learn rare errors from."""
_ITERATIONS = 100
_CONVERGED = 1e-5
_SMALLEST = 1e-9


@dataclass(frozen=True)
class Patterns:
    """Comparison vectors with their counts."""

    gammas: Ints
    """(patterns, comparisons): -1 nothing to compare, 0 differs, then rising agreement."""
    counts: Floats
    """(patterns,): pairs."""

    def merged(self) -> Patterns:
        """Return each vector once, with the sum of its counts."""
        gammas, place = np.unique(self.gammas, axis=0, return_inverse=True)
        counts = np.bincount(place.ravel(), weights=self.counts).astype(np.float64)
        return Patterns(gammas, counts)


Shares = list[Floats]
"""Per comparison the share of pairs at each level, indexed by gamma (0 differs … strongest)."""


def read_patterns(db: Database, vectors: str, comparisons: list[str], more: str = "0") -> tuple[Patterns, Ints]:
    """Return the patterns of a table of comparison vectors, and per pattern the value of a further column of it."""
    levels = [quote(name) for name in comparisons]
    found = db.arrow(
        f"select {', '.join(levels)}, {more} as more, count(*) as n from {vectors} group by all order by all"
    )
    gammas = [found.column(nth).to_numpy().astype(np.int64) for nth in range(len(levels))]
    counts = found.column("n").to_numpy().astype(np.float64)
    return Patterns(np.stack(gammas, axis=1), counts), found.column("more").to_numpy().astype(np.int64)


def level_shares(patterns: Patterns, weights: Floats, levels: list[int], prior: Shares, prior_pairs: float) -> Shares:
    """Return the weighted share of pairs at each level, pairs that cannot be compared left out."""
    shares = []
    for nth, count in enumerate(levels):
        gamma = patterns.gammas[:, nth]
        there = gamma >= 0
        told = np.bincount(gamma[there], weights=(patterns.counts * weights)[there], minlength=count)
        smoothed = told + prior_pairs * prior[nth]
        shares.append(smoothed / smoothed.sum())
    return shares


def level_weights(patterns: Patterns, m: Shares, u: Shares) -> Floats:
    """Return the log2 Bayes factor of each comparison (columns) in each pattern (rows); 0 without values."""
    weights = []
    for nth, (true, random) in enumerate(zip(m, u, strict=True)):
        gamma = patterns.gammas[:, nth]
        factor = np.log2(np.maximum(true, _SMALLEST) / np.maximum(random, _SMALLEST))
        weights.append(np.where(gamma >= 0, factor[np.maximum(gamma, 0)], 0.0))
    return np.stack(weights, axis=1)


def evidence(patterns: Patterns, m: Shares, u: Shares) -> Floats:
    """Return the log2 Bayes factor of each pattern."""
    return np.asarray(level_weights(patterns, m, u).sum(axis=1), dtype=np.float64)


def posterior(weight: Floats, prior: float) -> Floats:
    """Return the probability of a match from log2 evidence and the prior probability."""
    odds = np.clip(weight + np.log2(prior / (1 - prior)), -500, 500)
    return np.asarray(1 / (1 + np.exp2(-odds)), dtype=np.float64)


def expectation_maximisation(patterns: Patterns, u: Shares, start: Shares) -> tuple[Shares, float]:
    """Return m and the number of true pairs among the patterns, u held fixed."""
    levels = [len(shares) for shares in start]
    m, share = start, 0.5
    total = patterns.counts.sum()
    for _ in range(_ITERATIONS):
        match = posterior(evidence(patterns, m, u), share)
        better = level_shares(patterns, match, levels, start, PRIOR_PAIRS)
        share_now = float(np.clip((patterns.counts @ match) / total, 1e-6, 1 - 1e-6))
        change = max(abs(share_now - share), *(float(np.abs(a - b).max()) for a, b in zip(m, better, strict=True)))
        m, share = better, share_now
        if change < _CONVERGED:
            break
    return m, share * float(total)


def prior_probability(weight: Floats, counts: Floats, possible_pairs: float) -> float:
    """Return the share of true pairs among all possible ones: where the candidates' posteriors add up to it.

    `weight` is the log2 evidence of the candidate patterns; pairs that are no candidates are taken for no matches.
    """
    prior = 1.0 / max(possible_pairs, 2.0)
    for _ in range(_ITERATIONS):
        expected = float(counts @ posterior(weight, prior))
        better = min(max(expected, 0.5) / possible_pairs, 0.5)
        if abs(better - prior) <= _CONVERGED * prior:
            break
        prior = better
    return prior
