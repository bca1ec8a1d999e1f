"""Hangul in Latin letters, and the spellings of Korean names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.hangul import (
    count_syllables,
    hangul_given_key,
    hangul_surname_key,
    latin_given_key,
    latin_surname_key,
    romanise_hangul,
)
from cdp.standardise.korean_names import (
    LONG_SURNAMES,
    SURNAME_OF_HANGUL,
    SURNAME_OF_SPELLING,
    SYLLABLE_OF_HANGUL,
    SYLLABLE_OF_SPELLING,
)


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [
        ("영희", "yeonghui"),
        ("김", "gim"),
        ("한글", "hangeul"),
        ("독도", "dokdo"),
        ("가a1", "gaa1"),
        ("힣", "hit"),
        ("왕십리", "wangsipri"),
    ],
)
def test_revised_romanisation_by_syllable(hangul: str, latin: str) -> None:
    assert romanise_hangul(hangul) == latin


@pytest.mark.parametrize(
    ("hangul", "spellings"),
    [
        ("김", "kim gim keem"),
        ("이", "lee yi rhee i li"),
        ("리", "lee ri"),
        ("박", "park bak pak"),
        ("최", "choi choe"),
        ("정", "jung jeong chung"),
        ("강", "kang gang"),
        ("조", "cho jo"),
        ("윤", "yoon yun"),
        ("장", "jang chang"),
        ("임", "lim im rim"),
        ("신", "shin sin"),
        ("권", "kwon gwon"),
        ("안", "ahn an"),
        ("유", "yoo yu ryu"),
        ("류", "yoo yu ryu"),
        ("오", "oh o"),
        ("문", "moon mun"),
        ("배", "bae pae"),
        ("백", "baek paik"),
        ("노", "noh roh no"),
        ("주", "joo ju"),
        ("우", "woo u"),
        ("구", "koo gu"),
        ("서", "seo suh"),
        ("손", "son sohn"),
        ("허", "heo huh hur"),
        ("남궁", "namgung namkung"),
    ],
)
def test_surname_spellings_have_one_key(hangul: str, spellings: str) -> None:
    assert {latin_surname_key(each) for each in spellings.split()} == {hangul_surname_key(hangul)}


@pytest.mark.parametrize(
    ("hangul", "spellings"),
    [
        ("영희", "younghee yeonghui yunghee yeonghee"),
        ("현우", "hyunwoo hyeonu hyeonwoo"),
        ("민수", "minsu minsoo"),
        ("준호", "junho joonho"),
        ("성경", "sungkyung seonggyeong"),
        ("지은", "jieun jeeeun"),
        ("다은", "daeun"),
        ("정은", "jungeun jeongeun"),
        ("현아", "hyunah hyeona"),
        ("민아", "minah"),
        ("미나", "mina"),
        ("한결", "hangyeol"),
        ("철수", "chulsoo cheolsu"),
        ("혁", "hyuk hyeok"),
        ("희선", "heesun huiseon"),
    ],
)
def test_given_name_spellings_have_one_key(hangul: str, spellings: str) -> None:
    assert {latin_given_key(each) for each in spellings.split()} == {hangul_given_key(hangul)}


@pytest.mark.parametrize("name", ["john", "mary", "elizabeth", "robert", "smith", ""])
def test_english_names_are_no_korean_syllables(name: str) -> None:
    assert latin_given_key(name) is None
    assert count_syllables(name) == 0


def test_different_names_keep_different_keys() -> None:
    names = ["영희", "영수", "용희", "은희", "운희", "지은", "지운", "선자", "순자", "석민", "숙민"]
    names = ["영희", "영수", "용희", "은희", "운희", "지은", "지운", "선자", "순자", "석민", "숙민"]
    keys = [hangul_given_key(name) for name in names]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("hangul", sorted(SURNAME_OF_HANGUL))
def test_romanised_surname_reaches_its_own_key(hangul: str) -> None:
    assert latin_surname_key(romanise_hangul(hangul)) == hangul_surname_key(hangul)


def test_tables_are_consistent() -> None:
    for canonical in SURNAME_OF_HANGUL.values():
        assert SURNAME_OF_SPELLING[canonical] == canonical
    for canonical in SYLLABLE_OF_HANGUL.values():
        assert SYLLABLE_OF_SPELLING[canonical] == canonical
    assert {"남궁", "황보", "제갈", "선우", "독고", "사공", "서문"} <= LONG_SURNAMES


@pytest.mark.parametrize("name", sorted(SYLLABLE_OF_HANGUL))
def test_one_syllable_written_usually_agrees(name: str) -> None:
    assert latin_given_key(hangul_given_key(name)) == hangul_given_key(name)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=40))
def test_any_letters_get_an_answer(letters: str) -> None:
    key = latin_given_key(letters)
    assert key is None or key.isalpha()
