"""What goes wrong when people type: slips per script, slipped dates, values that stand for no value."""

from __future__ import annotations

from datetime import date, timedelta

from cdp.demo.dice import Dice
from cdp.demo.names import Country

NO_EMAIL: dict[Country, tuple[str, ...]] = {
    "KR": ("n/a@n.a", "없음", "none@none.example", "test@test.example", "-"),
    "JP": ("n/a@n.a", "なし", "none@none.example", "test@test.example", "-"),
    "US": ("n/a@n.a", "none", "none@none.example", "test@test.example", "N/A"),
}
"""What staff type when the customer gives no e-mail address."""
NO_PHONE: dict[Country, tuple[str, ...]] = {
    "KR": ("000-0000-0000", "010-0000-0000", "없음", "0"),
    "JP": ("000-0000-0000", "090-0000-0000", "なし", "0"),
    "US": ("000-000-0000", "(000) 000-0000", "none", "9999999999"),
}
"""What staff type when the customer gives no number."""
NO_BIRTH = date(1900, 1, 1)
"""The birth date of those who gave none, where the system insists on one."""
NO_BIRTH_SHORT: dict[str, str] = {"yymmdd": "000000", "mdy_short": "00/00/00"}
"""The same where years have two digits, by style."""
TEST_NAMES: dict[Country, str] = {"KR": "테스트", "JP": "テスト", "US": "TEST"}
"""Names of accounts made to try the systems out."""
STAFF_DOMAIN = "hanaro-staff.example"
"""Mail domain of the company's own people."""

_NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz", "svxsrcvgjkljnbilwtayibzcgx", strict=True))
_HANGUL, _SYLLABLES = 0xAC00, 11172
_SIMILAR_VOWELS = {0: 2, 1: 5, 4: 6, 5: 1, 8: 12, 10: 11, 11: 10, 13: 17, 18: 13, 20: 16}
_KANA_TWINS = {
    "シ": "ツ",
    "ツ": "シ",
    "ソ": "ン",
    "ン": "ソ",
    "カ": "ガ",
    "ガ": "カ",
    "タ": "ダ",
    "ダ": "タ",
    "ウ": "ー",
    "ヨ": "ョ",
}


def typo(text: str, dice: Dice) -> str:
    """The text with one slip at a random place; a text of one sign, or of none that can slip, stays as it is."""
    if len(text) < 2:
        return text
    place = dice.below(len(text))
    sign = text[place]
    if _HANGUL <= ord(sign) < _HANGUL + _SYLLABLES:
        return text[:place] + _slipped_syllable(sign) + text[place + 1 :]
    if sign in _KANA_TWINS:
        return text[:place] + _KANA_TWINS[sign] + text[place + 1 :]
    return _ascii_typo(text, place, dice) if sign.isascii() else text


def _slipped_syllable(syllable: str) -> str:
    """The vowel beside it on the keyboard, or the final consonant lost."""
    index = ord(syllable) - _HANGUL
    vowel, final = index // 28 % 21, index % 28
    if vowel in _SIMILAR_VOWELS:
        return chr(ord(syllable) + (_SIMILAR_VOWELS[vowel] - vowel) * 28)
    return chr(ord(syllable) - final) if final else syllable


def _ascii_typo(text: str, place: int, dice: Dice) -> str:
    sign, kind = text[place], dice.random()
    if not sign.isalnum():
        return text
    if kind < 0.3:
        return text[:place] + text[place + 1 :]
    if kind < 0.6 and place + 1 < len(text) and text[place + 1].isalnum():
        return text[:place] + text[place + 1] + sign + text[place + 2 :]
    if kind < 0.8:
        return text[: place + 1] + text[place:]
    wrong = str((int(sign) + dice.between(1, 9)) % 10) if sign.isdigit() else _NEIGHBOURS.get(sign.lower(), sign)
    return text[:place] + wrong + text[place + 1 :]


def wrong_digits(digits: str, dice: Dice) -> str:
    """A number of at least two digits with two neighbours swapped or one digit wrong, in its last seven places."""
    place = dice.between(max(len(digits) - 7, 0), len(digits) - 2)
    first, second = digits[place], digits[place + 1]
    if first == second or dice.chance(0.5):
        first = str((int(first) + dice.between(1, 9)) % 10)
    else:
        first, second = second, first
    return digits[:place] + first + second + digits[place + 2 :]


def slipped_date(day: date, dice: Dice) -> date:
    """Day and month swapped where that gives a date, or a day, a year or a decade off."""
    kind = dice.random()
    if kind < 0.35 and day.day <= 12:
        return day.replace(month=day.day, day=day.month)
    if kind < 0.7 or (day.month, day.day) == (2, 29):
        return day + timedelta(days=dice.pick((-10, -2, -1, 1, 2, 10)))
    return day.replace(year=day.year + dice.pick((-10, -1, 1, 10))) if day.year > 1926 else day
