"""The fast paths in SQL decide exactly as the cleaners do, or leave the decision to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cdp.database import Database
from cdp.standardise.cleaner import Cleaner, Problem
from cdp.standardise.dates import MOMENT
from cdp.standardise.emails import FAKE_DOMAINS, FAKE_LOCALS
from cdp.standardise.fast import fast_sql
from cdp.standardise.phones import PHONE
from cdp.standardise.registry import CLEANERS

AS_OF = "ymd|2026-06-30"


@pytest.fixture(scope="module")
def fast() -> Iterator[Database]:
    with Database() as db:
        yield db


def agree(db: Database, kind: str, cleaner: Cleaner, value: str, context: str, cast: str = "varchar") -> bool | None:
    """Whether the fast path says the same as the cleaner; None when it says nothing."""
    sql = fast_sql(kind, "v", "c")
    found = db.value(f"select cast({sql} as {cast}) from (select $v as v, $c as c)", {"v": value, "c": context})
    if found is None:
        return None
    cleaned = cleaner.clean(value, context)
    if isinstance(cleaned, Problem):
        return False
    return bool(db.value(f"select cast($a as {cast}) = cast($b as {cast})", {"a": cleaned[0], "b": str(found)}))


local = st.one_of(
    st.sampled_from(sorted(FAKE_LOCALS)),
    st.from_regex(r"[a-zA-Z0-9._+-]{1,12}", fullmatch=True),
    st.from_regex(r"(test|1234|987654|a|n\.a)[0-9]{0,7}", fullmatch=True),
)
domain = st.one_of(
    st.sampled_from(sorted(FAKE_DOMAINS)), st.from_regex(r"[a-zA-Z0-9.-]{1,14}\.[a-zA-Z]{1,8}", fullmatch=True)
)


@settings(max_examples=400, deadline=None)
@given(st.builds("{}@{}".format, local, domain) | st.text(max_size=20))
def test_emails(fast: Database, value: str) -> None:
    assert agree(fast, "email", CLEANERS["email"], value, "") is not False


@settings(max_examples=600, deadline=None)
@example("700000001.0", "JP")
@given(
    st.from_regex(r"\+?[0-9(][0-9 .()-]{6,18}", fullmatch=True)
    | st.from_regex(r"(010|\+82 ?10|090|080|07|\+44 ?7|\(212\) )[0-9 -]{7,11}", fullmatch=True),
    st.sampled_from(["KR", "JP", "US", "GB", "DE", ""]),
)
def test_phones(fast: Database, value: str, region: str) -> None:
    assert agree(fast, "phone", PHONE, value, region) is not False


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"(18|19|20)\d\d-\d\d-\d\d", fullmatch=True) | st.dates().map(str))
def test_birth_dates(fast: Database, value: str) -> None:
    assert agree(fast, "birth_date", CLEANERS["birth_date"], value, AS_OF) is not False


zones = st.sampled_from(["Asia/Seoul", "Europe/London", "America/New_York", "UTC", "Australia/Lord_Howe"])
offsets = st.sampled_from(["", "Z", "+09:00", "-0530", "+14:00", "-12:00", "+15:30"])


@settings(max_examples=600, deadline=None)
@given(st.datetimes(), st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S.%f"]), offsets, zones)
def test_moments(fast: Database, moment, shape: str, offset: str, zone: str) -> None:
    value = moment.strftime(shape) + offset
    assert agree(fast, f"moment|{zone}", MOMENT, value, f"ymd|{zone}", "timestamp") is not False


@settings(max_examples=300, deadline=None)
@given(st.datetimes(datetime(2026, 6, 29), datetime(2026, 7, 4)), offsets, zones)
def test_moments_that_may_not_be_too_late(fast: Database, moment: datetime, offset: str, zone: str) -> None:
    kind, context = f"moment|{zone}|2026-07-02", f"ymd|{zone}|2026-07-02"
    assert agree(fast, kind, MOMENT, moment.isoformat() + offset, context, "timestamp") is not False


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 60 * 24 * 2), st.sampled_from(["2026-03-28", "2026-10-24", "2026-03-07", "2026-10-31"]), zones)
def test_moments_around_the_change_of_clocks(fast: Database, minute: int, day: str, zone: str) -> None:
    value = fast.value(
        "select strftime(cast($d as timestamp) + to_minutes($m), '%Y-%m-%d %H:%M:%S')", {"d": day, "m": minute}
    )
    assert agree(fast, f"moment|{zone}", MOMENT, value, f"ymd|{zone}", "timestamp") is not False


@pytest.mark.parametrize(
    ("kind", "value", "context", "expected"),
    [
        ("email", "Kim.Min-su@Mail.Example", "", "kim.min-su@mail.example"),
        ("phone", "010-1234-5679", "KR", "+821012345679"),
        ("phone", "+81 90-1234-5679", "JP", "+819012345679"),
        ("phone", "(212) 555-0123", "US", "+12125550123"),
        ("phone", "07911 123456", "GB", "+447911123456"),
        ("birth_date", "1990-03-05", "", "1990-03-05"),
        ("moment|Asia/Seoul", "2026-03-05 10:00", "", "2026-03-05 01:00:00"),
    ],
)
def test_plain_values_take_the_fast_path(fast: Database, kind: str, value: str, context: str, expected: str) -> None:
    sql = fast_sql(kind, "v", "c")
    assert fast.value(f"select {sql} from (select $v as v, $c as c)", {"v": value, "c": context}) == expected
