"""Why two records are, or are not, one person: their evidence, how they met, what forbids it, what would turn it."""

from __future__ import annotations

from dataclasses import dataclass

from cdp.decision import Decision
from cdp.link.examine import Pair
from cdp.link.weigh import WEAKEST
from cdp.why.evidence import Change, Evidence, changes_that_part, changes_that_tie, evidence_of
from cdp.why.scene import PROBABILISTIC, Scene
from cdp.why.tree import path_between


@dataclass(frozen=True)
class Guard:
    """Something that leaves evidence out of account, or forbids that two records are one person."""

    guard: str
    """`decision`, `generic value`, `contradiction`, `refused tie`, `constraint`."""
    told: str


@dataclass(frozen=True)
class Blocking:
    """Whether anything brings two records together to be compared."""

    compared: bool | None
    """Whether the run kept their comparison, or cannot have made it; None: not known, as light pairs are not kept."""
    told: str
    rules: tuple[tuple[str, ...], ...]
    """Keys of each rule that the records meet, the most exact first."""


@dataclass(frozen=True)
class PairWhy:
    """Two records, and why they are one person or not."""

    version: str
    golden_id_left: str
    golden_id_right: str
    evidence: Evidence
    weakest_match: float
    """Weight from which a match ties records, log2 odds."""
    is_match: bool | None
    """Whether they match by themselves; None where their weight is not known."""
    through: tuple[str, ...]
    """When they are one person without a match of their own: the records that the strongest chain leads through."""
    apart: str | None
    """When they are of two people: what keeps these apart."""
    blocking: Blocking
    guards: tuple[Guard, ...]
    changes: tuple[Change, ...]
    """What would make a match of them, or end the one that they are, the least change that does so first. Of a match
    between two people nothing is told: what keeps these apart is not its weight."""
    unknown: str | None
    """Why the model says nothing, if it does not."""


def why_pair(
    scene: Scene, pair: Pair, ids: tuple[str, str], apart: str | None, weakest: float, version: str, unknown: str
) -> PairWhy:
    """Explain two records of a scene, which holds all records of their person, or of their two people.

    `ids` are their golden_ids; `apart` tells what keeps two people apart; `unknown` says why a scene is without model,
    if it is.
    """
    weight = scene.weight(pair)
    is_match = None if weight is None else weight >= weakest
    one_person = ids[0] == ids[1]
    chain = path_between(scene, pair) if one_person and not is_match else ()
    changes: tuple[Change, ...] = ()
    if is_match and one_person:
        changes = changes_that_part(scene, pair, weakest)
    elif not is_match:
        changes = changes_that_tie(scene, pair, weakest)
    return PairWhy(
        version,
        *ids,
        evidence_of(scene, pair),
        weakest,
        is_match,
        tuple(map(scene.name, chain[1:-1])),
        apart,
        blocking_of(scene, pair),
        tuple(guards_of(scene, pair)),
        changes,
        unknown if scene.lens is None else None,
    )


def blocking_of(scene: Scene, pair: Pair) -> Blocking:
    """Return whether two records were brought together, as far as it can be known afterwards."""
    rules = tuple(sorted(scene.rules_met.get(pair, ()), key=lambda keys: (-len(keys), keys)))
    match, weighed = scene.matches.get(pair), scene.weighed.get(pair)
    if match is not None and PROBABILISTIC in match.kinds:
        return Blocking(True, "compared", rules)
    if match is not None:
        return Blocking(None, "tied by an identifier; their comparison was not kept", rules)
    if scene.lens is None or weighed is None:
        return Blocking(None, "not known", rules)
    if not rules:
        return Blocking(False, "never compared: no blocking rule brings them together", rules)
    if weighed.weight >= WEAKEST:
        return Blocking(False, "never compared: too many records share the keys that they have in common", rules)
    return Blocking(None, f"blocking rules bring them together; pairs below {WEAKEST:+g} are not kept", rules)


def guards_of(scene: Scene, pair: Pair) -> list[Guard]:
    """Return what guards say of two records."""
    found = [Guard("decision", told_decision(each)) for each in scene.parted_by(pair)]
    found += [
        Guard("generic value", f"{each.attribute} {each.value} of {scene.name(each.record)}: {each.holders:,} hold it")
        for each in scene.generic
        if each.record in pair
    ]
    against = pair in scene.weighed and scene.weighed[pair].contradicted
    if against or pair in scene.contradictions:
        found.append(Guard("contradiction", "given names and birth dates say that they are two persons"))
    tied = scene.matches[pair].kinds if pair in scene.matches else ()
    found += [
        Guard("refused tie", f"both have {name} {value}, but names and birth dates contradict each other")
        for name, value in scene.proofs.get(pair, ())
        if against and f"same {name}" not in tied
    ]
    return found + [Guard("constraint", told) for told in clashes(scene, pair)]


def told_decision(decision: Decision) -> str:
    """Return a decision in words: its number, what it is, whose, when and why."""
    return f"decision {decision.number}, {decision.act} by {decision.by} on {decision.at[:10]}: {decision.reason}"


def clashes(scene: Scene, pair: Pair) -> list[str]:
    """Return the constraints that forbid two records to be one person, in words."""
    one, other = (scene.constraints.get(record, {}) for record in pair)
    names = [name for name in one if other.get(name, one[name]) != one[name]]
    return [_clash(name, one[name], other[name]) for name in names]


def _clash(name: str, one: str, other: str) -> str:
    if name.startswith("source "):
        return f"the source {name.removeprefix('source ')} holds each person once"
    return f"{name} is {one} in the one and {other} in the other, and no person has two"
