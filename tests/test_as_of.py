"""What was current at a moment: moments as people write them, and the version of that time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cdp.as_of import moment_of, version_as_of
from cdp.errors import NotFound, UsageError
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-01", datetime(2026, 5, 1, 14, 59, 59, 999999, UTC)),
        ("2026-05-01T12:00", datetime(2026, 5, 1, 3, 0, tzinfo=UTC)),
        ("2026-05-01 12:00:30", datetime(2026, 5, 1, 3, 0, 30, tzinfo=UTC)),
        ("2026-05-01T12:00+00:00", datetime(2026, 5, 1, 12, 0, tzinfo=UTC)),
        ("2026-05-01T12:00Z", datetime(2026, 5, 1, 12, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_one_of_the_company_and_a_day_means_its_end(text: str, moment: datetime) -> None:
    assert moment_of(text, SEOUL) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "01.05.2026"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no date or time"):
        moment_of(text, SEOUL)


def published_at(ws: Workspace, version: str, moment: str) -> datetime:
    """Let a version have been published at a moment, which is returned."""
    path = ws.published.folder / version / "manifest.json"
    path.write_text(replace(ws.published.manifest(version), created_at=moment).to_json())
    return datetime.fromisoformat(moment)


def test_the_version_of_a_moment(people: Company) -> None:
    with people.workspace as ws:
        for n in range(2):
            people.file("people.csv", f"id,first,last,mail\n{n},Mary,Jones,m{n}@mail.example\n")
            ws.run(as_of=AS_OF)
        first = published_at(ws, "v000001", "2026-05-01T10:00:00Z")
        second = published_at(ws, "v000002", "2026-05-02T10:00:00Z")
        for moment, version in ((first, "v000001"), (second - timedelta(seconds=1), "v000001"), (second, "v000002")):
            assert version_as_of(ws.published, moment) == version
        with pytest.raises(NotFound, match="nothing had been published by"):
            version_as_of(ws.published, first - timedelta(seconds=1))


def test_a_version_that_is_not_kept_is_told_with_those_that_are(people: Company) -> None:
    people.config("cdp.yml", "company: x\nretain_versions: 2\n")
    with people.workspace as ws:
        for n in range(3):
            people.file("people.csv", f"id,first,last,mail\n{n},Mary,Jones,m{n}@mail.example\n")
            ws.run(as_of=AS_OF)
        oldest = published_at(ws, "v000002", "2026-05-02T10:00:00Z")
        with pytest.raises(NotFound, match="kept: v000002 of 2026-05-02 10:00, v000003"):
            version_as_of(ws.published, oldest - timedelta(days=1))
