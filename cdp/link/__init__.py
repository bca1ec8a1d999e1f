"""Stage *link*: scored pairs of records that may be one person. Splink is imported in this package alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from cdp.config import Config
from cdp.database import Database, literal, quote
from cdp.errors import ConfigError, ConfigProblem
from cdp.link.blocking import BlockingRule, make_candidates
from cdp.link.comparisons import Comparison, Level, comparisons_for
from cdp.link.frequencies import add_frequencies, count_frequencies
from cdp.link.guards import generic_values, linking_identifiers, make_constraints, several_identifiers
from cdp.link.keys import Key, meanings
from cdp.link.model import Model, ModelStore
from cdp.link.plan import Plan, plan
from cdp.link.prepare import COLUMN_OF, make_link_input
from cdp.link.settings import Settings, level_weights_sql

CERTAIN = 50.0
"""Match weight of a deterministic edge: equal unique identifiers."""
WEAKEST = -4.0
"""Pairs below this match weight are not kept."""
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
    generic_values: int = 0
    rules: list[BlockingRule] = field(default_factory=list)
    expected_recall: float | None = None
    """Share of the pairs of one person that blocking is expected to find; None for rules that the user chose."""


def link(db: Database, config: Config, columns: list[str], store: ModelStore, *, retrain: bool) -> Linked:
    """Make `match` (rid_l < rid_r, weight, personal_weight, kind) and `constraint_value` from `record`.

    Without attributes that can be compared, only equal unique identifiers link.
    """
    generic = generic_values(db, config, columns)
    make_constraints(db, config, columns)
    identifiers = several_identifiers(config, columns)
    inputs = make_link_input(db, columns, identifiers)
    comparisons = _telling(_with_own(comparisons_for(inputs, identifiers), config, inputs))
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


def _with_own(comparisons: list[Comparison], config: Config, inputs: list[str]) -> list[Comparison]:
    """Replace or add the comparisons that identity.yml declares; raises ConfigError for columns there are none of."""
    own = config.identity.comparisons
    unknown = sorted({column for each in own.values() for column in each.columns} - set(inputs))
    if unknown:
        problem = f"reads {', '.join(unknown)}; there are {', '.join(inputs)}"
        raise ConfigError(
            [ConfigProblem("identity.yml", None, "comparisons", problem, "use columns of the link input")]
        )
    declared = {
        name: Comparison(
            name,
            " or ".join(f"{quote(c + '_l')} is null or {quote(c + '_r')} is null" for c in each.columns),
            tuple(Level(level.label, level.sql, level.m, level.u) for level in each.levels),
            frozenset(each.columns),
            each.personal,
        )
        for name, each in own.items()
    }
    kept = [declared.pop(comparison.name, comparison) for comparison in comparisons]
    return [*kept, *declared.values()]


def _own_blocking(config: Config, inputs: list[str]) -> Plan | None:
    """Return the sets of columns to block on that identity.yml declares; raises ConfigError for unknown ones."""
    if config.identity.blocking is None:
        return None
    rules = [tuple(COLUMN_OF.get(name, name) for name in rule) for rule in config.identity.blocking]
    unknown = sorted({name for rule in rules for name in rule} - set(inputs))
    if unknown:
        problem = f"names {', '.join(unknown)}; there are {', '.join(inputs)}"
        raise ConfigError([ConfigProblem("identity.yml", None, "blocking", problem, "use attributes that sources map")])
    return Plan(tuple(tuple(Key(name, name) for name in rule) for rule in rules), None)


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
    from cdp.link.scorer import make_vectors
    from cdp.link.train import train

    blocking = _own_blocking(config, inputs) or plan(db, meanings(inputs, identifiers))
    rules, linked.expected_recall = blocking.rules, blocking.expected_recall
    linked.rules = make_candidates(db, rules)
    linked.candidates = db.count("candidate")
    own = _own_settings(config)
    if own is not None:
        _score_with(db, own, count_frequencies(db, inputs))
        return
    model = None if retrain else store.latest()
    if model is not None and (model.columns != inputs or db.count("link_input") > GROWTH * model.trained_records):
        model = None
    if model is None:
        least_frequency = count_frequencies(db, inputs)
    else:
        store.load_frequencies(db, model)
        least_frequency = model.least_frequency
    add_frequencies(db, least_frequency)
    make_vectors(db, comparisons, "candidate", "vector", "rules")
    if model is None:
        model = train(db, store.next_version(), comparisons, rules, inputs, least_frequency)
        store.save(db, model)
        linked.trained = True
    linked.model = model.version
    _weigh(db, model)
    db.drop("candidate", "vector", "frequency")


def _weigh(db: Database, model: Model) -> None:
    """Move the pairs of `vector` that weigh enough into `match`.

    Levels are weighed once per distinct vector; the rarity of names and places comes on top, pair by pair.
    """
    terms = level_weights_sql(model.settings)
    levels = ", ".join(quote(name) for name in terms if name)
    rarity = {name: quote(f"frequency_{name}") for name in terms if f"frequency_{name}" in db.columns("vector")}
    db.run(
        f"""
        create or replace temp table pattern as
        select *, {" + ".join(terms.values())} as level_weight from (select distinct {levels} from vector);
        create or replace temp table heavy as
        select vector.*, {" + ".join(["level_weight", *rarity.values()])} as weight
        from vector join pattern using ({levels})
        where {" + ".join(["level_weight", *rarity.values()])} >= {WEAKEST}
        """
    )
    parts = {name: f"{term} + {rarity[name]}" if name in rarity else term for name, term in terms.items() if name}
    _keep_matches(db, "heavy", "weight", parts, model.personal)
    db.drop("pattern", "heavy")


def _score_with(db: Database, settings: Settings, least_frequency: dict[str, float]) -> None:
    """Score the candidates with Splink settings that the user made."""
    from cdp.link.scorer import Scorer

    add_frequencies(db, least_frequency)
    Scorer(db, settings).score("candidate", "scored")
    columns = db.columns("scored")
    names = [c.removeprefix("mw_") for c in columns if c.startswith("mw_") and not c.startswith("mw_tf_adj_")]
    parts = {n: " + ".join(quote(t) for t in (f"mw_{n}", f"mw_tf_adj_{n}") if t in columns) for n in names}
    _keep_matches(db, "scored", "match_weight", parts, names)
    db.drop("candidate", "scored", "frequency")


def _keep_matches(db: Database, scored: str, weight: str, parts: dict[str, str], personal: list[str]) -> None:
    """Move pairs of enough weight into `match`; `parts` is the SQL of the weight of each comparison."""
    keys = ", ".join(map(literal, parts))
    weights = ", ".join(f"round({part}, 3)" for part in parts.values())
    own = " + ".join(part for name, part in parts.items() if name in personal)
    db.run(
        f"""
        insert into match
        select rid_l, rid_r, {weight}, {own or weight}, 'probabilistic', map([{keys}], [{weights}])
        from {scored} where {weight} >= {WEAKEST}
        """
    )


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
