"""Scripts, romanisation and variant forms of Han characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.han import unify_han
from cdp.standardise.romanise import Script, latin_letters, romanise, script_of, scripts_in


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Müller", Script.LATIN),
        ("김영희", Script.HANGUL),
        ("ヤマダ たろう", Script.KANA),
        ("山田", Script.HAN),
        ("佐々木", Script.HAN),
        ("霞ヶ関", Script.HAN),
        ("山田さくら", Script.MIXED),
        ("김 John", Script.MIXED),
        ("Иван", Script.OTHER),
        ("123", Script.OTHER),
        ("", Script.OTHER),
    ],
)
def test_script(text: str, script: Script) -> None:
    assert script_of(text) is script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O'Brien-Müller", "obrienmuller"),
        ("Łukasz Øster", "lukaszoster"),
        ("김영희", "gimyeonghui"),
        ("オオノ", "ono"),
        ("やまだタロウ", "yamadataro"),
        ("김 John", "gimjohn"),
        ("Иван", "ivan"),
        ("山田", None),
        ("山田さくら", None),
        ("123", None),
        ("", None),
    ],
)
def test_romanise(text: str, expected: str | None) -> None:
    assert romanise(text) == expected


@pytest.mark.parametrize(
    "forms",
    [
        "高橋 髙橋",
        "宮崎 宮﨑",
        "渡辺 渡邊 渡邉",
        "斉藤 齊藤 斎藤 齋藤",
        "浜田 濱田 濵田",
        "広沢 廣澤",
        "国 國",
        "真 眞",
        "恵 惠",
        "桜 櫻",
        "竜 龍",
    ],
)
def test_variant_han_forms_are_one(forms: str) -> None:
    assert len({unify_han(form) for form in forms.split()}) == 1


def test_different_han_characters_stay_different() -> None:
    names = ["荻原", "萩原", "埼玉", "崎玉", "笹", "篠", "大", "太", "石", "右"]
    assert len({unify_han(name) for name in names}) == len(names)


@given(st.text())
def test_always_letters_or_nothing(text: str) -> None:
    found = romanise(text)
    assert found is None or (found.isascii() and found.isalpha() and found.islower())
    assert set(latin_letters(text)) <= set("abcdefghijklmnopqrstuvwxyz")
    assert Script.MIXED not in scripts_in(text)


@given(st.text())
def test_unifying_twice_changes_nothing(text: str) -> None:
    assert unify_han(unify_han(text)) == unify_han(text)
    assert len(unify_han(text)) == len(text)
