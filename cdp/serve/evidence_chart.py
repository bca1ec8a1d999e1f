"""The evidence that ties records, or that does not, as a chart in the language of the visitor."""

from __future__ import annotations

from collections.abc import Sequence

from cdp.charts import Fall, Waterfall, waterfalls
from cdp.serve.texts import Texts
from cdp.why import Bar, Evidence
from cdp.why.evidence import CERTAIN
from cdp.why.picture import compared


def evidence_chart(title: str, found: Sequence[Evidence], weakest: float, texts: Texts) -> str:
    """Return a waterfall per pair of records as SVG; `weakest` is the weight from which matches tie records.

    Several are numbered. A pair of which no weight is known has none; where no pair has one, nothing is returned.
    """
    chains = [_chain(f"{nth}. " if len(found) > 1 else "", each, texts) for nth, each in enumerate(found, 1)]
    shown = [chain for chain in chains if chain.falls]
    mark = weakest, texts("evidence.ties", weight=f"{weakest:+g}")
    return waterfalls(title, texts("evidence.told"), shown, mark) if shown else ""


def _chain(before: str, evidence: Evidence, texts: Texts) -> Waterfall:
    falls = [_fall(bar, texts) for bar in evidence.waterfall if bar.start != bar.end]
    if evidence.weight is not None:
        told = texts.known("evidence", "log2 odds that they are one person")
        falls.append(Fall(texts.known("evidence", "match weight"), told, 0.0, evidence.weight, is_total=True))
    name = texts("evidence.and", one=evidence.left, other=evidence.right)
    return Waterfall(f"{before}{name}", tuple(falls))


def _fall(bar: Bar, texts: Texts) -> Fall:
    name = (
        texts.known("evidence", bar.name) if texts.knows("evidence", bar.name) else texts.known("attribute", bar.name)
    )
    said = ", ".join(_tie(each, texts) for each in bar.told.split(", ")) if bar.name == CERTAIN else bar.told
    told = ": ".join(filter(None, (texts.known("evidence", said), compared(bar))))
    return Fall(name, told, bar.start, bar.end)


def _tie(kind: str, texts: Texts) -> str:
    """Return a kind of certain match in words: `same login`, `decision 3`."""
    way, _, what = kind.partition(" ")
    if way == "decision":
        return texts("evidence.decision_of", number=what)
    return texts("evidence.same_of", attribute=texts.known("attribute", what))
