"""The review queue at the command line: listed, worked through, written and taken."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_cli import cdp
from tests.review.conftest import folder, published

__all__ = ["folder", "published"]

BY = ("--by", "anna")


def test_questions_are_worked_through(folder: Path) -> None:
    listed = cdp("review", "--list", cwd=folder)
    for part in ("2 questions", "refused tie", "conflicting identifiers", "crm/ann", "crm/ben"):
        assert part in listed, part
    asked = json.loads(cdp("review", "--json", "--limit", "1", cwd=folder))
    assert [each["kind"] for each in asked] == ["conflicting identifiers"]
    assert asked[0]["worth"] == asked[0]["uncertainty"] * asked[0]["size"] * asked[0]["activity"]

    first = cdp("review", *BY, cwd=folder, typed="what\nw\ns one passport\nk\n")
    for part in (
        "national_id",
        "≠",
        "blocking: compared",
        "decision 1: must-link",
        "question 2 of 2",
        "1 decision made",
    ):
        assert part in first, part
    second = cdp("review", *BY, cwd=folder, typed="d\n\n")
    assert "question 1 of 1: refused tie" in second and "decision 2: cannot-link" in second
    assert "0 decisions made" in cdp("review", cwd=folder)
    made = json.loads(cdp("decisions", "--json", cwd=folder))
    assert [(each["by"], each["reason"]) for each in made] == [
        ("anna", "reviewed: different people"),
        ("anna", "one passport"),
    ]


def test_the_end_of_the_input_or_a_q_decides_nothing(folder: Path) -> None:
    for typed in ("", "q\n", "s\n", "k\nq\n"):
        assert "0 decisions made" in cdp("review", cwd=folder, typed=typed)
    assert json.loads(cdp("decisions", "--json", cwd=folder)) == []


def test_a_sheet_goes_out_and_comes_back(folder: Path) -> None:
    told = json.loads(cdp("review", "--csv", "queue.csv", "--json", cwd=folder))
    assert told == {"file": "queue.csv", "questions": 2}
    sheet = folder / "queue.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("\n,,1,", "\nsame,,1,"), encoding="utf-8")
    taken = json.loads(cdp("review", "--take", "queue.csv", "--reason", "a call", *BY, "--json", cwd=folder))
    assert [(each["act"], each["reason"]) for each in taken["made"]] == [("must-link", "a call")]
    again = cdp("review", "--take", "queue.csv", cwd=folder)
    assert "0 decisions made, 1 known already, 1 not answered" in again
    assert "1 question" in cdp("review", "--csv", "queue.csv", cwd=folder)
    assert "name one" in cdp("review", "--list", "--csv", "queue.csv", cwd=folder, code=2)
    assert "no file" in cdp("review", "--take", "none.csv", cwd=folder, code=2)
