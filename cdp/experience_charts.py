"""Charts of the scores: how each moves with its interval, and what shares of the answers are good and bad."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdp.charts import Group, Moment, Row, shares, trend
from cdp.scorecard import FORMULAS, scorecard

if TYPE_CHECKING:
    from cdp.config import Config
    from cdp.store import Store

Score = Mapping[str, Any]
"""A row of `experience_score`."""
_BOXES = {"nps": ("promoters", "passives", "detractors"), "csat": ("satisfied", "neither", "dissatisfied")}
_OTHER_BOXES = ("better than the middle", "the middle", "worse than the middle")


def _few(row: Score) -> str:
    return f"{row['n']:,} answer{'' if row['n'] == 1 else 's'}{'' if row['enough'] else ', too few to tell'}"


@dataclass(frozen=True)
class Wording:
    """The words of a chart."""

    title: str
    told: str
    """What it shows, for those who do not see it."""
    boxes: tuple[str, str, str]
    """Names of the top, middle and bottom box."""
    part: Callable[[Score], str] = lambda row: row["part"] or "all"
    """Name of a part."""
    answers: Callable[[Score], str] = _few
    """How many answered."""


def wording(row: Score) -> Wording:
    """Return the English words for charts of a question."""
    told = f"{FORMULAS[row['metric']]}; with 95 % intervals, hollow dots are too few answers to tell"
    return Wording(row["question"], told, _BOXES.get(row["metric"], _OTHER_BOXES))


def experience_charts(store: Store, config: Config, metric: str | None = None, by: str = "all") -> dict[str, str]:
    """Return charts as SVG text by name: `<question>-trend` over the months, `<question>-answers` by part."""
    charts = {}
    monthly = scorecard(store, config, metric, "all", "month")
    for question, rows in by_question(monthly.scores).items():
        if drawn := score_trend(rows, monthly.benchmarks, wording(rows[0])):
            charts[f"{question}-trend"] = drawn
    for question, rows in by_question(scorecard(store, config, metric, by, "all").scores).items():
        if drawn := answer_shares(rows, wording(rows[0])):
            charts[f"{question}-answers"] = drawn
    return charts


def by_question(scores: Sequence[Score]) -> dict[str, list[Score]]:
    """Return the rows of each question, in order."""
    found: dict[str, list[Score]] = {}
    for row in scores:
        found.setdefault(row["question"], []).append(row)
    return found


def score_trend(rows: Sequence[Score], benchmarks: Sequence[Mapping[str, Any]], words: Wording) -> str:
    """Return a question's measure over the periods, given its rows in order of time; empty for fewer than two."""
    told = [row for row in rows if row["value"] is not None]
    if len(told) < 2:
        return ""
    moments = [
        Moment(
            row["period"],
            row["value"],
            row["value"] if row["low"] is None else row["low"],
            row["value"] if row["high"] is None else row["high"],
            words.answers(row),
            bool(row["enough"]),
        )
        for row in told
    ]
    marks = [
        (float(each["value"]), f"{each['source']}, {each['date']}")
        for each in benchmarks
        if each["metric"] in (told[0]["metric"], told[0]["question"])
    ]
    ends = [end for each in moments for end in (each.low, each.high)] + [value for value, _ in marks]
    return trend(words.title, words.told, moments, _axis(told[0]["metric"], min(ends), max(ends)), marks)


def _axis(metric: str, least: float, most: float) -> tuple[float, float]:
    """Return where the axis begins and ends, so that its quarters are round."""
    if metric == "nps":
        return (-50, 50) if least >= -50 and most <= 50 else (-100, 100)
    if metric == "csat":
        return (60, 100) if least >= 60 else (0, 100)
    low, high = int(least // 1), int(-(-most // 1))
    return low, high if high - low > 1 else low + 2


def answer_shares(rows: Sequence[Score], words: Wording) -> str:
    """Return the shares of good, middling and bad answers to a question, a bar for each part; empty without answers."""
    drawn = tuple(
        Row(
            f"{words.part(row)} · {words.answers(row)}",
            tuple(row[box] / row["n"] for box in ("top", "middle", "bottom")),
        )
        for row in rows
        if row["n"]
    )
    return shares(words.title, words.told, [Group("", drawn)], words.boxes) if drawn else ""
