"""The estimates find the parameters that made the data."""

from __future__ import annotations

import numpy as np
import pytest

from cdp.link.estimate import (
    Patterns,
    evidence,
    expectation_maximisation,
    level_shares,
    posterior,
    prior_probability,
)

M = [np.array([0.1, 0.2, 0.7]), np.array([0.3, 0.7]), np.array([0.2, 0.8])]
U = [np.array([0.90, 0.08, 0.02]), np.array([0.99, 0.01]), np.array([0.95, 0.05])]
LEVELS = [3, 2, 2]


def every_pattern(true_pairs: float, random_pairs: float) -> Patterns:
    """All comparison vectors with the counts that M and U make expect."""
    grid = np.array(np.meshgrid(*[range(count) for count in LEVELS], indexing="ij")).reshape(len(LEVELS), -1).T
    counts = np.zeros(len(grid))
    for shares, pairs in ((M, true_pairs), (U, random_pairs)):
        counts += pairs * np.prod([shares[nth][grid[:, nth]] for nth in range(len(LEVELS))], axis=0)
    return Patterns(grid.astype(np.int64), counts)


def test_em_finds_m_and_the_number_of_true_pairs() -> None:
    start = [np.array([0.1, 0.1, 0.8]), np.array([0.2, 0.8]), np.array([0.2, 0.8])]
    m, found = expectation_maximisation(every_pattern(20_000, 80_000), U, start)
    assert found == pytest.approx(20_000, rel=0.02)
    for estimated, true in zip(m, M, strict=True):
        assert estimated == pytest.approx(true, abs=0.01)


def test_few_pairs_leave_the_default_nearly_alone() -> None:
    start = [np.array([0.1, 0.1, 0.8]), np.array([0.2, 0.8]), np.array([0.2, 0.8])]
    m, _ = expectation_maximisation(every_pattern(1, 0), U, start)
    for estimated, default in zip(m, start, strict=True):
        assert estimated == pytest.approx(default, abs=0.05)


def test_prior_is_the_share_of_true_pairs() -> None:
    patterns = every_pattern(1_000, 200_000)
    prior = prior_probability(evidence(patterns, M, U), patterns.counts, 201_000)
    assert prior == pytest.approx(1_000 / 201_000, rel=0.05)


def test_missing_values_are_no_evidence() -> None:
    patterns = Patterns(np.array([[-1, -1, -1], [2, 1, 1]]), np.ones(2))
    weight = evidence(patterns, M, U)
    assert weight[0] == 0
    assert weight[1] == pytest.approx(np.log2(0.7 / 0.02) + np.log2(0.7 / 0.01) + np.log2(0.8 / 0.05))


def test_shares_leave_out_pairs_that_cannot_be_compared() -> None:
    patterns = Patterns(np.array([[-1], [0], [1]]), np.array([100.0, 1.0, 3.0]))
    (shares,) = level_shares(patterns, np.ones(3), [2], [np.array([0.5, 0.5])], 0.0)
    assert shares == pytest.approx([0.25, 0.75])


def test_posterior_of_no_evidence_is_the_prior() -> None:
    assert posterior(np.zeros(1), 0.2)[0] == pytest.approx(0.2)
