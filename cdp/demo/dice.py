"""Seeded chance: numbers drawn by numpy in blocks and handed out one at a time."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate, chain
from math import log, log1p
from typing import Generic, TypeVar
from zlib import crc32

import numpy as np

Item = TypeVar("Item")

_BLOCK = 4096


class Dice:
    """One stream of chance per purpose, so that more draws for one source never change another source."""

    def __init__(self, seed: int, purpose: str) -> None:
        self.numpy = np.random.default_rng([seed, crc32(purpose.encode())])
        """The generator itself, for whole arrays of draws."""
        self.random: Callable[[], float] = chain.from_iterable(iter(self._block, [])).__next__
        """The next number in [0, 1)."""
        self.token: Callable[[], str] = chain.from_iterable(iter(self._tokens, [])).__next__
        """The next 32 hexadecimal digits."""

    def _block(self) -> list[float]:
        return list(self.numpy.random(_BLOCK).tolist())

    def _tokens(self) -> list[str]:
        text = self.numpy.bytes(_BLOCK * 2).hex()
        return [text[start : start + 32] for start in range(0, len(text), 32)]

    def chance(self, probability: float) -> bool:
        """True with this probability (0 to 1)."""
        return self.random() < probability

    def below(self, limit: int) -> int:
        """An integer in [0, limit)."""
        return int(self.random() * limit)

    def between(self, low: int, high: int) -> int:
        """An integer in [low, high], both ends included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items, all equally likely."""
        return items[int(self.random() * len(items))]

    def count(self, mean: float) -> int:
        """A geometric count, 0 upwards, with this mean: many small, a few large."""
        return int(log(1.0 - self.random()) / -log1p(1.0 / mean)) if mean > 0 else 0

    def day(self, first: date, last: date) -> date:
        """A day in [first, last]; `first` when the two are the wrong way round."""
        return first + timedelta(days=self.below(max((last - first).days, 0) + 1))

    def moment(self, day: date, opens: int = 10, closes: int = 21) -> datetime:
        """A second of that day between two full hours, local time, no zone."""
        return datetime(day.year, day.month, day.day, opens) + timedelta(seconds=self.below((closes - opens) * 3600))

    def distinct(self, population: int, count: int) -> list[int]:
        """`count` different integers in [0, population), in random order; ValueError when there are too few."""
        return list(self.numpy.choice(population, count, replace=False).tolist())


class Weighted(Generic[Item]):
    """Items with unequal chances."""

    def __init__(self, items: Iterable[Item], weights: Iterable[float]) -> None:
        self.items = list(items)
        self._sums = list(accumulate(weights))

    def draw(self, dice: Dice) -> Item:
        """One item, with a chance in proportion to its weight."""
        return self.items[bisect(self._sums, dice.random() * self._sums[-1])]


def ranked(items: Iterable[Item], flatness: float = 6.0) -> Weighted[Item]:
    """Items in order of frequency, the n-th with weight 1 / (n + flatness): few very common, a long tail."""
    ordered = list(items)
    return Weighted(ordered, [1.0 / (rank + flatness) for rank in range(len(ordered))])
