"""The distinct words of all names of a version, and which of them a typed word may be: whole, begun, in any script."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import product
from typing import Literal

from cdp.find import hangul
from cdp.standardise.name_keys import name_key, native_form, umlaut_spellings
from cdp.standardise.name_words import bare_name
from cdp.standardise.romanise import Script, latin_letters, scripts_in
from cdp.standardise.text import nfkc

Part = Literal["family", "given"]
Form = Literal["key", "native"]
FORMS: tuple[Form, ...] = ("key", "native")
PARTS: tuple[Part, ...] = ("family", "given")


class How(IntEnum):
    """How a typed word meets a word of a name; the number is what it costs."""

    EXACT = 0
    BEGINNING = 1
    INITIALS = 2
    ONE_LETTER = 4
    TWO_LETTERS = 7


Slot = dict[int, How]
"""The words that one typed word may be, and how."""
Reading = tuple[Slot, ...]
"""One way to read what was typed: a person meets it with a word for every slot."""


class Names:
    """The words of names, sorted; a word is known by its number."""

    def __init__(self, rows: Iterable[tuple[int, str, Form, Part]], regions: Sequence[str]) -> None:
        """Take (number, text, form, part), in the order of form, part and text, and the countries of the sources."""
        self._regions = regions
        self._texts: dict[tuple[Form, Part], list[str]] = {each: [] for each in product(FORMS, PARTS)}
        self._start: dict[tuple[Form, Part], int] = {}
        for number, text, form, part in rows:
            self._start.setdefault((form, part), number)
            self._texts[form, part].append(text)

    def readings(self, text: str) -> list[Reading]:
        """Return the ways to read a text as a name, or the beginning of one: words in any order, or written as one."""
        words = typed_words(text)
        together = tuple(self._slot(word) for word in words)
        found = [together] if together and all(together) else []
        if len(words) == 1:
            found += self._parted(words[0])
        return found

    def _slot(self, word: str) -> Slot:
        """Return all words that a typed one may be, or begin."""
        slot: Slot = {}
        for part in PARTS:
            for number, how in self._native(word, part, whole=False):
                slot[number] = min(how, slot.get(number, how))
        for key, part in product(self.keys(word), PARTS):
            for number, how in self._prefixed("key", part, key):
                slot[number] = min(how, slot.get(number, how))
        return slot

    def _parted(self, word: str) -> Iterator[Reading]:
        """Yield the readings of one word as family and given name without a space between."""
        if hangul.is_hangul(word):
            letters = hangul.spread(word)
            for cut in range(1, min(len(letters), 3)):
                yield self._native_pair(letters[:cut], letters[cut:])
            return
        native = native_form(word)
        for cut in range(1, len(native or "")):
            yield self._native_pair((native or "")[:cut], (native or "")[cut:])
        for key in self.keys(word):
            for cut in range(2, len(key) - 1):
                yield from self._key_pairs(key[:cut], key[cut:])

    def _native_pair(self, family: str, given: str) -> Reading:
        return dict(self._native(family, "family", whole=True)), dict(self._native(given, "given", whole=False))

    def _key_pairs(self, first: str, second: str) -> Iterator[Reading]:
        for one, other in (PARTS, PARTS[::-1]):
            whole = self._exact("key", one, first)
            if whole is not None:
                yield {whole: How.EXACT}, dict(self._prefixed("key", other, second))

    def _native(self, word: str, part: Part, *, whole: bool) -> Iterator[tuple[int, How]]:
        """Yield the words in Hangul, kana or Han that are like a typed one."""
        if hangul.is_hangul(word):
            yield from self._hangul(word, part, whole=whole)
            return
        plain = native_form(word)
        if plain is None:
            return
        if not whole:
            yield from self._prefixed("native", part, plain)
        elif (number := self._exact("native", part, plain)) is not None:
            yield number, How.EXACT

    def _hangul(self, word: str, part: Part, *, whole: bool) -> Iterator[tuple[int, How]]:
        texts, start = self._texts["native", part], self._start.get(("native", part), 0)
        first, last = hangul.first_letters(word)
        like = hangul.pattern(word, whole=whole)
        begun = How.INITIALS if hangul.has_initials(word) else How.BEGINNING
        for place in range(bisect_left(texts, first), bisect_right(texts, last + "\U0010ffff")):
            if like.match(texts[place]):
                yield start + place, How.EXACT if texts[place] == word else begun

    def _prefixed(self, form: Form, part: Part, text: str) -> Iterator[tuple[int, How]]:
        texts, start = self._texts[form, part], self._start.get((form, part), 0)
        for place in range(bisect_left(texts, text), bisect_right(texts, text + "\U0010ffff")):
            yield start + place, How.EXACT if texts[place] == text else How.BEGINNING

    def _exact(self, form: Form, part: Part, text: str) -> int | None:
        texts = self._texts[form, part]
        place = bisect_left(texts, text)
        return self._start[form, part] + place if texts[place : place + 1] == [text] else None

    def keys(self, word: str) -> set[str]:
        """Return the keys of a typed word in every country of the sources, and its plain letters."""
        if hangul.has_initials(word):
            return set()
        spellings = product(PARTS, self._regions, umlaut_spellings(word))
        keys = {name_key(spelling, region, part) for part, region, spelling in spellings}
        if scripts_in(word) == (Script.LATIN,):
            keys.add(latin_letters(word))
        return {key for key in keys if key}


def typed_words(text: str) -> list[str]:
    """Return the words of a typed name, without titles (님, 様, Mr)."""
    composed = unicodedata.normalize("NFC", text)
    plain = composed if hangul.has_initials(composed) else nfkc(text)
    return (bare_name(plain) or plain).replace(",", " ").replace("・", " ").split()
