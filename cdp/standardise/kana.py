"""Japanese kana in Latin letters, and the usual Latin spellings of Japanese names brought to the same form.

The common form is Hepburn without long vowels: オオノ, おおの, Ohno, Oono, Ōno → ono; ジュンイチ, Zyun'iti → junichi.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ROWS = """
ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to
ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo
ラ ra リ ri ル ru レ re ロ ro ワ wa ヰ i ヱ e ヲ o ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo
ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ bu ヷ ba ヸ bi ヹ be ヺ bo
ァ a ィ i ゥ u ェ e ォ o ャ ya ュ yu ョ yo ヮ wa ヵ ka ヶ ke
シェ she チェ che ジェ je ツァ tsa ツィ tsi ツェ tse ツォ tso ティ chi ディ ji トゥ tsu ドゥ zu テュ chu デュ ju
ファ fa フィ fi フェ fe フォ fo フュ fyu ヴァ ba ヴィ bi ヴェ be ヴォ bo ヴュ byu ウィ wi ウェ we ウォ o イェ ye
クァ kwa クィ kwi クェ kwe クォ kwo グァ gwa スィ shi ズィ ji
"""
_GLIDES = {"キ": "ky", "ギ": "gy", "シ": "sh", "ジ": "j", "チ": "ch", "ヂ": "j", "ニ": "ny", "ヒ": "hy", "ビ": "by"}
_GLIDES |= {"ピ": "py", "ミ": "my", "リ": "ry"}
_WORDS = _ROWS.split()
_MORAS = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True)) | {
    first + small: consonant + vowel
    for first, consonant in _GLIDES.items()
    for small, vowel in (("ャ", "a"), ("ュ", "u"), ("ョ", "o"))
}
_SINGLES = {ord(kana): letters for kana, letters in _MORAS.items() if len(kana) == 1}
_DIGRAPHS = {kana: letters for kana, letters in _MORAS.items() if len(kana) == 2}
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_NO_KANA = re.compile("[^ァ-ヶヷ-ヺ]+")
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_DOUBLING = re.compile("ッ+([a-z]?)")

_CONSONANT = "(?:sh|ch|ts|dz|dj|ky|gy|sy|zy|jy|ty|cy|dy|ny|hy|by|py|my|ry|ly|fy|kw|gw|[bcdfghjklmnprstvwyz])"
_MORAIC = re.compile(
    f"(?:{_CONSONANT}?[aeiou]|n|m(?=[bmp])|(?<=[aeiou])h(?![aeiou])|([bdfgjkprstz])(?=\\1)|[ct](?=ch))+"
)
_SILENT_H = re.compile("(?<=[aeiou])h(?![aeiouy])|(?<=[ou])h(?=y[aou])|(?<=^o)h(?=i(?:shi|si|zumi|$))")
_FOREIGN_LETTERS = str.maketrans("lv", "rb")
_HEPBURN = {"sy": "sh", "zy": "j", "jy": "j", "dy": "j", "dj": "j", "ty": "ch", "cy": "ch", "si": "shi", "ti": "chi"}
_HEPBURN |= {"tu": "tsu", "zi": "ji", "di": "ji", "dzu": "zu", "du": "zu", "wo": "o", "hu": "fu", "cch": "tch"}
_HEPBURN |= {"ca": "ka", "co": "ko", "cu": "ku", "mb": "nb", "mm": "nm", "mp": "np"}
_OTHER_SPELLING = re.compile("(?<![sc])hu|cch|dzu|[szjdtc]y(?=[aou])|dj|[stzd]i|[td]u|wo|c[aou]|m[bmp]")
_LONG = re.compile("o[ou]+|uu+")


@lru_cache(maxsize=1 << 14)
def kana_key(text: str) -> str:
    """Return the letters a–z of kana (full width, as NFKC gives them), long vowels folded; other characters drop out.

    カトウ, かとう, カトー → kato; ッチ → tchi; foreign sounds as Japanese ones (ヴ → b, ティ → chi).
    """
    katakana = _NO_KANA.sub("", text.translate(_TO_KATAKANA))
    spelled = _DIGRAPH.sub(lambda match: _DIGRAPHS[match[0]], katakana).translate(_SINGLES)
    return _long_folded(_DOUBLING.sub(_doubled, spelled))


def _doubled(match: re.Match[str]) -> str:
    letter: str = match[1]
    return ("t" if letter == "c" else letter if letter not in "aiueo" else "") + letter


def _long_folded(letters: str) -> str:
    return _LONG.sub(lambda match: match[0][0], letters)


def latin_japanese_key(letters: str) -> str | None:
    """Return the key of a Japanese word in Latin letters (a–z, one word); None when it is no row of kana sounds.

    Folds long vowels (oh, ou, oo → o; uu, uh → u), Kunrei and Nippon spellings (si → shi, tu → tsu, hu → fu, zi → ji,
    tya → cha), m before b, m, p (→ n), and letters that Japanese has no sound for (l → r, v → b, ca → ka).
    """
    if not _MORAIC.fullmatch(letters):
        return None
    plain = _SILENT_H.sub("", letters).translate(_FOREIGN_LETTERS)
    return _long_folded(_OTHER_SPELLING.sub(lambda match: _HEPBURN[match[0]], plain))
