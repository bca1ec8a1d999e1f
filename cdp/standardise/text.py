"""Text as every cleaner wants it: one Unicode form, plain spaces, nothing invisible; which texts mean 'no value'."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Kind = Literal["text", "name", "category"]
"""What a text is meant to be; it decides which words can be real values (see `is_placeholder`)."""

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad"  # C0 and C1 controls that are no white space, soft hyphen
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # joiners, Hangul fillers, Mongolian selectors
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction marks, invisible operators
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"  # Hangul filler, variation selectors, byte order mark
    "\ud800-\udfff\U000e0000-\U000e0fff"  # lone surrogates, tags, variation selectors
    "]+"
)
_BLANKS = re.compile(r"\s+")


def nfkc(raw: str) -> str:
    """Return `raw` in Unicode normal form KC without invisible characters, runs of white space as one space, trimmed.

    Full-width digits and half-width kana become the usual ones; U+3000 is a space. Idempotent.
    """
    if raw.isascii():
        return " ".join(raw.split()) if raw.isprintable() else _squeezed(raw)
    return _squeezed(unicodedata.normalize("NFKC", _INVISIBLE.sub("", raw)))


def _squeezed(text: str) -> str:
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def is_ascii(text: str) -> bool:
    """Whether `text` has ASCII characters only."""
    return text.isascii()


_WORD_LINES = """
    n/a na n.a n.a. #n/a #na #ref! #value! #name? null (null) <null> \\n none none. nil nan undefined undef unknown
    unkown unknwon unspecified untitled unnamed test tests testing tester test1 test2 test123 testuser anonymous
    anonymus anon guest blank (blank) <blank> empty (empty) dummy fake missing invalid default noname nodata noemail
    nobody tbd tba tbc todo xx asdf asdfg asdfgh asdfasdf asdfghjkl qwer qwert qwerty foo foobar foobaz [object] notset
    notavailable notapplicable notprovided deleted redacted withheld
    없음 없다 없슴 미상 모름 몰라 테스트 테스터 시험 익명 무명 이름없음 해당없음
    해당사항없음 미입력 미기재 미등록 미정 비공개 불명 알수없음 알수없슴
    입력안함 선택안함 무응답 비회원 손님 고객 고객님 회원
    無し 無 なし ナシ 不明 不詳 未詳 テスト てすと 試験 匿名 未登録 未入力 未記入 未設定 未定 未回答
    無回答 該当なし 該当無し 名無し 名無しさん
    ななし 無名 非公開 空白 空欄 ゲスト ダミー サンプル 名称未設定 お客様
    无 没有 未知 不详 测试 測試 游客 訪客 用户 暂无 未填写
    """
_WORDS = frozenset(_WORD_LINES.split())
"""Words that stand for 'no value', lower case; also looked up without their spaces."""

_PHRASE_LINES = """
    not applicable|not available|not provided|not given|not known|not set|not specified|not stated|not disclosed
    no name|no value|no data|no info|no email|no phone|no address|no last name|no first name|none given|no surname
    first name|last name|full name|your name|name|surname|user name|username|[object object]|lorem ipsum|do not use
    test user|user test|test name|test account|test customer|test test|guest user|dummy user|web user|app user
    """
_PHRASES = frozenset(phrase.strip() for line in _PHRASE_LINES.strip().splitlines() for phrase in line.split("|"))

_REAL_NAMES = frozenset({"na", "nil", "nan", "foo"})
"""Placeholders of other types that people are called: Na, Nil, Nan and Foo are given or family names."""
_NO_NAMES = _WORDS - _REAL_NAMES

_NULL_LINES = """
    n/a na n.a. #n/a null (null) <null> \\n nil nan none undefined undef unknown blank (blank) (empty) tbd
    없음 미상 모름 알수없음 미입력 無し なし 不明 未登録 未入力 未設定 未回答
    """
_NULLS = frozenset(_NULL_LINES.split())
"""Null markers; all that is refused as a category."""

_PUNCTUATION = re.compile(r"[\W_]+")
_SAME_DIGIT = re.compile(r"(\d)\1*")
_SAME_LETTER = re.compile(r"([^\W\d_])\1{2,}")
_UP = "01234567890"
_DOWN = "09876543210"


def is_placeholder(text: str, kind: Kind = "text") -> bool:
    """Whether `text` (any case, as `nfkc` returns it) stands for 'no value'.

    Always: the empty text, punctuation alone, n/a, null, unknown, 없음, 不明 and their like, 'x', one letter three or
    more times ('xxx'), '0', all-same digits (three or more: '000-0000', '1111111'), counting digits (six or more).

    `kind='name'` keeps what people are really called: 'Na', 'Nil', 'Nan', 'Foo' and every single letter but 'x'
    (initials, the Korean surname 'O'). 'Test', 'Null', 'None', 'Guest' and 'Blank' are surnames of a few families too;
    in customer data they nearly always mean 'no value', and one false value fuses thousands of records, so they stay
    placeholders. A whole name is such only when all its words are ('Test Guest'): 'Anna Guest' keeps her name.
    `kind='category'` refuses the empty text, punctuation and null markers only: 'guest', 'test', 'X' can be classes.
    """
    word = text.lower()
    if kind == "category":
        return word in _NULLS or not _PUNCTUATION.sub("", word)
    if len(word) > 40:
        return _is_run(word)
    if kind == "name" and word in _REAL_NAMES:
        return False
    return word in _WORDS or word == "x" or _is_phrase(word, kind) or _is_run(word)


def _is_phrase(word: str, kind: Kind) -> bool:
    if " " not in word:
        return word in _PHRASES
    if word in _PHRASES or (not word.isascii() and word.replace(" ", "") in _WORDS):
        return True
    return kind == "name" and _NO_NAMES.issuperset(word.split())


def _is_run(word: str) -> bool:
    """Punctuation alone, one letter or digit over and over, or digits that count up or down."""
    if word[:1].isalpha() and word[0] != word[-1] and word[-1].isalpha():
        return False
    bare = _PUNCTUATION.sub("", word)
    if not bare:
        return True
    if not bare.isdigit():
        return _SAME_LETTER.fullmatch(bare) is not None
    if _SAME_DIGIT.fullmatch(bare):
        return len(bare) >= 3 or set(bare) == {"0"}
    return len(bare) >= 6 and (bare in _UP or bare in _DOWN)
