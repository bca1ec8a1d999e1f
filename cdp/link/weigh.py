"""From comparison vectors to matches: levels are weighed once per pattern, rare names and places pair by pair."""

from __future__ import annotations

import math

import pyarrow as pa

from cdp.database import Database, literal, quote
from cdp.link.classes import FEW_CLASSES, most_against_family, same_person_odds
from cdp.link.contradict import contradiction_sql
from cdp.link.estimate import read_patterns
from cdp.link.model import Model
from cdp.link.settings import level_weights_sql, rarity_sql

DIGITS = 4
"""Weights are rounded to so many, as they are published: a later run goes on from there."""
WEAKEST = -4.0
"""Pairs below this match weight are not kept."""
NAME_ALONE = math.log2(3)
"""Records that have nothing in common but a name are no match, unless the name is so rare that one is three times as
likely as not …"""
NAMESAKES = -3.0
"""… and otherwise weigh no more than this, too little to tie: namesakes are many."""
_NAME = ("given_name", "family_name")


def weigh(db: Database, model: Model, weakest: float = WEAKEST) -> None:
    """Move the pairs of `vector` that weigh enough into `match`, and fill `contradicted` (rid_l, rid_r).

    The weight of a pair is the smaller of Splink's and the log2 odds that the pair is of a kind that is one person;
    what stewards' answers taught is part of both. A name alone is no match, see NAME_ALONE.
    `contradicted` are the pairs whose names and birth dates speak clearly against one person.
    """
    terms = level_weights_sql(model.settings)
    levels = [name for name in terms if name]
    rarity = rarity_sql(model.settings)
    _make_pattern(db, model, terms)
    splink = " + ".join(["level_weight", *rarity.values()])
    parts = {name: f"{terms[name]} + {rarity[name]}" if name in rarity else terms[name] for name in levels}
    names = ", ".join(map(quote, levels))
    db.run(f"insert into contradicted select rid_l, rid_r from vector where {contradiction_sql(model)}")
    db.run(
        f"""
        create or replace temp view weighed as
        select vector.*, {splink} as splink_weight, class_weight from vector join pattern using ({names})
        """
    )
    class_weight = _class_weight_sql(model, {name: parts[name] for name in levels if name in model.personal})
    weight = _unless_name_alone_sql(f"least(splink_weight, {class_weight})", parts)
    keep_matches(db, "weighed", weight, class_weight, parts, weakest)
    db.run("drop view weighed")
    db.drop("pattern")


def _class_weight_sql(model: Model, personal: dict[str, str]) -> str:
    """SQL of the log2 odds of one person against other kinds of pairs; where these are few, against a family's pairs.

    `personal` is the SQL of the weight of each personal comparison.
    """
    if len(model.pair_classes) > FEW_CLASSES or not personal:
        return "class_weight"
    against = [f"least({part}, {most_against_family(name)})" for name, part in personal.items()]
    return f"least(class_weight, {' + '.join([str(model.family_rarity), *against])})"


def _unless_name_alone_sql(weight: str, parts: dict[str, str]) -> str:
    """SQL of the weight of a pair, of which `parts` is the SQL of the weight of each comparison."""
    others = [part for name, part in parts.items() if name not in _NAME]
    if len(others) == len(parts) or not others:
        return weight
    nothing_else = " and ".join(f"{part} <= 0" for part in others)
    return f"case when {weight} < {NAME_ALONE} and {nothing_else} then least({weight}, {NAMESAKES}) else {weight} end"


def keep_matches(
    db: Database, scored: str, weight: str, class_weight: str, parts: dict[str, str], weakest: float = WEAKEST
) -> None:
    """Move pairs that weigh at least `weakest` into `match`; `parts` is the SQL of the weight of each comparison."""
    kept = ", ".join(f"round({each}, {DIGITS})" for each in (weight, class_weight))
    weights = ", ".join(f"{literal(name)}: cast({part} as float)" for name, part in parts.items())
    db.run(
        f"""
        insert into match
        select rid_l, rid_r, {kept}, 'probabilistic', cast({{{weights}}} as map(varchar, float))
        from {scored} where {weight} >= {weakest}
        """
    )


def _make_pattern(db: Database, model: Model, terms: dict[str, str]) -> None:
    """Make `pattern`: the distinct comparison vectors with level_weight and class_weight."""
    levels = [name for name in terms if name]
    patterns, _ = read_patterns(db, "vector", levels)
    columns = {name: pa.array(patterns.gammas[:, nth], pa.int8()) for nth, name in enumerate(levels)}
    odds = same_person_odds(patterns.gammas, model.pair_classes)
    if model.taught is not None:
        odds += model.taught.added(patterns.gammas, levels)
    with db.registered("weighed_pattern", pa.table({**columns, "class_weight": odds})):
        db.run(
            f"""
            create or replace temp table pattern as
            select *, {" + ".join(terms.values())} as level_weight
            from weighed_pattern
            """
        )
