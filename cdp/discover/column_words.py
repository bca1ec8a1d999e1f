"""What names of columns say: words of English, Korean and Japanese for each meaning a column may have."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_FILE = "column_words.yml"
"""Meaning to the words for it, by language."""
_SOMEBODY_ELSE = """
spouse dependent guardian parent mother father child emergency manager supervisor referrer referred recipient receiver
sender previous friend 배우자 보호자 추천인 비상 수령인 수취인 받는사람 緊急 保護者 紹介者 配偶者 受取人 お届け先
"""
SOMEBODY_ELSE = frozenset(_SOMEBODY_ELSE.split())
"""Words that say that a value is another person's, or an old one."""
_PLAIN_WORDS = """
customer client user person member contact primary main the of value full own my traits trait properties addr address
personal info data profile buyer native secondary alternative context 고객 회원 顧客 会員
"""
_NEUTRAL = frozenset(_PLAIN_WORDS.split())
_TAIL_WORDS = """
number no num nr value primary main home work mobile business full text address raw sha hash hashed
"""
_TAILS = frozenset(_TAIL_WORDS.split())
_ID_LINE = "id no number num nr key code uuid guid pk identifier rowid index"
_ID_WORDS = frozenset(_ID_LINE.split())
_ID_ENDS = ("번호", "番号", "아이디", "코드", "コード", "id")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")


@dataclass(frozen=True)
class NameSays:
    """What the name of a column says."""

    meaning: str
    word: str
    """The words that told."""
    further: tuple[str, ...]
    """Words of the name that the meaning leaves unexplained."""
    elsewhose: bool
    """Whether the value is somebody else's than the one the row is about."""


def tokens(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters: BirthDate, birth_date and 'birth date' have the same."""
    return tuple(part.lower() for part in _PARTS.findall(unicodedata.normalize("NFKC", name)))


def is_id_like(name: str) -> bool:
    """Tell whether a column is called as ids are: customer_no, id, 고객번호, 会員番号."""
    words = tokens(name)
    return bool(words) and (words[-1] in _ID_WORDS or words[-1].endswith(_ID_ENDS))


@lru_cache
def _phrases() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(meaning, phrase, its words)."""
    from ruamel.yaml import YAML

    known = YAML(typ="safe").load((files("cdp.discover") / _FILE).read_text("utf-8"))
    return tuple(
        (meaning, phrase.strip(), tokens(phrase))
        for meaning, languages in known.items()
        for line in languages.values()
        for phrase in line.split("|")
    )


def name_says(name: str) -> NameSays | None:
    """Return what the name of a column says; None when it says nothing known."""
    words = tokens(name)
    found = [
        (length, place + length == len(words), meaning, phrase, place)
        for meaning, phrase, parts in _phrases()
        for place, length in _places(words, parts, phrase)
    ]
    fitting = [each for each in found if _tail_is_plain(words, each[4] + each[0])]
    if not fitting:
        return None
    length, _, meaning, phrase, place = max(fitting, key=lambda each: (each[0], each[1], len(each[3].replace(" ", ""))))
    rest = [word for word in (*words[:place], *words[place + length :]) if not word.isdigit()]
    return NameSays(
        meaning,
        phrase,
        tuple(word for word in rest if word not in _NEUTRAL and word not in _TAILS),
        any(map(_is_of_somebody_else, words)),
    )


def _is_of_somebody_else(word: str) -> bool:
    return word in SOMEBODY_ELSE or (not word.isascii() and any(each in word for each in SOMEBODY_ELSE))


def _places(words: tuple[str, ...], parts: tuple[str, ...], phrase: str) -> list[tuple[int, int]]:
    """Where a phrase stands among the words: (place, words taken); glued words and words of Hangul or kanji count."""
    size = len(parts)
    found = [(at, size) for at in range(len(words) - size + 1) if words[at : at + size] == parts]
    if found:
        return found
    glued = "".join(parts)
    if phrase.isascii():
        return [(at, 1) for at, word in enumerate(words) if size > 1 and word == glued]
    return [(at, 1) for at, word in enumerate(words) if len(glued) > 1 and word.endswith(glued)]


def _tail_is_plain(words: tuple[str, ...], end: int) -> bool:
    """Whether nothing behind the match says that the column is about something else: phone_type, address_id."""
    return all(word in _TAILS or word.isdigit() for word in words[end:])
