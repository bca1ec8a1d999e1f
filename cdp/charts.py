"""Charts as SVG text: bars, a histogram, a heat map, curves, a waterfall. No library, no font or script from outside.

A chart brings its own style, light and dark, and says in words what it shows (`title`, `desc`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from cdp.svg import MARGIN, STYLE, TOP, WIDTH, line, picture, rect, shortened, text

_ROW, _GAP = 20, 30
"""Heights of a row, and of the heading of a group."""
_LABELS = 286
"""Width of the labels left of the rows."""
_LONGEST = 42
"""Letters of a label that are shown."""


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
    width = (WIDTH - _LABELS - MARGIN) / len(panels)
    for nth, panel in enumerate(panels):
        values = [row.values[nth] or 0.0 for group in groups for row in group.rows]
        low, high = min(panel.least, *values), max(panel.most, *values)
        room = 60 if low >= 0 else 48
        left = _LABELS + nth * width + (room if low < 0 else 12)
        scale = (width - 12 - room - (room if low < 0 else 0)) / ((high - low) or 1.0)
        zero = left - low * scale
        parts.append(text(_LABELS + nth * width + width / 2, TOP - 14, panel.title, "soft middle"))
        parts.append(line(zero, TOP - 4, zero, height - MARGIN, "zero"))
        for y, row in _placed(groups):
            parts += _bar(zero, y, row.values[nth], scale, panel)
    return picture(title, description, height, parts)


def _bar(zero: float, y: float, value: float | None, scale: float, panel: Panel) -> Iterator[str]:
    if value is None:
        return
    length = abs(value) * scale
    left = zero if value >= 0 else zero - length
    yield rect(left, y + 4, max(length, 1), _ROW - 6, "for" if value >= 0 else "against")
    at, anchor = (zero + length + 5, "small") if value >= 0 else (left - 5, "small end")
    yield text(at, y + _ROW - 5, panel.written(value), anchor)


def heat_map(
    title: str, description: str, groups: Sequence[Group], columns: Sequence[Column], notes: Sequence[str] = ()
) -> str:
    """Return shares (0 to 1) as cells, darker for more, with their percentage; `notes` name the notes of columns."""
    above = 16 * len(notes)
    height, parts = _labels(groups, above)
    parts += [text(_LABELS, TOP + 2 + 16 * at, note, "soft end") for at, note in enumerate(notes)]
    width = min((WIDTH - _LABELS - MARGIN) / max(len(columns), 1), 90)
    for nth, column in enumerate(columns):
        middle = _LABELS + 12 + nth * width + width / 2
        parts.append(text(middle, TOP - 14, column.head, "head middle"))
        parts += [text(middle, TOP + 2 + 16 * at, note, "small middle") for at, note in enumerate(column.notes)]
        for y, row in _placed(groups, above):
            parts += _cell(middle - width / 2, y, width, row.values[nth])
    return picture(title, description, height, parts)


def _cell(left: float, y: float, width: float, share: float | None) -> Iterator[str]:
    if share is None:
        return
    yield f'<g fill-opacity="{0.04 + 0.96 * share:.3f}">{rect(left + 1, y + 1, width - 2, _ROW - 2, "for")}</g>'
    if share >= 0.005:
        ink = "small middle over" if share > 0.65 else "small middle"
        yield text(left + width / 2, y + _ROW - 6, f"{share:.0%}", ink)


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
    across, up = (WIDTH - left - MARGIN) / (high - low), (bottom - TOP - 14) / most
    parts = []
    for tick in _ticks(most):
        y = bottom - tick * up
        parts += [line(left, y, WIDTH - MARGIN, y, "line"), text(left - 8, y + 4, f"{tick:,.0f}", "soft small end")]
    for start, count in bins:
        top = bottom - count * up
        wide = max(step * across - 2, 1)
        parts.append(rect(left + (start - low) * across + 1, top, wide, bottom - top, "for", f"{start:g}: {count:,}"))
    for tick in range(int(-(-low // 5) * 5), int(high) + 1, 5):
        parts.append(
            text(left + (tick - low) * across, bottom + 18, f"{tick:+d}" if tick else "0", "soft small middle")
        )
    marked = left + (mark[0] - low) * across
    parts += [line(marked, TOP - 10, marked, bottom, "mark"), text(marked + 8, TOP, mark[1], "small")]
    return picture(title, description, height, [*parts, *_named_axes(axes, left, bottom)])


def curve(title: str, description: str, points: Sequence[Point], axes: tuple[str, str], names: tuple[str, str]) -> str:
    """Return shares (0 to 1): what was expected as a line, what was seen as dots with their intervals.

    `axes` are the words along the horizontal and the vertical axis, `names` those of the line and of the dots.
    """
    height, left, bottom = 400, 80.0, 340.0
    low, high = points[0].at, max(points[-1].at, points[0].at + 1)
    across, up = (WIDTH - left - 2 * MARGIN) / (high - low), bottom - TOP - 14
    place = {each: left + (each.at - low) * across + 12 for each in points}
    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = bottom - tick * up
        parts += [line(left, y, WIDTH - MARGIN, y, "line"), text(left - 8, y + 4, f"{tick:.0%}", "soft small end")]
    way = " ".join(f"{place[each]:.1f},{bottom - each.expected * up:.1f}" for each in points)
    parts.append(f'<polyline points="{way}" class="way"/>')
    for each in points:
        x, y = place[each], bottom - each.seen * up
        parts.append(line(x, bottom - each.low * up, x, bottom - each.high * up, "seen"))
        hint = f"<title>{each.at:g}: {each.seen:.1%}, {escape(each.told)}</title>"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="against">{hint}</circle>')
        parts.append(text(x, bottom + 18, f"{each.at:+g}" if each.at else "0", "soft small middle"))
    parts.append(text(WIDTH - MARGIN, TOP - 14, f"line: {names[0]}, dots: {names[1]}", "soft small end"))
    return picture(title, description, height, [*parts, *_named_axes(axes, left, bottom)])


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
    across, up = (WIDTH - left - 2 * MARGIN - 12) / max(len(moments) - 1, 1), (bottom - TOP - 14) / (high - low)
    at = [(left + 12 + nth * across, each) for nth, each in enumerate(moments)]

    def way(places: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x:.1f},{bottom - (value - low) * up:.1f}" for x, value in places)

    parts = []
    for tick in (low + nth * (high - low) / 4 for nth in range(5)):
        y = bottom - (tick - low) * up
        parts += [line(left, y, WIDTH - MARGIN, y, "line"), text(left - 8, y + 4, f"{tick:g}", "soft small end")]
    band = way([(x, each.high) for x, each in at] + [(x, each.low) for x, each in reversed(at)])
    parts.append(f'<polygon points="{band}" class="band"/>')
    parts.append(f'<polyline points="{way([(x, each.value) for x, each in at])}" class="way"/>')
    for nth, (x, each) in enumerate(at):
        parts.append(_dot(x, bottom - (each.value - low) * up, each))
        if nth % -(-len(moments) // 12) == 0:
            parts.append(text(x, bottom + 18, each.label, "soft small middle"))
    for value, words in marks:
        y = bottom - (value - low) * up
        parts += [line(left, y, WIDTH - MARGIN, y, "mark"), text(WIDTH - MARGIN, y - 5, words, "small end")]
    return picture(title, description, height, parts)


def _dot(x: float, y: float, moment: Moment) -> str:
    hint = f"<title>{escape(f'{moment.label}: {moment.value:.1f}, {moment.told}')}</title>"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="{"for" if moment.enough else "few"}">{hint}</circle>'


def shares(title: str, description: str, groups: Sequence[Group], names: tuple[str, str, str]) -> str:
    """Return rows of three shares (0 to 1) that make up a whole: the good, neither, the bad; `names` are theirs."""
    height, parts = _labels(groups)
    width, styles = WIDTH - _LABELS - 2 * MARGIN, ("for", "neither", "against")
    for nth, (name, style) in enumerate(zip(names, styles, strict=True)):
        x = _LABELS + 12 + nth * width / 3
        parts += [rect(x, TOP - 26, 12, 12, style), text(x + 18, TOP - 15, name, "small")]
    for y, row in _placed(groups):
        left = _LABELS + 12.0
        for style, share in zip(styles, row.values, strict=True):
            parts += _piece(left, y, (share or 0.0) * width, share or 0.0, style)
            left += (share or 0.0) * width
    return picture(title, description, height, parts)


def _piece(left: float, y: float, wide: float, share: float, style: str) -> Iterator[str]:
    if not share:
        return
    yield rect(left, y + 3, wide, _ROW - 5, style, f"{share:.0%}")
    if share >= 0.06:
        ink = "small middle" if style == "neither" else "small middle over"
        yield text(left + wide / 2, y + _ROW - 6, f"{share:.0%}", ink)


def waterfalls(title: str, description: str, chains: Sequence[Waterfall], mark: tuple[float, str]) -> str:
    """Return sums that grow and shrink bar by bar, all on one axis, with a marked place on it and its words."""
    ends = [0.0, mark[0], *(end for chain in chains for fall in chain.falls for end in (fall.start, fall.end))]
    left, right = _LABELS + 48.0, WIDTH - MARGIN - 48.0
    scale = (right - left) / ((max(ends) - min(ends)) or 1.0)
    height = TOP + sum(_GAP + 2 * _ROW * len(chain.falls) for chain in chains) + MARGIN
    zero, marked = (left + (at - min(ends)) * scale for at in (0.0, mark[0]))
    parts = [line(zero, TOP, zero, height - MARGIN, "zero"), line(marked, TOP, marked, height - MARGIN, "mark")]
    parts.append(text(marked, TOP - 8, mark[1], "small middle"))
    y = float(TOP)
    for chain in chains:
        parts.append(text(MARGIN, y + _GAP - 8, chain.name, "head"))
        y += _GAP
        for nth, fall in enumerate(chain.falls):
            parts += _fall(fall, y, left - min(ends) * scale, scale, joined=nth > 0 and not fall.is_total)
            y += 2 * _ROW
    return picture(title, description, height, parts)


def _fall(fall: Fall, y: float, zero: float, scale: float, *, joined: bool) -> Iterator[str]:
    start, end = zero + fall.start * scale, zero + fall.end * scale
    low, high = min(start, end), max(start, end)
    yield text(_LABELS, y + 17, shortened(fall.label, _LONGEST), "end")
    yield text(_LABELS, y + 32, shortened(fall.told, _LONGEST + 4), "soft small end")
    if joined:
        yield line(start, y - 12, start, y + 8, "zero")
    grows = fall.end >= fall.start
    style = "way-sum" if fall.is_total else "for" if grows else "against"
    yield rect(low, y + 8, max(high - low, 1), 20, style, fall.told)
    written = f"{fall.end - fall.start:+.1f}"
    yield text(high + 5, y + 22, written, "small") if grows else text(low - 5, y + 22, written, "small end")


def _named_axes(axes: tuple[str, str], left: float, bottom: float) -> list[str]:
    across = text((left + WIDTH - MARGIN) / 2, bottom + 42, axes[0], "soft middle")
    up = text(0, 0, axes[1], "soft middle")
    return [across, f'<g transform="translate(18 {(TOP + bottom) / 2}) rotate(-90)">{up}</g>']


def _ticks(most: float) -> list[float]:
    """Return round numbers from 0 up to `most`, about four of them."""
    rough = most / 4
    power = 10.0 ** (len(str(int(rough))) - 1)
    step = max(next(power * n for n in (1, 2, 5, 10) if power * n >= rough), 1.0)
    return [step * n for n in range(int(most // step) + 1)]


def _placed(groups: Sequence[Group], above: float = 0) -> Iterator[tuple[float, Row]]:
    """Yield the rows with their upper edge."""
    y = TOP + above
    for group in groups:
        y += _GAP if group.name else 0
        for row in group.rows:
            yield y, row
            y += _ROW


def _labels(groups: Sequence[Group], above: float = 0) -> tuple[float, list[str]]:
    """Return the height of the chart, and the labels and headings of the rows."""
    parts: list[str] = []
    y = TOP + above
    for group in groups:
        if group.name:
            parts.append(text(MARGIN, y + _GAP - 8, group.name, "head"))
            y += _GAP
        for row in group.rows:
            parts.append(text(_LABELS, y + _ROW - 5, shortened(row.label, _LONGEST), "soft end"))
            y += _ROW
    return y + MARGIN, parts


__all__ = [
    "STYLE",
    "Column",
    "Fall",
    "Group",
    "Moment",
    "Panel",
    "Point",
    "Row",
    "Waterfall",
    "bar_chart",
    "curve",
    "heat_map",
    "histogram",
    "shares",
    "trend",
    "waterfalls",
]
