"""What ties two records or keeps them apart, comparison by comparison, as a waterfall of match weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice

from cdp.link.examine import KindOfPair, Lens, Pair, Vector
from cdp.why.scene import PROBABILISTIC, Scene


@dataclass(frozen=True)
class Bar:
    """A step of the waterfall, in log2 odds: from `start` to `end`."""

    name: str
    """`prior`, a comparison, `kind of pair`, `name alone`, `certain`."""
    told: str
    """Degree of agreement or reason, in words."""
    left: str
    """Value of the one record, as it is compared."""
    right: str
    weight: float
    """Of the degree: log2(m / u)."""
    rarity: float
    """Because the value is rarer than most; below zero: more common."""
    start: float
    end: float


@dataclass(frozen=True)
class Evidence:
    """Two records and what they weigh, in log2 odds."""

    left: str
    """source/record_id."""
    right: str
    weight: float | None
    """As published; of a pair that no run kept what it would have been. None: not known."""
    kinds: tuple[str, ...]
    """How they match in the version: `probabilistic`, `same <identifier>`; empty: they are not in `match`."""
    splink_weight: float | None
    class_weight: float | None
    """Odds that the pair is of a kind that is one person; the weight is never more, unless it is certain."""
    kind_of_pair: KindOfPair | None
    waterfall: tuple[Bar, ...]

    @property
    def telling(self) -> tuple[Bar, ...]:
        """The bars of comparisons that say something."""
        return tuple(bar for bar in self.waterfall if bar.name not in _NO_COMPARISON and bar.start != bar.end)

    @property
    def name_alone(self) -> bool:
        """Whether a name is all that the two have in common, so that they weigh less than either odds."""
        return any(bar.name == NAME_ALONE for bar in self.waterfall)


@dataclass(frozen=True)
class Change:
    """One piece of evidence that were otherwise, and what would come of it."""

    comparison: str
    told: str
    difference: float
    """What it adds to the weight of the pair, log2 odds."""
    weight: float
    """Of the pair then."""
    flips: bool
    """Whether the answer would be the other one."""
    parts: tuple[tuple[str, ...], ...] = ()
    """The persons that a person would fall apart into."""


PRIOR, KIND, NAME_ALONE, CERTAIN = "prior", "kind of pair", "name alone", "certain"
_NO_COMPARISON = (PRIOR, KIND, NAME_ALONE, CERTAIN)
_PRIOR_TOLD = "any two records"
_UNKNOWN = "prior and kind of pair"


def evidence_of(scene: Scene, pair: Pair) -> Evidence:
    """Return what is known of two records of a scene."""
    match, weighed = scene.matches.get(pair), scene.weighed.get(pair)
    class_weight = weighed.class_weight if weighed else match.class_weight if match else None
    return Evidence(
        scene.name(pair[0]),
        scene.name(pair[1]),
        scene.weight(pair),
        match.kinds if match else (),
        weighed.splink_weight if weighed else None,
        class_weight,
        scene.kind(pair),
        _waterfall(scene, pair),
    )


def _waterfall(scene: Scene, pair: Pair) -> tuple[Bar, ...]:
    """Return the bars; they end at the weight of the pair."""
    weight, weighed, certain = scene.weight(pair), scene.weighed.get(pair), _certain(scene, pair)
    if weight is None:
        return ()
    bars = [Bar(PRIOR, _PRIOR_TOLD, "", "", 0.0, 0.0, 0.0, scene.lens.prior)] if weighed and scene.lens else []
    at = bars[-1].end if bars else 0.0
    left, right = (scene.values.get(record, {}) for record in pair)
    for term in () if certain and not weighed else scene.terms(pair):
        values = left.get(term.comparison, ""), right.get(term.comparison, "")
        end = at + term.weight + term.rarity
        bars.append(Bar(term.comparison, term.level, *values, term.weight, term.rarity, at, end))
        at = end
    scored = weighed.weight if weighed else weight
    if weighed and weighed.class_weight < weighed.splink_weight:
        bars.append(_last(KIND, "the odds of its kind are the limit", at, weighed.class_weight))
        at = weighed.class_weight
    if weighed and weighed.name_alone:
        bars.append(_last(NAME_ALONE, "namesakes are many: no match by that", at, scored))
    elif not weighed and not certain:
        bars.append(_last(_UNKNOWN, "as published", at, scored))
    if certain:
        bars.append(_last(CERTAIN, ", ".join(certain), bars[-1].end if bars else 0.0, weight))
    return tuple(bars)


def _last(name: str, told: str, start: float, end: float) -> Bar:
    return Bar(name, told, "", "", end - start, 0.0, start, end)


def _certain(scene: Scene, pair: Pair) -> tuple[str, ...]:
    """Return the kinds of certain match that tie two records."""
    match = scene.matches.get(pair)
    return tuple(kind for kind in match.kinds if kind != PROBABILISTIC) if match else ()


Try = Callable[[tuple[str, ...]], Change]
"""What comes of it when some comparisons, together, say something else."""


def changes_that_tie(scene: Scene, pair: Pair, weakest: float) -> tuple[Change, ...]:
    """Return what each comparison would change if it agreed fully: the least change that makes a match comes first.

    Where none does, the fewest that do together come first, the strongest taken one by one.
    """
    return _changes(scene, pair, Lens.equal, told_equal, lambda weight: weight >= weakest)


def changes_that_part(scene: Scene, pair: Pair, weakest: float) -> tuple[Change, ...]:
    """Return what each piece of evidence would take with it, in the same order: first what ends the match."""
    return _changes(scene, pair, Lens.without, lambda _, names: f"without {names}", lambda weight: weight < weakest)


def told_equal(known: bool, names: str) -> str:
    """Return the words for comparisons that agree, whether both records had told anything before or not."""
    return f"were {names} {'' if known else 'known and '}equal"


def least_first(names: Sequence[str], attempt: Try) -> tuple[Change, ...]:
    """Return what comes of each comparison alone: the least change that turns the answer first.

    Where none does, the fewest that do together come first, the strongest taken one by one.
    """
    single = [attempt((name,)) for name in names]
    if any(each.flips for each in single):
        return tuple(sorted(single, key=lambda each: (not each.flips, abs(each.difference))))
    strongest = sorted(single, key=lambda each: -abs(each.difference))
    order = tuple(each.comparison for each in strongest)
    together = (attempt(order[:count]) for count in range(2, len(order) + 1))
    return (*islice((each for each in together if each.flips), 1), *strongest)


def _changes(
    scene: Scene,
    pair: Pair,
    change: Callable[[Lens, Vector, str], Vector | None],
    words: Callable[[bool, str], str],
    flips: Callable[[float], bool],
) -> tuple[Change, ...]:
    lens, vector, before = scene.lens, scene.vectors.get(pair), scene.weighed.get(pair)
    if lens is None or vector is None or before is None or _certain(scene, pair):
        return ()

    def attempt(names: tuple[str, ...]) -> Change:
        told, known = " and ".join(names), any(vector.levels[name] >= 0 for name in names)
        supposed = reduce(lambda so_far, name: change(lens, so_far, name) or so_far, names, vector)
        (after,) = lens.weigh([supposed])
        return Change(told, words(known, told), after.weight - before.weight, after.weight, flips(after.weight))

    return least_first([name for name in lens.comparisons if change(lens, vector, name) is not None], attempt)
