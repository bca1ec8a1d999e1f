"""Stage *experience*: what people say of their experience, and what their interactions tell of it.

`survey_answer` reads events as answers to declared questions; everything else counts them. Formulas:

- Net promoter score: share of the scores 9 and 10 minus share of 0 to 6 of the valid answers, times 100 (Reichheld,
  "The One Number You Need to Grow", Harvard Business Review, December 2003). An answer adds 100, 0 or -100, so the
  score is the mean of these, and its variance that of a multinomial: (p + d - (p - d)²) / n.
- Customer satisfaction: share of the answers in the top box, times 100; interval of Wilson (1927).
- Customer effort, and ratings: mean score; interval of Student's t.
- Trend: slope of a straight line through the answers (ordinary least squares), interval of Student's t.
- Survey weights: the same with weights, and n = (Σw)² / Σw² for the interval (Kish, Survey Sampling, 1965).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from cdp.config.benchmarks import Benchmark
from cdp.config.experience import ExperienceConfig
from cdp.database import Database, statement
from cdp.experience.questions import make_event_meanings, make_questions
from cdp.experience.student import make_student
from cdp.intervals import Z

TREND_MONTHS = 12
"""Months, the last one included, whose answers tell where a score is going."""
_PACKAGE = "cdp.experience"


def make_experience(db: Database, config: ExperienceConfig, zone: str, benchmarks: Sequence[Benchmark] = ()) -> None:
    """Make the tables of the contracts in `cdp.contracts.experience`; months are those of the time zone.

    Reads `interaction`, `purchase` and `horizon`. Scores by segment come later, see `add_segments`.
    """
    local, enough = {"zone": zone}, {"z": Z, "min_sample": config.min_sample}
    _make(db, "touch")
    make_questions(db, config)
    make_event_meanings(db, config)
    make_student(db)
    _make(db, "survey_answer", {"about_days": config.about_days})
    _make(db, "survey_asked")
    db.run(_NO_SEGMENTS)
    _make(db, "answer_part", local)
    _make(db, "way")
    _make(db, "activity", local)
    _make(db, "way_part")
    _make(db, "calendar")
    _make(db, "experience_score", enough)
    _make(db, "experience_trend", {**local, **enough, "trend_months": TREND_MONTHS})
    _make(db, "person_score")
    _make(db, "engagement")
    _make(db, "device_known")
    _make(db, "recognition", {**local, **enough})
    response = config.response
    told = {"waited": response.waited, "answered_at": response.answered_at, "within_days": response.within_days}
    _make(db, "response_time", {**local, **told, "min_sample": config.min_sample})
    _make(db, "channel_gap", enough)
    _make(db, "score_revenue", {**enough, "revenue_days": config.revenue_days})
    _make_benchmark(db, benchmarks)
    db.drop(*_NEEDED_NO_MORE)


def add_segments(db: Database, config: ExperienceConfig, zone: str) -> None:
    """Make `experience_score` and `experience_trend` with segments; reads `segment_member` (segment, golden_id)."""
    _make(db, "segment_of")
    _make(db, "answer_part", {"zone": zone})
    enough = {"z": Z, "min_sample": config.min_sample}
    _make(db, "experience_score", enough)
    _make(db, "experience_trend", {"zone": zone, **enough, "trend_months": TREND_MONTHS})


_NO_SEGMENTS = """
create or replace temp table segment_of as
select cast(null as varchar) as golden_id, cast(null as varchar[]) as segments where false
"""
_NEEDED_NO_MORE = (
    *("touch", "way", "way_part", "activity", "device_known"),
    *("missing_code", "touchpoint_name", "event_dimension", "answering", "company_act"),
)


def _make(db: Database, table: str, bound: Mapping[str, object] | None = None) -> None:
    db.run(statement(_PACKAGE, table), bound)


def _make_benchmark(db: Database, benchmarks: Sequence[Benchmark]) -> None:
    schema = pa.schema(
        [("metric", pa.string()), ("value", pa.float64()), ("source", pa.string()), ("date", pa.date32())]
    )
    with db.registered("told", pa.Table.from_pylist([each.model_dump() for each in benchmarks], schema=schema)):
        db.run("create or replace temp table benchmark as select * from told")
