"""Some records of a published version, and all that is known of the pairs among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from cdp.config import Config
from cdp.database import Database, literal, quote
from cdp.decided import parted_records
from cdp.decision import Decision, RecordKey
from cdp.decision_closure import in_force
from cdp.link import ModelStore, find_contradictions, gather
from cdp.link.examine import KindOfPair, Lens, Pair, Term, Vector, Weighed
from cdp.link.explain import MATCH, Frozen, compare_as_trained
from cdp.link.guards import drop_unreliable_constraints, linking_identifiers, make_constraints
from cdp.why.records import Key, guarded, take_records

if TYPE_CHECKING:
    from cdp.store import Store
    from cdp.workspace import Workspace

MOST_PAIRS = 20_000
"""So many pairs are compared anew at most; of more records, what is published must do."""

PROBABILISTIC = "probabilistic"
"""Kind of a match that was scored."""


@dataclass(frozen=True)
class Match:
    """A pair in the published table `match`; places in `Scene.keys`."""

    left: int
    right: int
    weight: float
    kinds: tuple[str, ...]
    """`probabilistic`, `same <identifier>`; several may tie one pair."""
    class_weight: float | None
    evidence: dict[str, float]
    """Weight by comparison; of the probabilistic kind, if that is among them."""


@dataclass(frozen=True)
class GenericValue:
    """A value of a record that is no evidence, because too many different persons hold it."""

    record: int
    attribute: str
    value: str
    holders: int


@dataclass
class Scene:
    """Records and their pairs, as the run that published them saw them. Records are known by their place in `keys`.

    What the model says is missing (`lens` None) when there is none, or when it is gone or was trained for another
    configuration, or when the pairs are too many.
    """

    keys: list[Key]
    """In order; pairs are (earlier, later)."""
    matches: dict[Pair, Match]
    lens: Lens | None = None
    generic: list[GenericValue] = field(default_factory=list)
    constraints: dict[int, dict[str, str]] = field(default_factory=dict)
    """What may not differ within one person, by record and name of the constraint."""
    proofs: dict[Pair, list[tuple[str, str]]] = field(default_factory=dict)
    """Identifiers (name, value) that two records share and that tie them for certain, if nothing speaks against."""
    contradictions: set[Pair] = field(default_factory=set)
    """Pairs that would be no match, if all the records were one group: names and birth dates contradict each other."""
    sides: dict[int, dict[int, int]] = field(default_factory=dict)
    """Side by decision, of records that decisions part from others."""
    decisions: dict[int, Decision] = field(default_factory=dict)
    """These decisions by number."""
    values: dict[int, dict[str, str]] = field(default_factory=dict)
    """What is compared, by record and comparison."""
    vectors: dict[Pair, Vector] = field(default_factory=dict)
    """How two records compare."""
    rules_met: dict[Pair, list[tuple[str, ...]]] = field(default_factory=dict)
    """Keys of each blocking rule that brings two records together."""

    def name(self, record: int) -> str:
        """Return source/record_id."""
        return "/".join(self.keys[record])

    def names(self, records: Iterable[int]) -> tuple[str, ...]:
        """Return the names of some records, in order."""
        return tuple(self.name(record) for record in sorted(records))

    @cached_property
    def weighed(self) -> dict[Pair, Weighed]:
        """What the model says of each pair."""
        if self.lens is None or not self.vectors:
            return {}
        return dict(zip(self.vectors, self.lens.weigh(list(self.vectors.values())), strict=True))

    @cached_property
    def match_weights(self) -> dict[Pair, float]:
        """The published matches: weight by pair."""
        return {pair: match.weight for pair, match in self.matches.items()}

    def weight(self, pair: Pair) -> float | None:
        """Return the weight of a pair: as published, else what it would have been; None when that is not known."""
        if pair in self.matches:
            return self.matches[pair].weight
        return self.weighed[pair].weight if pair in self.weighed else None

    def parted_by(self, pair: Pair) -> tuple[Decision, ...]:
        """Return the decisions that part two records."""
        one, other = (self.sides.get(record, {}) for record in pair)
        return tuple(self.decisions[number] for number in one if other.get(number, one[number]) != one[number])

    def terms(self, pair: Pair) -> list[Term]:
        """Return what each comparison says of a pair; as published where the model says nothing."""
        vector = self.vectors.get(pair)
        if self.lens is not None and vector is not None:
            return self.lens.terms(vector)
        match = self.matches.get(pair)
        return [Term(name, "", weight, 0.0) for name, weight in match.evidence.items()] if match else []

    def kind(self, pair: Pair) -> KindOfPair | None:
        """Return the kind that a pair is most likely of."""
        vector = self.vectors.get(pair)
        return self.lens.kind(vector) if self.lens is not None and vector is not None else None


def make_scene(
    db: Database, ws: Workspace, config: Config, store: Store, keys: Sequence[Key], once: Collection[str]
) -> Scene:
    """Return the scene of some published records; `once` are the sources found to hold each person once.

    Makes and leaves tables of linking in `db`, which must live as long as the scene.
    """
    ordered = sorted(keys)
    columns = take_records(db, config, store.relation("record"), ordered, once)
    place = {rid: ordered.index((source, record_id)) for rid, source, record_id in db.rows(_ASKED)}
    scene = Scene(ordered, published_matches(store, ordered))
    _part(scene, in_force(ws.ledger.decisions()[: store.manifest.decisions]))
    frozen = _compare(db, config, ws.models, store.manifest.model, columns)
    if frozen is None:
        gather(db, config, columns)
    scene.generic = _generic(db, guarded(config, columns), place)
    scene.constraints = _constraints(db, config, columns, frozen, place)
    scene.proofs = _proofs(db, linking_identifiers(config, columns), place)
    if frozen is not None:
        _look(db, scene, frozen, place)
    return scene


def _part(scene: Scene, holding: Sequence[Decision]) -> None:
    """Tell the scene which of its records the decisions part that were in force."""
    there = {RecordKey(*key): place for place, key in enumerate(scene.keys)}
    for number, side, record in parted_records(holding, there):
        scene.sides.setdefault(record, {})[number] = side
    scene.decisions = {each.number: each for each in holding}


def _compare(
    db: Database, config: Config, models: ModelStore, version: str | None, columns: list[str]
) -> Frozen | None:
    """Compare all pairs of `asked`; nothing where there is no model, or they are too many."""
    asked = db.count("asked")
    if version is None or asked * (asked - 1) // 2 > MOST_PAIRS:
        return None
    db.run(_CANDIDATE)
    return compare_as_trained(db, config, columns, models, version)


def _look(db: Database, scene: Scene, frozen: Frozen, place: dict[int, int]) -> None:
    scene.lens = lens = Lens(db, frozen)
    scene.values = {place[rid]: told for rid, told in lens.values(place).items()}
    scene.vectors = {(place[left], place[right]): vector for (left, right), vector in lens.vectors.items()}
    scene.rules_met = {(place[left], place[right]): rules for (left, right), rules in lens.rules_met.items()}
    scene.contradictions = {
        (place[left], place[right]) for left, right in _contradictions(db, scene, frozen, list(place))
    }


def _contradictions(db: Database, scene: Scene, frozen: Frozen, rids: list[int]) -> list[tuple[int, int]]:
    """Return rid_l and rid_r of the pairs that contradict each other, if all records are one group; `rids` by place."""
    against = [pair for pair, each in scene.weighed.items() if each.contradicted]
    scored = [each for each in scene.matches.values() if PROBABILISTIC in each.kinds]
    evidence = pa.array([list(each.evidence.items()) for each in scored], pa.map_(pa.string(), pa.float32()))
    match = {"rid_l": [rids[each.left] for each in scored], "rid_r": [rids[each.right] for each in scored]}
    contradicted = {"rid_l": [rids[left] for left, _ in against], "rid_r": [rids[right] for _, right in against]}
    db.run(MATCH)
    with db.registered("scored", pa.table({**match, "evidence": evidence})):
        db.run("insert into match by name select * from scored")
    with db.registered("against", pa.table(contradicted)):
        db.run("insert into contradicted by name select * from against")
    db.run("create or replace temp table cluster as select rid, 0 as cluster from asked")
    find_contradictions(db, frozen.material, frozen.model)
    return [(int(left), int(right)) for left, right in db.rows("select rid_l, rid_r from contradiction")]


def published_matches(store: Store, keys: Sequence[Key]) -> dict[Pair, Match]:
    """Return the published matches among some records, by their places in `keys`, which are in order."""
    place = {key: nth for nth, key in enumerate(keys)}
    wanted = pa.table({"source": [key[0] for key in keys], "record_id": [key[1] for key in keys]})
    store.connection.register("wanted", wanted)
    try:
        found = store.rows(_MATCHES)
    finally:
        store.connection.unregister("wanted")
    matches: dict[Pair, Match] = {}
    for row in found:
        one, other = place[row["source_l"], row["record_id_l"]], place[row["source_r"], row["record_id_r"]]
        pair = min(one, other), max(one, other)
        kinds = (*matches[pair].kinds, row["kind"]) if pair in matches else (row["kind"],)
        weight = max(row["weight"], matches[pair].weight) if pair in matches else row["weight"]
        first = matches.get(pair) or Match(*pair, weight, kinds, row.get("class_weight"), dict(row["evidence"]))
        matches[pair] = replace(first, weight=weight, kinds=kinds)
    return matches


def _generic(db: Database, columns: dict[str, list[str]], place: dict[int, int]) -> list[GenericValue]:
    """Return the values of the records asked for that are in `generic_value`."""
    held = " union ".join(
        f"select rid, {literal(kind)} as attribute, {quote(name)} as value from {table}"
        for kind, names in columns.items()
        for name in names
        for table in ("record", "alternate")
    )
    if not held:
        return []
    found = db.rows(
        f"select rid, attribute, value, holders from ({held}) semi join asked using (rid) "
        "join generic_value using (attribute, value) order by all"
    )
    return [GenericValue(place[rid], attribute, value, holders) for rid, attribute, value, holders in found]


def _constraints(
    db: Database, config: Config, columns: list[str], frozen: Frozen | None, place: dict[int, int]
) -> dict[int, dict[str, str]]:
    make_constraints(db, config, columns)
    if frozen is not None:
        compared = [name for name in frozen.material.identifiers if name in frozen.material.inputs]
        drop_unreliable_constraints(db, config, {name: frozen.model.differing(name) for name in compared})
    held: dict[int, dict[str, str]] = {}
    for rid, name, value in db.rows(
        "select rid, constraint_name, value from constraint_value semi join asked using (rid)"
    ):
        held.setdefault(place[rid], {})[name] = value
    return held


def _proofs(db: Database, identifiers: Sequence[str], place: dict[int, int]) -> dict[Pair, list[tuple[str, str]]]:
    """Return the identifiers that two records share, generic values left out."""
    shared: dict[Pair, list[tuple[str, str]]] = {}
    for name in identifiers:
        column = quote(name)
        found = db.rows(
            f"""
            with held as (
                select rid, {column} as value from record where {column} is not null
                union
                select rid, {column} from alternate where {column} is not null
            ),
            telling as (
                select rid, value from held semi join asked using (rid)
                where value not in (select value from generic_value where attribute = {literal(name)})
            )
            select l.rid, r.rid, l.value from telling l join telling r on l.value = r.value and l.rid < r.rid
            """
        )
        for left, right, value in found:
            shared.setdefault((place[left], place[right]), []).append((name, value))
    return shared


_ASKED = "select rid, source, record_id from record semi join asked using (rid) order by rid"

_CANDIDATE = """
create or replace temp table candidate as
select l.rid as rid_l, r.rid as rid_r from asked l join asked r on l.rid < r.rid
"""

_MATCHES = """
select match.* from match
semi join wanted l on l.source = match.source_l and l.record_id = match.record_id_l
semi join wanted r on r.source = match.source_r and r.record_id = match.record_id_r
order by kind = 'probabilistic' desc, kind
"""
