"""Nothing is published that breaks what must be true of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.database import Database
from cdp.errors import ExpectationFailed
from cdp.publish import check_quality
from tests.conftest import Company

Make = Callable[[str, str, str], None]
OWNER = "event_key varchar, from_time timestamp, to_time timestamp, golden_id varchar, reason varchar"


@pytest.fixture
def person(make_table: Make) -> None:
    """One person of one record."""
    make_table("record", "rid integer", "(1)")
    make_table("member", "golden_id varchar, rid integer", "('A', 1)")
    make_table("profile", "golden_id varchar, records bigint", "('A', 1)")


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize(
    ("periods", "holds"),
    [
        ("('d', null, null, 'A', ''), ('e', null, null, 'A', '')", True),
        ("('d', null, '2026-01-01', 'A', ''), ('d', '2026-01-01', null, 'B', '')", True),
        ("('d', null, null, 'A', ''), ('d', null, null, 'B', '')", False),
        ("('d', null, '2026-01-02', 'A', ''), ('d', '2026-01-01', null, 'B', '')", False),
        ("('d', null, null, 'A', ''), ('d', '2026-01-01', '2026-01-02', 'B', '')", False),
    ],
)
def test_an_event_has_one_owner_at_most(
    db: Database, people: Company, make_table: Make, periods: str, holds: bool
) -> None:
    make_table("event_owner", OWNER, periods)
    ws = people.workspace
    if holds:
        assert check_quality(db, ws.config, ws.published)["every event has one owner at most"]
        return
    with pytest.raises(ExpectationFailed, match="one owner"):
        check_quality(db, ws.config, ws.published)
