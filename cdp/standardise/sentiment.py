"""The language of a text, and whether it is glad or angry, by small lexicons of our own.

A word counts for the other side where its sentence denies it: in English a negation up to three words before it, in
Korean 안 or 못 before it or 지 않/지 못 after its stem, in Japanese ない and its forms after it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ENGLISH_WORDS = """
the and is are was to of for in on my not it this that with you have has please thanks asks wants called
"""
_HANGUL, _KANA, _KANJI = re.compile("[가-힣]"), re.compile("[ぁ-ゖァ-ヺ]"), re.compile("[一-龯]")
_LATIN = re.compile("[A-Za-z]")
_LATIN_WORD = re.compile(r"[A-Za-z']+")
_FEWEST_SHARE = 0.3

_ENGLISH = (
    r"good|great|excellent|perfect|love[ds]?|lovely|happy|glad|pleased|thank(?:s|ful)?|wonderful|fantastic|amazing|nice"
    r"|friendly|helpful|fast|quick|quickly|easy|comfortable|soft|recommend(?:ed)?|praise[sd]?|kind|satisfied|beautiful",
    r"bad|terrible|awful|horrible|poor|broken|broke|damaged|angry|upset|disappoint(?:ed|ing)|unhappy|hate[ds]?|wors[et]"
    r"|rude|late|slow|missing|lost|wrong|complain(?:s|ed|t)?|never again|faulty|torn|useless|annoy(?:ed|ing)"
    r"|unacceptable|nobody (?:helps|answers|calls)|difficult|confusing",
)
_KOREAN = (
    "좋|만족|감사|고맙|고마[워운]|친절|최고|훌륭|편하|편리|예쁘|예뻐|마음에 들|마음에 드|추천|빠르|빨라|빨리 와"
    "|행복|기쁘|칭찬",
    "나쁘|나빠|최악|불만|화가|화나|실망|불친절|불편|별로|엉망|짜증|고장|파손|망가|찢어|늦|느리|답답|속상|형편없"
    "|다시는|항의|분실|안 왔",
)
_JAPANESE = (
    "良い|よい|いい|良く|良か|よか|満足|嬉し|うれし|ありがと|感謝|素晴らし|最高|親切|丁寧|便利|快適|早く届|気に入|おすすめ|助か|お褒め",
    "悪い|悪く|悪か|最悪|不満|怒|残念|がっかり|ひど|酷|不親切|不便|壊れ|破損|遅い|遅く|遅れ|困|苦情|腹が立|二度と|クレーム|届かな|ご立腹",
)
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|no|never|isn't|wasn't|don't|didn't|doesn't|can't|won't|hardly|without)(?:\s+\w+){0,2}\s+|(?<!\S)[안못]\s)$",
    re.I,
)
_DENIED_AFTER = re.compile(
    r"[가-힣]{0,2}지\s?(?:는\s?|도\s?|가\s?)?(?:않|못)|[가-힣]{0,3}[이가은]?\s?(?:없|아니)|[ぁ-ん]{0,4}(?:ない|なく|なか|ませ)"
)


class Feeling(NamedTuple):
    """What a text feels like."""

    value: str
    """`positive`, `negative`, or `mixed` where as much speaks for one as for the other."""
    confidence: float
    """Share of the words that speak for it, drawn to one half where they are few (one word more for either side)."""


def _words(glad: str, angry: str, *, whole: bool) -> re.Pattern[str]:
    edge = r"\b" if whole else ""
    return re.compile(rf"{edge}(?:(?P<angry>{angry})|(?P<glad>{glad})){edge}", re.IGNORECASE)


_LEXICONS = {
    "en": _words(*_ENGLISH, whole=True),
    "ko": _words(*_KOREAN, whole=False),
    "ja": _words(*_JAPANESE, whole=False),
}


def language_of(text: str) -> tuple[str, float] | None:
    """Return `ko`, `ja` or `en` with how sure that is, None where it is none of them or too short to tell."""
    hangul, kana, kanji, latin = (len(each.findall(text)) for each in (_HANGUL, _KANA, _KANJI, _LATIN))
    letters = hangul + kana + kanji + latin
    if not letters:
        return None
    if hangul and hangul >= letters * _FEWEST_SHARE and hangul >= kana:
        return "ko", round((hangul + kanji) / letters, 2)
    if kana and kana + kanji >= letters * _FEWEST_SHARE:
        return "ja", round((kana + kanji) / letters, 2)
    known = sum(word in _ENGLISH_WORDS.split() for word in map(str.lower, _LATIN_WORD.findall(text)))
    return ("en", round(latin / letters * (known + 1) / (known + 2), 2)) if known and latin * 2 > letters else None


def feeling_of(text: str, language: str) -> Feeling | None:
    """Return what a text of a known language feels like, None where no word of the lexicon stands in it."""
    sides = {"positive": 0, "negative": 0}
    for match in _LEXICONS[language].finditer(text):
        before, after = text[max(match.start() - 40, 0) : match.start()], text[match.end() :]
        is_denied = _DENIED_BEFORE.search(before) is not None or _DENIED_AFTER.match(after) is not None
        sides["negative" if (match["angry"] is not None) is not is_denied else "positive"] += 1
    glad, angry = sides["positive"], sides["negative"]
    if not glad + angry:
        return None
    if glad == angry:
        return Feeling("mixed", 0.5)
    return Feeling(max(sides, key=lambda side: sides[side]), round((max(glad, angry) + 1) / (glad + angry + 2), 2))
