"""Chart of a pain point: its rate week by week, the band of usual weeks, the week it turned, and remedies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from cdp.svg import MARGIN, TOP, WIDTH, line, picture, text

_LEFT, _BOTTOM, _HEIGHT = 80.0, 330.0, 380
_STEPS = (0.005, 0.01, 0.02, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25)
"""Rates between two lines; there are four of them."""
_DATES = 8
"""Dates along the axis, at most."""


@dataclass(frozen=True)
class Wording:
    """The words of the chart."""

    title: str
    told: str
    """What it shows, for those who do not see it."""
    band: str
    """Name of the band."""
    turned: str
    """Beside the week in which it turned."""
    day: Callable[[datetime], str]
    """How a day is written."""
    week: Callable[[Mapping[str, Any]], str]
    """Said of a week, a row of `pain_week`, when it is pointed at."""


@dataclass(frozen=True)
class _Frame:
    """Where a week and a rate stand."""

    first: datetime
    last: datetime
    most: float

    def x(self, moment: datetime) -> float:
        """Return the place of a moment, inside the frame."""
        whole = (self.last - self.first).total_seconds() or 1.0
        share = (moment - self.first).total_seconds() / whole
        return _LEFT + 12 + min(max(share, 0.0), 1.0) * (WIDTH - _LEFT - MARGIN - 24)

    def y(self, rate: float) -> float:
        """Return the place of a rate."""
        return _BOTTOM - rate / self.most * (_BOTTOM - TOP - 14)


def pain_trend(
    weeks: Sequence[Mapping[str, Any]],
    turned_at: datetime | None,
    remedies: Sequence[tuple[datetime, str]],
    words: Wording,
) -> str:
    """Return the chart of rows of `pain_week` in order of time; empty for fewer than two weeks with opportunities.

    remedies: since when, and what.
    """
    told = [row for row in weeks if row["opportunities"]]
    if len(told) < 2:
        return ""
    highest = max(*(row["rate"] for row in told), told[0]["baseline"])
    step = next(step for step in _STEPS if step >= min(highest / 4, _STEPS[-1]))
    frame = _Frame(weeks[0]["week"], weeks[-1]["week"], 4 * step)
    parts = [*_axes(frame, weeks, words), *_band(frame, told), *_rates(frame, told, words)]
    usual = frame.y(told[0]["baseline"])
    parts += [
        line(_LEFT, usual, WIDTH - MARGIN, usual, "zero"),
        text(WIDTH - MARGIN, TOP - 18, words.band, "soft small end"),
    ]
    marks = [*remedies, *([(turned_at, words.turned)] if turned_at else [])]
    parts += [part for nth, mark in enumerate(marks) for part in _mark(frame, *mark, 14.0 * nth)]
    return picture(words.title, words.told, _HEIGHT, parts)


def _axes(frame: _Frame, weeks: Sequence[Mapping[str, Any]], words: Wording) -> Iterator[str]:
    for nth in range(5):
        rate = frame.most * nth / 4
        yield line(_LEFT, frame.y(rate), WIDTH - MARGIN, frame.y(rate), "line")
        told = f"{rate:.1%}" if frame.most <= 0.1 else f"{rate:.0%}"
        yield text(_LEFT - 8, frame.y(rate) + 4, told, "soft small end")
    step = -(-len(weeks) // _DATES)
    for row in weeks[::step]:
        yield text(frame.x(row["week"]), _BOTTOM + 18, words.day(row["week"]), "soft small middle")


def _band(frame: _Frame, weeks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    over = [(frame.x(row["week"]), frame.y(min(row["high"], frame.most))) for row in weeks]
    under = [(frame.x(row["week"]), frame.y(min(row["low"], frame.most))) for row in reversed(weeks)]
    yield f'<polygon points="{_way([*over, *under])}" class="band"/>'


def _rates(frame: _Frame, weeks: Sequence[Mapping[str, Any]], words: Wording) -> Iterator[str]:
    yield f'<polyline points="{_way([(frame.x(row["week"]), frame.y(row["rate"])) for row in weeks])}" class="way"/>'
    for row in weeks:
        style = "against" if row["rate"] > row["high"] else "for"
        x, y, hint = frame.x(row["week"]), frame.y(row["rate"]), f"<title>{escape(words.week(row))}</title>"
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="{style}">{hint}</circle>'


def _mark(frame: _Frame, at: datetime, words: str, lower: float) -> Iterator[str]:
    x = frame.x(at)
    yield line(x, TOP - 8, x, _BOTTOM, "mark")
    is_right = x > WIDTH * 0.6
    yield text(x - 6 if is_right else x + 6, TOP + lower, words, "small end" if is_right else "small")


def _way(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
