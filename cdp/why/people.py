"""Why two people are not one: the best pairs between them, what keeps them apart, what would bring them together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from itertools import product

from cdp.cluster import FIRM
from cdp.graph import CERTAIN
from cdp.link.examine import Pair, Vector, Weighed
from cdp.link.weigh import WEAKEST
from cdp.why.evidence import Change, Evidence, evidence_of, least_first, told_equal
from cdp.why.pair import Blocking, Guard, blocking_of, clashes, guards_of, told_decision
from cdp.why.regroup import Groups, mean_between, regrouped, scene_groups
from cdp.why.scene import Scene

BEST_PAIRS = 3
"""So many pairs between two people are told, the heaviest."""


class Reason(StrEnum):
    """What keeps two people apart."""

    DECISION = "decision"
    """A steward said so."""
    NO_MATCH = "no match"
    """No pair of their records weighs enough to tie them."""
    WEAK_MATCH = "too weak by itself"
    """Their best match ties only what stronger ones hold."""
    WEAK_ON_AVERAGE = "too weak on average"
    """Some records match, but the pairs between the two people say no on average."""
    CONTRADICTION = "contradiction"
    """Given names and birth dates say that they are two persons."""
    CONSTRAINT = "constraint"
    """Something that no person has two of differs."""
    OTHERS = "other records"
    """These two alone would be one: other records, of people near them, suit them as well or better."""


@dataclass(frozen=True)
class PeopleWhy:
    """Two people, and why they are not one."""

    version: str
    golden_ids: tuple[str, str]
    asked_for: tuple[str, ...]
    records: tuple[tuple[str, ...], tuple[str, ...]]
    reason: Reason
    told: str
    """The reason in words, with its figures."""
    pairs: int
    """Between them."""
    matches: int
    """Those of them that weigh enough to tie records."""
    mean: float
    """Mean weight of the pairs, log2 odds, as clustering counts them; above zero groups belong together."""
    weakest_match: float
    best: tuple[Evidence, ...]
    """The heaviest pairs, the best first; empty where no weight is known."""
    blocking: Blocking | None
    """How the best pair met."""
    guards: tuple[Guard, ...]
    """What guards say of the pairs."""
    changes: tuple[Change, ...]
    """What would make them one, if a comparison agreed wherever both tell something: the least change that does so
    first; its weight is that of the best pair."""
    unknown: str | None
    """Why the model says nothing, if it does not."""


class _Between:
    """Two groups of records of a scene, and what becomes of them under supposed weights."""

    def __init__(self, scene: Scene, one: set[int], weakest: float) -> None:
        self.scene, self.weakest = scene, weakest
        self.one, self.other = one, set(range(len(scene.keys))) - one
        self.pairs: list[Pair] = sorted((min(a, b), max(a, b)) for a, b in product(self.one, self.other))
        self.weights = scene.match_weights
        self.decisions = {each.number: each for pair in self.pairs for each in scene.parted_by(pair)}
        self.contradictions = {pair for pair in scene.contradictions if (pair[0] in one) != (pair[1] in one)}

    def best(self) -> list[Pair]:
        """Return the pairs whose weight is known, the heaviest first."""
        known = {pair: self.scene.weight(pair) for pair in self.pairs}
        return sorted((p for p, weight in known.items() if weight is not None), key=lambda p: (-(known[p] or 0.0), p))

    def are_one(self, contradictions: set[Pair], *, constrained: bool = True) -> bool:
        """Tell whether some of both would be one person, with these contradictions, and with the constraints or not."""
        constraints = self.scene.constraints if constrained else {}
        found = regrouped(len(self.scene.keys), self.weights, contradictions, constraints, self.weakest)
        return self._joined(found)

    def supposed(self, names: tuple[str, ...], best: Pair) -> tuple[dict[Pair, Weighed], bool]:
        """Return what the pairs weigh if some comparisons agreed fully, and whether all records would be one person.

        They agree wherever both records tell something, and in the best pair in any case; certain matches stand.
        """
        lens, scene = self.scene.lens, self.scene
        if lens is None:
            return {}, False
        altered: dict[Pair, Vector] = {}
        for pair in self.pairs:
            there = [n for n in names if pair == best or scene.vectors[pair].levels[n] >= 0]
            altered[pair] = reduce(lambda v, name: lens.equal(v, name) or v, there, scene.vectors[pair])
        weighed = dict(zip(altered, lens.weigh(list(altered.values())), strict=True))
        sure = {pair: weight for pair, weight in self.weights.items() if weight >= CERTAIN}
        weights = {**self.weights, **{pair: each.weight for pair, each in weighed.items()}, **sure}
        against = {pair for pair, each in weighed.items() if each.contradicted or self._other_names(pair, names)}
        within = scene.contradictions - self.contradictions
        return weighed, len(scene_groups(scene, weights, self.weakest, within | against)) == 1

    def _other_names(self, pair: Pair, names: tuple[str, ...]) -> bool:
        """Tell whether the given names, each confirmed by another record, still contradict when `names` agree."""
        scene = self.scene
        return pair in scene.contradictions and not scene.weighed[pair].contradicted and "given_name" not in names

    def _joined(self, groups: Groups) -> bool:
        return any(group & self.one and group & self.other for group in groups)


def why_people(
    scene: Scene,
    one: set[int],
    golden_ids: tuple[str, str],
    asked_for: tuple[str, ...],
    weakest: float,
    version: str,
    unknown: str,
) -> PeopleWhy:
    """Explain two people, the records of whom make the scene; `one` are those of the first."""
    between = _Between(scene, one, weakest)
    best = between.best()
    reason, told = what_parts(scene, one, weakest)
    ties = {pair for pair in between.pairs if between.weights.get(pair, WEAKEST - 1) >= weakest}
    mean = mean_between(between.one, between.other, between.weights, scene.contradictions)
    guards = {guard: None for pair in between.pairs for guard in guards_of(scene, pair)}
    return PeopleWhy(
        version,
        golden_ids,
        asked_for,
        (scene.names(between.one), scene.names(between.other)),
        reason,
        told,
        len(between.pairs),
        len(ties),
        mean,
        weakest,
        tuple(evidence_of(scene, pair) for pair in best[:BEST_PAIRS]),
        blocking_of(scene, best[0]) if best else None,
        tuple(guards),
        _changes(between, best[0]) if best and reason not in _NOT_WEIGHED else (),
        unknown if scene.lens is None else None,
    )


_NOT_WEIGHED = (Reason.DECISION, Reason.OTHERS)
"""Reasons that no other evidence would turn."""


def _changes(between: _Between, best: Pair) -> tuple[Change, ...]:
    lens, vector = between.scene.lens, between.scene.vectors.get(best)
    before = between.scene.weighed.get(best)
    if lens is None or vector is None or before is None:
        return ()

    def attempt(names: tuple[str, ...]) -> Change:
        weighed, one = between.supposed(names, best)
        told, known = " and ".join(names), any(vector.levels[name] >= 0 for name in names)
        after = weighed[best].weight
        return Change(told, told_equal(known, told), after - before.weight, after, one)

    unlike = [
        name
        for name in lens.comparisons
        if any(lens.equal(between.scene.vectors[pair], name) is not None for pair in between.pairs)
    ]
    return least_first(unlike, attempt)


def what_parts(scene: Scene, one: set[int], weakest: float) -> tuple[Reason, str]:
    """Return what keeps two people apart, and the same in words with its figures."""
    between = _Between(scene, one, weakest)
    reason = _reason(between)
    mean = mean_between(between.one, between.other, between.weights, scene.contradictions)
    return reason, _told(reason, between, mean)


def _reason(between: _Between) -> Reason:
    """Return what keeps them apart: that without which they would be one."""
    if between.are_one(between.scene.contradictions):
        return Reason.DECISION if between.decisions else Reason.OTHERS
    within = between.scene.contradictions - between.contradictions
    if between.are_one(within):
        return Reason.CONTRADICTION
    if between.are_one(within, constrained=False):
        return Reason.CONSTRAINT
    heaviest = max((between.weights.get(pair, WEAKEST - 1) for pair in between.pairs), default=WEAKEST - 1)
    if heaviest < between.weakest:
        return Reason.NO_MATCH
    return Reason.WEAK_MATCH if heaviest < between.weakest + FIRM else Reason.WEAK_ON_AVERAGE


def _told(reason: Reason, between: _Between, mean: float) -> str:
    pairs = f"{len(between.pairs):,} pair{'' if len(between.pairs) == 1 else 's'}"
    forbidden = dict.fromkeys(told for pair in between.pairs for told in clashes(between.scene, pair))
    decided = "; ".join(told_decision(each) for _, each in sorted(between.decisions.items()))
    told = {
        Reason.DECISION: decided,
        Reason.NO_MATCH: f"no pair of their records weighs {between.weakest:+g} or more, from which matches tie",
        Reason.WEAK_MATCH: f"a match below {between.weakest + FIRM:+g} ties only what stronger ones hold",
        Reason.WEAK_ON_AVERAGE: f"the mean weight of the {pairs} between them is {mean:+.1f}: not above zero",
        Reason.CONTRADICTION: f"given names and birth dates contradict each other in {len(between.contradictions):,} "
        f"of {pairs}: the mean weight is {mean:+.1f}",
        Reason.CONSTRAINT: "; ".join(forbidden),
        Reason.OTHERS: "these two alone would be one: records of other people suit some of theirs as well or better",
    }[reason]
    return told if reason is Reason.DECISION or not decided else f"{told}; and {decided}"
