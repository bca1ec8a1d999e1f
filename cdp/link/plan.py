"""The blocking plan: which sets of keys make candidate pairs, chosen from the data within a budget of pairs.

Every rule of up to three keys is priced on a sample of the records (pairs that share it) and valued on simulated pairs
of one person (which of them it would find, given which values are missing where). Rules are taken greedily, the one
that finds most per pair first, until the budget is spent or a rule would look at too many pairs per person found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from cdp.database import Database, quote
from cdp.link.keys import Key, Meaning
from cdp.link.prepare import content_columns

Rule = tuple[Key, ...]
"""Keys that a pair must all share; no key at all: every pair."""

ALL_PAIRS = 1_000_000
"""Few records need no rule: all their pairs are looked at, if these are no more."""
LEAST_PAIRS = 4_000_000
PAIRS_PER_RECORD = 0.5
"""Budget of the plan: so many pairs, and so many more per record."""
PAIRS_PER_FIND = 5_000.0
"""Most pairs that a rule may look at for each further pair of one person that it is expected to find."""
MAX_SHARING = 50
MOST_RULES = 40
_KEYS_PER_RULE = 3
_SAMPLE = 30_000
_SIMULATED = 10_000
_CHEAP = 0.2
"""A rule with fewer pairs per record than this needs no further key."""

Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Plan:
    """The rules chosen, and the share of the pairs of one person that they are expected to find."""

    rules: tuple[Rule, ...]
    expected_recall: float | None
    """None when the rules were not chosen here."""


def budget(records: int) -> float:
    """Return how many pairs may be looked at."""
    return LEAST_PAIRS + PAIRS_PER_RECORD * records


def plan_blocking(db: Database, meanings: Sequence[Meaning]) -> Plan:
    """Choose blocking rules for `link_input`; the same records give the same plan."""
    records = db.count("link_input")
    if records * (records - 1) // 2 <= ALL_PAIRS:
        return Plan(((),), 1.0)
    keys = [key for meaning in meanings for key in meaning.keys]
    if not keys:
        return Plan((), 0.0)
    values = _sample(db, keys, records)
    offers = list(_Prices(values, meanings, records).offers(meanings, records))
    return _choose(offers, records)


def _sample(db: Database, keys: Sequence[Key], records: int) -> dict[Key, Hashes]:
    """Return the hashed values of each key for some of the records; 0 where there is none.

    Which records depends on what they say, not on their ids. Of equal records one is taken: they come all or none, and
    would be taken for as many times more as the sample is smaller.
    """
    hashed = ", ".join(
        f"case when {key.sql()} is null then 0 else hash({key.sql()}) end as k{n}" for n, key in enumerate(keys)
    )
    content = ", ".join(map(quote, content_columns(db)))
    found = db.arrow(
        f"""
        select distinct {hashed}, hash({content}) as content
        from link_input where hash({content}) % {max(records // _SAMPLE, 1)} = 0 order by content
        """
    )
    return {key: found.column(n).to_numpy().astype(np.uint64) for n, key in enumerate(keys)}


class _Prices:
    """What rules cost and find, on a sample of the records and on simulated pairs of one person."""

    def __init__(self, values: dict[Key, Hashes], meanings: Sequence[Meaning], records: int) -> None:
        self._values = values
        sampled = len(next(iter(values.values())))
        self._scale = records / max(sampled, 1)
        draw = np.random.default_rng(0)
        self._one, other = draw.integers(0, sampled, (2, _SIMULATED))
        there = {key: (hashes != 0)[self._one] & (hashes != 0)[other] for key, hashes in values.items()}
        self._agree = {key: there[key] & agreed for key, agreed in _agreements(meanings, draw)}

    def offers(self, meanings: Sequence[Meaning], records: int) -> Iterator[_Offer]:
        """Yield the rules worth a look: those of fewer keys first, none that only narrows a cheap one."""
        cheap: list[set[Key]] = []
        for size in range(1, _KEYS_PER_RULE + 1):
            for chosen in combinations(meanings, size):
                for rule in product(*(meaning.keys for meaning in chosen)):
                    if any(less <= set(rule) for less in cheap):
                        continue
                    offer = self._price(rule)
                    if offer.pairs <= _CHEAP * records:
                        cheap.append(set(rule))
                    yield offer

    def _price(self, rule: Rule) -> _Offer:
        code = np.zeros(len(self._values[rule[0]]), dtype=np.uint64)
        filled = np.ones(len(code), dtype=np.bool_)
        found = self._agree[rule[0]]
        for nth, key in enumerate(rule):
            code += self._values[key] * np.uint64(2 * nth + 3)
            filled &= self._values[key] != 0
            found = found & self._agree[key]
        value, size = _counted(code[filled])
        exploding = size * self._scale > max(MAX_SHARING, 2 * self._scale)
        if exploding.any():
            found = found & ~np.isin(code[self._one], value[exploding])
        size = size[~exploding].astype(np.float64)
        return _Offer(rule, float((size * (size - 1)).sum()) / 2 * self._scale**2, found)


def _counted(codes: Hashes) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the distinct codes and how often each stands."""
    ordered = np.sort(codes)
    first = np.flatnonzero(np.r_[len(ordered) > 0, ordered[1:] != ordered[:-1]])
    return ordered[first], np.diff(np.r_[first, len(ordered)])


@dataclass(frozen=True)
class _Offer:
    rule: Rule
    pairs: float
    found: Bools


def _agreements(meanings: Sequence[Meaning], draw: np.random.Generator) -> Iterator[tuple[Key, Bools]]:
    for meaning in meanings:
        state = np.searchsorted(np.cumsum([share for share, _ in meaning.agreements]), draw.random(_SIMULATED))
        for key in meaning.keys:
            told = np.array([key.name in names for _, names in meaning.agreements] + [False])
            yield key, told[state]


def _choose(offers: list[_Offer], records: int) -> Plan:
    left = budget(records)
    missing = np.ones(_SIMULATED, dtype=np.bool_)
    found = np.stack([offer.found for offer in offers])
    pairs = np.array([offer.pairs for offer in offers]) + 1.0
    taken: list[int] = []
    while len(taken) < MOST_RULES:
        finds = found[:, missing].sum(axis=1) * (records / _SIMULATED)
        worth = np.where(pairs <= left, finds / pairs, 0.0)
        best = int(worth.argmax())
        if worth[best] * PAIRS_PER_FIND < 1:
            break
        taken.append(best)
        left -= pairs[best]
        missing &= ~found[best]
    taken = [nth for nth in taken if not any(nth != more and _within(found[nth], found[more]) for more in taken)]
    return Plan(tuple(offers[nth].rule for nth in taken), float(1 - missing.mean()))


def _within(narrow: Bools, wide: Bools) -> bool:
    """Whether the wide rule finds all that the narrow one does."""
    return not (narrow & ~wide).any()
