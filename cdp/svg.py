"""What charts are drawn with: SVG text, its style, light and dark; every class is told in STYLE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from unicodedata import east_asian_width

WIDTH = 880
"""Width of a picture."""
TOP = 76
"""Height of what stands above the content: title and legend."""
MARGIN = 24
"""Empty space at the edges."""

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
.chart .tie { stroke: var(--for); stroke-opacity: 0.55 } .chart .tie.weak { stroke-dasharray: 4 4; stroke: var(--soft) }
.chart .band { fill: var(--for); opacity: 0.16 } .chart .neither { fill: var(--line) }
.chart .few { fill: var(--ground); stroke: var(--for); stroke-width: 2 }
.chart .seen { stroke: var(--against) } .chart .over { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  .chart { --ground: #171c23; --ink: #e6e9ee; --soft: #9aa5b4; --line: #323b47; --for: #63a4e8; --against: #ed9a54 }
  .chart .over { fill: #10151b }
}
"""


_STYLED = f"<style>{STYLE}</style>"


def in_page(picture: str) -> str:
    """Return a picture for a page that has STYLE as a style sheet, and lets no style stand in it."""
    return picture.replace(_STYLED, "")


def text(x: float, y: float, words: str, style: str) -> str:
    """Return words at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """Return a line from one place to another."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>'


def rect(x: float, y: float, width: float, height: float, style: str, told: str = "") -> str:
    """Return a rectangle, with words that appear when it is pointed at."""
    hint = f"<title>{escape(told)}</title>" if told else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" class="{style}">{hint}</rect>'
    )


def picture(title: str, description: str, height: float, parts: Sequence[str]) -> str:
    """Return a whole picture that says what it shows."""
    name = re.sub(r"\W+", "-", title.casefold()).strip("-")
    body = "\n".join(parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {WIDTH} {height:.0f}"
 width="{WIDTH}" height="{height:.0f}" aria-labelledby="{name}-title {name}-desc">
<title id="{name}-title">{escape(title)}</title>
<desc id="{name}-desc">{escape(description)}</desc>
{_STYLED}
<rect width="{WIDTH}" height="{height:.0f}" class="ground"/>
{text(MARGIN, 34, title, "title")}
{body}
</svg>
"""


def shortened(words: str, longest: int) -> str:
    """Return words that take no more room than so many Latin letters; one of full width takes that of two."""
    room = list(accumulate(2 if east_asian_width(letter) in "WF" else 1 for letter in words))
    if not room or room[-1] <= longest:
        return words
    return words[: sum(taken < longest for taken in room)] + "…"
