"""The evidence that ties a person's records, as a chart in the language of the visitor."""

from __future__ import annotations

from cdp.charts import Fall, Waterfall, waterfalls
from cdp.serve.texts import Texts
from cdp.why import Bar, Evidence, PersonWhy
from cdp.why.picture import compared


def evidence_chart(found: PersonWhy, weakest: float, texts: Texts) -> str:
    """Return a waterfall per join as SVG; `weakest` is the weight from which matches tie records."""
    chains = [_chain(step.nth, step.evidence, texts) for step in found.steps]
    mark = weakest, texts("evidence.ties", weight=f"{weakest:+g}")
    return waterfalls(texts("evidence.title"), texts("evidence.told"), chains, mark)


def _chain(nth: int, evidence: Evidence, texts: Texts) -> Waterfall:
    falls = [_fall(bar, texts) for bar in evidence.waterfall if bar.start != bar.end]
    if evidence.weight is not None:
        told = texts.known("evidence", "log2 odds that they are one person")
        falls.append(Fall(texts.known("evidence", "match weight"), told, 0.0, evidence.weight, is_total=True))
    name = texts("evidence.and", one=evidence.left, other=evidence.right)
    return Waterfall(f"{nth}. {name}", tuple(falls))


def _fall(bar: Bar, texts: Texts) -> Fall:
    name = (
        texts.known("evidence", bar.name) if texts.knows("evidence", bar.name) else texts.known("attribute", bar.name)
    )
    told = ": ".join(filter(None, (texts.known("evidence", bar.told), compared(bar))))
    return Fall(name, told, bar.start, bar.end)
