"""Charts of the scores: how each moves with its interval, and what shares of the answers are good and bad."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cdp.charts import Group, Moment, Row, shares, trend
from cdp.scorecard import FORMULAS, scorecard

if TYPE_CHECKING:
    from cdp.store import Store

_SCALES = {"nps": (-100.0, 100.0), "csat": (0.0, 100.0)}
_BOXES = {
    "nps": ("promoters", "passives", "detractors"),
    "csat": ("satisfied", "neither", "below the middle"),
}
_OTHER_BOXES = ("better than the middle", "the middle", "worse")


def experience_charts(store: Store, metric: str | None = None, by: str = "all", span: str = "month") -> dict[str, str]:
    """Return charts as SVG text by name: `<question>-trend` over the periods, `<question>-answers` by part."""
    charts = {}
    over_time = scorecard(store, metric, "all", span)
    for question in dict.fromkeys(row["question"] for row in over_time.scores):
        rows = [row for row in over_time.scores if row["question"] == question and row["value"] is not None]
        if len(rows) > 1:
            charts[f"{question}-trend"] = score_trend(rows, over_time.benchmarks)
    parts = scorecard(store, metric, by, "all")
    for question in dict.fromkeys(row["question"] for row in parts.scores):
        rows = [row for row in parts.scores if row["question"] == question and row["n"]]
        if rows:
            charts[f"{question}-answers"] = answer_shares(rows)
    return charts


def score_trend(rows: list[dict[str, Any]], benchmarks: list[dict[str, Any]]) -> str:
    """Return a question's measure over the periods, from its rows of `experience_score` in order of time."""
    first = rows[0]
    seen = [row[name] for row in rows for name in ("low", "value", "high") if row[name] is not None]
    scale = _SCALES.get(first["metric"], (float(int(min(seen))), float(int(max(seen)) + 1)))
    moments = [
        Moment(
            row["period"],
            row["value"],
            row["value"] if row["low"] is None else row["low"],
            row["value"] if row["high"] is None else row["high"],
            f"{row['n']:,} answers",
            bool(row["enough"]),
        )
        for row in rows
    ]
    marks = [
        (each["value"], f"{each['source']}, {each['date']}")
        for each in benchmarks
        if each["metric"] in (first["metric"], first["question"]) and scale[0] <= each["value"] <= scale[1]
    ]
    told = f"{FORMULAS[first['metric']]}; the band is the 95 % interval, hollow dots are too few answers"
    return trend(first["question"], told, moments, scale, marks)


def answer_shares(rows: list[dict[str, Any]]) -> str:
    """Return the shares of good, middling and bad answers to a question, a bar for each part."""
    first = rows[0]
    drawn = tuple(Row(_label(row), tuple(row[box] / row["n"] for box in ("top", "middle", "bottom"))) for row in rows)
    names = _BOXES.get(first["metric"], _OTHER_BOXES)
    return shares(f"answers: {first['question']}", FORMULAS[first["metric"]], [Group("", drawn)], names)


def _label(row: Mapping[str, Any]) -> str:
    few = "" if row["enough"] else ", too few"
    return f"{row['part'] or 'all'} ({row['n']:,}{few})"
