"""Training: a model from the records themselves, without labels; the same data give the same model."""

from __future__ import annotations

from typing import Any

import numpy as np

from cdp.database import Database, quote
from cdp.link.comparisons import Comparison
from cdp.link.estimate import (
    PRIOR_PAIRS,
    Floats,
    Patterns,
    Shares,
    evidence,
    expectation_maximisation,
    level_shares,
    posterior,
    prior_probability,
)
from cdp.link.model import Model
from cdp.link.prepare import FREQUENCY_COLUMNS
from cdp.link.scorer import Scorer

RANDOM_PAIRS = 1_000_000
"""Pairs of records drawn to see how often persons agree by chance."""
TRAINING_PAIRS = 3_000_000
"""Candidate pairs looked at at most, drawn by the hash of their records."""
_BASE = {"birth_year": "birth_date", "email_user": "email", "organisation_start": "organisation_key"}
_ROUNDS = 3


def train(
    db: Database, version: str, comparisons: list[Comparison], rules: list[tuple[str, ...]], columns: list[str]
) -> Model:
    """Return a model trained on `link_input` and `candidate`; leaves the table `frequency` for saving."""
    make_frequencies(db, columns)
    levels = [len(comparison.levels) + 1 for comparison in comparisons]
    scorer = Scorer(db, _spelling_settings(comparisons, rules))
    chance = _Chance(db, comparisons, levels, _random_patterns(db, scorer, comparisons))
    candidates, met = _candidate_patterns(db, scorer, comparisons)
    candidates_per_pattern = candidates.counts * _scale(db, candidates)
    m = [np.array(comparison.default_m[::-1]) for comparison in comparisons]
    u = chance.shares(None)
    prior = 1 / chance.possible_pairs
    for _ in range(_ROUNDS):
        m = _sessions(candidates, met, comparisons, rules, u, levels)
        prior = prior_probability(evidence(candidates, m, u), candidates_per_pattern, chance.possible_pairs)
        u = chance.shares(1 - posterior(evidence(chance.patterns, m, u), prior))
    return Model(
        version=version,
        settings=splink_settings(comparisons, rules, m, u, prior),
        columns=columns,
        blocking=[list(rule) for rule in rules],
        trained_records=db.count("link_input"),
        personal=[comparison.name for comparison in comparisons if comparison.personal],
        minimum_frequency=dict(db.rows(_LEAST)),
    )


_LEAST = "select column_name, min(least) from frequency_least group by column_name"


def make_frequencies(db: Database, columns: list[str]) -> None:
    """Make `frequency` (column_name, value, tf) for values that stand more than once, and `frequency_least`."""
    db.run("create or replace temp table frequency (column_name varchar, value varchar, tf double)")
    db.run("create or replace temp table frequency_least (column_name varchar, least double)")
    for name in FREQUENCY_COLUMNS:
        if name not in columns:
            continue
        db.run(
            f"""
            insert into frequency
            select '{name}', {quote(name)}, count(*) / (select count({quote(name)}) from link_input)
            from link_input where {quote(name)} is not null group by {quote(name)} having count(*) > 1
            """
        )
        db.run(f"insert into frequency_least select '{name}', 1.0 / greatest(count({quote(name)}), 1) from link_input")


def splink_settings(
    comparisons: list[Comparison],
    rules: list[tuple[str, ...]],
    m: Shares | None = None,
    u: Shares | None = None,
    prior: float = 1e-4,
) -> dict[str, Any]:
    """Return Splink settings for the comparisons; shares are indexed by gamma, Splink's levels run the other way."""
    told = [
        comparison.splink(
            tuple(float(x) for x in m[nth][::-1]) if m else None, tuple(float(x) for x in u[nth][::-1]) if u else None
        )
        for nth, comparison in enumerate(comparisons)
    ]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "rid",
        "probability_two_random_records_match": prior,
        "comparisons": told,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": " and ".join(f'l."{column}" = r."{column}"' for column in rule)} for rule in rules
        ],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def _spelling_settings(comparisons: list[Comparison], rules: list[tuple[str, ...]]) -> dict[str, Any]:
    """Settings under which the match weight of a comparison spells its level: gamma + 1, and 0 for nothing to compare.

    Splink hands out levels only together with all the values compared; weights it hands out alone.
    """
    settings = splink_settings(comparisons, rules)
    for comparison in settings["comparisons"]:
        levels = comparison["comparison_levels"]
        for gamma, level in enumerate(reversed(levels[1:])):
            level |= {"m_probability": 2.0 ** (gamma + 1 - _SPELLING_BITS), "u_probability": 2.0**-_SPELLING_BITS}
    return settings


_SPELLING_BITS = 12


class _Chance:
    """How often two different persons agree by chance: the u of every comparison."""

    def __init__(self, db: Database, comparisons: list[Comparison], levels: list[int], patterns: Patterns) -> None:
        n = db.count("link_input")
        self.patterns = patterns
        self.possible_pairs = max(n * (n - 1) / 2, 1.0)
        self._levels = levels
        self._default = [np.array(comparison.default_u[::-1]) for comparison in comparisons]
        self._all_pairs_seen = self.possible_pairs <= RANDOM_PAIRS
        self._exact = [
            _share_of_equal(db, comparison.levels[0].equal) if comparison.levels[0].equal else None
            for comparison in comparisons
        ]

    def shares(self, strangers: Floats | None) -> Shares:
        """Return u; `strangers` is the probability of each pattern to be two different persons.

        Few records: all pairs are seen, those that look like matches count less, and a value that merely was not seen
        twice is not taken for rarer than usual. Many records: a sample, where the share of equal values is counted
        exactly: a sample sees too few equal e-mails or numbers to tell how rare they are.
        """
        weights = np.ones(len(self.patterns.counts)) if strangers is None else strangers
        drawn = level_shares(self.patterns, weights, self._levels, self._default, PRIOR_PAIRS)
        if self._all_pairs_seen:
            floored = [np.maximum(shares, least / 2) for shares, least in zip(drawn, self._default, strict=True)]
            return [shares / shares.sum() for shares in floored]
        return [_with_exact(shares, exact) for shares, exact in zip(drawn, self._exact, strict=True)]


def _with_exact(shares: Floats, exact: float | None) -> Floats:
    """Put the exact share of the strongest level in place of the drawn one."""
    if exact is None:
        return shares
    return np.append(shares[:-1] / shares[:-1].sum() * (1 - exact), exact)


def _random_patterns(db: Database, scorer: Scorer, comparisons: list[Comparison]) -> Patterns:
    """Patterns of pairs of any two records: all of them when they are few, else evenly spread couplings."""
    n = db.count("link_input")
    if n * (n - 1) // 2 <= RANDOM_PAIRS:
        db.run(
            """
            create or replace temp table drawn as
            select l.rid as rid_l, r.rid as rid_r from link_input l join link_input r on l.rid < r.rid
            """
        )
    else:
        couplings = -(-RANDOM_PAIRS // n)
        db.run(
            f"""
            create or replace temp table drawn as
            with mixed as (select rid, row_number() over (order by hash(rid), rid) - 1 as place from link_input),
            aimed as (
                select rid, (place + unnest(range(1, {couplings} + 1)) * {n // (couplings + 1)}) % {n} as place
                from mixed where place < {RANDOM_PAIRS // couplings}
            )
            select least(aimed.rid, mixed.rid) as rid_l, greatest(aimed.rid, mixed.rid) as rid_r
            from aimed join mixed using (place) where aimed.rid <> mixed.rid
            """
        )
    scorer.score("drawn", "drawn_vector")
    patterns, _ = _patterns(db, "drawn_vector", comparisons)
    db.drop("drawn", "drawn_vector")
    return patterns


def _candidate_patterns(
    db: Database, scorer: Scorer, comparisons: list[Comparison]
) -> tuple[Patterns, np.ndarray[Any, np.dtype[np.int64]]]:
    """Patterns of candidate pairs, and the rules (bits) that each meets."""
    total = db.count("candidate")
    keep = min(1.0, TRAINING_PAIRS / max(total, 1))
    db.run(
        f"""
        create or replace temp table studied as
        select rid_l, rid_r, rules from candidate
        where {keep} >= 1 or hash(rid_l, rid_r) % 1000000 < {keep * 1_000_000:.0f}
        """
    )
    scorer.score("studied", "studied_vector")
    db.run(
        """
        create or replace temp table studied_vector as
        select v.*, s.rules from studied_vector v join studied s using (rid_l, rid_r)
        """
    )
    patterns, rules = _patterns(db, "studied_vector", comparisons, "rules")
    db.drop("studied", "studied_vector")
    return patterns, rules


def _patterns(
    db: Database, vectors: str, comparisons: list[Comparison], more: str = "0"
) -> tuple[Patterns, np.ndarray[Any, np.dtype[np.int64]]]:
    gammas = [f"cast(round({quote('mw_' + c.name)}) as integer) - 1 as {quote(c.name)}" for c in comparisons]
    found = db.arrow(
        f"select {', '.join(gammas)}, {more} as more, count(*) as n from {vectors} group by all order by all"
    )
    table = [found.column(nth).to_numpy().astype(np.int64) for nth in range(len(gammas))]
    counts = found.column("n").to_numpy().astype(np.float64)
    return Patterns(np.stack(table, axis=1), counts), found.column("more").to_numpy().astype(np.int64)


def _scale(db: Database, studied: Patterns) -> float:
    """How many candidate pairs each studied pair stands for."""
    return db.count("candidate") / max(float(studied.counts.sum()), 1.0)


def _sessions(
    candidates: Patterns,
    met: np.ndarray[Any, np.dtype[np.int64]],
    comparisons: list[Comparison],
    rules: list[tuple[str, ...]],
    u: Shares,
    levels: list[int],
) -> Shares:
    """m of every comparison: the mean over the sessions that could see it, by the true pairs they found."""
    default = [np.array(comparison.default_m[::-1]) for comparison in comparisons]
    sums = [np.zeros(count) for count in levels]
    weights = np.zeros(len(levels))
    for nth, rule in enumerate(rules):
        here = (met >> nth) & 1 == 1
        read = {_BASE.get(column, column) for column in rule}
        left_out = [i for i, comparison in enumerate(comparisons) if comparison.columns & read]
        kept = [i for i in range(len(levels)) if i not in left_out]
        if not here.any() or len(kept) < 2:
            continue
        session = Patterns(candidates.gammas[here], candidates.counts[here]).without(left_out)
        m, found = expectation_maximisation(
            session, [u[i] for i in kept], [default[i] for i in kept], [levels[i] for i in kept]
        )
        for i, shares in zip(kept, m, strict=True):
            sums[i] += found * shares
            weights[i] += found
    return [sums[i] / weights[i] if weights[i] > 0 else default[i] for i in range(len(levels))]


def _share_of_equal(db: Database, columns: tuple[str, ...]) -> float:
    """Return the share of pairs with equal values among pairs with values: sum of squared value frequencies."""
    names = ", ".join(map(quote, columns))
    filled = " and ".join(f"{quote(column)} is not null" for column in columns)
    equal, total = db.rows(
        f"""
        select coalesce(sum(n * (n - 1)), 0), coalesce(sum(n), 0) * (coalesce(sum(n), 0) - 1)
        from (select count(*) as n from link_input where {filled} group by {names})
        """
    )[0]
    return float(min(max(equal / total if total else 0.0, 1e-9), 0.99))


__all__ = ["Floats", "make_frequencies", "splink_settings", "train"]
