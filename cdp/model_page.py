"""Pictures of a model card: each as SVG, all together as one HTML page that asks for nothing outside."""

from __future__ import annotations

from html import escape
from typing import Any

from cdp.charts import Column, Group, Panel, Point, Row, bar_chart, curve, heat_map, histogram
from cdp.model_card import STEP, ModelCard
from cdp.offline_page import figure, offline_page

_RARITY = " †"
"""Marks levels whose weight depends on how rare the value is."""


def model_charts(card: ModelCard) -> dict[str, str]:
    """Return the charts as SVG by name: match_weights, m_and_u, blocking, weights, kinds, calibration,
    canaries.

    Those that have nothing to show are left out.
    """
    charts = {"match_weights": _match_weights(card), "m_and_u": _m_and_u(card)}
    if any(rule.pairs for rule in card.rules):
        charts["blocking"] = _blocking(card)
    if card.weights:
        charts["weights"] = _weights(card)
    if card.kinds:
        charts["kinds"] = _kinds(card)
    if card.calibration:
        charts["calibration"] = _calibration(card)
    if any(row["kind"] == "canary" for row in card.assessment):
        charts["canaries"] = _canaries(card)
    return charts


def model_page(card: ModelCard) -> str:
    """Return one self-contained HTML page with the facts and all charts of a model."""
    facts = "\n".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in model_facts(card))
    figures = "\n".join(figure(svg, _CAPTIONS[name]) for name, svg in model_charts(card).items())
    told = f"behind the published version {card.published}"
    return offline_page(f"Matching model {card.version}", told, f"<dl>\n{facts}\n</dl>\n{figures}")


def model_facts(card: ModelCard) -> list[tuple[str, str]]:
    """Return the figures of a model that are no chart: (name, value)."""
    pairs = f"one pair of records in {1 / card.prior:,.0f} is of one person"
    recall = "not known: blocking rules of your own"
    if card.expected_recall is not None:
        recall = f"{card.expected_recall:.0%} of the pairs of one person, on cautious assumptions"
    same = sum(kind.same_person for kind in card.kinds)
    return [
        ("trained on", f"{card.trained_records:,} records"),
        ("prior", f"{card.prior:.3g}: {pairs}"),
        ("blocking finds", recall),
        ("kinds of pairs", f"{len(card.kinds)}, of which {same} {'is' if same == 1 else 'are'} one person"),
        ("matches", f"{sum(n for _, n in card.weights):,} weighed, {card.certain:,} certain by an identifier"),
        ("ties records from", f"a match weight of {card.match_weight:+g}"),
        *([("answers of stewards", card.taught.told)] if card.taught else []),
        *((f"expected {row['measure']}", _expected(row)) for row in card.assessment if row["kind"] == "expected"),
        ("Splink settings", card.settings),
    ]


def _match_weights(card: ModelCard) -> str:
    groups = [
        Group(
            _head(each.name, each.personal),
            tuple(Row(level.label + (_RARITY if level.by_frequency else ""), (level.weight,)) for level in each.levels),
        )
        for each in card.comparisons
    ]
    told = "For every degree of agreement, how much it speaks for one person (right) or against (left), in bits."
    return bar_chart("Match weights", told, groups, [Panel("match weight: log2 (m / u)", lambda bits: f"{bits:+.1f}")])


def _m_and_u(card: ModelCard) -> str:
    groups = [
        Group(_head(each.name, each.personal), tuple(Row(level.label, (level.m, level.u)) for level in each.levels))
        for each in card.comparisons
    ]
    told = "For every degree of agreement, its share of the pairs of one person (m) and of two persons (u)."
    panels = [
        Panel("m: share of the pairs of one person", _share, most=1.0),
        Panel("u: share of the pairs of two persons", _share, most=1.0),
    ]
    return bar_chart("What agrees: m and u", told, groups, panels)


def _blocking(card: ModelCard) -> str:
    rules = sorted(card.rules, key=lambda rule: -(rule.pairs or 0))
    rows = tuple(Row(" + ".join(rule.keys) or "every pair", (rule.pairs,)) for rule in rules)
    told = "How many pairs of records each blocking rule brings together; a pair may meet several."
    return bar_chart("Blocking", told, [Group("", rows)], [Panel("pairs", lambda pairs: f"{pairs:,.0f}")])


def _weights(card: ModelCard) -> str:
    told = f"Published matches by match weight; those below {card.match_weight:+g} tie no records."
    mark = (card.match_weight, f"ties records from {card.match_weight:+g}")
    return histogram("Matches by weight", told, card.weights, STEP, mark, ("match weight (log2 odds)", "pairs"))


def _kinds(card: ModelCard) -> str:
    groups = [
        Group(
            _head(each.name, each.personal),
            tuple(
                Row(level.label, tuple(kind.levels[nth][at] for kind in card.kinds))
                for at, level in enumerate(each.levels)
            ),
        )
        for nth, each in enumerate(card.comparisons)
    ]
    columns = [
        Column(
            str(nth),
            (
                "one person" if kind.same_person else "others",
                f"{kind.share:.1%}",
                f"{kind.weight:+.1f}",
                f"{kind.personal_weight:+.1f}",
            ),
        )
        for nth, kind in enumerate(card.kinds, start=1)
    ]
    told = "For every kind of candidate pairs, the share of its pairs at each degree of agreement."
    return heat_map("Kinds of pairs", told, groups, columns, _NOTES)


def _calibration(card: ModelCard) -> str:
    points = [
        Point(each.weight, each.predicted, each.observed, each.low, each.high, f"{each.canaries:,} canaries")
        for each in card.calibration
    ]
    told = "For canaries of every weight, the probability that the model gives, and the share that is one person."
    return curve("Calibration", told, points, ("match weight (log2 odds)", "probability"), ("predicted", "observed"))


def _canaries(card: ModelCard) -> str:
    rows = tuple(Row(row["measure"], (row["value"],)) for row in card.assessment if row["kind"] == "canary")
    told = "Made-up duplicates that were found, and near-misses that were kept apart."
    return bar_chart("Canaries", told, [Group("", rows)], [Panel("share", lambda share: f"{share:.1%}", most=1.0)])


def _expected(row: dict[str, Any]) -> str:
    measured = f", measured with {row['version']}" if row["version"] else ""
    return f"{row['value']:.3f} (95 % interval {row['low']:.3f} – {row['high']:.3f}), known without a truth{measured}"


def _head(name: str, personal: bool) -> str:
    return f"{name} (personal)" if personal else name


def _share(share: float) -> str:
    return f"{share:.2f}" if share >= 0.01 else f"{share:.1e}"


_NOTES = ("its pairs are of", "share of the candidates", "mean weight", "mean personal weight")

_CAPTIONS = {
    "match_weights": "Agreement to the right speaks for one person, to the left against. Every bit doubles the odds. "
    "† on average: a rare value weighs more, a common one less. <em>Personal</em> comparisons speak of one person "
    "rather than of a household.",
    "m_and_u": "A comparison tells much where m and u differ much. Each comparison's shares add up to 1.",
    "blocking": "Only pairs that share all keys of a rule are compared; values that too many records share are "
    "skipped.",
    "weights": "Matches by an equal identifier are certain and not shown. Pairs below −4 are not kept. The weight is "
    "never more than the odds that the pair is of a kind that is one person.",
    "kinds": "Pairs fall into kinds, within which the comparisons are independent. A kind is <em>one person</em> when "
    "its pairs weigh more than nothing on average, in all and in the personal comparisons alone; else it is a family, "
    "namesakes, strangers.",
    "calibration": "Duplicates and near-misses made from the records, scored like them. Dots above the line: the "
    "model is too cautious there; below: too sure. Near-misses are harder than most pairs, so this is the severe side.",
    "canaries": "Made from at most 2,000 records in each run, apart from them. Found means: brought together by a "
    "blocking rule and heavy enough. A twin of whom records tell no more than a given name is the hardest.",
}
