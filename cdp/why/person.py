"""How a person came together: join by join along the strongest chain of matches, the bridge, and what speaks against.

What Senzing calls *how*: which groups of records were brought together by which match.
"""

from __future__ import annotations

from dataclasses import dataclass

from cdp.link.examine import Lens, Pair
from cdp.why.evidence import Change, Evidence, evidence_of
from cdp.why.regroup import mean_between, scene_groups
from cdp.why.scene import PROBABILISTIC, Scene
from cdp.why.tree import Join, joins, sides

MOST_AGAINST = 5
"""So many pairs that speak against one person are told, the worst."""


@dataclass(frozen=True)
class Step:
    """Two groups of records that became one."""

    nth: int
    left: tuple[str, ...]
    right: tuple[str, ...]
    evidence: Evidence
    """Of the match that brought them together: the strongest between them."""


@dataclass(frozen=True)
class Bridge:
    """The match that would go first: the weakest of the strongest chain."""

    left: tuple[str, ...]
    """The records that the chain holds to its one end without it …"""
    right: tuple[str, ...]
    """… and to the other."""
    evidence: Evidence
    mean: float
    """Mean weight of all pairs between the two sides, log2 odds; above zero they belong together."""
    others: int
    """Further matches between the two sides."""
    without: tuple[tuple[str, ...], ...]
    """The persons that there would be, had this pair no match."""
    changes: tuple[Change, ...]
    """What would be left of the match if one comparison said nothing, here and in all other pairs of the person; what
    would part the person comes first."""


@dataclass(frozen=True)
class PersonWhy:
    """How the records of one person came together."""

    version: str
    golden_id: str
    asked_for: tuple[str, ...]
    records: tuple[str, ...]
    steps: tuple[Step, ...]
    """The strongest first."""
    weakest_link: float | None
    """As in `cluster_quality`, and so the next."""
    cohesion: float | None
    bridge: Bridge | None
    """None for a single record, or where matches do not reach all records."""
    against: tuple[Evidence, ...]
    """Pairs within the person that are no match by themselves, the one that speaks most against it first."""
    against_in_all: int
    """How many there are."""
    unknown: str | None
    """Why the model says nothing, if it does not."""


def why_person(
    scene: Scene, asked_for: tuple[str, ...], quality: dict[str, object], weakest: float, version: str, unknown: str
) -> PersonWhy:
    """Explain the person whose records make the scene; `quality` is the row of `cluster_quality`."""
    bridge_pair = _published_bridge(scene, quality)
    tree = joins(scene, bridge_pair)
    whole = len(tree) == len(scene.keys) - 1 > 0
    against = _against(scene, weakest)
    return PersonWhy(
        version,
        str(quality["golden_id"]),
        asked_for,
        scene.names(range(len(scene.keys))),
        tuple(
            Step(nth, scene.names(join.left), scene.names(join.right), evidence_of(scene, join.pair))
            for nth, join in enumerate(tree, start=1)
        ),
        _float(quality["weakest_link"]),
        _float(quality["cohesion"]),
        _bridge(scene, tree, weakest) if whole else None,
        tuple(evidence_of(scene, pair) for pair in against[:MOST_AGAINST]),
        len(against),
        unknown if scene.lens is None else None,
    )


def _published_bridge(scene: Scene, quality: dict[str, object]) -> Pair | None:
    ends = [(quality[f"source_{side}"], quality[f"record_id_{side}"]) for side in "lr"]
    places = sorted(nth for nth, key in enumerate(scene.keys) if key in ends)
    return (places[0], places[1]) if len(places) == 2 else None


def _bridge(scene: Scene, tree: list[Join], weakest: float) -> Bridge:
    cut = tree[-1]
    left, right = sides(tree, cut)
    weights = scene.match_weights
    rest = {pair: weight for pair, weight in weights.items() if pair != cut.pair}
    between = [pair for pair in rest if (pair[0] in left) != (pair[1] in left)]
    return Bridge(
        scene.names(left),
        scene.names(right),
        evidence_of(scene, cut.pair),
        mean_between(left, right, weights, scene.contradictions),
        len(between),
        tuple(map(scene.names, scene_groups(scene, rest, weakest))),
        tuple(_changes(scene, cut.pair, weakest)),
    )


def _changes(scene: Scene, bridge: Pair, weakest: float) -> list[Change]:
    """Return what becomes of the bridge and of the person, comparison by comparison, if it said nothing."""
    lens = scene.lens
    before = scene.weighed.get(bridge)
    if lens is None or before is None or len(scene_groups(scene, scene.match_weights, weakest)) > 1:
        return []
    found = []
    for name, weights in _without_each(scene, lens).items():
        after = weights.get(bridge, before.weight)
        groups = scene_groups(scene, weights, weakest)
        parts = tuple(map(scene.names, groups)) if len(groups) > 1 else ()
        if weights != scene.match_weights:
            found.append(Change(name, f"without any {name}", after - before.weight, after, bool(parts), parts))
    return sorted(found, key=lambda each: (not each.flips, each.weight))


def _without_each(scene: Scene, lens: Lens) -> dict[str, dict[Pair, float]]:
    """Return by comparison the weights of the matches, if it said nothing; certain ones stand."""
    altered = {
        (name, pair): vector
        for name in lens.comparisons
        for pair, match in scene.matches.items()
        if match.kinds == (PROBABILISTIC,) and pair in scene.vectors
        if (vector := lens.without(scene.vectors[pair], name)) is not None
    }
    found = {name: dict(scene.match_weights) for name in lens.comparisons}
    for (name, pair), weighed in zip(altered, lens.weigh(list(altered.values())) if altered else [], strict=True):
        found[name][pair] = weighed.weight
    return found


def _against(scene: Scene, weakest: float) -> list[Pair]:
    """Return the pairs that do not match by themselves, contradictions and the lightest first."""
    told = {pair: scene.weight(pair) for pair in {*scene.matches, *scene.weighed}}
    found = [(pair not in scene.contradictions, weight, pair) for pair, weight in told.items() if weight is not None]
    return [pair for quiet, weight, pair in sorted(found) if weight < weakest or not quiet]


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
