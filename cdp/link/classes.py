"""Kinds of pairs: records of one person, of one household, of people who merely share a name.

Attributes that a family shares are not independent among pairs of different persons, so a sum of weights takes the
family for one person. Pairs therefore fall into latent classes, within which the comparisons are independent (latent
class analysis, Lazarsfeld & Henry 1968), found by expectation maximisation over the patterns; their number is the one
of least BIC (Schwarz 1978). A class is *the same person* when its pairs weigh more than nothing on average, in all and
in the personal comparisons alone.

Classes are found one by one: each is split in two for a trial, the split under which the patterns are likeliest stays
and all settle anew (incremental learning of mixtures, Verbeek, Vlassis & Kröse 2003). That is quicker than starts at
random and ends at higher likelihoods.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from cdp.link.estimate import Floats, Ints, Patterns, Shares, evidence, level_weights

MOST_CLASSES = 20
FEW_CLASSES = 2
"""So few kinds of pairs do not tell families from persons: then no pair weighs more than its personal evidence."""
_FAMILY_SHARES = {"email": 0.1}
"""Share of a family's pairs that agree in a personal comparison all the same."""
_GRANTED = 5.0
"""Pairs of each kind that any records are taken to hold."""
_PATTERNS = 2_000
"""Patterns, the most frequent, on which the number of classes is sought; the chosen classes then see all."""
_SEEKING, _SETTLING, _LAST = 20, 60, 200
"""Iterations after a class was split in two, of the best of these, and of the chosen classes over all patterns."""
_SMOOTHING = 0.5
"""Pairs added at every level of every class."""
_MOST_PARTIAL = 8.0
"""Most that partial agreement adds to the weight of a kind of pairs: namesakes have e-mails that are alike, and were
born in the same year."""
_SURE = 40.0
"""Most log2 odds that the classes give."""


@dataclass(frozen=True)
class PairClass:
    """One kind of pairs."""

    share: float
    """Of the candidates."""
    levels: list[list[float]]
    """Per comparison the share of its pairs at each level, indexed by gamma (0 differs … strongest)."""
    weight: float
    """Mean match weight of its pairs (log2 odds), partial agreement counted so far alone."""
    personal_weight: float
    """The same of the personal comparisons alone."""

    @property
    def same_person(self) -> bool:
        """Whether its pairs are records of one person."""
        return self.weight > 0 and self.personal_weight > 0


@dataclass(frozen=True)
class Mixture:
    """Kinds of pairs among the patterns, not yet told apart."""

    patterns: Patterns
    responsibility: Floats
    """(patterns, kinds): share of the pairs of a pattern that are of a kind."""
    levels: list[list[list[float]]]
    """Per kind and comparison the share of its pairs at each level, indexed by gamma."""


def fit_mixture(patterns: Patterns, levels: list[int]) -> Mixture:
    """Return the kinds of pairs among the candidates; `levels` is the number of levels of each comparison.

    The same patterns give the same kinds.
    """
    estimation = _Estimation(levels)
    responsibility = estimation.fit(patterns) if len(patterns.counts) else np.zeros((0, 0))
    return Mixture(patterns, responsibility, estimation.levels(patterns, responsibility))


def pair_classes(mixture: Mixture, m: Shares, u: Shares, prior: float, personal: list[int]) -> list[PairClass]:
    """Return the kinds of pairs with what the model says of them, the heaviest first.

    `m`, `u` and `prior` are the trained ones; `personal` are the places of the personal comparisons.
    """
    patterns = mixture.patterns
    if not len(patterns.counts):
        return []
    weights = level_weights(patterns, m, u)
    partial = np.where(patterns.gammas == [len(shares) - 1 for shares in m], 0.0, np.maximum(weights, 0.0))
    pairs = mixture.responsibility * patterns.counts[:, None]
    sizes = pairs.sum(axis=0)
    weight = (_bounded(weights, partial) + math.log2(prior / (1 - prior))) @ pairs / sizes
    own = _bounded(weights[:, personal], partial[:, personal]) @ pairs / sizes
    share = sizes / sizes.sum()
    found = [
        PairClass(float(share[k]), levels, float(weight[k]), float(own[k])) for k, levels in enumerate(mixture.levels)
    ]
    return sorted(found, key=lambda each: -each.weight)


def _bounded(weights: Floats, partial: Floats) -> Floats:
    """Return the sum of the weights of each pattern, what partial agreement adds to it bounded."""
    added = partial.sum(axis=1)
    return np.asarray(weights.sum(axis=1) - added + np.minimum(added, _MOST_PARTIAL), dtype=np.float64)


def tells_persons(classes: list[PairClass]) -> bool:
    """Whether some kinds of pairs are one person and others are not."""
    return any(each.same_person for each in classes) and not all(each.same_person for each in classes)


def same_person_odds(gammas: Ints, classes: list[PairClass]) -> Floats:
    """Return per pattern the log2 odds that its pairs are of a class that is the same person.

    Where all classes are or none is, the classes cannot tell, and the odds are as high as can be.
    """
    same = np.array([each.same_person for each in classes])
    if not tells_persons(classes):
        return np.full(len(gammas), _SURE)
    log_share = np.stack([_log_likelihood(gammas, each) for each in classes], axis=1)
    highest = log_share.max(axis=1, keepdims=True)
    share = np.exp(log_share - highest)
    odds = np.log2(share[:, same].sum(axis=1) + 1e-300) - np.log2(share[:, ~same].sum(axis=1) + 1e-300)
    return np.asarray(np.clip(odds, -_SURE, _SURE), dtype=np.float64)


def kind_shares(gammas: Ints, classes: list[PairClass]) -> Floats:
    """Return (patterns, classes): the probability that a pair of the pattern is of the class."""
    log_share = np.stack([_log_likelihood(gammas, each) for each in classes], axis=1)
    share = np.exp(log_share - log_share.max(axis=1, keepdims=True))
    return np.asarray(share / share.sum(axis=1, keepdims=True), dtype=np.float64)


def most_against_family(comparison: str) -> float:
    """Return the most log2 odds that a personal comparison gives between one person's pairs and a family's."""
    return -math.log2(_FAMILY_SHARES[comparison]) if comparison in _FAMILY_SHARES else _SURE


def personal_odds(patterns: Patterns, m: Shares, u: Shares, personal: dict[int, str]) -> Floats:
    """Return per pattern the log2 odds of one person against a family, from the personal comparisons (place: name)."""
    most = np.array([most_against_family(name) for name in personal.values()])
    weights = level_weights(patterns, m, u)[:, list(personal)]
    return np.asarray(np.minimum(weights, most).sum(axis=1), dtype=np.float64)


def family_rarity(patterns: Patterns, m: Shares, u: Shares, prior: float, personal: dict[int, str]) -> float:
    """Return the log2 odds that a pair is one person's rather than two of a family, before the pair is looked at.

    A family's pairs agree like one person's in all that is not personal, and like strangers' in what is. The shares of
    one person's, families' and strangers' pairs are those under which the patterns are likeliest (expectation
    maximisation), a few pairs of each kind taken for granted.
    """
    person = evidence(patterns, m, u)
    family = person - personal_odds(patterns, m, u, personal)
    likelihood = np.stack([person, family, np.zeros(len(person))], axis=1)
    shares = np.array([prior, prior, max(1 - 2 * prior, prior)])
    for _ in range(_LAST):
        joint = likelihood + np.log2(shares)
        odds = np.exp2(joint - joint.max(axis=1, keepdims=True))
        pairs = patterns.counts @ (odds / odds.sum(axis=1, keepdims=True)) + _GRANTED
        shares = pairs / pairs.sum()
    return float(math.log2(shares[0] / shares[1]))


def _log_likelihood(gammas: Ints, kind: PairClass) -> Floats:
    total = np.full(len(gammas), math.log(kind.share))
    for nth, shares in enumerate(kind.levels):
        gamma = gammas[:, nth]
        total += np.where(gamma >= 0, np.log(np.array(shares))[np.maximum(gamma, 0)], 0.0)
    return total


class _Estimation:
    """Expectation maximisation of latent classes over one-hot patterns; missing values say nothing."""

    def __init__(self, levels: list[int]) -> None:
        self._ends: Ints = np.cumsum(levels, dtype=np.int64)
        self._starts: Ints = self._ends - np.array(levels, dtype=np.int64)
        self._columns = [(nth, gamma) for nth, count in enumerate(levels) for gamma in range(count)]
        self._free = int(sum(count - 1 for count in levels))

    def fit(self, patterns: Patterns) -> Floats:
        """Return the responsibilities (patterns, classes) of the number of classes with the least BIC."""
        often = np.argsort(-patterns.counts, kind="stable")[:_PATTERNS]
        seen = self._one_hot(patterns)
        few, counts = seen[often], patterns.counts[often]
        draw = np.random.default_rng(0)
        likelihood, found = self._iterate(few, counts, np.ones((len(often), 1)), 1)
        least, best = self._bic(likelihood, 1, counts), found
        for classes in range(2, MOST_CLASSES + 1):
            starts = [_split(found, nth, draw) for nth in range(classes - 1)]
            runs = [self._iterate(few, counts, start, _SEEKING) for start in starts]
            likelihood, found = self._iterate(few, counts, max(runs, key=lambda run: run[0])[1], _SETTLING)
            bic = self._bic(likelihood, classes, counts)
            if bic >= least:
                break
            least, best = bic, found
        everywhere, _ = self._expect(seen, *self._maximise(few, counts, best))
        return self._iterate(seen, patterns.counts, everywhere, _LAST)[1]

    def _bic(self, log_likelihood: float, classes: int, counts: Floats) -> float:
        return -2 * log_likelihood + (classes * (self._free + 1) - 1) * math.log(counts.sum())

    def levels(self, patterns: Patterns, responsibility: Floats) -> list[list[list[float]]]:
        """Return per class and comparison the share of pairs at each level."""
        if not responsibility.size:
            return []
        log_levels, _ = self._maximise(self._one_hot(patterns), patterns.counts, responsibility)
        spans = list(zip(self._starts, self._ends, strict=True))
        return [[np.exp(log_levels[a:b, k]).tolist() for a, b in spans] for k in range(log_levels.shape[1])]

    def _one_hot(self, patterns: Patterns) -> csr_array:
        dense = np.stack([patterns.gammas[:, nth] == gamma for nth, gamma in self._columns], axis=1)
        return csr_array(dense.astype(np.float64))

    def _iterate(self, seen: csr_array, counts: Floats, responsibility: Floats, most: int) -> tuple[float, Floats]:
        last = -math.inf
        for _ in range(most):
            responsibility, log_likelihood = self._expect(seen, *self._maximise(seen, counts, responsibility))
            total = float(counts @ log_likelihood)
            if total - last < 1e-7 * abs(total):
                break
            last = total
        return total, responsibility

    def _maximise(self, seen: csr_array, counts: Floats, responsibility: Floats) -> tuple[Floats, Floats]:
        pairs = responsibility * counts[:, None]
        told = seen.T @ pairs + _SMOOTHING
        totals = np.add.reduceat(told, self._starts, axis=0)
        log_levels = np.log(told / np.repeat(totals, self._ends - self._starts, axis=0))
        sizes = pairs.sum(axis=0) + 1
        return log_levels, np.log(sizes / sizes.sum())

    @staticmethod
    def _expect(seen: csr_array, log_levels: Floats, log_sizes: Floats) -> tuple[Floats, Floats]:
        joint = seen @ log_levels + log_sizes
        highest = joint.max(axis=1, keepdims=True)
        log_likelihood = highest[:, 0] + np.log(np.exp(joint - highest).sum(axis=1))
        return np.exp(joint - log_likelihood[:, None]), log_likelihood


def _split(responsibility: Floats, nth: int, draw: np.random.Generator) -> Floats:
    """Return the responsibilities with a class split in two: each pattern leans to one half or the other."""
    lean = np.where(draw.random(len(responsibility)) < 0.5, 0.9, 0.1)
    half = responsibility[:, nth] * lean
    parts = np.column_stack([responsibility, responsibility[:, nth] - half])
    parts[:, nth] = half
    return parts
