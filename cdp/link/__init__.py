"""Stage *link*: scored pairs of records that may be one person. Splink is imported in this package alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from cdp.config import Config
from cdp.database import Database, quote
from cdp.link.blocking import BlockingRule, make_candidates
from cdp.link.calibration import Calibration, Canaries
from cdp.link.canaries import measure_canaries
from cdp.link.contradict import find_contradictions
from cdp.link.deterministic import add_deterministic
from cdp.link.guards import drop_unreliable_constraints, make_constraints
from cdp.link.keys import meanings as key_meanings
from cdp.link.keys import rules_named
from cdp.link.lexicon import add_lexicon, learn_lexicon
from cdp.link.material import Material, gather
from cdp.link.model import Model, ModelStore
from cdp.link.own import own_blocking, own_settings
from cdp.link.plan import Plan, plan_blocking
from cdp.link.settings import Settings
from cdp.link.taught import Taught
from cdp.link.touched import TooMuchChanged, link_touched
from cdp.link.weigh import keep_matches, weigh

GROWTH = 2
"""Times as many records as at the last training call for a new one."""


@dataclass
class Linked:
    """What linking did."""

    model: str | None
    """Version of the model used; None for a deterministic-only run."""
    trained: bool
    candidates: int = 0
    matches: int = 0
    deterministic: int = 0
    refused: int = 0
    """Pairs that share an identifier of one person, but whose names and birth dates say otherwise."""
    unreliable: list[str] = field(default_factory=list)
    """Unique identifiers that records of one person differ in too often: evidence, but no longer a bar."""
    generic_values: int = 0
    rules: list[BlockingRule] = field(default_factory=list)
    expected_recall: float | None = None
    """Share of the pairs of one person that blocking is expected to find; None for rules that the user chose."""
    canaries: Canaries | None = None
    """What became of made-up duplicates and near-misses; None without a trained model."""
    taught: Taught | None = None
    """What became of stewards' answers when the model was trained; None: there were none."""


def link(
    db: Database,
    config: Config,
    material: Material,
    store: ModelStore,
    *,
    retrain: bool,
    answered: Callable[[], int] | None = None,
) -> Linked:
    """Make `match` (rid_l < rid_r, weight, class_weight, kind, evidence) and `constraint_value` from `record`.

    `material` comes from `gather`; its `link_input` stays for the second look at the groups, as does `contradicted`,
    see `find_contradictions`. Without attributes that can be compared, only equal unique identifiers link. When a model
    is trained, `answered` is called, if given: it makes `answered_pair`, see `teach`, and returns how many answers no
    longer count.
    """
    linked = Linked(None, False, generic_values=material.generic_values)
    make_constraints(db, config, material.columns)
    db.run(_TABLES)
    if material.comparisons and db.count("link_input") > 1:
        _Scoring(db, config, store, material, answered).score(linked, retrain=retrain)
    linked.deterministic, linked.refused = add_deterministic(db, material.proofs)
    linked.matches = db.count("match")
    db.run("drop view link_value")
    db.drop("further_value")
    return linked


_TABLES = """
create or replace temp table match (
    rid_l integer, rid_r integer, weight double, class_weight double, kind varchar, evidence map(varchar, float)
);
create or replace temp table contradicted (rid_l integer, rid_r integer)
"""


@dataclass
class _Scoring:
    """Candidates, vectors and weights of one run."""

    db: Database
    config: Config
    store: ModelStore
    material: Material
    answered: Callable[[], int] | None

    def score(self, linked: Linked, *, retrain: bool) -> None:
        """Fill `match`, training a model where there is none that fits."""
        settings = own_settings(self.config)
        model = None if retrain or settings is not None else self._fitting()
        blocking = self._blocking(model)
        linked.rules = make_candidates(self.db, blocking.rules, model.caps if model else None)
        linked.expected_recall = blocking.expected_recall
        linked.candidates = self.db.count("candidate")
        if settings is not None:
            self._score_with(settings)
        else:
            linked.trained = model is None
            model = self._train_and_weigh(blocking, linked.rules) if model is None else self._weigh(model)
            linked.model, linked.canaries, linked.taught = model.version, model.canaries, model.taught
            compared = [name for name in self.material.identifiers if name in self.material.inputs]
            differing = {name: model.differing(name) for name in compared}
            linked.unreliable = drop_unreliable_constraints(self.db, self.config, differing)
        self.db.drop("candidate", "vector")

    def _fitting(self) -> Model | None:
        """Return the latest model, if it was trained for these comparisons and on enough of the records."""
        model = self.store.latest()
        if model is None or model.fingerprint != self.material.fingerprint(self.config):
            return None
        return model if self.db.count("link_input") <= GROWTH * model.trained_records else None

    def _blocking(self, model: Model | None) -> Plan:
        own = own_blocking(self.config, self.material.inputs)
        if own is not None:
            return Plan(own, None)
        meanings = key_meanings(self.material.inputs, self.material.identifiers)
        if model is not None:
            return Plan(rules_named(model.blocking, meanings), model.expected_recall)
        return plan_blocking(self.db, meanings)

    def _weigh(self, model: Model) -> Model:
        """Score the candidates with a model that is there."""
        self.store.load_lexicon(self.db, model)
        self._make_vectors(model.least_frequency)
        weigh(self.db, model)
        return model

    def _train_and_weigh(self, blocking: Plan, made: list[BlockingRule]) -> Model:
        """Score the candidates with a new model, and see what becomes of canaries."""
        from cdp.link.teach import teach
        from cdp.link.train import train

        store, material = self.store, self.material
        least_frequency = learn_lexicon(self.db, material.inputs, store.hashed)
        self._make_vectors(least_frequency)
        trained = train(self.db, store.next_version(), material.comparisons, blocking, material.inputs, least_frequency)
        model = replace(trained, fingerprint=material.fingerprint(self.config), caps=[rule.cap for rule in made])
        if self.answered is not None:
            model = teach(self.db, material, model, self.answered())
        weakest, make_match = self.config.identity.weakest_match, partial(weigh, self.db, model)
        canaries = measure_canaries(self.db, material, model, blocking.rules, made, weakest, make_match)
        model = replace(model, canaries=canaries)
        store.save(self.db, model)
        return model

    def _make_vectors(self, least_frequency: dict[str, float]) -> None:
        from cdp.link.scorer import make_vectors

        self._add_lexicon(least_frequency)
        make_vectors(self.db, self.material.comparisons, "candidate", "vector", "rules")

    def _add_lexicon(self, least_frequency: dict[str, float]) -> None:
        add_lexicon(self.db, self.material.inputs, least_frequency, self.store.hashed)

    def _score_with(self, settings: Settings) -> None:
        """Score the candidates with Splink settings that the user made."""
        from cdp.link.scorer import Scorer

        self._add_lexicon(learn_lexicon(self.db, self.material.inputs, self.store.hashed))
        Scorer(self.db, settings).score("candidate", "scored")
        columns = self.db.columns("scored")
        names = [c.removeprefix("mw_") for c in columns if c.startswith("mw_") and not c.startswith("mw_tf_adj_")]
        parts = {n: " + ".join(quote(t) for t in (f"mw_{n}", f"mw_tf_adj_{n}") if t in columns) for n in names}
        keep_matches(self.db, "scored", "match_weight", "cast(null as double)", parts)
        self.db.drop("scored")


__all__ = [
    "GROWTH",
    "Calibration",
    "Canaries",
    "Linked",
    "Material",
    "Model",
    "ModelStore",
    "TooMuchChanged",
    "find_contradictions",
    "gather",
    "link",
    "link_touched",
]
