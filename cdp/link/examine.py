"""A few pairs of records under the frozen model: how they compare, what that weighs, and what it would weigh if."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from cdp.database import Database
from cdp.link.classes import PairClass, kind_shares
from cdp.link.explain import MATCH, NO_LIMIT, Frozen
from cdp.link.plan import Rule
from cdp.link.settings import FREQUENCY_BITS
from cdp.link.weigh import weigh

Pair = tuple[int, int]
"""rid_l < rid_r."""
_ROUNDING = 0.01
"""Parts of a weight add up to it but for this."""
TYPICAL = 0.5
"""Share of the pairs of a kind that must agree, or differ, in a comparison to be told of that kind."""

_SHOWN = {
    "given_name": ("given_key", "given_native"),
    "family_name": ("family_key", "family_native"),
    "address": ("street_key", "city_key", "region_key", "postal_code"),
    "email": ("email",),
    "phone": ("phone",),
}
"""Columns of the link input that say what a comparison of that name looks at; of any other: all that it reads."""


@dataclass(frozen=True)
class Vector:
    """How two records compare."""

    levels: dict[str, int]
    """By comparison: -1 nothing to compare, 0 they differ, then rising agreement."""
    rarity: dict[str, float]
    """By comparison with term frequencies: log2(2^-12 / term frequency), 0 where they play no part."""


@dataclass(frozen=True)
class Weighed:
    """What a vector weighs, in log2 odds."""

    weight: float
    """The smaller of the next two; less where the pair has nothing in common but a name, see cdp/link/weigh.py."""
    splink_weight: float
    class_weight: float
    """That the pair is of a kind that is one person."""
    contradicted: bool
    """Names and birth dates speak clearly against one person."""

    @property
    def name_alone(self) -> bool:
        """Whether a name is all that the two have in common, so that its weight does not count."""
        return self.weight < min(self.splink_weight, self.class_weight) - _ROUNDING


@dataclass(frozen=True)
class Term:
    """What one comparison adds to Splink's weight."""

    comparison: str
    level: str
    """Degree of agreement, in words."""
    weight: float
    """log2(m / u) of the degree."""
    rarity: float
    """What is added because the value is rarer than most (below zero: more common)."""


@dataclass(frozen=True)
class KindOfPair:
    """The latent class that a pair is most likely of; see cdp/link/classes.py."""

    nth: int
    """As `cdp model` numbers them, the heaviest first."""
    of: int
    share: float
    """Probability that the pair is of this one."""
    same_person: bool
    agree: tuple[str, ...]
    """Of what both records tell: comparisons in which most pairs of this kind agree fully …"""
    differ: tuple[str, ...]
    """… and in which most differ."""


class Lens:
    """The pairs of `candidate`, compared by `compare_as_trained`; makes `match` and `contradicted` when it weighs."""

    def __init__(self, db: Database, frozen: Frozen) -> None:
        self._db, self._frozen = db, frozen
        self._levels: dict[str, list[dict[str, Any]]] = {
            each["output_column_name"]: each["comparison_levels"][:0:-1]
            for each in frozen.model.settings["comparisons"]
        }
        self._columns = db.columns("vector")
        self.vectors = {(row["rid_l"], row["rid_r"]): self._vector(row) for row in _dicts(db, "from vector")}
        self.rules_met = self._met()

    @property
    def comparisons(self) -> list[str]:
        """The names of the comparisons."""
        return list(self._levels)

    @property
    def prior(self) -> float:
        """log2 odds that two records are one person before anything is compared."""
        share = float(self._frozen.model.settings["probability_two_random_records_match"])
        return math.log2(share / (1 - share))

    def weigh(self, vectors: Sequence[Vector]) -> list[Weighed]:
        """Return what each vector weighs, as a run would weigh it."""
        self._db.run(MATCH)
        with self._db.registered("supposed", self._table(vectors)):
            self._db.run("create or replace temp table vector as from supposed")
        weigh(self._db, self._frozen.model, NO_LIMIT)
        against = {rid for (rid,) in self._db.rows("select rid_l from contradicted")}
        found = self._db.rows("select rid_l, weight, class_weight, map_values(evidence) from match order by rid_l")
        return [
            Weighed(weight, self.prior + sum(parts), class_weight, nth in against)
            for nth, weight, class_weight, parts in found
        ]

    def terms(self, vector: Vector) -> list[Term]:
        """Return what each comparison adds, in their order."""
        return [self._term(name, level, vector) for name, level in vector.levels.items()]

    def kind(self, vector: Vector) -> KindOfPair | None:
        """Return the kind that a pair is most likely of; None where the model knows no kinds."""
        classes = self._frozen.model.pair_classes
        if not classes:
            return None
        gammas = np.array([list(vector.levels.values())], dtype=np.int64)
        shares = kind_shares(gammas, classes)[0]
        nth = int(shares.argmax())
        agree, differ = self._typical(classes[nth], vector)
        return KindOfPair(nth + 1, len(classes), float(shares[nth]), classes[nth].same_person, agree, differ)

    def equal(self, vector: Vector, comparison: str) -> Vector | None:
        """Return the vector with full agreement, on a value of usual rarity, in a comparison; None if it has that."""
        strongest = len(self._levels[comparison]) - 1
        if vector.levels[comparison] == strongest:
            return None
        usual = -math.log2(self._levels[comparison][strongest]["u_probability"]) - FREQUENCY_BITS
        has_rarity = "tf_adjustment_column" in self._levels[comparison][strongest]
        return self._changed(vector, comparison, strongest, usual if has_rarity else 0.0)

    def without(self, vector: Vector, comparison: str) -> Vector | None:
        """Return the vector with nothing to compare in a comparison; None if it has nothing there."""
        return None if vector.levels[comparison] < 0 else self._changed(vector, comparison, -1, 0.0)

    def values(self, rids: Iterable[int]) -> dict[int, dict[str, str]]:
        """Return by record and comparison what is compared: standard values, further ones after a slash."""
        rows = _dicts(self._db, "select * from link_input where list_contains($1, rid)", [list(rids)])
        shown = {each.name: _SHOWN.get(each.name, ()) for each in self._frozen.material.comparisons}
        return {
            row["rid"]: {
                each.name: _told(row, [c for c in shown[each.name] if c in row] or sorted(each.columns))
                for each in self._frozen.material.comparisons
            }
            for row in rows
        }

    def _vector(self, row: dict[str, Any]) -> Vector:
        rarity = {name: float(row[_rarity(name)]) for name in self._levels if _rarity(name) in row}
        return Vector({name: int(row[name]) for name in self._levels}, rarity)

    def _table(self, vectors: Sequence[Vector]) -> pa.Table:
        """Return vectors as rows of `vector`, numbered by rid_l."""
        told: dict[str, Any] = {"rid_l": pa.array(range(len(vectors)), pa.int32())}
        told["rid_r"] = pa.array([len(vectors)] * len(vectors), pa.int32())
        for name in self._levels:
            told[name] = pa.array([each.levels[name] for each in vectors], pa.int8())
            if _rarity(name) in self._columns:
                told[_rarity(name)] = pa.array([each.rarity[name] for each in vectors], pa.float32())
        return pa.table(told)

    def _term(self, name: str, level: int, vector: Vector) -> Term:
        if level < 0:
            return Term(name, "nothing to compare", 0.0, 0.0)
        told = self._levels[name][level]
        u = float(told["u_probability"])
        rarity = math.log2(u) + FREQUENCY_BITS + vector.rarity[name] if "tf_adjustment_column" in told else 0.0
        return Term(name, str(told["label_for_charts"]), math.log2(told["m_probability"] / u), rarity)

    def _changed(self, vector: Vector, comparison: str, level: int, rarity: float) -> Vector:
        rarities = {**vector.rarity, comparison: rarity} if comparison in vector.rarity else vector.rarity
        return replace(vector, levels={**vector.levels, comparison: level}, rarity=rarities)

    def _typical(self, kind: PairClass, vector: Vector) -> tuple[tuple[str, ...], tuple[str, ...]]:
        shares = dict(zip(self._levels, kind.levels, strict=True))
        shares = {name: levels for name, levels in shares.items() if vector.levels[name] >= 0}
        agree = tuple(name for name, levels in shares.items() if levels[-1] > TYPICAL)
        return agree, tuple(name for name, levels in shares.items() if levels[0] > TYPICAL)

    def _met(self) -> dict[Pair, list[tuple[str, ...]]]:
        rules = self._frozen.rules
        found = self._db.rows(rules_met_sql(rules))
        names = [tuple(key.name for key in rule) for rule in rules]
        return {(one, other): [each for n, each in enumerate(names) if bits >> n & 1] for one, other, bits in found}


def rules_met_sql(rules: Sequence[Rule]) -> str:
    """Return the query of rid_l, rid_r and `rules`, a bit per rule that the records meet with any of their values.

    Reads `candidate` and `link_value`; records of two entity kinds meet no rule.
    """
    shared = [" and ".join(f"{key.sql('l.')} = {key.sql('r.')}" for key in rule) or "true" for rule in rules]
    bits = "\n        | ".join(f"case when {each} then {1 << nth} else 0 end" for nth, each in enumerate(shared))
    return f"""
    select rid_l, rid_r, bit_or(cast({bits or "0"} as bigint)) as rules
    from candidate
    join link_value l on l.rid = rid_l
    join link_value r on r.rid = rid_r and r.entity_kind = l.entity_kind
    group by rid_l, rid_r
    """


def _rarity(comparison: str) -> str:
    return f"frequency_{comparison}"


def _told(row: dict[str, Any], columns: Sequence[str]) -> str:
    """Return the values of some columns: parts of one value by spaces, further values after a slash."""
    leading = [str(row[name]) for name in columns if row[name] is not None]
    further = [
        str(value) for name in columns for value in sorted(row.get(f"{name}_all") or ()) if str(value) not in leading
    ]
    return " / ".join([" ".join(dict.fromkeys(leading)), *dict.fromkeys(further)] if leading else further)


def _dicts(db: Database, sql: str, parameters: Sequence[object] | None = None) -> list[dict[str, Any]]:
    done = db.run(sql, parameters)
    names = [each[0] for each in done.description or []]
    return [dict(zip(names, row, strict=True)) for row in done.fetchall()]
