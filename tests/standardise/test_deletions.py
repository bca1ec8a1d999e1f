"""Whether a source says that it has deleted a record."""

from __future__ import annotations

import pytest

from cdp.database import Database
from cdp.standardise.cleaner import Cleaned, Problem
from cdp.standardise.deletions import clean_deletion
from tests.conftest import Company
from tests.standardise.test_records import records, source, standardised


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("yes", ("true", None)),
        (" Y ", ("true", None)),
        ("1", ("true", None)),
        ("1.0", ("true", None)),
        ("True", ("true", None)),
        ("Deleted", ("true", None)),
        ("탈퇴", ("true", None)),
        ("削除済み", ("true", None)),
        ("no", ("false", None)),
        ("0", ("false", None)),
        ("active", ("false", None)),
        ("いいえ", ("false", None)),
        ("2026-05-04T10:00:00Z", (None, "2026-05-04 10:00:00")),
        ("2026-05-04 10:00", (None, "2026-05-04 01:00:00")),
        ("4/5/2026", (None, "2026-05-03 15:00:00")),
        ("20260504", (None, "2026-05-03 15:00:00")),
        ("n/a", Problem.PLACEHOLDER),
        ("9999-12-31", Problem.PLACEHOLDER),
        ("perhaps", Problem.MALFORMED),
        ("inactive", Problem.MALFORMED),
    ],
)
def test_yes_no_and_days(raw: str, found: Cleaned) -> None:
    assert clean_deletion(raw, "dmy|Asia/Seoul") == found


def test_only_what_is_deleted_by_the_day_of_the_run_is_left_out(db: Database, company: Company) -> None:
    marks = ["", "no", "0000-00-00", "9999-12-31", "2030-01-01", "perhaps", "2026-07-02", "2026-07-01", "yes"]
    company.source(source("crm", "record: {id: id, deleted: gone}"))
    company.file("crm.csv", "id,gone\n" + "\n".join(f"{n},{mark}" for n, mark in enumerate(marks)))
    found = standardised(db, company)
    assert [int(record_id) for (record_id,) in records(db, "record_id")] == [0, 1, 2, 3, 4, 5, 6]
    assert ("record", "withdrawn by its source", 2) in found.problems
    assert ("deleted", "malformed", 1) in found.problems


def test_the_current_version_tells(db: Database, company: Company) -> None:
    company.source(source("crm", "record: {id: id, updated_at: at, deleted: gone}"))
    rows = [
        "1,2026-01-01,",
        "1,2026-02-01,yes",
        "2,2026-01-01,yes",
        "2,2026-02-01,",
        "3,2026-02-01,no",
        "3,2026-01-01,1",
    ]
    company.file("crm.csv", "id,at,gone\n" + "\n".join(rows))
    standardised(db, company)
    assert records(db, "record_id") == [("2",), ("3",)]
