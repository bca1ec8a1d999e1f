"""A network as a picture: named dots in a circle, and the ties between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from cdp.svg import TOP, WIDTH, picture, text


@dataclass(frozen=True)
class Edge:
    """A tie between two places of a network."""

    one: int
    other: int
    weight: float
    is_certain: bool = False
    """Drawn thick, whatever the weight."""


def network(title: str, description: str, names: Sequence[str], edges: Sequence[Edge]) -> str:
    """Return named dots in a circle and the ties between them, SVG; thicker for more weight, dashed below zero."""
    radius = max(130.0, 9.0 * len(names))
    height, middle = 2 * radius + TOP + 80, WIDTH / 2
    centre = TOP + 20 + radius
    turn = 2 * math.pi / len(names)
    places = [
        (middle + radius * math.sin(turn * nth), centre - radius * math.cos(turn * nth)) for nth in range(len(names))
    ]
    parts = []
    for edge in sorted(edges, key=lambda edge: edge.weight):
        told = f"{names[edge.one]} = {names[edge.other]}: {edge.weight:+.1f}"
        parts.append(_tie(places[edge.one], places[edge.other], edge, told))
    for name, (x, y) in zip(names, places, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" class="for"/>')
        below = y >= centre - 1
        style = "small" if x > middle + 1 else "small end" if x < middle - 1 else "small middle"
        shift = 14 if x > middle + 1 else -14 if x < middle - 1 else 0
        parts.append(text(x + shift, y + (4 if shift else 26 if below else -16), name, style))
    return picture(title, description, height, parts)


def _tie(one: tuple[float, float], other: tuple[float, float], edge: Edge, told: str) -> str:
    style = "tie" if edge.weight >= 0 or edge.is_certain else "tie weak"
    width = 6.0 if edge.is_certain else min(max(edge.weight / 5, 1.0), 6.0)
    return (
        f'<line x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{other[0]:.1f}" y2="{other[1]:.1f}" class="{style}" '
        f'stroke-width="{width:.1f}"><title>{escape(told)}</title></line>'
    )
