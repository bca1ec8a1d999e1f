"""Names, money and days as each language writes them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cdp.serve.formats import Formats
from cdp.wording import Language

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        (12300, "KRW", "₩12,300"),
        (1199.6, "JPY", "¥1,200"),
        (165.9, "USD", "$165.90"),
        (-5990, "JPY", "−¥5,990"),
        (10, "CHF", "CHF 10.00"),
        (1234.5, None, "1,234.50"),
    ],
)
def test_money_is_whole_where_there_are_no_smaller_coins(amount: float, currency: str | None, told: str) -> None:
    assert Formats("en", SEOUL).money(amount, currency) == told


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "Sun 8 Mar 2026", "8 Mar 2026 05:05"),
        ("ko", "2026년 3월 8일 (일)", "2026. 3. 8. 05:05"),
        ("ja", "2026年3月8日(日)", "2026/3/8 05:05"),
    ],
)
def test_moments_are_told_in_the_company_s_zone(language: Language, day: str, moment: str) -> None:
    formats, at = Formats(language, SEOUL), datetime(2026, 3, 7, 20, 5)
    assert (formats.day(at), formats.moment(at)) == (day, moment)
    assert formats.day(date(2026, 3, 8)) == day


def test_people_are_addressed_and_named_as_their_language_does() -> None:
    assert Formats("ko", SEOUL).addressed("김하늘") == "김하늘 님"
    assert Formats("ja", SEOUL).addressed("齋藤 健一") == "齋藤 健一 様"
    assert Formats("en", SEOUL).addressed("Mary Jones") == "Mary Jones"
    assert Formats("ko", SEOUL).called({"golden_id": "g1", "full_name": "김하늘"}) == "김하늘 님"
    assert Formats("ko", SEOUL).called({"golden_id": "g1"}) == "g1"
    formats = Formats("en", SEOUL)
    assert formats.name({"given_name": "Mary", "family_name": "Jones"}) == "Mary Jones"
    assert formats.name({"given_name": "健一", "family_name": "齋藤"}) == "齋藤 健一"
    assert formats.name({"full_name": None}) is None


def test_names_sort_as_their_script_does() -> None:
    korean, japanese, english = (Formats(language, SEOUL) for language in ("ko", "ja", "en"))
    assert sorted(["하늘", "Ann", "가영", "나래"], key=korean.sort_key) == ["가영", "나래", "하늘", "Ann"]
    people = [("渡辺", "ワタナベ"), ("Ann", None), ("青木", "アオキ"), ("佐藤", "サトウ")]
    by_reading = sorted(people, key=lambda each: japanese.sort_key(*each))
    assert [name for name, _ in by_reading] == ["青木", "佐藤", "渡辺", "Ann"]
    voiced = [("", "がん"), ("", "かわ"), ("", "かん"), ("", "ガイ"), ("", "きゃく"), ("", "きやま")]
    in_order = sorted((kana for _, kana in voiced), key=lambda kana: japanese.sort_key("名", kana))
    assert in_order == ["ガイ", "かわ", "かん", "がん", "きゃく", "きやま"]
    assert sorted(["bob", "Ann", None, "김"], key=english.sort_key) == ["Ann", "bob", "김", None]


@pytest.mark.parametrize(
    ("language", "quarter", "month"),
    [("en", "Q2 2026", "Jun 2026"), ("ko", "2026년 2분기", "2026년 6월"), ("ja", "2026年第2四半期", "2026年6月")],
)
def test_periods_are_told_as_each_language_does(language: Language, quarter: str, month: str) -> None:
    formats = Formats(language, SEOUL)
    assert (formats.period("2026-Q2"), formats.period("2026-06"), formats.period("quarter")) == (
        quarter,
        month,
        "quarter",
    )


def test_values_are_readable() -> None:
    formats = Formats("en", SEOUL)
    assert formats.value("+821052340188") == "+82 10-5234-0188"
    assert formats.value("+1") == "+1"
    assert (formats.value(1200.0), formats.value(0.5), formats.value("60-100k")) == ("1,200", "0.50", "60-100k")
    assert formats.value(date(1988, 4, 12)) == formats.value("1988-04-12") == "12 Apr 1988"
    assert (formats.value("13095.0"), formats.value("0000-00-00"), formats.value("1.2.3")) == (
        "13,095",
        "0000-00-00",
        "1.2.3",
    )
