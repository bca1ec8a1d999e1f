"""What a run knows of its result: in its report, in the published table, at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from cdp.cli import app
from cdp.database import Database
from cdp.intervals import Share
from cdp.link import Calibration, Canaries
from cdp.self_assessment import assess
from tests.conftest import AS_OF, PEOPLE, Company
from tests.test_model_card import ROWS

MakeTable = Callable[[str, str, str], None]
HALF = Share.counted(50, 100)
CANARIES = Canaries(HALF, HALF, HALF, {"twin": HALF}, [Calibration(-2.0, 0.3, 0.4, 0.2, 0.6, 20)])


@pytest.fixture
def clustered(db: Database, make_table: MakeTable) -> Database:
    """Twelve people of four records that differ in the given name, and as many who do not."""
    rids = range(1, 97)
    names = [f"name{n % 4 if n <= 48 else 0}" for n in rids]
    records = ", ".join(f"({n}, '{name}', null)" for n, name in zip(rids, names, strict=True))
    make_table("record", "rid int, given_key text, given_native text", records)
    make_table("cluster", "rid int, cluster int", ", ".join(f"({n}, {(n - 1) // 4 * 4 + 1})" for n in rids))
    make_table(
        "match",
        "rid_l int, rid_r int, weight double",
        ", ".join(f"({n}, {n + 1}, 9.0)" for n in rids if n % 4),
    )
    return db


def test_every_measure_becomes_a_row(clustered: Database) -> None:
    assess(clustered, ["given_key"], -2.0, CANARIES, "v000001")
    rows = clustered.rows("select kind, measure, value, part, of, predicted from self_assessment")
    assert ("canary", "kept apart: twin", 0.5, 50, 100, None) in rows
    assert ("calibration", "-2", 0.4, None, 20, 0.3) in rows
    assert ("over-merge", "more than 3 given names", 0.5, 12, 24, None) in rows
    assert [measure for kind, measure, *_ in rows if kind == "expected"] == ["precision", "recall"]


def test_a_sign_that_many_show_is_a_warning(clustered: Database) -> None:
    found = assess(clustered, ["given_key"], -2.0, None, "v000001")
    assert found.warnings == ["50.0% of the people show a sign of over-merge: more than 3 given names"]
    assert found.recall is None


def test_run_and_status_tell_what_to_expect(company: Company) -> None:
    company.source(PEOPLE).file("people.csv", ROWS)
    at = ["-w", str(company.folder)]
    told = CliRunner().invoke(app, ["run", "--as-of", AS_OF.isoformat(), *at]).output
    assert "expected precision " in told and ", recall " in told
    assert "of the made-up duplicates found" in told
    company.file("people.csv", f"{ROWS}\n999,Una,New,una@mail.example")
    told = CliRunner().invoke(app, ["run", "--as-of", AS_OF.isoformat(), *at]).output
    assert "last measured with v000001" in told and "expected precision " not in told
    told = CliRunner().invoke(app, ["status", *at]).output
    assert "duplicates found" in told and "measured with v000001" in told
    status = json.loads(CliRunner().invoke(app, ["status", "--json", *at]).output)
    assert {row["kind"] for row in status["assessment"]} >= {"expected", "canary", "calibration"}
    report = company.workspace.ledger.report(1)
    low, value, high = (report["assessment"]["recall"][name] for name in ("low", "value", "high"))
    assert 0 <= low <= value <= high <= 1
    assert report["link"]["canaries"]["found"]["of"] >= 29


def test_identifiers_alone_need_no_model_and_tell_no_recall(company: Company) -> None:
    source = (
        PEOPLE.replace("given_name: first", "gender: first").replace("family_name: last", "").replace("email: mail", "")
    )
    company.source(source).file("people.csv", ROWS)
    with company.workspace as ws:
        report = ws.run(as_of=AS_OF)
    assert report.assessment is not None and report.assessment.recall is None
