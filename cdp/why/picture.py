"""Explanations as pictures: a waterfall of match weights per pair of records."""

from __future__ import annotations

from cdp.charts import Fall, Waterfall, waterfalls
from cdp.why.evidence import Bar, Evidence
from cdp.why.pair import PairWhy
from cdp.why.people import PeopleWhy
from cdp.why.person import PersonWhy

_TOLD = "What each piece of evidence adds to the odds that two records are one person (right) or takes away, in bits."


def why_chart(found: PairWhy | PersonWhy | PeopleWhy, weakest: float) -> str:
    """Return an explanation as SVG; `weakest` is the weight from which matches tie records.

    A pair has one waterfall, a person one per step, two people one per pair of the best.
    """
    match found:
        case PairWhy():
            title, shown = "Why two records match, or do not", [_chain(found.evidence)]
        case PersonWhy():
            title = f"How {found.golden_id} came together"
            shown = [_chain(step.evidence, f"{step.nth}. ") for step in found.steps]
        case PeopleWhy():
            title = f"Why {found.golden_ids[0]} is not {found.golden_ids[1]}"
            shown = [_chain(evidence) for evidence in found.best]
    return waterfalls(title, _TOLD, shown, (weakest, f"ties from {weakest:+g}"))


def compared(bar: Bar) -> str:
    """Return what a bar compares: one value where both are alike, else both."""
    return bar.left if bar.left == bar.right else f"{bar.left or '·'} | {bar.right or '·'}"


def _chain(evidence: Evidence, before: str = "") -> Waterfall:
    falls = [
        Fall(bar.name, ": ".join(filter(None, (bar.told, compared(bar)))), bar.start, bar.end)
        for bar in evidence.waterfall
        if bar.start != bar.end
    ]
    if evidence.weight is not None:
        falls.append(Fall("match weight", "log2 odds that they are one person", 0.0, evidence.weight, is_total=True))
    return Waterfall(f"{before}{evidence.left} and {evidence.right}", tuple(falls))
