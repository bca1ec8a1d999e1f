"""Dates of birth, points in time, and the order of a column."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.cleaner import Problem
from cdp.standardise.dates import BIRTH_DATE, MOMENT, infer_date_order

RUN = "|2026-03-01"


@pytest.mark.parametrize(
    ("raw", "order", "expected"),
    [
        ("1990-03-05", "", "1990-03-05"),
        ("1990/3/5", "", "1990-03-05"),
        ("1990 03 05", "", "1990-03-05"),
        ("１９９０／０３／０５", "", "1990-03-05"),
        ("05.03.1990", "", "1990-03-05"),
        ("25/12/1990", "", "1990-12-25"),
        ("12/25/1990", "", "1990-12-25"),
        ("5/5/1990", "", "1990-05-05"),
        ("3/5/90", "mdy", "1990-03-05"),
        ("3/5/90", "dmy", "1990-05-03"),
        ("3/5/1990", "mdy", "1990-03-05"),
        ("90/3/5", "ymd", "1990-03-05"),
        ("90/3/5", "", "1990-03-05"),
        ("19900305", "", "1990-03-05"),
        ("19900305.0", "", "1990-03-05"),
        ("05031990", "dmy", "1990-03-05"),
        ("03051990", "mdy", "1990-03-05"),
        ("900305", "", "1990-03-05"),
        ("150305", "", "2015-03-05"),
        ("260301", "", "2026-03-01"),
        ("260302", "", "1926-03-02"),
        ("1990-03-05 00:00:00", "", "1990-03-05"),
        ("1990-03-05T00:00:00Z", "", "1990-03-05"),
        ("1990년 3월 5일", "", "1990-03-05"),
        ("90년 3월 5일", "", "1990-03-05"),
        ("1990. 3. 5.", "", "1990-03-05"),
        ("1990.3.5(월)", "", "1990-03-05"),
        ("1990年3月5日", "", "1990-03-05"),
        ("昭和55年3月5日", "", "1980-03-05"),
        ("1980年(昭和55年)3月5日", "", "1980-03-05"),
        ("S55.3.5", "", "1980-03-05"),
        ("S550305", "", "1980-03-05"),
        ("H2/3/5", "", "1990-03-05"),
        ("平成31年4月30日", "", "2019-04-30"),
        ("令和元年5月1日", "", "2019-05-01"),
        ("R1.5.1", "", "2019-05-01"),
        ("明治45年7月29日", "", "1912-07-29"),
        ("大正元年8月1日", "", "1912-08-01"),
        ("March 5, 1990", "", "1990-03-05"),
        ("5 Mar 1990", "", "1990-03-05"),
        ("5th of March 1990", "", "1990-03-05"),
        ("24-May-11", "", "2011-05-24"),
        ("Mar 1 1970", "", "1970-03-01"),
        ("Mon, 5 Mar 1990", "", "1990-03-05"),
        ("1720-05-06", "", "1720-05-06"),
        ("1970-01-01", "", "1970-01-01"),
    ],
)
def test_birth_date(raw: str, order: str, expected: str) -> None:
    assert BIRTH_DATE.clean(raw, order + RUN) == (expected,)


@pytest.mark.parametrize(
    ("raw", "order", "problem"),
    [
        ("1990-02-31", "", Problem.IMPOSSIBLE),
        ("13/13/1990", "mdy", Problem.IMPOSSIBLE),
        ("25/12/1990", "mdy", Problem.IMPOSSIBLE),
        ("1990-13-01", "", Problem.IMPOSSIBLE),
        ("2030-01-01", "", Problem.IMPOSSIBLE),
        ("0999-05-06", "", Problem.IMPOSSIBLE),
        ("昭和65年1月1日", "", Problem.IMPOSSIBLE),
        ("05-03-90", "ymd", Problem.IMPOSSIBLE),
        ("1990", "", Problem.MALFORMED),
        ("1990-03", "", Problem.MALFORMED),
        ("1990-00-00", "", Problem.MALFORMED),
        ("3/5/90", "", Problem.MALFORMED),
        ("3/5/1990", "", Problem.MALFORMED),
        ("hello", "", Problem.MALFORMED),
        ("1990-03-05 xx", "", Problem.MALFORMED),
        ("32937", "", Problem.MALFORMED),
        ("", "", Problem.PLACEHOLDER),
        ("n/a", "", Problem.PLACEHOLDER),
        ("0000-00-00", "", Problem.PLACEHOLDER),
        ("0001-01-01", "", Problem.PLACEHOLDER),
        ("1900-01-01", "", Problem.PLACEHOLDER),
        ("9999-12-31", "", Problem.PLACEHOLDER),
    ],
)
def test_no_birth_date(raw: str, order: str, problem: Problem) -> None:
    assert BIRTH_DATE.clean(raw, order + RUN) is problem


def test_without_a_day_of_the_run_today_counts() -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    assert BIRTH_DATE.clean(tomorrow.isoformat(), "") is Problem.IMPOSSIBLE
    assert BIRTH_DATE.clean("1990-03-05", "") == ("1990-03-05",)


@pytest.mark.parametrize(
    ("raw", "context", "expected"),
    [
        ("2026-03-05T10:11:12Z", "|Asia/Seoul", "2026-03-05 10:11:12"),
        ("2026-03-05 10:11:12", "|Asia/Seoul", "2026-03-05 01:11:12"),
        ("2026-03-05", "|Asia/Tokyo", "2026-03-04 15:00:00"),
        ("2026-03-05T10:11:12.345+09:00", "|", "2026-03-05 01:11:12.345000"),
        ("2026-03-05 10:11:12.123456789", "|UTC", "2026-03-05 10:11:12.123456"),
        ("2026-03-05T10:11+09:00[Asia/Seoul]", "|", "2026-03-05 01:11:00"),
        ("2026-03-05 10:11:12 KST", "|UTC", "2026-03-05 01:11:12"),
        ("2026/03/05 2:05 PM", "|UTC", "2026-03-05 14:05:00"),
        ("2026/03/05 12:05 AM", "|UTC", "2026-03-05 00:05:00"),
        ("12/31/2025 11:59:59 PM", "mdy|UTC", "2025-12-31 23:59:59"),
        ("31/12/2025 23:59", "dmy|UTC", "2025-12-31 23:59:00"),
        ("2026. 3. 5. 오후 2:05", "|Asia/Seoul", "2026-03-05 05:05:00"),
        ("2026년 3월 5일 오후 2시 5분", "|Asia/Seoul", "2026-03-05 05:05:00"),
        ("2026-03-05 오전 12:30", "|Asia/Seoul", "2026-03-04 15:30:00"),
        ("2026年3月5日 午後2時5分", "|Asia/Tokyo", "2026-03-05 05:05:00"),
        ("2026年3月5日14時05分30秒", "|Asia/Tokyo", "2026-03-05 05:05:30"),
        ("令和8年3月5日 14時05分", "|Asia/Tokyo", "2026-03-05 05:05:00"),
        ("1700000000", "", "2023-11-14 22:13:20"),
        ("1700000000123", "", "2023-11-14 22:13:20.123000"),
        ("1700000000.5", "", "2023-11-14 22:13:20.500000"),
        ("20260305101112", "|UTC", "2026-03-05 10:11:12"),
        ("20260305T101112Z", "|Asia/Seoul", "2026-03-05 10:11:12"),
        ("20260305", "|Asia/Seoul", "2026-03-04 15:00:00"),
        ("Thu, 05 Mar 2026 10:11:12 +0900", "|", "2026-03-05 01:11:12"),
        ("Thu Mar 05 2026 10:11:12 GMT+0900 (KST)", "|", "2026-03-05 01:11:12"),
        ("2026-03-05 24:00:00", "|UTC", "2026-03-06 00:00:00"),
        ("2026-07-05 10:00", "|America/New_York", "2026-07-05 14:00:00"),
        ("2026-01-05 10:00", "|America/New_York", "2026-01-05 15:00:00"),
    ],
)
def test_moment(raw: str, context: str, expected: str) -> None:
    assert MOMENT.clean(raw, context) == (expected,)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("2026-03-05 25:00", Problem.MALFORMED),
        ("2026-03-05 10:61", Problem.MALFORMED),
        ("2026-02-30 10:00", Problem.IMPOSSIBLE),
        ("03/05/2026 10:11", Problem.MALFORMED),
        ("soon", Problem.MALFORMED),
        ("", Problem.PLACEHOLDER),
        ("0", Problem.PLACEHOLDER),
        ("9999-12-31 00:00:00", Problem.PLACEHOLDER),
        ("0001-01-01T00:00:00", Problem.PLACEHOLDER),
    ],
)
def test_no_moment(raw: str, problem: Problem) -> None:
    assert MOMENT.clean(raw, "|UTC") is problem


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/05/1990", "13/05/1990"], "dmy"),
        (["03/05/1990", "03/25/1990"], "mdy"),
        (["03/05/1990", "03/25/1990", "13/05/1990", "3/26/90"], "mdy"),
        (["03/05/1990", "05/03/1990"], ""),
        (["90/3/5", "85/12/31"], "ymd"),
        (["1990-03-05", "19900305"], "ymd"),
        (["1990-03-05", "25/12/1990"], "dmy"),
        (["hello", ""], ""),
        ([], ""),
    ],
)
def test_order_of_a_column(values: list[str], order: str) -> None:
    assert infer_date_order(values) == order
    assert infer_date_order(iter(values)) == order


DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2026, 3, 1))


@given(DAYS)
def test_every_shape_gives_the_same_day(day: date) -> None:
    shapes = {
        "": [
            f"{day:%Y%m%d}",
            f"{day.year}/{day.month}/{day.day}",
            f"{day.year}년 {day.month}월 {day.day}일",
            f"{day:%d.%m.%Y}",
            f"{day:%B %d, %Y}",
            f"{day:%d-%b-%Y}",
        ],
        "mdy": [f"{day:%m/%d/%Y}", f"{day.month}-{day.day}-{day.year}", f"{day:%m%d%Y}"],
        "dmy": [f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}"],
    }
    for order, texts in shapes.items():
        for text in texts:
            if text == f"{day:%m%d%Y}" and 1800 <= int(text[:4]) < 2100:
                continue
            assert BIRTH_DATE.clean(text, order + RUN) == (day.isoformat(),), text


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2060, 1, 1)))
def test_offsets_and_zones_agree(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    seoul = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo("Asia/Seoul"))
    expected = (f"{moment:%Y-%m-%d %H:%M:%S}",)
    assert MOMENT.clean(seoul.isoformat(), "|UTC") == expected
    assert MOMENT.clean(f"{moment:%Y-%m-%dT%H:%M:%S}Z", "|Asia/Seoul") == expected
    assert MOMENT.clean(f"{moment:%Y%m%d%H%M%S}", "|UTC") == expected


@given(st.text(), st.sampled_from(["", "ymd", "mdy", "dmy"]))
def test_cleaning_again_changes_nothing(raw: str, order: str) -> None:
    once = BIRTH_DATE.clean(raw, order + RUN)
    if not isinstance(once, Problem):
        assert BIRTH_DATE.clean(once[0] or "", order + RUN) == once
