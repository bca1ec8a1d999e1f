"""Hangul while it is typed."""

from __future__ import annotations

import pytest

from cdp.find import hangul


@pytest.mark.parametrize(
    ("typed", "name", "meets"),
    [
        ("ㄱㅎㄴ", "김하늘", True),
        ("김ㅎㄴ", "김하늘", True),
        ("ㄱ", "김하늘", True),
        ("김한", "김하늘", True),
        ("김하느", "김하늘", True),
        ("기", "김하늘", True),
        ("않", "안하늘", True),
        ("ㄳ", "김수미", True),
        ("김한", "김하윤", False),
        ("ㄱㄴ", "김하늘", False),
        ("하늘", "김하늘", False),
    ],
)
def test_what_a_name_may_become(typed: str, name: str, meets: bool) -> None:
    assert bool(hangul.pattern(typed, whole=False).match(name)) is meets
    first, last = hangul.first_letters(typed)
    if meets:
        assert first <= name[0] <= last


def test_a_whole_part_grows_no_more() -> None:
    assert hangul.pattern("김", whole=True).match("김")
    assert not hangul.pattern("기", whole=True).match("김")
    assert not hangul.pattern("김", whole=True).match("김하")
    assert hangul.pattern("ㄱ", whole=True).match("강")


def test_what_is_hangul() -> None:
    assert hangul.is_hangul("김ㅎㄴ") and not hangul.is_hangul("kim") and not hangul.is_hangul("")
    assert hangul.has_initials("김ㅎ") and not hangul.has_initials("김하")
