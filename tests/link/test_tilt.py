"""Answers move the weights of levels as far as they must, and no further."""

from __future__ import annotations

import numpy as np
import pytest

from cdp.link.estimate import Ints
from cdp.link.tilt import Opinions, log_losses, probability, tilt, unasked

M = [np.array([0.1, 0.9]), np.array([0.05, 0.15, 0.8])]
"""m of two comparisons, of two and three levels."""


def answers(gammas: Ints, weight: float, share: float, count: int) -> Opinions:
    told = np.repeat(gammas, count, axis=0)
    return Opinions(told, np.full(count, weight), np.full(count, share), np.ones(count), np.ones(count))


def shift(bits: list[np.ndarray], gammas: list[int]) -> float:
    return float(sum(told[gamma] for told, gamma in zip(bits, gammas, strict=True) if gamma >= 0))


def test_probabilities_and_losses_are_those_of_log2_odds() -> None:
    assert probability(np.array([0.0, 2.0, -1e9])) == pytest.approx([0.5, 0.8, 0.0])
    losses = log_losses(np.array([2.0, 2.0, 0.0]), np.array([1.0, 0.0, 0.5]))
    assert losses == pytest.approx([-np.log(0.8), -np.log(0.2), np.log(2)])


def test_a_tilted_m_is_a_distribution() -> None:
    bits = tilt(answers(np.array([[0, -1]]), -3.0, 1.0, 20), M)
    assert [len(told) for told in bits] == [2, 3]
    for shares, told in zip(M, bits, strict=True):
        assert (shares * np.exp2(told)).sum() == pytest.approx(1, abs=1e-3)


def test_what_is_answered_often_moves_its_level_alone() -> None:
    few, many = (tilt(answers(np.array([[0, -1]]), -6.0, 1.0, count), M) for count in (2, 40))
    assert 0 < shift(few, [0, -1]) < shift(many, [0, -1])
    assert shift(many, [1, -1]) < 0 and np.abs(many[1]).max() < 1e-3


def test_answers_that_the_model_gives_already_teach_little() -> None:
    bits = tilt(answers(np.array([[1, 2]]), 12.0, 1.0, 60), M)
    assert max(np.abs(told).max() for told in bits) < 0.05


def test_being_asked_is_no_evidence() -> None:
    gammas = np.array([[0, 0], [1, 2]])
    both = answers(gammas[:1], 0.0, 1.0, 20).beside(answers(gammas[1:], 0.0, 1.0, 20))
    apart = answers(gammas[:1], 0.0, 1.0, 20).beside(answers(gammas[1:], 0.0, 0.0, 20))
    leaning, differing = tilt(both, M), tilt(apart, M)
    assert shift(differing, [0, 0]) - shift(differing, [1, 2]) > 4
    assert abs(shift(leaning, [0, 0]) - shift(leaning, [1, 2])) < 2


def test_pairs_that_nobody_was_asked_about_hold_on_to_what_the_model_says() -> None:
    asked = answers(np.array([[0, 1]]), 1.0, 0.0, 10)
    pattern, counts, weights = np.array([[0, 1], [0, 0]]), np.array([5e5, 5e6]), np.array([1.0, -9.0])
    alone, beside = tilt(asked, M), tilt(asked.beside(unasked(pattern, counts, weights)), M)
    assert shift(alone, [0, 1]) < -1
    assert abs(shift(beside, [0, 1])) < 0.5
