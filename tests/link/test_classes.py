"""Latent classes tell the family from the person."""

from __future__ import annotations

import numpy as np

from cdp.link.classes import family_rarity, fit_mixture, pair_classes, personal_odds, same_person_odds
from cdp.link.estimate import Patterns, Shares

KINDS = {
    "same person": (4_000, [0.9, 0.9, 0.9, 0.9, 0.9]),
    "household": (3_000, [0.02, 0.97, 0.01, 0.95, 0.98]),
    "strangers": (40_000, [0.02, 0.02, 0.01, 0.001, 0.02]),
}
"""Pairs, and how often they agree in given name, family name, birth date, phone, address."""
GIVEN_AND_BIRTH = [0, 2]


def counted() -> Patterns:
    grid = np.array(np.meshgrid(*[range(2)] * 5, indexing="ij")).reshape(5, -1).T
    counts = np.zeros(len(grid))
    for pairs, agree in KINDS.values():
        counts += pairs * np.prod(np.where(grid == 1, agree, 1 - np.array(agree)), axis=1)
    return Patterns(grid.astype(np.int64), counts)


def trained() -> tuple[Shares, Shares]:
    m = [np.array([0.1, 0.9])] * 5
    u = [np.array([1 - share, share]) for share in (0.02, 0.02, 0.01, 0.001, 0.02)]
    return m, u


def test_a_family_is_a_kind_of_its_own_and_not_one_person() -> None:
    m, u = trained()
    classes = pair_classes(fit_mixture(counted(), [2] * 5), m, u, 4_000 / 5_000_000, GIVEN_AND_BIRTH)
    same = [each for each in classes if each.same_person]
    assert abs(sum(each.share for each in same) - 4_000 / 47_000) < 0.01
    family = np.array([[0, 1, 0, 1, 1]])
    moved = np.array([[1, 1, 1, 1, 0]])
    assert same_person_odds(family, classes)[0] < -4
    assert same_person_odds(moved, classes)[0] > 4


def test_the_same_patterns_give_the_same_classes() -> None:
    m, u = trained()
    first, second = (pair_classes(fit_mixture(counted(), [2] * 5), m, u, 1e-3, GIVEN_AND_BIRTH) for _ in range(2))
    assert first == second


def test_what_cannot_be_compared_says_nothing() -> None:
    m, u = trained()
    classes = pair_classes(fit_mixture(counted(), [2] * 5), m, u, 1e-3, GIVEN_AND_BIRTH)
    nothing = same_person_odds(np.full((1, 5), -1), classes)[0]
    shares = sum(each.share for each in classes if each.same_person)
    assert abs(nothing - np.log2(shares / (1 - shares))) < 1e-9


def test_without_pairs_there_are_no_kinds_of_them() -> None:
    m, u = trained()
    nothing = Patterns(np.zeros((0, 5), dtype=np.int64), np.zeros(0))
    assert pair_classes(fit_mixture(nothing, [2] * 5), m, u, 1e-3, GIVEN_AND_BIRTH) == []
    assert same_person_odds(np.zeros((1, 5), dtype=np.int64), [])[0] > 30


def test_classes_that_are_all_of_a_kind_cannot_tell() -> None:
    m, u = trained()
    strangers = [
        each
        for each in pair_classes(fit_mixture(counted(), [2] * 5), m, u, 1e-3, GIVEN_AND_BIRTH)
        if not each.same_person
    ]
    assert same_person_odds(np.zeros((1, 5), dtype=np.int64), strangers)[0] > 30


def test_pairs_of_families_are_the_rarer_the_fewer_patterns_show_them() -> None:
    m, u = trained()
    personal = {0: "given_name", 2: "birth_date"}
    with_families = counted()
    household = (with_families.gammas == [0, 1, 0, 1, 1]).all(axis=1)
    without = Patterns(with_families.gammas, np.where(household, 0.0, with_families.counts))
    some, none = (family_rarity(each, m, u, 1e-3, personal) for each in (with_families, without))
    assert 0 < some < 2 < none


def test_an_e_mail_tells_a_person_from_a_family_less_than_from_a_stranger() -> None:
    m, u = [np.array([0.3, 0.7])], [np.array([1 - 1e-6, 1e-6])]
    equal = Patterns(np.array([[1]]), np.ones(1))
    assert personal_odds(equal, m, u, {0: "email"})[0] < 4 < personal_odds(equal, m, u, {0: "birth_date"})[0]
