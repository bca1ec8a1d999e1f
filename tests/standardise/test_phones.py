"""Telephone numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.cleaner import Problem
from cdp.standardise.phones import EVERYDAY, PHONE, parsed_number

KR_MOBILE = "+821012345678"


@pytest.mark.parametrize(
    "raw",
    [
        *("010-1234-5678", "01012345678", "010 1234 5678", "010.1234.5678", "０１０－１２３４－５６７８"),
        *("+82 10-1234-5678", "+82 (0)10-1234-5678", "8210-1234-5678", "821012345678", "0082-10-1234-5678"),
        *("1012345678", "tel:+82-10-1234-5678", "010-1234-5678 (집)", "휴대폰: 010-1234-5678", "+8201012345678"),
        *("010-1234-5678 ext. 12", "010-1234-5678 / 02-123-4567", "821012345678.0"),
    ],
)
def test_korean_mobile(raw: str) -> None:
    assert PHONE.clean(raw, "KR") == (KR_MOBILE,)


@pytest.mark.parametrize(
    ("raw", "region", "expected"),
    [
        ("02-123-4567", "KR", "+8221234567"),
        ("02)1234-5678", "KR", "+82212345678"),
        ("031-234-5678", "KR", "+82312345678"),
        ("1588-1234", "KR", "+8215881234"),
        ("070-1234-5678", "KR", "+827012345678"),
        ("090-1234-5678", "JP", "+819012345678"),
        ("9012345678", "JP", "+819012345678"),
        ("090ー1234ー5678", "JP", "+819012345678"),
        ("03-1234-5678", "JP", "+81312345678"),
        ("電話：03-1234-5678", "JP", "+81312345678"),
        ("+81 90 1234 5678", "US", "+819012345678"),
        ("(212) 555-0142", "US", "+12125550142"),
        ("1-212-555-0142 x22", "US", "+12125550142"),
        ("011 82 10 1234 5678", "US", KR_MOBILE),
        ("821012345678", "US", KR_MOBILE),
        ("07911 123456", "GB", "+447911123456"),
        ("+44 (0)20 7946 0958", "GB", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("0044 7911 123456", "GB", "+447911123456"),
        ("+49 151 12345678", "", "+4915112345678"),
        ("4915112345678", "", "+4915112345678"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("(212) 155-0142", "US", "+12121550142"),
        ("0171/9892593", "DE", "+491719892593"),
        ("0171 / 989 25 93", "DE", "+491719892593"),
        ("(030)/1234-5678", "DE", "+493012345678"),
        ("+49 171/9892593", "DE", "+491719892593"),
        ("0171/9892593 / 030/12345678", "DE", "+491719892593"),
        ("01/5334567", "AT", "+4315334567"),
        ("0664/1234567", "AT", "+436641234567"),
        ("212/555-0142", "US", "+12125550142"),
        ("12 / +49 171 9892593", "DE", "+491719892593"),
    ],
)
def test_number(raw: str, region: str, expected: str) -> None:
    assert PHONE.clean(raw, region) == (expected,)


@pytest.mark.parametrize(
    "raw", ["", "n/a", "000-0000", "1111111", "010-0000-0000", "010-1111-1111", "123-456-7890", "999-999-9999", "0"]
)
def test_placeholder(raw: str) -> None:
    assert PHONE.clean(raw, "KR") is Problem.PLACEHOLDER


@pytest.mark.parametrize(
    "raw",
    ["8.21012E+11", "hello", "call 010-1234-5678 maybe", "12345", "555-0142", "1-800-FLOWERS", "12345678901234567890"],
)
def test_malformed(raw: str) -> None:
    assert PHONE.clean(raw, "US") is Problem.MALFORMED


@pytest.mark.parametrize("region", sorted(EVERYDAY))
@given(data=st.data())
def test_everyday_numbers_are_what_the_library_makes_of_them(region: str, data: st.DataObject) -> None:
    pattern, prefix = EVERYDAY[region]
    number = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")))
    match = pattern.fullmatch(number)
    assert match is not None
    assert parsed_number(number, region) == prefix + match[match.lastindex or 1]


@given(st.text(alphabet="0123456789+-() .x", max_size=24), st.sampled_from(["", "KR", "JP", "US", "GB", "DE"]))
def test_always_e164_and_stable(raw: str, region: str) -> None:
    found = PHONE.clean(raw, region)
    if isinstance(found, Problem):
        return
    assert re.fullmatch(r"\+[1-9]\d{6,14}", found[0] or "")
    assert PHONE.clean(found[0] or "", region) == found
