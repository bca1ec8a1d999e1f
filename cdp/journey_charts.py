"""Pictures of journeys: how people pass from stage to stage, and what touchpoints do for purchases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from cdp.charts import Group, Panel, bar_chart
from cdp.charts import Row as Bar
from cdp.journeys import Journeys, Row
from cdp.svg import MARGIN, TOP, WIDTH, picture, rect, shortened, text

_MIDDLE, _BOX = 250.0, 62.0
"""Height of the stages in the picture of the flow, and of the box of each."""
_WIDEST, _FLATTENED = 46.0, 0.42
"""Width of the strongest flow; height of an arc beside half its width."""
_SHOWN, _TOLD = 0.01, 0.05
"""Shares of a stage's entries from which a way is drawn, and told in words."""
_LETTERS = 15
"""Latin letters of the name of a stage that are shown."""


@dataclass(frozen=True)
class Wording:
    """The words of the pictures."""

    flow: str = "From stage to stage"
    flow_told: str = (
        "Above, what leads on; below, what leads back. The wider, the more often; percent of the entries into the "
        "stage where it begins."
    )
    entries: str = "{count} entries"
    again: str = "again {share}"
    begins: str = "{count} begin here"
    way: str = "{start} → {end}: {count}, {share}"
    touchpoints: str = "Touchpoints before a purchase"
    touchpoints_told: str = "The share of the purchases that would be lost without each touchpoint."
    removal: str = "removal effect"
    reach: str = "reach"
    untouched: str = "bought without any"
    names: Callable[[str], str] = str
    """Name of a stage."""
    touch: Callable[[str], str] = field(default=lambda name: name.replace("_", " "))
    """Name of a touchpoint."""


ENGLISH = Wording()


def journey_charts(told: Journeys, words: Wording = ENGLISH) -> dict[str, str]:
    """Return the pictures as SVG by name: flow, touchpoints. Those that have nothing to show are left out."""
    charts = {}
    if told.stages:
        charts["flow"] = flow_chart(told.stages, told.transitions, words)
    if touched := [row for row in told.touchpoints if row["by"] == "action" and row["touchpoint"]]:
        charts["touchpoints"] = _touchpoints(touched, words)
    return charts


def flow_chart(stages: Sequence[Row], transitions: Sequence[Row], words: Wording = ENGLISH) -> str:
    """Return the stages in their order and the ways between them as arcs; rows of journey_dwell and
    journey_transition."""
    step = (WIDTH - 2 * MARGIN) / len(stages)
    place = {row["stage"]: MARGIN + step * (nth + 0.5) for nth, row in enumerate(stages)}
    ways = [
        row
        for row in transitions
        if row["share"] >= _SHOWN and row["to_stage"] not in (None, row["from_stage"]) and row["from_stage"]
    ]
    most = max((row["entries"] for row in ways), default=1)
    parts: list[str] = []
    for row in sorted(ways, key=lambda row: -row["entries"]):
        parts += _arc(row, place, max(row["entries"] / most * _WIDEST, 1.0), words)
    for row in stages:
        parts += _stage(row, place[row["stage"]], step, _beside(row, transitions), words)
    return picture(words.flow, words.flow_told, 2 * _MIDDLE - TOP + MARGIN, parts)


def _beside(stage: Row, transitions: Sequence[Row]) -> Mapping[str, Row]:
    """Return the ways of a stage that are no arc: `begins` there, and `again` into itself."""
    name = stage["stage"]
    kinds = {(None, name): "begins", (name, name): "again"}
    found = ((kinds.get((row["from_stage"], row["to_stage"])), row) for row in transitions)
    return {kind: row for kind, row in found if kind}


def _stage(row: Row, x: float, step: float, beside: Mapping[str, Row], words: Wording) -> Iterator[str]:
    width = min(step - 12, 128)
    yield rect(x - width / 2, _MIDDLE - _BOX / 2, width, _BOX, "ground")
    yield f'<g fill-opacity="0.14">{rect(x - width / 2, _MIDDLE - _BOX / 2, width, _BOX, "for")}</g>'
    lines = [(shortened(words.names(row["stage"]), _LETTERS), "head middle")]
    lines.append((words.entries.format(count=f"{row['entries']:,}"), "small middle"))
    if "again" in beside:
        lines.append((words.again.format(share=f"{beside['again']['share']:.0%}"), "small middle"))
    if "begins" in beside:
        lines.append((words.begins.format(count=f"{beside['begins']['entries']:,}"), "soft small middle"))
    start = _MIDDLE + 5 - 7 * (len(lines) - 1)
    for nth, (told, style) in enumerate(lines):
        yield text(x, start + 14 * nth, told, style)


def _arc(row: Row, place: Mapping[str, float], width: float, words: Wording) -> Iterator[str]:
    """Yield a way as a band between two ellipses, above when it leads on and below when it leads back."""
    start, end = place[row["from_stage"]], place[row["to_stage"]]
    ahead = end > start
    base = _MIDDLE - _BOX / 2 if ahead else _MIDDLE + _BOX / 2
    low, high = (start + 14, end - 14) if ahead else (end + 14, start - 14)
    wide = (high - low) / 2
    outer, inner = wide + width / 2, max(wide - width / 2, 1.0)
    up, down = (1, 0) if ahead else (0, 1)
    left, right = low - width / 2, high + width / 2
    path = (
        f"M {left:.1f} {base:.1f} A {outer:.1f} {outer * _FLATTENED:.1f} 0 0 {up} {right:.1f} {base:.1f} "
        f"L {right - (outer - inner):.1f} {base:.1f} "
        f"A {inner:.1f} {inner * _FLATTENED:.1f} 0 0 {down} {left + (outer - inner):.1f} {base:.1f} Z"
    )
    told = words.way.format(
        start=words.names(row["from_stage"]),
        end=words.names(row["to_stage"]),
        count=f"{row['entries']:,}",
        share=f"{row['share']:.0%}",
    )
    style = "for" if ahead else "against"
    yield f'<path d="{path}" class="{style}" fill-opacity="0.45"><title>{escape(told)}</title></path>'
    if row["share"] >= _TOLD:
        top = base - outer * _FLATTENED - 4 if ahead else base + outer * _FLATTENED + 12
        yield text((low + high) / 2, top, f"{row['share']:.0%}", "small middle")


def _touchpoints(rows: Sequence[Row], words: Wording) -> str:
    bars = tuple(Bar(words.touch(row["touchpoint"]), (row["removal_effect"], row["reach"])) for row in rows)
    panels = [Panel(words.removal, _percent, most=1.0), Panel(words.reach, _percent, most=1.0)]
    return bar_chart(words.touchpoints, words.touchpoints_told, [Group("", bars)], panels)


def _percent(share: float) -> str:
    return f"{share:.1%}"
