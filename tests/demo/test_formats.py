"""Forms of dates, numbers, names and times; what every slip keeps."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.demo.dice import Dice, Weighted
from cdp.demo.errors import slipped_date, typo, wrong_digits
from cdp.demo.formats import DateStyle, PhoneStyle, date_text, in_utc, latin_name, phone_text, with_offset
from cdp.demo.kana import half_width, hepburn, hiragana
from cdp.demo.names_kr import revised
from cdp.demo.sources.store import local_time

_KANA = (
    "アイウエオカキクケコサシスセソタチツテトハヒフヘホマミムメモヤユヨラリルレロワヲンガギグゲゴパピプペポッャュョー"
)
_seeds = st.integers(0, 2**32)


@pytest.mark.parametrize(
    ("style", "korean", "american"),
    [
        ("national", "010-2345-6789", "(212) 555-0123"),
        ("plain", "01023456789", "2125550123"),
        ("international", "+82 10-2345-6789", "+1 212-555-0123"),
        ("digits", "821023456789", "12125550123"),
        ("dots", "010.2345.6789", "212.555.0123"),
        ("wide", "０１０－２３４５－６７８９", "212-555-0123"),
    ],
)
def test_phone_styles(style: PhoneStyle, korean: str, american: str) -> None:
    assert phone_text("+821023456789", style) == korean
    assert phone_text("+12125550123", style) == american


@pytest.mark.parametrize(
    ("day", "style", "text"),
    [
        (date(1980, 3, 5), "era", "昭和55年3月5日"),
        (date(1989, 1, 7), "era", "昭和64年1月7日"),
        (date(1989, 1, 8), "era", "平成元年1月8日"),
        (date(2019, 5, 1), "short_era", "R1.5.1"),
        (date(1900, 1, 1), "era", "1900-01-01"),
        (date(1980, 3, 5), "yymmdd", "800305"),
        (date(1980, 3, 5), "mdy_short", "03/05/80"),
    ],
)
def test_date_styles(day: date, style: DateStyle, text: str) -> None:
    assert date_text(day, style) == text


@pytest.mark.parametrize(
    ("reading", "short", "with_u", "with_h"),
    [
        ("サトウ", "Sato", "Satou", "Satoh"),
        ("オオノ", "Ono", "Oono", "Ohno"),
        ("イノ-ウエ", "Inoue", "Inoue", "Inoue"),
        ("ハットリ", "Hattori", "Hattori", "Hattori"),
        ("ショウジ", "Shoji", "Shouji", "Shohji"),
        ("ヒャクタケ", "Hyakutake", "Hyakutake", "Hyakutake"),
        ("ユウキ", "Yuki", "Yuuki", "Yuki"),
    ],
)
def test_hepburn(reading: str, short: str, with_u: str, with_h: str) -> None:
    assert (hepburn(reading), hepburn(reading, "u"), hepburn(reading, "h")) == (short, with_u, with_h)


@given(st.text(_KANA + " "))
def test_half_width_and_hiragana_can_be_undone(kana: str) -> None:
    assert unicodedata.normalize("NFKC", half_width(kana)) == kana
    assert "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in hiragana(kana)) == kana


def test_latin_names() -> None:
    assert latin_name("Kim", "Min-su", "passport") == "KIM MIN SU"
    assert latin_name("Kim", "Min-su", "comma") == "Kim, Min-su"
    assert revised("민수") == "Min-su"


@given(st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 30)))
def test_american_times_are_eastern(moment: datetime) -> None:
    eastern = moment.replace(tzinfo=ZoneInfo("America/New_York"))
    there_and_back = eastern.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo("America/New_York"))
    if there_and_back.replace(tzinfo=None) == moment:
        assert datetime.fromisoformat(with_offset(moment, "US")) == eastern.replace(microsecond=0)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 30)))
def test_korea_and_japan_are_nine_hours_ahead(moment: datetime) -> None:
    assert in_utc(moment, "KR") == in_utc(moment, "JP") == moment - timedelta(hours=9)


def test_till_times() -> None:
    assert local_time(datetime(2026, 3, 5, 14, 5), "KR") == "2026. 3. 5. 오후 2:05"
    assert local_time(datetime(2026, 3, 5, 0, 5), "KR") == "2026. 3. 5. 오전 12:05"
    assert local_time(datetime(2026, 3, 5, 12, 0), "US") == "3/5/2026 12:00 PM"
    assert local_time(datetime(2026, 3, 5, 9, 5), "JP") == "2026年3月5日 9:05"


@given(st.text(max_size=30), _seeds)
def test_a_typo_is_one_slip(text: str, seed: int) -> None:
    slipped = typo(text, Dice(seed, "typo"))
    kept = _alike(text, slipped)
    kept_end = _alike(text[kept:][::-1], slipped[kept:][::-1])
    assert max(len(text), len(slipped)) - kept - kept_end <= 2


def _alike(one: str, other: str) -> int:
    """How many signs two texts have in common at their beginning."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


@given(st.text("가나다민수영희현정", min_size=2, max_size=4), _seeds)
def test_hangul_slips_stay_hangul(name: str, seed: int) -> None:
    slipped = typo(name, Dice(seed, "hangul"))
    assert all("가" <= syllable <= "힣" for syllable in slipped)
    assert sum(one != other for one, other in zip(name, slipped, strict=True)) <= 1


@given(st.from_regex(r"\+8210[2-9]\d{7}", fullmatch=True), _seeds)
def test_wrong_digits_keep_country_and_length(number: str, seed: int) -> None:
    wrong = wrong_digits(number, Dice(seed, "digits"))
    assert wrong != number and len(wrong) == len(number) and wrong[:5] == number[:5]
    assert sum(one != other for one, other in zip(number, wrong, strict=True)) <= 2


@given(st.dates(date(1927, 1, 1), date(2012, 12, 31)), _seeds)
def test_slipped_dates_are_dates_nearby(day: date, seed: int) -> None:
    assert abs(slipped_date(day, Dice(seed, "date")) - day) < timedelta(days=3700)


@given(_seeds)
def test_dice_stay_in_bounds(seed: int) -> None:
    dice = Dice(seed, "bounds")
    assert all(3 <= dice.between(3, 5) <= 5 and 0 <= dice.below(2) < 2 and dice.count(2.0) >= 0 for _ in range(50))
    assert Weighted("ab", (0, 1)).draw(dice) == "b"
    assert len(dice.token()) == 32 and dice.token() != dice.token()


def test_one_purpose_never_disturbs_another() -> None:
    alone = [Dice(1, "mail").random() for _ in range(1)]
    other = Dice(1, "shop")
    other.random()
    assert [Dice(1, "mail").random()] == alone != [other.random()]
