"""Kana in Latin letters, and the spellings of Japanese names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.kana import kana_key, latin_japanese_key


@pytest.mark.parametrize(
    ("kana", "spellings"),
    [
        ("オオノ", "ono oono ohno"),
        ("おおの", "ono oono ohno"),
        ("オノ", "ono"),
        ("サトウ", "sato satou satoh satoo"),
        ("サトー", "sato"),
        ("ジュンイチ", "junichi zyuniti jyunichi"),
        ("ツチダ", "tsuchida tutida"),
        ("フジタ", "fujita huzita"),
        ("ショウジ", "shoji shouji syouji shohji"),
        ("ホンマ", "honma homma"),
        ("ナンバ", "nanba namba"),
        ("ユウキ", "yuki yuuki yuhki"),
        ("リョウ", "ryo ryou ryoh"),
        ("ハッチョウ", "hatcho hattyou hacchou"),
        ("イッセイ", "issei"),
        ("オオヤマ", "oyama ohyama ooyama"),
        ("オオイシ", "oishi ohishi"),
        ("オオヒラ", "ohira oohira"),
        ("コウヘイ", "kohei kouhei"),
        ("シンノスケ", "shinnosuke"),
        ("エリカ", "erika erica"),
        ("リサ", "risa lisa"),
        ("ジョン", "jon john"),
        ("キョウコ", "kyoko kyouko kyohko"),
        ("ケンヂ", "kenji kenzi"),
        ("カヅキ", "kazuki kaduki"),
    ],
)
def test_spellings_have_the_key_of_the_kana(kana: str, spellings: str) -> None:
    assert {latin_japanese_key(each) for each in spellings.split()} == {kana_key(kana)}


@pytest.mark.parametrize("word", ["smith", "christina", "robert", "", "kjim"])
def test_other_words_are_no_kana_sounds(word: str) -> None:
    assert latin_japanese_key(word) is None


def test_other_characters_drop_out() -> None:
    assert kana_key("カ・タ 1漢") == "kata"
    assert kana_key("ッ") == ""


@given(st.text(alphabet=st.characters(min_codepoint=0x3040, max_codepoint=0x30FF), max_size=20))
def test_hiragana_and_katakana_agree(text: str) -> None:
    key = kana_key(text)
    assert key.isascii()
    assert key == kana_key("".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text))


PLAIN_KANA = st.text(alphabet="カサタナハマヤラワキシチニフムユルケセテネコソトノヨロ", max_size=8)


@given(PLAIN_KANA)
def test_latin_form_of_kana_is_its_own_key(kana: str) -> None:
    key = kana_key(kana)
    assert not key or latin_japanese_key(key) == key
