"""Training: a model from the records themselves, without labels; the same data give the same model."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from cdp.database import Database
from cdp.link.agreement import Comparison
from cdp.link.chance import Chance
from cdp.link.classes import (
    FEW_CLASSES,
    family_rarity,
    fit_mixture,
    pair_classes,
    personal_odds,
    same_person_odds,
    tells_persons,
)
from cdp.link.estimate import (
    PRIOR_PAIRS,
    Floats,
    Ints,
    Patterns,
    Shares,
    evidence,
    expectation_maximisation,
    level_shares,
    posterior,
    prior_probability,
    read_patterns,
)
from cdp.link.model import Model
from cdp.link.plan import Plan, Rule
from cdp.link.settings import weighted_settings

_ROUNDS = 3
"""Rounds in which m, the prior and u sharpen each other."""


def train(
    db: Database,
    version: str,
    comparisons: list[Comparison],
    blocking: Plan,
    columns: list[str],
    least_frequency: dict[str, float],
) -> Model:
    """Return a model trained on `link_input` and `vector` (the comparison vectors of the candidates, with `rules`)."""
    rules = blocking.rules
    m = _default_m(comparisons)
    candidates, met = read_patterns(db, "vector", [comparison.name for comparison in comparisons], "rules")
    with ThreadPoolExecutor(1) as meanwhile:
        kinds = meanwhile.submit(fit_mixture, candidates.merged(), [len(shares) for shares in m])
        chance = Chance(db, comparisons)
    prior = min(1 / chance.possible_pairs, 0.5)
    u = chance.shares(m, prior)
    for _ in range(_ROUNDS):
        m = mean_of_sessions(candidates, met, comparisons, rules, u)
        prior = prior_probability(evidence(candidates, m, u), candidates.counts, chance.possible_pairs)
        u = chance.shares(m, prior, u)
    personal = {nth: comparison.name for nth, comparison in enumerate(comparisons) if comparison.personal}
    mixture = kinds.result()
    classes = pair_classes(mixture, m, u, prior, list(personal))
    rarity = 0.0
    for _ in range(_ROUNDS if len(classes) <= FEW_CLASSES else int(tells_persons(classes))):
        odds = same_person_odds(candidates.gammas, classes)
        if len(classes) <= FEW_CLASSES:
            rarity = family_rarity(candidates, m, u, prior, personal)
            odds = np.minimum(odds, rarity + personal_odds(candidates, m, u, personal))
        share = np.minimum(posterior(evidence(candidates, m, u), prior), posterior(odds, 0.5))
        m = mean_of_persons(candidates, met, comparisons, rules, share)
        prior = prior_probability(evidence(candidates, m, u), candidates.counts, chance.possible_pairs)
        u = chance.shares(m, prior, u)
        classes = pair_classes(mixture, m, u, prior, list(personal))
    return Model(
        version=version,
        settings=weighted_settings(comparisons, rules, m, u, prior),
        columns=columns,
        blocking=[[key.name for key in rule] for rule in rules],
        expected_recall=blocking.expected_recall,
        trained_records=db.count("link_input"),
        personal=list(personal.values()),
        pair_classes=classes,
        family_rarity=rarity,
        least_frequency=least_frequency,
    )


def mean_of_sessions(
    candidates: Patterns, met: Ints, comparisons: list[Comparison], rules: Sequence[Rule], u: Shares
) -> Shares:
    """Return m of every comparison: the mean over the sessions that could see it, weighted by true pairs found.

    One session per blocking rule, on the candidates that meet it (bit n of `met` is rule n), without the comparisons
    that read the rule's columns: those agree because they were asked to.
    """
    default = _default_m(comparisons)
    sums = [np.zeros(len(shares)) for shares in default]
    found = np.zeros(len(comparisons))
    for nth, rule in enumerate(rules):
        here = (met >> nth) & 1 == 1
        asked = {column for key in rule for column in key.columns}
        kept = [i for i, comparison in enumerate(comparisons) if not comparison.columns & asked]
        if not here.any() or len(kept) < 2:
            continue
        session = Patterns(candidates.gammas[here][:, kept], candidates.counts[here])
        m, pairs = expectation_maximisation(session, [u[i] for i in kept], [default[i] for i in kept])
        for i, shares in zip(kept, m, strict=True):
            sums[i] += pairs * shares
            found[i] += pairs
    return [sums[i] / found[i] if found[i] > 0 else default[i] for i in range(len(comparisons))]


def mean_of_persons(
    candidates: Patterns, met: Ints, comparisons: list[Comparison], rules: Sequence[Rule], share: Floats
) -> Shares:
    """Return m of every comparison among the pairs that are one person (`share` of each pattern).

    Sessions take the pairs of a family for one person's, which differ in their given names. Seen are the candidates
    that meet a rule without the comparison's columns.
    """
    default = _default_m(comparisons)
    shares = []
    for nth, comparison in enumerate(comparisons):
        free = [not comparison.columns & {column for key in rule for column in key.columns} for rule in rules]
        seen = (met & sum(1 << rule for rule, is_free in enumerate(free) if is_free)) != 0
        kept = Patterns(candidates.gammas[seen][:, [nth]], candidates.counts[seen])
        shares += level_shares(kept, share[seen], [len(default[nth])], [default[nth]], PRIOR_PAIRS)
    return shares


def _default_m(comparisons: list[Comparison]) -> Shares:
    return [np.array(comparison.default_m[::-1]) for comparison in comparisons]
