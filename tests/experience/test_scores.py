"""Scores by their formulas, with intervals, weights, missing codes and changes; worked by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from scipy import stats

from cdp.intervals import wilson
from tests.experience.conftest import Ask, answers, event

Made = Callable[..., Ask]
ALL = "select * from experience_score where split = 'all' and period = 'all'"


def test_net_promoter_score_leaves_blanks_out(made: Made) -> None:
    (score,) = made(answers(["10", "10", "9", "9", "9", "8", "7", "6", "3", ""]))(ALL)
    assert score["value"] == pytest.approx(100 * 3 / 9, abs=1e-6)
    assert (score["asked"], score["n"], score["response_rate"]) == (10, 9, 0.9)
    assert (score["top"], score["middle"], score["bottom"]) == (5, 2, 2)


def test_customer_satisfaction_is_the_share_of_the_top_box(made: Made) -> None:
    (score,) = made(answers(["5", "4", "4", "3", "2"], "survey_csat"))(ALL)
    assert score["value"] == 60
    assert (score["low"], score["high"]) == pytest.approx([100 * end for end in wilson(3, 5)], abs=1e-6)


def test_customer_effort_is_the_mean_and_lower_is_better(made: Made) -> None:
    (score,) = made(answers(["1", "2", "2", "3", "7"], "survey_ces"))(ALL)
    assert (score["value"], score["lower_is_better"]) == (3.0, True)
    assert (score["top"], score["middle"], score["bottom"]) == (4, 0, 1)
    low, high = stats.t.interval(0.95, 4, 3.0, stats.tstd([1, 2, 2, 3, 7]) / math.sqrt(5))
    assert (score["low"], score["high"]) == pytest.approx((max(low, 1), high), abs=1e-5)


def test_effort_may_be_declared_the_other_way(made: Made) -> None:
    config = {"questions": {"easy": {"metric": "ces", "event": "survey_ces", "lower_is_better": False}}}
    (score,) = made(answers(["1", "2", "2", "3", "7"], "survey_ces"), config)(ALL)
    assert (score["value"], score["lower_is_better"], score["top"], score["bottom"]) == (3.0, False, 1, 4)


def test_the_interval_of_a_net_promoter_score_is_multinomial(made: Made) -> None:
    scores = ["10"] * 50 + ["8"] * 30 + ["2"] * 20
    (score,) = made(answers(scores))(ALL)
    half = 1.959964 * 100 * math.sqrt((0.5 + 0.2 - 0.3**2) / 100)
    assert (score["value"], score["enough"]) == (30, True)
    assert (score["low"], score["high"]) == pytest.approx((30 - half, 30 + half), abs=1e-5)


@pytest.mark.parametrize("answer", ["", " ", "11", "-1", "good", "null"])
def test_what_is_no_score_is_never_one(made: Made, answer: str) -> None:
    ask = made(answers([answer, "9"]))
    (score,) = ask(ALL)
    assert (score["value"], score["n"], score["top"]) == (100, 1, 1)
    assert [row["score"] for row in ask("select score from survey_answer order by event_id")] == [None, 9]


def test_declared_codes_are_missing_with_their_reason(made: Made) -> None:
    question = {
        "metric": "csat",
        "event": "q",
        "missing": {"0": "blank", "5.0": "not applicable", "DK": "does not know"},
    }
    ask = made(answers(["0", "5", "dk", "4", "1"], "q"), {"questions": {"find": question}})
    missing = ask("select missing from survey_answer order by event_id")
    assert [row["missing"] for row in missing] == ["blank", "not applicable", "does not know", None, None]
    (score,) = ask(ALL)
    assert (score["value"], score["asked"], score["n"]) == (50, 4, 2)


def test_weights_make_a_second_figure_with_its_effective_sample(made: Made) -> None:
    rows = [
        event(nth, properties=f'{{"score": {score}, "w": {weight}}}')
        for nth, (score, weight) in enumerate([(10, 3), (10, 1), (0, 1), (8, 0)])
    ]
    (score,) = made(rows, {"questions": {"nps": {"metric": "nps", "event": "survey_nps", "weight": "$.w"}}})(ALL)
    assert score["value"] == 25
    assert score["weighted_value"] == pytest.approx(100 * (4 - 1) / 5)
    assert score["effective_n"] == pytest.approx(25 / 11, abs=1e-6)


def test_a_change_counts_when_its_interval_leaves_out_nothing(made: Made) -> None:
    def month(name: str, promoters: int, detractors: int) -> list[dict[str, Any]]:
        scores = ["10"] * promoters + ["0"] * detractors
        return [{**row, "event_id": f"{name}{row['event_id']}", "time": f"2026-{name}-10"} for row in answers(scores)]

    ask = made([*month("03", 25, 25), *month("04", 26, 24), *month("05", 40, 10), *month("07", 1, 49)])
    months = ask(
        "select period, value, change, significant from experience_score where split='all' and span='month' order by 1"
    )
    assert [(row["period"], row["value"], row["change"], row["significant"]) for row in months] == [
        ("2026-03", 0, None, None),
        ("2026-04", 4, 4, False),
        ("2026-05", 60, 56, True),
        ("2026-07", -96, None, None),  # nobody was asked in June
    ]
    (quarter,) = ask("select * from experience_score where split='all' and period='2026-Q3'")
    assert quarter["change"] == pytest.approx(-96 - 32)
    assert quarter["significant"] is True


def test_a_trend_is_the_line_through_the_answers_of_twelve_months(made: Made) -> None:
    scores = {"2025-04": "9", "2025-09": "10", "2025-12": "8", "2026-02": "5", "2026-03": "7", "2026-05": "2"}
    points = {"2025-09": 100, "2025-12": 0, "2026-02": -100, "2026-03": 0, "2026-05": -100}
    rows = [
        event(nth, time=f"{month}-10", properties=f'{{"score": {score}}}')
        for nth, (month, score) in enumerate(scores.items())
    ]
    (trend,) = made(rows, {"min_sample": 5})("select * from experience_trend where split = 'all'")
    months = [12 * int(month[:4]) + int(month[5:]) for month in points]
    line = stats.linregress(months, list(points.values()))
    half = stats.t.ppf(0.975, 3) * line.stderr
    assert (trend["months"], trend["n"], trend["enough"]) == (5, 5, True)
    assert trend["slope"] == pytest.approx(line.slope, abs=1e-5)
    assert (trend["low"], trend["high"]) == pytest.approx((line.slope - half, line.slope + half), abs=1e-4)
    assert trend["significant"] is bool(line.pvalue < 0.05)


def test_too_few_answers_are_marked_and_never_significant(made: Made) -> None:
    rows = [*answers(["0"] * 5, time="2026-04-10"), *answers(["10"] * 5, time="2026-05-10", source="later")]
    ask = made(rows, {"min_sample": 6})
    (may,) = ask("select * from experience_score where split = 'all' and period = '2026-05'")
    assert (may["change"], may["significant"], may["enough"]) == (200, False, False)


def test_months_are_those_of_the_company(made: Made) -> None:
    ask = made(answers(["9"], time="2026-05-31 20:00"), zone="Asia/Seoul")
    periods = ask("select period from experience_score where split = 'all' order by starts nulls first, span desc")
    assert [row["period"] for row in periods] == ["all", "2026-Q2", "2026-06"]


def test_what_is_asked_by_events_of_its_own_gives_the_response_rate(made: Made) -> None:
    question = {"metric": "nps", "event": "survey_nps", "asked": "survey_invited"}
    asked = [event(nth + 10, type="Survey invited", action="message_sent") for nth in range(8)]
    (score,) = made([*answers(["10", "", "2"]), *asked], {"questions": {"nps": question}})(ALL)
    assert (score["asked"], score["n"], score["response_rate"]) == (8, 2, 0.25)


def test_one_event_may_hold_the_answers_to_several_questions(made: Made) -> None:
    questions = {
        "recommend": {"metric": "nps", "action": "answered", "score": "$.recommend"},
        "find": {
            "metric": "csat",
            "action": "answered",
            "score": "$.find",
            "dimension": "ease",
            "touchpoint": "airport",
        },
    }
    ask = made([event(1, properties='{"recommend": 9, "find": 2}')], {"questions": questions})
    rows = ask("select question, value from experience_score where period = 'all' and split = 'all' order by question")
    assert [(row["question"], row["value"]) for row in rows] == [("find", 0), ("recommend", 100)]
    rows = ask("select split, part from experience_score where question = 'find' and period = 'all' order by all")
    assert [(row["split"], row["part"]) for row in rows] == [
        ("all", ""),
        ("channel", "email"),
        ("dimension", "ease"),
        ("touchpoint", "airport"),
    ]
