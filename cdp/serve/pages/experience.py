"""How customers experience the company: scores, recognition, engagement, waiting, and what promoters are worth."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from cdp.experience_charts import Score, Wording, answer_shares, by_question, score_trend
from cdp.scorecard import SPANS, SPLITS, Rows, Scorecard, leading, person_experience, scorecard
from cdp.serve.page import Html, Page, Reading, Version
from cdp.serve.pages.area import Area
from cdp.svg import in_page

router = APIRouter()
AREA = Area("experience", router, "/experience")
SHOWN = 60
"""Rows of a table that a page shows."""
_SPOKEN = ("channel", "touchpoint", "device", "dimension", "segment")
_WORDED = {**{name: name for name in _SPOKEN}, "stage": "journey.stage"}
"""Splits whose parts have words in each language, and the texts where these stand."""


@router.get("/experience", include_in_schema=False)
def experience_page(
    page: Html, store: Reading, version: Version, question: str = "", by: str = "touchpoint", period: str = "all"
) -> Response:
    """The scores as they are, how they move, and all figures split by something."""
    config = version.config
    whole = scorecard(store, config)
    quarterly, monthly = (scorecard(store, config, None, "all", span) for span in ("quarter", "month"))
    parts = scorecard(store, config, None, by, period)
    parts = replace(
        parts,
        scores=_newest_first([row for row in parts.scores if question in ("", row["question"])]),
        engagement=_newest_first(parts.engagement),
        recognition=_newest_first(parts.recognition),
        response_time=_newest_first(parts.response_time),
    )
    latest = {name: _latest(rows) for name, rows in by_question(quarterly.scores).items()}
    drawn = [question] if question else [row["question"] for row in leading(whole.scores)]
    charts = [
        score_trend(rows, monthly.benchmarks, _wording(page, rows[0], "trend"))
        for name, rows in by_question(monthly.scores).items()
        if name in drawn
    ]
    if period not in ("quarter", "month"):
        charts += [
            answer_shares(rows[:SHOWN], _wording(page, rows[0], "answers"))
            for name, rows in by_question(parts.scores).items()
            if name in drawn
        ]
    return page.render(
        "experience.html",
        area="experience",
        whole=whole,
        parts=parts,
        latest=latest,
        trends={row["question"]: row for row in whole.trends if row["enough"]},
        active=[row for row in monthly.engagement if row["people"]],
        charts=[in_page(chart) for chart in charts if chart],
        shown=SHOWN,
        part_name=lambda part, split=by: _part_name(page, split, part),
        period_name=lambda name: _period_name(page, name),
        asked={"question": question, "by": by, "period": period},
        choices={"by": SPLITS, "period": [*SPANS, *_periods(quarterly)]},
    )


@router.get("/api/experience")
def experience(
    store: Reading, version: Version, metric: str | None = None, by: str = "all", period: str = "all"
) -> dict[str, Any]:
    """Scores with intervals, recognition, engagement, response times, gaps and revenue; of one metric or question."""
    return asdict(scorecard(store, version.config, metric, by, period))


@router.get("/api/person/{golden_id}/experience")
def person(store: Reading, golden_id: str) -> dict[str, Any]:
    """What a person answered: latest score, mean and trend of each question, and every answer."""
    return dict(person_experience(store, store.resolve(golden_id.lower())))


def _latest(rows: list[Score]) -> Score | None:
    """Return the newest period with answers enough to tell."""
    told = [row for row in rows if row["enough"]]
    return told[-1] if told else None


def _newest_first(rows: Rows) -> Rows:
    """Return rows with the newest period first, of each question if they are scores."""
    questions = list(dict.fromkeys(row.get("question") for row in rows))
    newest = sorted(rows, key=lambda row: row["starts"] or date.min, reverse=True)
    return sorted(newest, key=lambda row: questions.index(row.get("question")))


def _periods(card: Scorecard) -> list[str]:
    """Quarters that something is told of, the newest first."""
    return sorted({row["period"] for row in (*card.scores, *card.engagement) if row["starts"]}, reverse=True)


def _part_name(page: Page, by: str, part: str) -> str:
    if not part:
        return page.texts("experience.everybody")
    channel, _, action = part.partition(": ")
    if by == "touchpoint" and action:
        return f"{page.texts.known('channel', channel)}: {page.texts.known('action', action)}"
    return page.texts.known(_WORDED[by], part) if by in _WORDED else part


def _period_name(page: Page, name: str) -> str:
    if page.texts.knows("experience.period", name):
        return page.texts(f"experience.period.{name}")
    return page.formats.period(name)


def _wording(page: Page, row: Score, chart: str) -> Wording:
    """Return the words of a chart in the visitor's language."""
    t, metric = page.texts, row["metric"] if row["metric"] in ("nps", "csat") else "mean"
    return Wording(
        title=t(f"experience.{chart}", question=t.known("experience.question", row["question"])),
        told=f"{t('experience.formula.' + row['metric'])} {t('experience.chart_told')}",
        boxes=(t(f"experience.{metric}.top"), t(f"experience.{metric}.middle"), t(f"experience.{metric}.bottom")),
        part=lambda each: _part_name(page, each["split"], each["part"]),
        answers=lambda each: t.counted("experience.answers", each["n"]) + ("" if each["enough"] else " *"),
    )
