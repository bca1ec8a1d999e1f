"""The queue as a sheet: it opens as it is meant to, and comes back as decisions, all or none."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from cdp.decision import Act, RecordKey
from cdp.decisions import Stance
from cdp.errors import NotFound, UsageError
from cdp.review.question import Kind
from cdp.review.sheet import COLUMNS, plain, take_sheet, write_sheet
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

ANNA = Stance("", by="anna")


def written(ws: Workspace, path: Path) -> list[dict[str, str]]:
    with ws.store() as store:
        write_sheet(store, ws.review(), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def answered(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, COLUMNS, delimiter=delimiter)
        sheet.writeheader()
        sheet.writerows(rows)
    return path


def test_a_sheet_shows_both_sides_and_no_cell_is_a_formula(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out" / "queue.csv"
    rows = written(ws, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheet programs know UTF-8 by it"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = {row["kind"]: row for row in rows}
    assert set(told) == {"conflicting identifiers", "refused tie"}
    tie = told["refused tie"]
    assert {tie["record_one"], tie["record_other"]} == {"crm/ann", "crm/ben"}
    assert "birth_date: 1971-02-03" in tie["values_one"] + tie["values_other"]
    assert "birth_date" in tie["differ"].split(", ") and "phone" not in tie["differ"].split(", ")
    assert (tie["answer"], tie["reason"]) == ("", "")


def test_a_value_that_looks_like_a_formula_is_text() -> None:
    formulas = ["=1+1", "+44", "-", "@a", "\tb"]
    assert [plain(text) for text in formulas] == [f"'{text}" for text in formulas]
    assert plain("a=1") == "a=1"


def test_answers_are_decisions_once(ws: Workspace, tmp_path: Path) -> None:
    rows = written(ws, tmp_path / "queue.csv")
    told = {row["kind"]: row for row in rows}
    told["refused tie"] |= {"answer": "Different", "reason": "a couple"}
    told["conflicting identifiers"]["answer"] = "s"
    path = answered(tmp_path / "answers.csv", rows, ";")
    taken = take_sheet(ws, path, ANNA)
    assert [(each.act, each.by, each.reason) for each in taken.made] == [
        (Act.MUST_LINK, "anna", "reviewed: one person"),
        (Act.CANNOT_LINK, "anna", "a couple"),
    ]
    assert {taken.made[1].one, taken.made[1].other} == {(RecordKey("crm", "ann"),), (RecordKey("crm", "ben"),)}
    assert ws.review() == [], "what is answered is not asked again"
    again = take_sheet(ws, path, ANNA)
    assert (again.made, again.known, again.unanswered) == ([], 2, 0)
    assert len(ws.decisions.all()) == 2

    assert ws.run(as_of=AS_OF).status == "published"
    owner = dict(ws.table("membership").project("source || '/' || record_id, golden_id").fetchall())
    assert owner["crm/id1"] == owner["shop/id2"] and owner["crm/ann"] != owner["crm/ben"]
    assert ws.review() == [], "nor after they hold"
    ws.decisions.withdraw(2, Stance("they divorced", by="ben"))
    assert [each.kind for each in ws.review()] == [Kind.REFUSED_TIE]


def test_one_wrong_line_and_nothing_is_decided(ws: Workspace, tmp_path: Path) -> None:
    first, second = written(ws, tmp_path / "queue.csv")
    contrary = first | {"answer": "different", "reason": "two\nlines"}
    rows = [
        first | {"answer": "same"},
        contrary,
        second | {"answer": "maybe hunter2"},
        second | {"answer": "same", "records_one": "[[1"},
        second | {"answer": "d", "record_one": "crm/gone", "records_one": '[["crm", "gone"]]'},
        second,
    ]
    with pytest.raises(UsageError) as caught:
        take_sheet(ws, answered(tmp_path / "answers.csv", rows), ANNA)
    lines = caught.value.message.splitlines()
    assert [line.split(":")[:2] for line in lines] == [["answers.csv", n] for n in ("5", "6", "7", "3")]
    for line, told in zip(
        lines, ("none that is known", "damaged", "published no more", "contradicts lines before"), strict=True
    ):
        assert told in line
    assert "hunter2" not in str(caught.value)
    assert ws.decisions.all() == []
    ws.decisions.must_link([second["record_one"], second["record_other"]], Stance("one account", by="ben"))
    rows = [first | {"answer": "same"}, second | {"answer": "different"}]
    with pytest.raises(UsageError, match=r"answers.csv:3: this cannot be true beside decision 1 \(must-link by ben"):
        take_sheet(ws, answered(tmp_path / "answers.csv", rows), ANNA)
    assert len(ws.decisions.all()) == 1


def test_what_is_no_sheet_is_refused(ws: Workspace, tmp_path: Path) -> None:
    for name, content in (("empty", b""), ("other", b"a,b\n1,2\n"), ("latin", "é".encode("latin-1"))):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UsageError, match=name):
            take_sheet(ws, tmp_path / name, ANNA)
    with pytest.raises(UsageError, match="no file"):
        take_sheet(ws, tmp_path / "nothing.csv", ANNA)


def test_nothing_published_is_told(company: Company) -> None:
    with pytest.raises(NotFound):
        company.workspace.review()
