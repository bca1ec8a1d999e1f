"""Probabilities against worked cases, and how seldom chance alone raises an alarm."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import fisher_exact

from cdp.pain.evidence import ODDS, expected_rate, false_discovery, find_turns, rate, usual_band, worse


def numbers(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_worse_is_fishers_exact_test_to_one_side() -> None:
    found = worse(numbers(8, 0, 3), numbers(20, 20, 0), numbers(10, 10, 4), numbers(100, 100, 50))
    assert found[0] == pytest.approx(fisher_exact([[8, 12], [10, 90]], alternative="greater").pvalue)
    assert found[1] == 1.0
    assert math.isnan(found[2])


def test_false_discovery_is_that_of_benjamini_and_hochberg() -> None:
    found = false_discovery(numbers(0.01, 0.04, math.nan, 0.03, 0.005))
    assert found[[0, 1, 3, 4]] == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert math.isnan(found[2])
    assert false_discovery(numbers(math.nan)).shape == (1,)


def test_a_sum_is_that_of_page() -> None:
    events, of, usual = np.array([[0.0, 3.0, 3.0, 0.0]]), np.full((1, 4), 10.0), numbers(0.1)
    turn = find_turns(events, of, usual)
    steps = [x * math.log(ODDS[1]) - 10 * math.log1p((ODDS[1] - 1) * 0.1) for x in (0, 3, 3, 0)]
    sums = [0.0, max(0.0, steps[1]), steps[1] + steps[2], max(0.0, steps[1] + steps[2] + steps[3])]
    assert turn.sums[0] == pytest.approx(sums)
    assert turn.start[0] == 1
    assert turn.p[0] == pytest.approx(min(1.0, len(ODDS) * 4 * math.exp(-sums[2])))


def test_chance_alone_seldom_looks_like_a_turn() -> None:
    dice = np.random.default_rng(7)
    of = dice.integers(5, 80, (2000, 13)).astype(np.float64)
    usual = dice.uniform(0.02, 0.4, 2000)
    turn = find_turns(dice.binomial(of.astype(int), usual[:, None]).astype(np.float64), of, usual)
    assert float((turn.p <= 0.05).mean()) <= 0.05
    assert not (false_discovery(turn.p) <= 0.05).any()


def test_a_turn_is_found_in_its_week() -> None:
    dice = np.random.default_rng(7)
    of = np.full((200, 13), 60.0)
    events = dice.binomial(60, np.r_[np.full(7, 0.1), np.full(6, 0.3)], (200, 13)).astype(np.float64)
    turn = find_turns(events, of, np.full(200, 0.1))
    assert float((turn.p <= 0.001).mean()) == 1.0
    assert float((abs(turn.start - 7) <= 1).mean()) >= 0.9


def test_what_is_little_known_is_taken_to_be_as_the_whole() -> None:
    found = expected_rate(numbers(0, 50), numbers(0, 100), numbers(0.1, 0.1))
    assert found == pytest.approx([0.1, 52 / 120])


def test_the_band_holds_nineteen_of_twenty_usual_weeks() -> None:
    low, high = usual_band(numbers(100, 0), numbers(0.2, 0.2))
    seen = np.random.default_rng(1).binomial(100, 0.2, 20_000) / 100
    assert float(((seen >= low[0]) & (seen <= high[0])).mean()) >= 0.95
    assert math.isnan(low[1])


def test_a_rate_of_nothing_is_none() -> None:
    assert math.isnan(rate(numbers(0), numbers(0))[0])
    assert all(one <= other for one, other in pairwise(rate(numbers(0, 1, 2), numbers(4, 4, 4))))
