"""experience.yml and benchmarks.csv: what they may say, and what is told when they are wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from cdp.config.benchmarks import Benchmark, merged, read_benchmarks, write_benchmarks
from cdp.config.experience import ExperienceConfig, Question
from cdp.errors import ConfigError


def test_without_questions_those_of_usual_surveys_are_known() -> None:
    questions = ExperienceConfig().questions
    assert {name: each.metric for name, each in questions.items()} == {
        "nps": "nps",
        "csat": "csat",
        "ces": "ces",
        "review": "rating",
    }


@pytest.mark.parametrize(
    ("question", "bounds", "boxes"),
    [
        ({"metric": "nps"}, (0, 10), (9, 7)),
        ({"metric": "csat"}, (1, 5), (4, 3)),
        ({"metric": "csat", "top_box": 5}, (1, 5), (5, 3)),
        ({"metric": "csat", "scale": [1, 10]}, (1, 10), (9, 5.5)),
        ({"metric": "ces"}, (1, 7), (5, 4)),
        ({"metric": "rating", "scale": [0, 100]}, (0, 100), (51, 50)),
    ],
)
def test_scales_and_boxes(question: dict[str, Any], bounds: object, boxes: object) -> None:
    made = Question.model_validate({"event": "q", **question})
    assert (made.bounds, made.boxes) == (bounds, boxes)


def test_effort_is_reversed_unless_declared() -> None:
    assert Question(metric="ces", event=("q",)).is_reversed
    assert not Question(metric="ces", event=("q",), lower_is_better=False).is_reversed
    assert not Question(metric="csat", event=("q",)).is_reversed


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"metric": "nps"}, "give `event`"),
        ({"metric": "nps", "event": "q", "action": "answered"}, "one of them"),
        ({"metric": "nps", "event": "q", "scale": [1, 5]}, "0 to 10"),
        ({"metric": "csat", "event": "q", "lower_is_better": True}, "belongs to metric ces"),
        ({"metric": "ces", "event": "q", "top_box": 5}, "belongs to metric csat"),
        ({"metric": "csat", "event": "q", "scale": [5, 1]}, "lowest score to its highest"),
        ({"metric": "csat", "event": "q", "top_box": 6}, "lies on the scale"),
        ({"metric": "csat", "event": "q", "score": "score"}, "JSON path"),
        ({"metric": "csat", "event": "q", "score": "$.a b"}, "JSON path"),
        ({"metric": "csat", "event": "q", "touchpoint": "$touchpoint"}, "or a name"),
        ({"metric": "csat", "event": "q", "dimension": "speed"}, "helpfulness"),
    ],
)
def test_what_makes_no_sense_is_refused(question: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Question.model_validate(question)


def test_missing_codes_may_be_a_mere_list() -> None:
    assert Question(metric="nps", event=("q",), missing=[11, "x"]).missing == {"11": "blank", "x": "blank"}


def written(folder: Path, text: str) -> Path:
    path = folder / "others.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_benchmarks_are_read_and_written(tmp_path: Path) -> None:
    path = written(tmp_path, "source,metric,note,value,date\nTrade body ,nps,x,41.5,2025-12-31\n")
    found = read_benchmarks(path, "others.csv")
    assert found == [Benchmark(metric="nps", value=41.5, source="Trade body", date=date(2025, 12, 31))]
    write_benchmarks(tmp_path / "kept.csv", found)
    assert read_benchmarks(tmp_path / "kept.csv", "kept.csv") == found


def test_a_benchmark_replaces_that_of_the_same_metric_source_and_date() -> None:
    def one(metric: str, value: float) -> Benchmark:
        return Benchmark(metric=metric, value=value, source="T", date=date(2025, 1, 1))

    assert merged([one("nps", 1), one("csat", 2)], [one("nps", 3)]) == [one("csat", 2), one("nps", 3)]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not there"):
        read_benchmarks(tmp_path / "none.csv", "none.csv")


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("metric,value,source\nnps,1,T\n", 1, "header"),
        ("metric,value,source,date\nnps,1,T,2025-01-01\nnps,much,T,2025-01-01\n", 3, "value"),
        ("metric,value,source,date\nnps,nan,T,2025-01-01\n", 2, "value"),
        ("metric,value,source,date\nnps,1,,2025-01-01\n", 2, "source"),
        ("metric,value,source,date\nnps,1,T,May\n", 2, "date"),
    ],
)
def test_a_wrong_benchmark_is_placed(tmp_path: Path, text: str, line: int, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_benchmarks(written(tmp_path, text), "others.csv")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.key) == ("others.csv", line, key)
