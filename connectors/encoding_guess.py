"""Which encoding a text without byte-order mark is in, judged by how plausible its characters are when decoded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from connectors.common_characters import HANGUL, KANJI

_PLAUSIBLE = 0.25
"""Least share of plausible characters for a guess; below it the text is in none of the encodings known here."""

_LONELY = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])")
_ACCENTED = re.compile(
    r"(?<=[A-Za-z])[ß-öø-ÿœšž]|[ß-öø-ÿœšž](?=[a-z])|(?<![a-z])[À-ÖØ-ÞŒŠŽŸ](?=[A-Za-z])|(?<=[A-Z])[À-ÖØ-ÞŒŠŽ]"
)
_TYPOGRAPHIC = frozenset("’‘“”–—…€£§°©®™ºª«»¿¡·\xa0")


def is_utf16(head: bytes) -> str | None:
    """Return `utf-16-le` or `utf-16-be` when the start of a file has NUL bytes where UTF-16 has them, else None."""
    if b"\0" not in head:
        return None
    pairs = list(zip(head[::2], head[1::2], strict=False))
    little = sum(second == 0 < first < 0x80 for first, second in pairs)
    big = sum(first == 0 < second < 0x80 for first, second in pairs)
    fewest = len(pairs) / (2 if head.isascii() else 50)
    if max(little, big) < fewest or max(little, big) < 4 * min(little, big):
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def is_japanese_7bit(block: bytes) -> bool:
    """Tell whether ASCII bytes hold the escape sequences with which ISO-2022-JP changes to kanji."""
    return b"\x1b$B" in block or b"\x1b$@" in block


def guess(lines: Iterable[bytes]) -> str | None:
    """Return the codec under which `lines` (those with bytes above 0x7F) read most like text; None when none does.

    A line that does not decode counts as implausible throughout, so a few damaged lines do not change the verdict.
    Of equal scores the earlier candidate wins.
    """
    sample = list(lines)
    scores = {codec: _score(sample, codec, weigh) for codec, weigh in _CANDIDATES.items()}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] >= _PLAUSIBLE else None


def _score(lines: list[bytes], codec: str, weigh: Callable[[str], tuple[float, int]]) -> float:
    """Share of plausible characters, 0 to 1, among those that say something about the encoding."""
    plausible, weighed = 0.0, 0
    for line in lines:
        try:
            good, counted = weigh(line.decode(codec))
        except UnicodeDecodeError:
            good, counted = 0.0, sum(byte > 0x7F for byte in line) // 2 + 1
        plausible, weighed = plausible + good, weighed + counted
    return plausible / weighed if weighed else 0.0


def _utf8(text: str) -> tuple[float, int]:
    count = sum(char > "\x7f" for char in text)
    return float(count), count


def _western(text: str) -> tuple[float, int]:
    good = len(_ACCENTED.findall(text)) + 0.6 * sum(char in _TYPOGRAPHIC for char in text)
    return good, sum(char > "\x7f" for char in text)


def _by_character(plausibility: Callable[[str], float | None]) -> Callable[[str], tuple[float, int]]:
    def weigh(text: str) -> tuple[float, int]:
        lonely = len(_LONELY.findall(text))
        chars = Counter(char for char in _LONELY.sub("", text) if char > "\x7f")
        weights = {char: plausibility(char) for char in chars}
        good = sum(weight * chars[char] for char, weight in weights.items() if weight is not None)
        return good, lonely + sum(chars[char] for char, weight in weights.items() if weight is not None)

    return weigh


def _is_shared(char: str) -> bool:
    """Punctuation and full-width ASCII: the same bytes in EUC-JP and CP949, so they say nothing."""
    return "\u3000" <= char <= "\u3015" or "\uff01" <= char <= "\uff5e" or char in "·×○●◎◇◆□■△▲▽▼※→←↑↓☆★"


def _korean(char: str) -> float | None:
    if "가" <= char <= "힣":
        return 1.0 if char in HANGUL else 0.4 if _encodes(char, "euc_kr") else 0.0
    if _is_shared(char):
        return None
    return 0.3 if "ㄱ" <= char <= "ㅣ" or char in KANJI else 0.0


def _japanese(char: str) -> float | None:
    if "ぁ" <= char <= "ゖ" or "ァ" <= char <= "ヺ" or char == "ー" or char in KANJI:
        return 1.0
    if "ｦ" <= char <= "ﾟ":
        return 0.6
    if _is_shared(char):
        return None
    return 0.3 if "一" <= char <= "龠" and char.encode("cp932", "replace") < b"\x98\x9f" else 0.0


def _encodes(char: str, codec: str) -> bool:
    try:
        return bool(char.encode(codec))
    except UnicodeEncodeError:
        return False


_CANDIDATES: dict[str, Callable[[str], tuple[float, int]]] = {
    "utf-8": _utf8,
    "cp949": _by_character(_korean),
    "cp932": _by_character(_japanese),
    "euc_jp": _by_character(_japanese),
    "cp1252": _western,
}
