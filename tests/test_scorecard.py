"""The scorecard: experience metrics from Python and from the command line, with benchmarks beside them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from cdp.cli import app
from cdp.errors import ConfigError, UsageError
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

SURVEY = """
    source: survey
    party: first
    channel: survey
    timezone: UTC
    connector: {kind: csv, path: answers.csv}
    events:
      - type: {sql: "'survey_' || kind"}
        id: id
        time: at
        identifiers: {email: mail}
        place: shop
        properties: {score: score, touchpoint: touchpoint}
"""
ANSWERS = """
    id,kind,at,mail,score,touchpoint,shop
    1,nps,2026-05-02 10:00,mary@mail.example,10,store,S1
    2,nps,2026-05-03 10:00,peter@mail.example,3,store,S2
    3,nps,2026-06-03 10:00,mary@mail.example,9,web,
    4,csat,2026-06-04 10:00,mary@mail.example,5,web,
    5,csat,2026-06-05 10:00,peter@mail.example,,web,
"""
OTHERS = "metric,value,source,date\nnps,32,Panel,2025-12-31\nrecognition,61,Panel,2025-12-31\n"


@pytest.fixture
def shop(people: Company) -> Workspace:
    people.config("experience.yml", "min_sample: 2").source(SURVEY).file("answers.csv", ANSWERS)
    ws = people.workspace
    ws.run(as_of=AS_OF)
    return ws


def cdp(ws: Workspace, *words: str) -> str:
    done = CliRunner().invoke(app, ["experience", "-w", str(ws.folder), *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_scores_come_with_what_interactions_tell(shop: Workspace) -> None:
    card = shop.experience()
    assert [(row["question"], row["n"], round(row["value"], 2)) for row in card.scores] == [
        ("nps", 3, 33.33),
        ("csat", 1, 100),
    ]
    assert (card.recognition[0]["rate"], card.engagement[0]["people"]) == (1, 2)
    assert {(row["question"], row["box"]): row["people"] for row in card.revenue}[("nps", "top")] == 1


def test_scores_are_split_by_part_and_period(shop: Workspace) -> None:
    card = shop.experience("nps", "store", "month")
    assert [(row["part"], row["period"], row["value"]) for row in card.scores] == [
        ("S1", "2026-05", 100),
        ("S2", "2026-05", -100),
    ]
    assert [row["period"] for row in shop.experience("nps", period="2026-06").scores] == ["2026-06"]
    assert shop.experience("recognition").scores == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"metric": "happiness"}, "there are csat, engagement, nps"),
        ({"by": "weather"}, "touchpoint"),
        ({"period": "2019-Q1"}, "2026-Q2"),
    ],
)
def test_what_there_is_not_is_told_with_what_there_is(shop: Workspace, asked: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        shop.experience(**asked)
    assert told in caught.value.remedy


def test_benchmarks_stand_beside_the_scores_after_the_next_run(shop: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "others.csv"
    file.write_text(OTHERS, encoding="utf-8")
    assert json.loads(cdp(shop, "benchmark", str(file), "--json")) == {"taken": 2, "known": 2}
    assert (shop.folder / "config" / "benchmarks.csv").read_text(encoding="utf-8") == OTHERS
    assert shop.import_benchmarks(file) == (2, 2)
    report = shop.run(as_of=AS_OF)
    assert (report.status, report.changed) == ("published", 0)  # nobody is matched anew for a benchmark
    assert [row["metric"] for row in shop.experience("nps").benchmarks] == ["nps"]
    assert "32 (Panel, 2025-12-31)" in cdp(shop)
    assert shop.run(as_of=AS_OF).status == "unchanged"


def test_a_benchmark_of_nothing_known_is_refused(shop: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "others.csv"
    file.write_text(OTHERS.replace("nps", "luck"), encoding="utf-8")
    with pytest.raises(ConfigError, match="luck"):
        shop.import_benchmarks(file)
    assert not (shop.folder / "config" / "benchmarks.csv").exists()


def test_the_command_tells_figures_and_formulas(shop: Workspace) -> None:
    told = cdp(shop)
    assert "33.3" in told
    assert "nps: share of 9 and 10 - share of 0 to 6" in told
    assert "1 (too few)" in told
    assert "detractors" in told
    by_store = cdp(shop, "--by", "store", "--metric", "nps")
    assert "S2" in by_store
    assert "engagement" not in by_store
    assert json.loads(cdp(shop, "--json", "--period", "quarter"))["scores"][0]["period"] == "2026-Q2"
    assert "nothing to tell" in cdp(shop, "--by", "segment")


def test_charts_are_written(shop: Workspace, tmp_path: Path) -> None:
    told = cdp(shop, "--svg", str(tmp_path / "charts"), "--by", "store", "--json")
    assert {Path(each).stem for each in json.loads(told)["written"]} == {"nps-trend", "nps-answers"}
    words = ElementTree.parse(tmp_path / "charts" / "nps-answers.svg").getroot()
    assert "S1 · 1 answer, too few to tell" in "".join(words.itertext())


def test_what_an_incremental_run_makes_is_what_a_run_of_everything_makes(shop: Workspace, people: Company) -> None:
    people.file("answers.csv", ANSWERS + "    6,nps,2026-06-20 10:00,peter@mail.example,8,web,\n")
    assert shop.run(as_of=AS_OF).changed is not None
    tables = ("survey_answer", "experience_score", "person_score", "engagement", "recognition", "score_revenue")
    before = {name: sorted(map(repr, shop.table(name).fetchall())) for name in tables}
    shop.run(as_of=AS_OF, full=True)
    assert {name: sorted(map(repr, shop.table(name).fetchall())) for name in tables} == before
    assert shop.experience("nps").scores[0]["n"] == 4


def test_questions_and_interactions_speak_of_the_six_dimensions(people: Company) -> None:
    questions = "questions: {nps: {metric: nps, event: survey_nps, dimension: ease, weight: $.shopping}}"
    people.config("experience.yml", f"min_sample: 2\n{questions}\ndimensions: {{helpfulness: [survey_csat]}}")
    people.source(SURVEY.replace("touchpoint: touchpoint", "touchpoint: touchpoint, shopping: id"))
    ws = people.file("answers.csv", ANSWERS).workspace
    ws.run(as_of=AS_OF)
    told = [
        (row["dimension"], row["question"], row["n"], row["weighted_value"], row["interactions"], row["people"])
        for row in ws.experience().dimensions
    ]
    assert told == [
        ("ease", "nps", 3, pytest.approx(100 * (1 - 2 + 3) / 6), None, None),
        ("helpfulness", *[None] * 3, 2, 2),
    ]
    assert [row["dimension"] for row in ws.experience(metric="nps").dimensions] == ["ease"]
    assert "the six dimensions" in cdp(ws)
    assert "helpfulness" in cdp(ws)
