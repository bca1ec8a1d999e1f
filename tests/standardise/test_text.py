"""Plain text: one Unicode form, nothing invisible, and what stands for no value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.text import is_ascii, is_placeholder, nfkc


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  two\t words \n", "two words"),
        ("ＡＢＣ１２３", "ABC123"),
        ("ﾔﾏﾀﾞ\u3000ﾀﾛｳ", "ヤマダ タロウ"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("bell\x07", "bell"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301", "é"),
        ("\u1112\u1161\u11ab", "한"),
        ("\u3164", ""),
        ("髙橋\U000e0100", "髙橋"),
    ],
)
def test_one_unicode_form(raw: str, expected: str) -> None:
    assert nfkc(raw) == expected


@given(st.text())
def test_nfkc_is_idempotent_and_trimmed(raw: str) -> None:
    once = nfkc(raw)
    assert nfkc(once) == once
    assert once == once.strip()
    assert "  " not in once


def test_ascii() -> None:
    assert is_ascii("plain 123")
    assert not is_ascii("한글")


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", ".", "...", "n/a", "N/A", "null", "None", "nil", "NaN", "undefined", "Unknown", "test", "anonymous"),
        *("guest", "blank", "x", "xxx", "XXXX", "0", "000-0000", "1111111", "1234567890", "987654321", r"\N"),
        *("[object Object]", "없음", "미상", "모름", "테스트", "알 수 없음", "無し", "なし", "不明", "テスト", "匿名"),
        *("未登録", "該当なし"),
    ],
)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["Anna", "12345", "1990", "ABC", "11", "서울", "東京", "a b", "1122334455"])
def test_real_values(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize("name", ["Na", "Nil", "Nan", "Foo", "Jo", "Ai", "O", "J", "Anna Guest", "Mary Null"])
def test_short_real_names_live(name: str) -> None:
    assert not is_placeholder(name, "name")


@pytest.mark.parametrize(
    "name", ["Test", "Null", "Guest", "X", "xxx", "Test Guest", "No Name", "test user", "테스트", "名無し"]
)
def test_placeholder_names(name: str) -> None:
    assert is_placeholder(name, "name")


@pytest.mark.parametrize(
    ("text", "expected"), [("guest", False), ("X", False), ("0", False), ("n/a", True), ("-", True)]
)
def test_classes_may_be_called_guest(text: str, expected: bool) -> None:
    assert is_placeholder(text, "category") is expected


@given(st.text())
def test_every_text_gets_an_answer(raw: str) -> None:
    for kind in ("text", "name", "category"):
        assert is_placeholder(nfkc(raw), kind) in (True, False)
