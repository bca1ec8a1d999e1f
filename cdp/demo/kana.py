"""Katakana: into Hepburn letters, into half-width forms, into hiragana."""

from __future__ import annotations

from functools import cache
from typing import Literal

LongVowel = Literal["short", "u", "h"]
"""How ou and oo are written: short (Sato), with the vowel (Satou), with an h (Satoh)."""

_ROWS = {
    "アイウエオ": "a i u e o",
    "カキクケコ": "ka ki ku ke ko",
    "サシスセソ": "sa shi su se so",
    "タチツテト": "ta chi tsu te to",
    "ナニヌネノ": "na ni nu ne no",
    "ハヒフヘホ": "ha hi fu he ho",
    "マミムメモ": "ma mi mu me mo",
    "ヤユヨラリルレロワヲン": "ya yu yo ra ri ru re ro wa o n",
    "ガギグゲゴ": "ga gi gu ge go",
    "ザジズゼゾ": "za ji zu ze zo",
    "ダヂヅデド": "da ji zu de do",
    "バビブベボ": "ba bi bu be bo",
    "パピプペポ": "pa pi pu pe po",
}
_LETTERS = {sign: sound for row, sounds in _ROWS.items() for sign, sound in zip(row, sounds.split(), strict=True)}
_SMALL = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}

_FULL = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー"
)
_HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ"
_VOICED = dict(zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボ", "カキクケコサシスセソタチツテトハヒフヘホ", strict=True))
_SEMIVOICED = dict(zip("パピプペポ", "ハヒフヘホ", strict=True))
_TO_HALF = dict(zip(_FULL, _HALF, strict=True))
_TO_HALF |= {sign: _TO_HALF[plain] + "ﾞ" for sign, plain in _VOICED.items()}
_TO_HALF |= {sign: _TO_HALF[plain] + "ﾟ" for sign, plain in _SEMIVOICED.items()}


def _sounds(word: str) -> str:
    letters = ""
    double = False
    for sign in word:
        if sign == "ッ":
            double = True
            continue
        if sign in _SMALL:
            glide = _SMALL[sign]
            letters = letters[:-1] + (glide[1:] if letters.endswith(("shi", "chi", "ji")) else glide)
            continue
        sound = _LETTERS.get(sign, "")
        letters += sound[:1] * double + sound
        double = False
    return letters


@cache
def hepburn(reading: str, long: LongVowel = "short") -> str:
    """Katakana (hyphens between words) in capitalised Hepburn letters: サトウ → Sato, イノ-ウエ → Inoue."""
    parts = []
    for word in reading.split("-"):
        text = _sounds(word)
        if long != "u":
            text = text.replace("ou", "o~").replace("oo", "o~").replace("uu", "u")
        parts.append(text.replace("o~", "oh" if long == "h" else "o"))
    return "".join(parts).capitalize()


def half_width(katakana: str) -> str:
    """Full-width katakana in half-width forms, voice marks apart: ガ → ｶﾞ; a wide space becomes a plain one."""
    return "".join(_TO_HALF.get(sign, " " if sign == "\u3000" else sign) for sign in katakana)


def hiragana(katakana: str) -> str:
    """The same reading in hiragana: サトウ → さとう."""
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in katakana)
