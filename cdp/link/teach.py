"""Answers of stewards improve the model: it learns from some, and is kept only if the others say that it is better.

The kinds of pairs stay as all records made them; what the answers teach is how much each degree of agreement tells (see
`cdp.link.tilt`). A share of the answers is held back. By these the model that has learned is held against the one that
has not: it must have no fewer right and no higher log loss, and more right than a coin would have. For who answers at
random teaches that nothing is sure, and confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cdp.database import Database, quote
from cdp.link.classes import FEW_CLASSES, personal_odds, same_person_odds
from cdp.link.estimate import Floats, Ints, Patterns, evidence, read_patterns
from cdp.link.material import Material
from cdp.link.model import Model
from cdp.link.settings import trained_shares, with_m
from cdp.link.taught import Judged, Taught
from cdp.link.tilt import Opinions, log_losses, probability, tilt, unasked
from cdp.link.weigh import weigh

FEW_ANSWERS = 20
"""Fewer answers teach nothing: a quarter of them could not tell a better model from a worse one."""
_NO_LIMIT = -1e6
"""A match weight that no pair is below."""


@dataclass(frozen=True)
class _Answers:
    """Answered pairs and their comparison vectors, in one order."""

    gammas: Ints
    answer: Ints
    is_one: Floats
    held_back: NDArray[np.bool_]
    part: Floats
    """Of its answer that a pair is."""

    def judge(self, weights: Floats) -> Judged:
        """Hold log2 odds against the answers that are held back."""
        held = self.held_back
        numbers, place = np.unique(self.answer[held], return_inverse=True)
        certainty = np.where(self.is_one == 1, probability(weights), 1 - probability(weights))[held]
        right = np.bincount(place, weights=certainty * self.part[held], minlength=len(numbers)) > 0.5
        loss = (log_losses(weights, self.is_one) * self.part)[held].sum() / len(numbers)
        return Judged(int(right.sum()), float(loss))


def teach(db: Database, material: Material, model: Model, outdated: int) -> Model:
    """Return the model with what became of the answers: the same, or one that has learned from them.

    Reads `answered_pair` (answer, rid_l, rid_r, is_one, held_back, weight), `link_input` with its term frequencies,
    and `vector`, the comparison vectors of the candidates. `outdated` is the number of answers that count no longer.
    """
    count, held = db.rows(_COUNTED)[0]
    if not count and not outdated:
        return model
    if count < FEW_ANSWERS or not 0 < held < count:
        return replace(model, taught=Taught(count, outdated))
    from scipy.stats import binom

    with Database(threads=1) as apart:
        _take(db, apart, material)
        answers = _read_answers(apart, model)
        before = _weights(apart, model)
        learned = _learned(db, model, answers, before)
        without, taught = answers.judge(before), answers.judge(_weights(apart, learned))
    chance = int(binom.ppf(0.95, held, 0.5))
    better = taught.right >= max(without.right, chance + 1) and taught.log_loss <= without.log_loss
    told = Taught(count, outdated, held, without, taught, chance, better)
    if not better:
        return replace(model, taught=told)
    assert learned.taught is not None
    return replace(learned, taught=replace(told, bits=learned.taught.bits))


def _take(db: Database, apart: Database, material: Material) -> None:
    """Make `pair`, `link_input` of its records, and their comparison vectors `vector` in a database of their own."""
    from cdp.link.scorer import make_vectors

    with apart.registered("pairs", db.arrow("select * from answered_pair order by answer, rid_l, rid_r")):
        apart.run("create temp table pair as select * from pairs")
    records = "select * from link_input where rid in (select unnest([rid_l, rid_r]) from answered_pair)"
    with apart.registered("records", db.arrow(records)):
        apart.run("create temp table link_input as select * from records")
    make_vectors(apart, material.comparisons, "pair", "compared", "answer")


def _weights(apart: Database, model: Model) -> Floats:
    """Return what a model says of the answered pairs, log2 odds, in their order."""
    from cdp.link.explain import MATCH

    apart.run("create or replace temp table vector as select distinct * exclude (answer) from compared")
    apart.run(MATCH)
    weigh(apart, model, _NO_LIMIT)
    found = apart.arrow("select match.weight from pair join match using (rid_l, rid_r) order by answer, rid_l, rid_r")
    return np.asarray(found.column("weight").to_numpy(), dtype=np.float64)


def _learned(db: Database, model: Model, answers: _Answers, weights: Floats) -> Model:
    """Return the model with weights tilted by the answers that are not held back."""
    m, _ = trained_shares(model.settings)
    seen = ~answers.held_back
    part = answers.part[seen]
    said = Opinions(answers.gammas[seen], weights[seen], answers.is_one[seen], part, np.ones(len(part)))
    bits = tilt(said.beside(_unasked(db, model)), m)
    names = [each["output_column_name"] for each in model.settings["comparisons"]]
    taught = Taught(0, 0, kept=True, bits={name: told.tolist() for name, told in zip(names, bits, strict=True)})
    tilted = [shares * np.exp2(told) for shares, told in zip(m, bits, strict=True)]
    return replace(model, settings=with_m(model.settings, tilted), taught=taught)


def _unasked(db: Database, model: Model) -> Opinions:
    """Return what the model says of the patterns of the candidates, rarity left aside."""
    names = [each["output_column_name"] for each in model.settings["comparisons"]]
    patterns, _ = read_patterns(db, "vector", names)
    return unasked(patterns.gammas, patterns.counts, pattern_weights(patterns, model))


def pattern_weights(patterns: Patterns, model: Model) -> Floats:
    """Return what a model says of patterns, log2 odds, values of usual rarity supposed."""
    m, u = trained_shares(model.settings)
    prior = model.settings["probability_two_random_records_match"]
    names = [each["output_column_name"] for each in model.settings["comparisons"]]
    odds = same_person_odds(patterns.gammas, model.pair_classes)
    if len(model.pair_classes) <= FEW_CLASSES:
        personal = {nth: name for nth, name in enumerate(names) if name in model.personal}
        odds = np.minimum(odds, model.family_rarity + personal_odds(patterns, m, u, personal))
    weights = evidence(patterns, m, u) + np.log2(prior / (1 - prior))
    return np.asarray(np.minimum(odds, weights), dtype=np.float64)


def _read_answers(apart: Database, model: Model) -> _Answers:
    names = ", ".join(quote(each["output_column_name"]) for each in model.settings["comparisons"])
    found = apart.arrow(
        f"""
        select [{names}] as gammas, answer, is_one, held_back, weight
        from pair join compared using (answer, rid_l, rid_r) order by answer, rid_l, rid_r
        """
    )
    columns = {name: found.column(name).to_numpy() for name in found.column_names if name != "gammas"}
    return _Answers(
        np.array(found.column("gammas").to_pylist(), dtype=np.int64),
        columns["answer"].astype(np.int64),
        columns["is_one"].astype(np.float64),
        columns["held_back"].astype(np.bool_),
        columns["weight"].astype(np.float64),
    )


_COUNTED = "select count(distinct answer), count(distinct answer) filter (held_back) from answered_pair"
