from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from connectors.text_identifiers import find_emails, find_identifiers, find_phones, search_form

REGIONS = ("KR", "JP", "US")


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("고객님 번호는 010-2345-6789입니다", ["+821023456789"]),
        ("010 2345 6789 / 010.2345.6789 / 01023456789 / +82 10-2345-6789", ["+821023456789"]),
        ("＋８２ １０ ２３４５ ６７８９", ["+821023456789"]),
        ("사무실 02-555-1234, 031)123-4567, 대표 1588-1234", ["+8225551234", "+82311234567", "+8215881234"]),
        ("090ー2345ー6789にお電話ください", ["+819023456789"]),
        ("Tokyo office 03-1234-5678", ["+81312345678"]),
        ("0312345678 です", ["+81312345678"]),
        ("携帯は070-2345-6789です", ["+817023456789"]),
        ("070-2345-6789 인터넷 전화", ["+827023456789"]),
        ("call (212) 555-0143 or 646-555-0188", ["+12125550143", "+16465550188"]),
        ("London: +44 20 7946 0018", ["+442079460018"]),
        ("010-2026-0305", ["+821020260305"]),
    ],
)
def test_phones_are_found_however_they_are_written(text: str, phones: list[str]) -> None:
    assert find_phones(search_form(text), REGIONS) == phones


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05 14:12 +0900",
        "2026. 3. 5. 오후 2:15, 2026년 3월 5일, 2026年3月5日 14:15",
        "20260305 20260305141230 03/05/2026 5.3.2026 2026-03-05T14:12:30.123+09:00",
        "01-01-2024 09:13, 01-02-2024 10:13",
        "ORD-01023456789",
        "kim01023456789@mail.example",
        "https://shop.example/t/01023456789 www.shop.example/01023456789",
        "1234567890123456",
        "12,345,678원",
        "방 3, 화장실 2",
        "",
    ],
)
def test_other_digits_are_no_phones(text: str) -> None:
    assert find_phones(text, REGIONS, [re.compile(r"ORD-\d+")]) == []


def test_a_phone_beside_a_date_is_found() -> None:
    text = "2026-03-05 14:12 010-2345-6789 14:20 +82 10-2345-6780"
    assert find_phones(text, REGIONS) == ["+821023456789", "+821023456780"]


def test_without_regions_only_international_numbers_are_found() -> None:
    assert find_phones("010-2345-6789, +81 90-2345-6789", ()) == ["+819023456789"]


@given(st.integers(0, 99_999_999), st.sampled_from(["010-{}-{}", "010{}{}", "010 {} {}", "+82 10-{}-{}"]))
def test_every_valid_korean_mobile_number_is_found_in_a_sentence(number: int, shape: str) -> None:
    digits = f"{number:08d}"
    assume(phonenumbers.is_valid_number(phonenumbers.parse(f"+8210{digits}")))
    written = shape.format(digits[:4], digits[4:])
    assert find_phones(f"번호는 {written} 입니다", REGIONS) == [f"+8210{digits}"]


@pytest.mark.parametrize(
    ("text", "emails"),
    [
        ("메일은 Seoyun.Ha+shop@Mail.Example입니다", ["seoyun.ha+shop@mail.example"]),
        ("ｔａｒｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ まで", ["taro@mail.example"]),
        ("<a@x.example>, (b@x.example); a@X.EXAMPLE.", ["a@x.example", "b@x.example"]),
        ("o'brien@mail.example 'c@mail.example'", ["o'brien@mail.example", "c@mail.example"]),
        ("desk@own.example clerk@shop.own.example me@notown.example", ["me@notown.example"]),
        ("@handle a@b no@tld1 x@.example", []),
    ],
)
def test_emails_are_found(text: str, emails: list[str]) -> None:
    assert find_emails(search_form(text), ["own.example"]) == emails


def test_declared_identifiers_are_found_once_in_order() -> None:
    patterns = {"order": re.compile(r"W\d+"), "card": re.compile(r"card (?P<value>\d+)")}
    found = find_identifiers("W2 and W1, W2 again, card 77", patterns)
    assert found == {"order": ["W2", "W1"], "card": ["77"]}
