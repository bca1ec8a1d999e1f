"""Where in a free text its identifiers stand, by character of the text as it was received."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from connectors.text_identifiers import email_spans, phone_spans


class Found(NamedTuple):
    """Something found in a text."""

    kind: str
    """`email`, `phone` or the name of a declared pattern."""
    value: str
    """Standard form: addresses in small letters, numbers as E.164, what a pattern matches in plain characters."""
    start: int
    """Characters before it."""
    end: int
    """Characters up to its end."""


class Searched(NamedTuple):
    """A text in the form it is searched in: every character by itself in plain form (NFKC)."""

    text: str
    places: Sequence[int]
    """For each character, and for the end, where in the received text it stands."""

    def found(self, kind: str, value: str, span: tuple[int, int]) -> Found:
        """Return a find in the searched form as one in the received text."""
        return Found(kind, value, self.places[span[0]], self.places[span[1] - 1] + 1)


def searched(text: str) -> Searched:
    """Return the form in which a text is searched, of which each character knows where it comes from."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return Searched(text, range(len(text) + 1))
    plain = [unicodedata.normalize("NFKC", char) for char in text]
    places = [place for place, chars in enumerate(plain) for _ in chars]
    return Searched("".join(plain), [*places, len(text)])


def locate(
    form: Searched, regions: Sequence[str], patterns: Mapping[str, re.Pattern[str]], own_domains: Sequence[str] = ()
) -> list[Found]:
    """Return declared identifiers, e-mail addresses and phone numbers in order of appearance.

    A number inside of another find, such as an order number, is none; see `find_phones`.
    """
    finds = [
        form.found(name, found["value" if "value" in pattern.groupindex else 0], found.span())
        for name, pattern in patterns.items()
        for found in pattern.finditer(form.text)
    ]
    finds += [form.found("email", value, span) for value, span in email_spans(form.text, own_domains)]
    finds += [form.found("phone", value, span) for value, span in phone_spans(form.text, regions, patterns.values())]
    return sorted(finds, key=lambda found: (found.start, -found.end, found.kind))
