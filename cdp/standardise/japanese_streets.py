"""Comparable keys of Japanese streets: 丁目, 番地 and 号 as hyphens, digits of every kind as plain ones."""

from __future__ import annotations

import re

from cdp.standardise.han import unify_han
from cdp.standardise.kana import kana_key, latin_japanese_key
from cdp.standardise.romanise import HAN, Script, latin_letters, scripts_in

_NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_COUNTED = re.compile("[〇一二三四五六七八九十百]+(?=(?:丁目|番地|番(?!町)|号|条|線|階))")
_REWRITES = (
    (re.compile(r"(?<=\d)\s*[-‐‑‒–—―−ーのノ之]\s*(?=\d)"), "-"),
    (re.compile(r"(\d+)\s*丁目\s*"), r"\1-"),
    (re.compile(r"(\d+)\s*番地の?\s*"), r"\1-"),
    (re.compile(r"(\d+)\s*番(?!町)の?\s*"), r"\1-"),
    (re.compile(r"(\d+)\s*号(?:室|棟)?"), r"\1 "),
    (re.compile(r"(\d+)\s*室"), r"\1 "),
    (re.compile(r"(\d+)\s*(?:階|f\b)"), r" \1f "),
    (re.compile("大字"), ""),
    (re.compile(f"(?<=[{HAN}])[ケがガ](?=[{HAN}])"), "ヶ"),
)
_TOKEN = re.compile(rf"\d+f\b|\d+(?:-\d+)*|[{HAN}]+|(?:(?![{HAN}])[^\W\d_])+")
_NUMBER_FIRST = re.compile(r"(\d+(?:-\d+)*)[\s,]+(\D.*)")
_CHOME = re.compile(r"(?<=\d)[- ]?(?:chome|banchi|ban|go)\b-?")


def japanese_street_key(text: str) -> str:
    """Return the key of a street in Japanese script (lower case): Han characters unified, kana in letters.

    神南一丁目2番3号 = 神南1-2-3; ケ and が between Han characters are ヶ; 大字 drops out.
    """
    text = _COUNTED.sub(lambda match: str(_value(match[0])), unify_han(text))
    for pattern, written in _REWRITES:
        text = pattern.sub(written, text)
    return _joined(_TOKEN.findall(text))


def _value(numeral: str) -> int:
    """十二 → 12, 百二十 → 120, 二〇 → 20."""
    if not set(numeral) & {"十", "百"}:
        return int("".join(str(_NUMERALS[char]) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _NUMERALS:
            digit = _NUMERALS[char]
        else:
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
    return total + digit


def latin_japanese_street_key(text: str) -> str:
    """Return the key of a Japanese street in Latin letters (lower case): name, numbers, then what follows a '#'."""
    text = _CHOME.sub("-", text)
    if match := _NUMBER_FIRST.match(text):
        name, _, room = match[2].partition("#")
        text = f"{name} {match[1]} {room}"
    return _joined(_TOKEN.findall(text))


def _joined(tokens: list[str]) -> str:
    """Words without spaces, numbers with hyphens between them."""
    key = ""
    for token in tokens:
        if token[0].isdigit():
            key += ("-" if key and key[-1].isdigit() else "") + token
        else:
            key += token if Script.HAN in scripts_in(token) else _letters(token)
    return key


def _letters(word: str) -> str:
    if Script.KANA in scripts_in(word):
        return kana_key(word)
    letters = latin_letters(word)
    return latin_japanese_key(letters) or letters
