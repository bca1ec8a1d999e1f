"""What pairs weigh that no run kept, and whether a blocking rule brings them together at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdp.config import Config
from cdp.database import Database
from cdp.link.keys import meanings, rules_named
from cdp.link.lexicon import add_lexicon
from cdp.link.material import Material, gather
from cdp.link.model import Model, ModelStore
from cdp.link.own import own_blocking
from cdp.link.plan import Rule
from cdp.link.scorer import make_vectors
from cdp.link.weigh import weigh

NO_LIMIT = -1e6
"""A match weight that no pair is below."""


def explain_pairs(db: Database, config: Config, columns: list[str], store: ModelStore, version: str) -> bool:
    """Make `explained` (rid_l, rid_r, weight, class_weight, evidence, meets_rule) for the pairs of `candidate`.

    Reads `record` and `alternate` with these standard `columns`, and `candidate` (rid_l < rid_r). `meets_rule` tells
    whether the records share all keys of a blocking rule. Returns False, and makes nothing, when the model `version` is
    gone or was trained for another configuration.
    """
    frozen = compare_as_trained(db, config, columns, store, version)
    if frozen is None:
        return False
    db.run(MATCH)
    weigh(db, frozen.model, NO_LIMIT)
    db.run(explained_sql(frozen.rules))
    db.run("drop view link_value")
    db.drop("link_input", "further_value", "vector", "frequency", "reading", "match", "contradicted")
    return True


@dataclass(frozen=True)
class Frozen:
    """A model, with what the records give to it."""

    model: Model
    material: Material
    rules: Sequence[Rule]
    """Blocking rules."""


def compare_as_trained(
    db: Database, config: Config, columns: list[str], store: ModelStore, version: str
) -> Frozen | None:
    """Make `link_input`, `link_value` and the comparison vectors `vector` of the pairs of `candidate`, as a run would.

    Reads `record` and `alternate` with these standard `columns`. Returns None when the model `version` is gone or was
    trained for another configuration; nothing but `link_input` and what goes with it is made then.
    """
    if version not in store.versions():
        return None
    model = store.load(version)
    material = gather(db, config, columns, model.columns)
    if model.fingerprint != material.fingerprint(config):
        return None
    store.load_lexicon(db, model)
    add_lexicon(db, model.columns, model.least_frequency, store.hashed)
    make_vectors(db, material.comparisons, "candidate", "vector")
    return Frozen(model, material, _rules(config, material, model))


def _rules(config: Config, material: Material, model: Model) -> Sequence[Rule]:
    own = own_blocking(config, material.inputs)
    return rules_named(model.blocking, meanings(material.inputs, material.identifiers)) if own is None else own


def explained_sql(rules: Sequence[Rule]) -> str:
    """Return the statement that makes `explained` from `match` and `link_value`."""
    shared = [" and ".join(f"{key.sql('l.')} = {key.sql('r.')}" for key in rule) or "true" for rule in rules]
    return f"""
    create or replace temp table explained as
    with met as (
        select distinct rid_l, rid_r
        from match
        join link_value l on l.rid = rid_l
        join link_value r on r.rid = rid_r and r.entity_kind = l.entity_kind
        where {" or ".join(f"({each})" for each in shared) or "false"}
    )
    select match.rid_l, match.rid_r, weight, class_weight, evidence, met.rid_l is not null as meets_rule
    from match left join met using (rid_l, rid_r)
    """


MATCH = """
create or replace temp table contradicted (rid_l integer, rid_r integer);
create or replace temp table match (
    rid_l integer, rid_r integer, weight double, class_weight double, kind varchar, evidence map(varchar, float)
)
"""
