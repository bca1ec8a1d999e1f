"""Names of people in free text, where the words beside them say that they are names.

"This is Mary Jones", "Mr Novak", "Mary Jones called"; "제 이름은 김하늘", "김하늘 고객님"; "田中と申します", "小川様".
A Korean or Japanese name has to begin with a surname that the product knows, a Western one with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cdp.standardise.han import unify_han
from cdp.standardise.japanese_surnames import JAPANESE_SURNAMES, LONGEST_SURNAME
from cdp.standardise.korean_names import LONG_SURNAMES, SURNAME_OF_HANGUL

_INTRODUCED, _ADDRESSED = 0.95, 0.85
"""How sure a name is that its owner gave, and one with an honorific or a verb beside it."""

_WORD = r"[A-Z][a-zà-ÿ]*(?:['’-]?[A-Z]?[a-zà-ÿ]+)*"
_WESTERN = rf"{_WORD}(?:\s(?:[A-Z]\.|(?:de|da|van|von|der|del|la|bin|al)\s{_WORD}|{_WORD})){{1,3}}"
_INTRO = r"(?i:\b(?:this is|my name is|name is|name:|i am|i'm|speaking with|spoke (?:to|with)|caller:|customer:))"
_VERB = r"(?:called|calls|phoned|rang|wrote|writes|emailed|e-mailed|asks|asked|says|said|complained|visited)\b"
_ENGLISH = (
    (re.compile(rf"{_INTRO}\s+(?P<name>{_WESTERN})"), _INTRODUCED),
    (re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s(?P<name>{_WORD}(?:\s{_WORD}){{0,2}})"), _ADDRESSED),
    (re.compile(rf"(?:^|(?<=[.!?\n]\s)|(?<=\n))(?P<name>{_WESTERN})(?=\s{_VERB})"), _ADDRESSED),
)
_NO_NAMES = """
The This That Our Your My Store Shop Customer Caller Thanks Already Order Ref
"""
"""Words that begin sentences and no names."""

_KOREAN_INTRO = (
    r"(?:제 이름은|이름은|이름[:：]|성함은|성함[:：]|성명은|성명[:：]|예금주[는:：]?|저는|받는 ?분은|수령인은?[:：]?)"
)
_KOREAN_END = r"(?:입니다|이에요|예요|이라고|라고|이고|인데|님|씨|이며|$|[\s.,!?)])"
_KOREAN = (
    (re.compile(rf"{_KOREAN_INTRO}\s*(?P<name>[가-힣]{{2,5}}?)(?={_KOREAN_END})"), _INTRODUCED),
    (
        re.compile(r"(?<![가-힣])(?P<name>[가-힣]{2,5}?)\s?(?:고객\s?님|회원\s?님|고객|님|씨)(?![가-힣]*[가-힣]사)"),
        _ADDRESSED,
    ),
)
_KOREAN_WORDS = """
고객 회원 기사 사장 선생 점장 팀장 부장 과장 원장 대표 상담사 상담원 담당자 관리자 판매자 구매자 주문자 신청자
어머 아버 부모 남편 아내 형 언니 누나 오빠 동생 이모 고모 할머 손 주인 여러분
지점장 배송기사 택배기사 매니저 직원 안내원
"""
"""Words that stand before an honorific, begin like a surname and are no names."""

_KANJI = "一-龯々〆ヶ"
_JAPANESE_NAME = rf"[{_KANJI}]{{1,5}}(?:[ 　]?[{_KANJI}ぁ-んァ-ヶー]{{1,5}}?)?"
_JAPANESE = (
    (re.compile(rf"(?<![{_KANJI}])(?P<name>{_JAPANESE_NAME})(?=と申し|といいます|と言います)"), _INTRODUCED),
    (re.compile(rf"(?:名前は|氏名[:：は])\s*(?P<name>{_JAPANESE_NAME})(?=です|と|[。、\s]|$)"), _INTRODUCED),
    (re.compile(rf"(?<![{_KANJI}])(?P<name>{_JAPANESE_NAME})(?=様|さま|さん|殿)"), _ADDRESSED),
)
_JAPANESE_WORDS = """
奥 皆 客 神 王 旦那 他 各 嫁 婿 孫 店 社 医者
"""
"""The same for Japanese."""


def find_names(text: str) -> Iterator[tuple[str, tuple[int, int], float]]:
    """Yield each name with its start and end in the text and how sure it is, the surest reading first."""
    kinds = ((_ENGLISH, _is_western), (_KOREAN, _is_korean), (_JAPANESE, _is_japanese))
    for patterns, is_name in kinds:
        taken: list[tuple[int, int]] = []
        for pattern, confidence in patterns:
            for match in pattern.finditer(text):
                start, end = match.span("name")
                if is_name(match["name"]) and all(end <= begun or ended <= start for begun, ended in taken):
                    taken.append((start, end))
                    yield " ".join(match["name"].split()), (start, end), confidence


def _is_western(name: str) -> bool:
    return name.split(maxsplit=1)[0] not in _NO_NAMES.split()


def _is_korean(name: str) -> bool:
    surname = name[:2] if name[:2] in LONG_SURNAMES else name[:1]
    return surname in SURNAME_OF_HANGUL and 1 <= len(name) - len(surname) <= 2 and name not in _KOREAN_WORDS.split()


def _is_japanese(name: str) -> bool:
    if name in _JAPANESE_WORDS.split():
        return False
    plain = unify_han("".join(name.split()))
    return any(plain[:length] in JAPANESE_SURNAMES for length in range(1, LONGEST_SURNAME + 1))
