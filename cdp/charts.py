"""Charts as SVG text: bars, a histogram, a heat map, curves, a waterfall. No library, no font or script from outside.

A chart brings its own style, light and dark, and says in words what it shows (`title`, `desc`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from unicodedata import east_asian_width

WIDTH = 880
_ROW, _GAP, _TOP = 20, 30, 76
"""Heights of a row, of the heading of a group, and of what stands above the first group."""
_LABELS = 286
"""Width of the labels left of the rows."""
_MARGIN = 24
_LONGEST = 42
"""Letters of a label that are shown."""

STYLE = """
.chart { font: 13px system-ui, "Noto Sans", "Segoe UI", Roboto, sans-serif; --ground: #ffffff; --ink: #1f2933;
  --soft: #5b6776; --line: #dfe3e8; --for: #2b6cb0; --against: #c05621; max-width: 100%; height: auto }
.chart .ground { fill: var(--ground) } .chart text { fill: var(--ink) } .chart .soft { fill: var(--soft) }
.chart .small { font-size: 11px } .chart .title { font-size: 17px; font-weight: 600 } .chart .head { font-weight: 600 }
.chart .line { stroke: var(--line) } .chart .zero { stroke: var(--soft) } .chart .end { text-anchor: end }
.chart .middle { text-anchor: middle } .chart .for { fill: var(--for) } .chart .against { fill: var(--against) }
.chart .mark { stroke: var(--against); stroke-width: 2; stroke-dasharray: 5 4 }
.chart .way { fill: none; stroke: var(--for); stroke-width: 2 }
.chart .way-sum { fill: var(--soft) }
.chart .band { fill: var(--for); opacity: 0.16 } .chart .neither { fill: var(--line) }
.chart .few { fill: var(--ground); stroke: var(--for); stroke-width: 2 }
.chart .seen { stroke: var(--against) } .chart .over { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  .chart { --ground: #171c23; --ink: #e6e9ee; --soft: #9aa5b4; --line: #323b47; --for: #63a4e8; --against: #ed9a54 }
  .chart .over { fill: #10151b }
}
"""


@dataclass(frozen=True)
class Row:
    """One line of a chart."""

    label: str
    values: tuple[float | None, ...]
    """One per panel or column; None: nothing to show."""


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Panel:
    """A column of bars with an axis of its own."""

    title: str
    written: Callable[[float], str]
    """How a value is written at its bar."""
    least: float = 0.0
    """The axis reaches at least from here …"""
    most: float = 0.0
    """… to here."""


@dataclass(frozen=True)
class Column:
    """A column of a heat map."""

    head: str
    notes: tuple[str, ...] = ()
    """Small lines below the head, one per note of the heat map."""


@dataclass(frozen=True)
class Point:
    """A place on a curve: what was expected there, and what was seen."""

    at: float
    expected: float
    seen: float
    low: float
    high: float
    """Interval of what was seen."""
    told: str
    """Said beside the point."""


@dataclass(frozen=True)
class Moment:
    """What was measured in a period."""

    label: str
    value: float
    low: float
    high: float
    """Interval of the value."""
    told: str
    """Said beside it."""
    enough: bool = True
    """False: too few were asked to tell."""


@dataclass(frozen=True)
class Fall:
    """A bar of a waterfall, from one sum to the next."""

    label: str
    told: str
    """Small words below the label."""
    start: float
    end: float
    is_total: bool = False
    """It stands for a sum by itself: nothing leads to it from the bar before."""


@dataclass(frozen=True)
class Waterfall:
    """Bars that follow each other, under one heading."""

    name: str
    falls: tuple[Fall, ...]


def bar_chart(title: str, description: str, groups: Sequence[Group], panels: Sequence[Panel]) -> str:
    """Return horizontal bars, a row per line and a panel per value; bars below zero have a colour of their own."""
    height, parts = _labels(groups)
    width = (WIDTH - _LABELS - _MARGIN) / len(panels)
    for nth, panel in enumerate(panels):
        values = [row.values[nth] or 0.0 for group in groups for row in group.rows]
        low, high = min(panel.least, *values), max(panel.most, *values)
        room = 60 if low >= 0 else 48
        left = _LABELS + nth * width + (room if low < 0 else 12)
        scale = (width - 12 - room - (room if low < 0 else 0)) / ((high - low) or 1.0)
        zero = left - low * scale
        parts.append(_text(_LABELS + nth * width + width / 2, _TOP - 14, panel.title, "soft middle"))
        parts.append(_line(zero, _TOP - 4, zero, height - _MARGIN, "zero"))
        for y, row in _placed(groups):
            parts += _bar(zero, y, row.values[nth], scale, panel)
    return _svg(title, description, height, parts)


def _bar(zero: float, y: float, value: float | None, scale: float, panel: Panel) -> Iterator[str]:
    if value is None:
        return
    length = abs(value) * scale
    left = zero if value >= 0 else zero - length
    yield _rect(left, y + 4, max(length, 1), _ROW - 6, "for" if value >= 0 else "against")
    at, anchor = (zero + length + 5, "small") if value >= 0 else (left - 5, "small end")
    yield _text(at, y + _ROW - 5, panel.written(value), anchor)


def heat_map(
    title: str, description: str, groups: Sequence[Group], columns: Sequence[Column], notes: Sequence[str] = ()
) -> str:
    """Return shares (0 to 1) as cells, darker for more, with their percentage; `notes` name the notes of columns."""
    above = 16 * len(notes)
    height, parts = _labels(groups, above)
    parts += [_text(_LABELS, _TOP + 2 + 16 * line, note, "soft end") for line, note in enumerate(notes)]
    width = min((WIDTH - _LABELS - _MARGIN) / max(len(columns), 1), 90)
    for nth, column in enumerate(columns):
        middle = _LABELS + 12 + nth * width + width / 2
        parts.append(_text(middle, _TOP - 14, column.head, "head middle"))
        parts += [_text(middle, _TOP + 2 + 16 * line, note, "small middle") for line, note in enumerate(column.notes)]
        for y, row in _placed(groups, above):
            parts += _cell(middle - width / 2, y, width, row.values[nth])
    return _svg(title, description, height, parts)


def _cell(left: float, y: float, width: float, share: float | None) -> Iterator[str]:
    if share is None:
        return
    yield f'<g fill-opacity="{0.04 + 0.96 * share:.3f}">{_rect(left + 1, y + 1, width - 2, _ROW - 2, "for")}</g>'
    if share >= 0.005:
        ink = "small middle over" if share > 0.65 else "small middle"
        yield _text(left + width / 2, y + _ROW - 6, f"{share:.0%}", ink)


def histogram(
    title: str,
    description: str,
    bins: Sequence[tuple[float, int]],
    step: float,
    mark: tuple[float, str],
    axes: tuple[str, str],
) -> str:
    """Return the counts of bins (where each begins, how many), `step` wide, with a marked place and its words.

    `axes` are the words along the horizontal and the vertical axis.
    """
    height, left, bottom = 400, 80.0, 340.0
    low, high = min(start for start, _ in bins), max(start for start, _ in bins) + step
    most = max(count for _, count in bins)
    across, up = (WIDTH - left - _MARGIN) / (high - low), (bottom - _TOP - 14) / most
    parts = []
    for tick in _ticks(most):
        y = bottom - tick * up
        parts += [_line(left, y, WIDTH - _MARGIN, y, "line"), _text(left - 8, y + 4, f"{tick:,.0f}", "soft small end")]
    for start, count in bins:
        top = bottom - count * up
        wide = max(step * across - 2, 1)
        parts.append(_rect(left + (start - low) * across + 1, top, wide, bottom - top, "for", f"{start:g}: {count:,}"))
    for tick in range(int(-(-low // 5) * 5), int(high) + 1, 5):
        parts.append(
            _text(left + (tick - low) * across, bottom + 18, f"{tick:+d}" if tick else "0", "soft small middle")
        )
    marked = left + (mark[0] - low) * across
    parts += [_line(marked, _TOP - 10, marked, bottom, "mark"), _text(marked + 8, _TOP, mark[1], "small")]
    return _svg(title, description, height, [*parts, *_named_axes(axes, left, bottom)])


def curve(title: str, description: str, points: Sequence[Point], axes: tuple[str, str], names: tuple[str, str]) -> str:
    """Return shares (0 to 1): what was expected as a line, what was seen as dots with their intervals.

    `axes` are the words along the horizontal and the vertical axis, `names` those of the line and of the dots.
    """
    height, left, bottom = 400, 80.0, 340.0
    low, high = points[0].at, max(points[-1].at, points[0].at + 1)
    across, up = (WIDTH - left - 2 * _MARGIN) / (high - low), bottom - _TOP - 14
    place = {each: left + (each.at - low) * across + 12 for each in points}
    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = bottom - tick * up
        parts += [_line(left, y, WIDTH - _MARGIN, y, "line"), _text(left - 8, y + 4, f"{tick:.0%}", "soft small end")]
    way = " ".join(f"{place[each]:.1f},{bottom - each.expected * up:.1f}" for each in points)
    parts.append(f'<polyline points="{way}" class="way"/>')
    for each in points:
        x, y = place[each], bottom - each.seen * up
        parts.append(_line(x, bottom - each.low * up, x, bottom - each.high * up, "seen"))
        hint = f"<title>{each.at:g}: {each.seen:.1%}, {escape(each.told)}</title>"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="against">{hint}</circle>')
        parts.append(_text(x, bottom + 18, f"{each.at:+g}" if each.at else "0", "soft small middle"))
    parts.append(_text(WIDTH - _MARGIN, _TOP - 14, f"line: {names[0]}, dots: {names[1]}", "soft small end"))
    return _svg(title, description, height, [*parts, *_named_axes(axes, left, bottom)])


def trend(
    title: str,
    description: str,
    moments: Sequence[Moment],
    scale: tuple[float, float],
    marks: Sequence[tuple[float, str]],
) -> str:
    """Return a measure over the periods, on its `scale` (lowest, highest), inside the band of its intervals.

    Hollow dots stand for too few answers; `marks` are values to compare with, and their words.
    """
    height, left, bottom = 400, 80.0, 340.0
    low, high = scale
    across, up = (WIDTH - left - 2 * _MARGIN - 12) / max(len(moments) - 1, 1), (bottom - _TOP - 14) / (high - low)
    at = [(left + 12 + nth * across, each) for nth, each in enumerate(moments)]

    def way(places: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x:.1f},{bottom - (value - low) * up:.1f}" for x, value in places)

    parts = []
    for tick in (low + nth * (high - low) / 4 for nth in range(5)):
        y = bottom - (tick - low) * up
        parts += [_line(left, y, WIDTH - _MARGIN, y, "line"), _text(left - 8, y + 4, f"{tick:g}", "soft small end")]
    band = way([(x, each.high) for x, each in at] + [(x, each.low) for x, each in reversed(at)])
    parts.append(f'<polygon points="{band}" class="band"/>')
    parts.append(f'<polyline points="{way([(x, each.value) for x, each in at])}" class="way"/>')
    for nth, (x, each) in enumerate(at):
        parts.append(_dot(x, bottom - (each.value - low) * up, each))
        if nth % -(-len(moments) // 12) == 0:
            parts.append(_text(x, bottom + 18, each.label, "soft small middle"))
    for value, words in marks:
        y = bottom - (value - low) * up
        parts += [_line(left, y, WIDTH - _MARGIN, y, "mark"), _text(WIDTH - _MARGIN, y - 5, words, "small end")]
    return _svg(title, description, height, parts)


def _dot(x: float, y: float, moment: Moment) -> str:
    hint = f"<title>{escape(f'{moment.label}: {moment.value:.1f}, {moment.told}')}</title>"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="{"for" if moment.enough else "few"}">{hint}</circle>'


def shares(title: str, description: str, groups: Sequence[Group], names: tuple[str, str, str]) -> str:
    """Return rows of three shares (0 to 1) that make up a whole: the good, neither, the bad; `names` are theirs."""
    height, parts = _labels(groups)
    width, styles = WIDTH - _LABELS - 2 * _MARGIN, ("for", "neither", "against")
    for nth, (name, style) in enumerate(zip(names, styles, strict=True)):
        x = _LABELS + 12 + nth * width / 3
        parts += [_rect(x, _TOP - 26, 12, 12, style), _text(x + 18, _TOP - 15, name, "small")]
    for y, row in _placed(groups):
        left = _LABELS + 12.0
        for style, share in zip(styles, row.values, strict=True):
            parts += _piece(left, y, (share or 0.0) * width, share or 0.0, style)
            left += (share or 0.0) * width
    return _svg(title, description, height, parts)


def _piece(left: float, y: float, wide: float, share: float, style: str) -> Iterator[str]:
    if not share:
        return
    yield _rect(left, y + 3, wide, _ROW - 5, style, f"{share:.0%}")
    if share >= 0.06:
        ink = "small middle" if style == "neither" else "small middle over"
        yield _text(left + wide / 2, y + _ROW - 6, f"{share:.0%}", ink)


def waterfalls(title: str, description: str, chains: Sequence[Waterfall], mark: tuple[float, str]) -> str:
    """Return sums that grow and shrink bar by bar, all on one axis, with a marked place on it and its words."""
    ends = [0.0, mark[0], *(end for chain in chains for fall in chain.falls for end in (fall.start, fall.end))]
    left, right = _LABELS + 48.0, WIDTH - _MARGIN - 48.0
    scale = (right - left) / ((max(ends) - min(ends)) or 1.0)
    height = _TOP + sum(_GAP + 2 * _ROW * len(chain.falls) for chain in chains) + _MARGIN
    zero, marked = (left + (at - min(ends)) * scale for at in (0.0, mark[0]))
    parts = [_line(zero, _TOP, zero, height - _MARGIN, "zero"), _line(marked, _TOP, marked, height - _MARGIN, "mark")]
    parts.append(_text(marked, _TOP - 8, mark[1], "small middle"))
    y = float(_TOP)
    for chain in chains:
        parts.append(_text(_MARGIN, y + _GAP - 8, chain.name, "head"))
        y += _GAP
        for nth, fall in enumerate(chain.falls):
            parts += _fall(fall, y, left - min(ends) * scale, scale, joined=nth > 0 and not fall.is_total)
            y += 2 * _ROW
    return _svg(title, description, height, parts)


def _fall(fall: Fall, y: float, zero: float, scale: float, *, joined: bool) -> Iterator[str]:
    start, end = zero + fall.start * scale, zero + fall.end * scale
    low, high = min(start, end), max(start, end)
    yield _text(_LABELS, y + 17, _shortened(fall.label, _LONGEST), "end")
    yield _text(_LABELS, y + 32, _shortened(fall.told, _LONGEST + 4), "soft small end")
    if joined:
        yield _line(start, y - 12, start, y + 8, "zero")
    grows = fall.end >= fall.start
    style = "way-sum" if fall.is_total else "for" if grows else "against"
    yield _rect(low, y + 8, max(high - low, 1), 20, style, fall.told)
    written = f"{fall.end - fall.start:+.1f}"
    yield _text(high + 5, y + 22, written, "small") if grows else _text(low - 5, y + 22, written, "small end")


def _shortened(words: str, longest: int) -> str:
    """Return words that take no more room than so many Latin letters; one of full width takes that of two."""
    room = list(accumulate(2 if east_asian_width(letter) in "WF" else 1 for letter in words))
    if not room or room[-1] <= longest:
        return words
    return words[: sum(taken < longest for taken in room)] + "…"


def _named_axes(axes: tuple[str, str], left: float, bottom: float) -> list[str]:
    across = _text((left + WIDTH - _MARGIN) / 2, bottom + 42, axes[0], "soft middle")
    up = _text(0, 0, axes[1], "soft middle")
    return [across, f'<g transform="translate(18 {(_TOP + bottom) / 2}) rotate(-90)">{up}</g>']


def _ticks(most: float) -> list[float]:
    """Return round numbers from 0 up to `most`, about four of them."""
    rough = most / 4
    power = 10.0 ** (len(str(int(rough))) - 1)
    step = max(next(power * n for n in (1, 2, 5, 10) if power * n >= rough), 1.0)
    return [step * n for n in range(int(most // step) + 1)]


def _placed(groups: Sequence[Group], above: float = 0) -> Iterator[tuple[float, Row]]:
    """Yield the rows with their upper edge."""
    y = _TOP + above
    for group in groups:
        y += _GAP if group.name else 0
        for row in group.rows:
            yield y, row
            y += _ROW


def _labels(groups: Sequence[Group], above: float = 0) -> tuple[float, list[str]]:
    """Return the height of the chart, and the labels and headings of the rows."""
    parts: list[str] = []
    y = _TOP + above
    for group in groups:
        if group.name:
            parts.append(_text(_MARGIN, y + _GAP - 8, group.name, "head"))
            y += _GAP
        for row in group.rows:
            parts.append(_text(_LABELS, y + _ROW - 5, _shortened(row.label, _LONGEST), "soft end"))
            y += _ROW
    return y + _MARGIN, parts


def _text(x: float, y: float, words: str, style: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>'


def _rect(x: float, y: float, width: float, height: float, style: str, told: str = "") -> str:
    hint = f"<title>{escape(told)}</title>" if told else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" class="{style}">{hint}</rect>'
    )


def _svg(title: str, description: str, height: float, parts: Sequence[str]) -> str:
    name = re.sub(r"\W+", "-", title.casefold()).strip("-")
    body = "\n".join(parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {WIDTH} {height:.0f}"
 width="{WIDTH}" height="{height:.0f}" aria-labelledby="{name}-title {name}-desc">
<title id="{name}-title">{escape(title)}</title>
<desc id="{name}-desc">{escape(description)}</desc>
<style>{STYLE}</style>
<rect width="{WIDTH}" height="{height:.0f}" class="ground"/>
{_text(_MARGIN, 34, title, "title")}
{body}
</svg>
"""
