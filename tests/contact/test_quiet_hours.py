"""Quiet hours are told in local time, and of several possible zones each counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cdp.contact.quiet_hours import QuietHours
from cdp.contact.time_zones import zones_of

NIGHT = ("21:00", "08:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "over"),
    [
        ("2026-06-30T11:59", "2026-06-30T11:59"),
        ("2026-06-30T12:00", "2026-06-30T23:00"),
        ("2026-06-30T15:30", "2026-06-30T23:00"),
        ("2026-06-30T22:59", "2026-06-30T23:00"),
        ("2026-06-30T23:00", "2026-06-30T23:00"),
    ],
)
def test_the_night_of_seoul_ends_at_eight(moment: str, over: str) -> None:
    assert QuietHours(*NIGHT, ["Asia/Seoul"]).until(at(moment)) == at(over)


def test_hours_of_one_day_end_on_that_day() -> None:
    noon = QuietHours("12:00", "13:00", ["Asia/Tokyo"])
    assert noon.until(at("2026-06-30T03:30")) == at("2026-06-30T04:00")
    assert noon.until(at("2026-06-30T04:00")) == at("2026-06-30T04:00")


def test_who_may_live_in_several_zones_is_left_in_peace_in_each() -> None:
    somewhere = QuietHours(*NIGHT, zones_of("US", None))
    assert somewhere.until(at("2026-06-30T13:00")) == at("2026-06-30T18:00")
    assert QuietHours(*NIGHT, zones_of("US", "NY")).until(at("2026-06-30T13:00")) == at("2026-06-30T13:00")


def test_summer_time_moves_the_hours() -> None:
    new_york = QuietHours(*NIGHT, ["America/New_York"])
    assert new_york.until(at("2026-01-15T12:30")) == at("2026-01-15T13:00")
    assert new_york.until(at("2026-07-15T12:30")) == at("2026-07-15T12:30")


def test_hours_that_never_end_have_no_end() -> None:
    around = [f"Etc/GMT{offset:+d}" for offset in range(-12, 13)]
    assert QuietHours("00:00", "12:00", around).until(at("2026-06-30T12:00")) is None


def test_states_tell_the_zone_and_countries_all_theirs() -> None:
    assert zones_of("US", "CA") == ("America/Los_Angeles",)
    assert zones_of("US", "TX") == ("America/Chicago", "America/Denver")
    assert {"America/New_York", "Pacific/Honolulu"} < set(zones_of("US", None))
    assert zones_of("KR", "서울특별시") == ("Asia/Seoul",)
    assert zones_of("ZZ", None) == ("UTC",)
