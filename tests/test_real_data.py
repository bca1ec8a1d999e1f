"""Real and public data, end to end without touching the data by hand; recorded results.

Set CDP_SHARED_DATA to the folder that holds `resolution/senzing_truthset`, and in `behaviour` online_retail_all.csv.gz,
sfo_survey, completejourney and sakila.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from cdp.workspace import Workspace
from tests.bench.real_data import JOURNEY, RETAIL, SAKILA, SENZING, SURVEY, Case, make_workspace, score
from tests.conftest import AS_OF

DATA = os.environ.get("CDP_SHARED_DATA", "")
pytestmark = pytest.mark.skipif(not DATA, reason="CDP_SHARED_DATA does not name the folder of real data")


@pytest.fixture(scope="module")
def senzing(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    ws = make_workspace(SENZING, Path(DATA), tmp_path_factory.mktemp("senzing") / "ws")
    ws.run(as_of=AS_OF)
    return ws


def test_senzing_truth_set_end_to_end(senzing: Workspace) -> None:
    counts = {c["source"]: c for c in senzing.ledger.runs(1)[0]["report"]["sources"]}
    assert {name: c["rows_in"] for name, c in counts.items()} == {"customers": 120, "reference": 22, "watchlist": 17}
    assert all(c["rows_in"] == c["loaded"] for c in counts.values())
    found = score(SENZING, senzing)
    assert found is not None
    assert found.records == 159
    assert found.f1 >= 0.65  # the best peer measured without labels reaches 0.58


def test_senzing_people_and_organisations_never_merge(senzing: Workspace) -> None:
    with senzing.store() as store:
        mixed = store.rows(
            """
            select golden_id from membership join record using (source, record_id)
            where nth = 0 group by golden_id having count(distinct entity_kind) > 1
            """
        )
        assert mixed == []
        kinds = store.rows("select entity_kind, count(*) as n from record where nth = 0 group by 1 order by 1")
    assert [(each["entity_kind"], each["n"]) for each in kinds] == [("organisation", 12), ("person", 147)]


@pytest.fixture(scope="module")
def retail(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    ws = make_workspace(RETAIL, Path(DATA), tmp_path_factory.mktemp("retail") / "ws")
    ws.run(as_of=AS_OF)
    return ws


def test_every_line_of_the_online_shop_is_kept(retail: Workspace) -> None:
    (count,) = retail.ledger.runs(1)[0]["report"]["sources"]
    assert (count["rows_in"], count["loaded"]) == (541_909, 541_909)
    assert retail.table("event").count("*").fetchall() == [(541_909,)]
    assert retail.run(as_of=AS_OF).status == "unchanged"


def test_equal_lines_are_real_and_lines_without_customer_stay_nobodys(retail: Workspace) -> None:
    with retail.store() as store:
        columns = "order_number, time, properties, amount, event_key"
        equal = f"select sum(n - 1) as n from (select count(*) as n from event group by {columns})"
        assert store.rows(equal)[0]["n"] == 5_268
        assert store.rows("select count(*) as n from profile")[0]["n"] == 4_372
        unknown = "select count(*) as n from event where event_key is null or event_key not like 'record:%'"
        assert store.rows(unknown)[0]["n"] == 135_080


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    ws = make_workspace(SURVEY, Path(DATA), tmp_path_factory.mktemp("survey") / "ws")
    ws.run(as_of=AS_OF)
    return ws


@pytest.mark.parametrize(
    ("question", "n", "value", "weighted"),
    [("recommend", 2746, 39.84, 40.40), ("overall", 2688, 82.07, None), ("find_way", 2683, 85.35, None)],
)
def test_scores_of_the_airport_survey(
    survey: Workspace, question: str, n: int, value: float, weighted: float | None
) -> None:
    (score,) = survey.experience(question).scores
    assert (score["n"], round(score["value"], 2)) == (n, value)
    assert score["low"] < score["value"] < score["high"]
    assert score["effective_n"] < n
    assert weighted is None or round(score["weighted_value"], 2) == weighted


def test_blank_and_not_applicable_answers_of_the_airport_survey_are_kept_apart(survey: Workspace) -> None:
    with survey.store() as store:
        query = "select question, missing, count(*) as n from survey_answer where not valid group by all order by all"
        missing = {(row["question"], row["missing"]): row["n"] for row in store.rows(query)}
    assert missing[("recommend", "blank")] == 84 + 1
    assert missing[("find_way", "blank")] == 91
    assert missing[("find_way", "not applicable")] == 57
    (score,) = survey.experience("find_way").scores
    assert score["asked"] == 2831 - 57


def test_the_airport_survey_agrees_with_figures_of_others(survey: Workspace) -> None:
    lines = (Path(DATA) / "behaviour" / "sfo_survey" / "agg_q7_metrics.csv").read_text(encoding="utf-8").splitlines()
    published = {row["q7_item"]: row for row in csv.DictReader(lines)}
    for question, item in (("overall", "Q7ALL"), ("information", "Q7SCREENS")):
        (score,) = survey.experience(question).scores
        assert score["n"] == int(published[item]["n"])
        assert score["value"] == pytest.approx(float(published[item]["top2_per100"]), abs=1e-5)
        assert (score["top"], score["bottom"]) == (int(published[item]["top2_n"]), int(published[item]["bottom2_n"]))


@pytest.mark.parametrize(
    ("case", "rows", "people", "attributed"),
    [
        (JOURNEY, {"households": 801, "transactions": 75_000, "coupons": 2_102}, 801, 43_868),
        (SAKILA, {"customers": 599, "rentals": 16_044, "payments": 16_049}, 599, 47_954),
    ],
    ids=["households and coupons", "a PostgreSQL server"],
)
def test_people_and_what_they_did(
    case: Case, rows: dict[str, int], people: int, attributed: int, tmp_path: Path
) -> None:
    with make_workspace(case, Path(DATA), tmp_path / "ws") as ws:
        report = ws.run(as_of=AS_OF)
    assert {each.source: each.rows_in for each in report.sources} == rows
    assert all(
        each.rows_in == each.loaded + each.unchanged + each.quarantined + each.suppressed for each in report.sources
    )
    assert (report.people, report.events["attributed"]) == (people, attributed)
