"""How customers experience the company, as a version knows it: scores with interval, and what interactions tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from cdp.config.experience import Dimension
from cdp.errors import UsageError

if TYPE_CHECKING:
    from cdp.config import Config
    from cdp.store import Store

Rows = list[dict[str, Any]]

FORMULAS = {
    "nps": "share of 9 and 10 - share of 0 to 6, of the valid answers, times 100",
    "csat": "answers in the top box / valid answers, times 100",
    "ces": "sum of the effort scores / valid answers",
    "rating": "sum of the scores / valid answers",
    "recognition": "interactions tied to a known person / all interactions, times 100",
}
"""How each measure is made."""
SPLITS = ("all", "touchpoint", "channel", "device", "store", "agent", "stage", "segment", "dimension")
"""What scores can be split by."""
SPANS = ("all", "quarter", "month")
"""Periods that figures are told for; a single one is named like 2026-Q2 or 2026-06."""


@dataclass(frozen=True)
class Scorecard:
    """Figures of one split and of one kind of period, rows as in the published tables of the same names."""

    version: str
    by: str
    period: str
    formulas: dict[str, str]
    scores: Rows
    trends: Rows
    """`experience_trend`, whatever the period."""
    benchmarks: Rows
    engagement: Rows
    recognition: Rows
    response_time: Rows
    dimensions: Rows
    """What speaks of the six dimensions: rows of `experience_score`, with the `interactions` and `people` of each."""
    channel_gap: Rows
    revenue: Rows
    """`score_revenue`; like `channel_gap` and `dimensions` of all the time only, and of no split."""
    currency: str
    """Currency of the revenue."""
    revenue_days: int
    """Days, back from the last event, that it was earned in."""


def scorecard(
    store: Store, config: Config, metric: str | None = None, by: str = "all", period: str = "all"
) -> Scorecard:
    """Return the experience metrics of a version: of one metric or question, split `by` something, for a period.

    `period` is one of SPANS, for all periods of that length, or a single one. Raises UsageError for what there is not.
    """
    _check(store, metric, by, period)
    bound = {"metric": metric, "split": by, "period": period}
    rows = {table: store.rows(_OF_PART.format(table=table), bound) for table in _BY_PART}
    whole = by == "all" and period == "all"
    return Scorecard(
        version=store.manifest.version,
        by=by,
        period=period,
        formulas=FORMULAS,
        scores=store.rows(_SCORES, bound),
        trends=store.rows(_TRENDS, {"metric": metric, "split": by}),
        benchmarks=store.rows(_BENCHMARKS, {"metric": metric}),
        engagement=rows["engagement"],
        recognition=rows["recognition"],
        response_time=rows["response_time"],
        dimensions=store.rows(_DIMENSIONS, {"metric": metric, "dimensions": list(get_args(Dimension))})
        if whole
        else [],
        channel_gap=store.rows(_GAPS, {"metric": metric}) if whole else [],
        revenue=store.rows(_REVENUE, {"metric": metric}) if whole else [],
        currency=config.currency,
        revenue_days=config.experience.revenue_days,
    )


def leading(scores: Rows) -> Rows:
    """Return of each metric the question with most answers."""
    most: dict[str, dict[str, Any]] = {}
    for row in scores:
        if row["metric"] not in most or row["n"] > most[row["metric"]]["n"]:
            most[row["metric"]] = row
    return list(most.values())


def person_experience(store: Store, golden_id: str) -> dict[str, Rows]:
    """Return what a person answered: `scores` (of `person_score`) and `answers` (of `survey_answer`, newest first)."""
    answers = store.rows(_ANSWERS_OF_PERSON, {"id": golden_id})
    return {"scores": store.scores_of(golden_id), "answers": answers}


def _check(store: Store, metric: str | None, by: str, period: str) -> None:
    if by not in SPLITS:
        raise _unknown("split", by, SPLITS)
    known = [each["name"] for each in store.rows(_METRICS)]
    if metric is not None and metric not in known:
        raise _unknown("metric", metric, known)
    periods = [each["period"] for each in store.rows(_PERIODS)]
    if period not in (*SPANS, *periods):
        raise _unknown("period", period, [*SPANS, *periods[-4:]])


def _unknown(what: str, name: str, known: Sequence[str]) -> UsageError:
    there = ", ".join(known) or "none: no survey has been answered"
    return UsageError(f"there is no {what} {name}", f"there are {there}")


_BY_PART = ("engagement", "recognition", "response_time")
_OF_PART = """
select * from {table}
where split = $split and $period in (span, period) and coalesce($metric, '') in ('', '{table}')
order by starts nulls first, part
"""
_SCORES = """
select * from experience_score
where split = $split and $period in (span, period) and coalesce($metric, metric) in (metric, question)
order by
    case metric when 'nps' then 1 when 'csat' then 2 when 'ces' then 3 else 4 end,
    sum(n) over (partition by question) desc,
    question,
    starts nulls first,
    part
"""
_TRENDS = """
select * from experience_trend
where split = $split and coalesce($metric, metric) in (metric, question)
order by case metric when 'nps' then 1 when 'csat' then 2 when 'ces' then 3 else 4 end, question, part
"""
_BENCHMARKS = "select * from benchmark where coalesce($metric, metric) = metric order by metric, date desc, source"
_DIMENSIONS = """
select
    part as dimension, question, metric, lower_is_better, value, low, high, n, enough, weighted_value,
    interactions, people
from (from experience_score where split = 'dimension' and period = 'all') score
full join (from engagement where split = 'dimension' and period = 'all') engagement
    using (part)
where $metric is null or $metric in (metric, question)
order by list_position($dimensions, part), question
"""
_GAPS = """
select * from channel_gap where coalesce($metric, metric) in (metric, question)
order by enough desc, significant desc, people desc, question, one, other
"""
_REVENUE = """
select * from score_revenue where coalesce($metric, metric) in (metric, question)
order by
    case metric when 'nps' then 1 when 'csat' then 2 when 'ces' then 3 else 4 end,
    question,
    case box when 'top' then 1 when 'middle' then 2 else 3 end
"""
_ANSWERS_OF_PERSON = """
select * from survey_answer where golden_id = $id order by time desc nulls last, source, event_id, question
"""
_METRICS = """
select name from (select metric as name from experience_score union select question from experience_score)
union select unnest(['engagement', 'recognition', 'response_time']) order by name
"""
_PERIODS = "select distinct period, starts from engagement where starts is not null order by starts, period"
