"""Stage *link*: scored pairs of records that may be one person. Splink is imported in this package alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from cdp.config import Config
from cdp.database import Database, literal, quote
from cdp.errors import ConfigError, ConfigProblem
from cdp.link.blocking import BlockingRule, blocking_columns, make_candidates
from cdp.link.comparisons import Comparison, comparisons_for
from cdp.link.guards import generic_values, linking_identifiers, make_constraints, several_identifiers
from cdp.link.model import Model, ModelStore
from cdp.link.prepare import make_link_input
from cdp.link.settings import Settings, greatest_weight_sql

CERTAIN = 50.0
"""Match weight of a deterministic edge: equal unique identifiers."""
WEAKEST = -4.0
"""Pairs below this match weight are not kept."""


@dataclass
class Linked:
    """What linking did."""

    model: str | None
    """Version of the model used; None for a deterministic-only run."""
    trained: bool
    candidates: int = 0
    matches: int = 0
    deterministic: int = 0
    generic_values: int = 0
    rules: list[BlockingRule] = field(default_factory=list)


def link(db: Database, config: Config, columns: list[str], store: ModelStore, *, retrain: bool) -> Linked:
    """Make `match` (rid_l < rid_r, weight, personal_weight, kind) and `constraint_value` from `record`.

    Without attributes that can be compared, only equal unique identifiers link.
    """
    generic = generic_values(db, config, columns)
    make_constraints(db, config, columns)
    identifiers = several_identifiers(config, columns)
    inputs = make_link_input(db, columns, identifiers)
    comparisons = _telling(comparisons_for(inputs, identifiers))
    db.run(_MATCH)
    linked = Linked(None, False, generic_values=generic)
    if comparisons and db.count("link_input") > 1:
        _score(db, config, store, comparisons, inputs, identifiers, linked, retrain=retrain)
    linked.deterministic = _add_deterministic(db, linking_identifiers(config, columns))
    linked.matches = db.count("match")
    db.drop("link_input")
    return linked


_MATCH = """
create or replace temp table match (
    rid_l integer, rid_r integer, weight double, personal_weight double, kind varchar, evidence map(varchar, double)
)
"""


def _telling(comparisons: list[Comparison]) -> list[Comparison]:
    """Return the comparisons, none if they cannot tell who it is: a gender or a place alone names nobody."""
    return comparisons if {c.name for c in comparisons} - {"gender", "address"} else []


def _score(
    db: Database,
    config: Config,
    store: ModelStore,
    comparisons: list[Comparison],
    inputs: list[str],
    identifiers: list[str],
    linked: Linked,
    *,
    retrain: bool,
) -> None:
    from cdp.link.scorer import Scorer, make_vectors
    from cdp.link.train import train

    rules = blocking_columns(inputs, identifiers, config.identity.blocking)
    linked.rules = make_candidates(db, rules)
    linked.candidates = db.count("candidate")
    make_vectors(db, comparisons, "candidate", "vector", "rules")
    model = None if retrain else store.latest()
    if model is None or model.columns != inputs or db.count("link_input") > 2 * model.trained_records:
        model = train(db, store.next_version(), comparisons, rules, inputs)
        store.save(db, model)
        linked.trained = True
    linked.model = model.version
    settings = _own_settings(config) or model.settings
    db.run(
        f"""
        create or replace temp table plausible as
        select rid_l, rid_r from vector where {greatest_weight_sql(settings, model.least_frequency)} >= {WEAKEST}
        """
    )
    db.drop("candidate", "vector")
    store.add_frequencies(db, model)
    Scorer(db, settings).score("plausible", "scored")
    _keep_matches(db, model)


def _keep_matches(db: Database, model: Model) -> None:
    """Move Splink's predictions into `match`, the weight of each comparison beside the sum."""
    columns = db.columns("scored")
    names = [c.removeprefix("mw_") for c in columns if c.startswith("mw_") and not c.startswith("mw_tf_adj_")]
    terms = {
        name: " + ".join(quote(term) for term in (f"mw_{name}", f"mw_tf_adj_{name}") if term in columns)
        for name in names
    }
    personal = " + ".join(terms[name] for name in names if name in model.personal)
    keys = ", ".join(map(literal, names))
    weights = ", ".join(f"round({terms[name]}, 3)" for name in names)
    db.run(
        f"""
        insert into match
        select rid_l, rid_r, match_weight, {personal or "match_weight"}, 'probabilistic', map([{keys}], [{weights}])
        from scored where match_weight >= {WEAKEST}
        """
    )
    db.drop("plausible", "scored")


def _own_settings(config: Config) -> Settings | None:
    """Return the hand-made Splink settings, if identity.yml names a file."""
    if config.identity.splink_settings is None:
        return None
    path = config.folder / config.identity.splink_settings
    try:
        settings = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        problem = ConfigProblem(
            "identity.yml",
            None,
            "splink_settings",
            f"{path.name} is missing or not JSON",
            "save the settings with Splink's save_model_to_json",
        )
        raise ConfigError([problem]) from fault
    return {**settings, "unique_id_column_name": "rid", "retain_intermediate_calculation_columns": True}


def _add_deterministic(db: Database, identifiers: list[str]) -> int:
    """Tie the records that share a unique identifier: each to the first of them, generic values left out."""
    before = db.count("match")
    for name in identifiers:
        db.run(
            f"""
            insert into match
            with held as (
                select rid, {quote(name)} as value from record where {quote(name)} is not null
                union
                select rid, {quote(name)} from alternate where {quote(name)} is not null
            ),
            anchored as (select rid, min(rid) over (partition by value) as anchor from held
                         where value not in (select value from generic_value where attribute = {literal(name)}))
            select anchor, rid, {CERTAIN}, {CERTAIN}, {literal("same " + name)}, map([{literal(name)}], [{CERTAIN}])
            from anchored where anchor < rid
            """
        )
    return db.count("match") - before


__all__ = ["Linked", "Model", "ModelStore", "link"]
