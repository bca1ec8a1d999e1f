"""What touchpoints do for purchases: removal effects in a Markov chain over the paths of touches.

Source: Anderl, Becker, von Wangenheim, Schumann, "Mapping the customer journey: Lessons learned from graph-based online
attribution modeling", International Journal of Research in Marketing 33 (2016) 457–474, the chain of first order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Flow:
    """How often one touch followed another."""

    earlier: str | None
    """None: a path begins."""
    later: str | None
    """None: it ends."""
    times: int
    is_bought: bool
    """Whether a path that ends does so with a purchase."""


@dataclass(frozen=True)
class Effect:
    """What a touchpoint does for purchases."""

    removal: float
    """Share of the purchases that would be lost, 0 to 1, if whoever comes to it went no further."""
    share: float
    """Its part in the removal effects of all touchpoints, which add up to 1."""


def removal_effects(flows: Iterable[Flow]) -> dict[str, Effect]:
    """Return the effect of every touchpoint; of a chain that never leads to a purchase, none at all.

    A purchase is lost without touchpoint i when its path leads through i. With the fundamental matrix N of the chain, i
    is reached from the start with probability N[start, i] / N[i, i], and left for a purchase with that of a purchase
    from i; their product over the probability of a purchase from the start is the removal effect.
    """
    counted = list(flows)
    names = sorted({name for flow in counted for name in (flow.earlier, flow.later) if name is not None})
    place = {name: nth for nth, name in enumerate(names, start=1)}
    following, bought = _chances(counted, place)
    visits = np.linalg.inv(np.eye(len(names) + 1) - following)
    purchase = visits @ bought
    if not purchase[0]:
        return dict.fromkeys(names, Effect(0.0, 0.0))
    removal = {name: float(visits[0, n] / visits[n, n] * purchase[n] / purchase[0]) for name, n in place.items()}
    return _shared(names, removal)


def _chances(flows: Sequence[Flow], place: Mapping[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the chances of the next touch, by the one before (row 0: the start), and those of a purchase."""
    following, bought = np.zeros((len(place) + 1, len(place) + 1)), np.zeros(len(place) + 1)
    total = np.zeros(len(place) + 1)
    for flow in flows:
        start = place[flow.earlier] if flow.earlier is not None else 0
        total[start] += flow.times
        if flow.later is not None:
            following[start, place[flow.later]] += flow.times
        elif flow.is_bought:
            bought[start] += flow.times
    total[total == 0] = 1
    return following / total[:, None], bought / total


def _shared(names: Sequence[str], removal: Mapping[str, float]) -> dict[str, Effect]:
    total = sum(removal.values())
    return {name: Effect(round(removal[name], 6), round(removal[name] / total, 6)) for name in names}
