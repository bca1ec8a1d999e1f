"""What a free text mentions: identifiers, names, dates, lines of products, topics; its language and its feeling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cdp.config.events import EventsConfig
from cdp.standardise.mention_names import find_names
from cdp.standardise.sentiment import feeling_of, language_of
from connectors.text_positions import Found, Searched, locate, searched

_CONFIDENCE = {"email": 1.0, "phone": 0.9}
_BY_PATTERN, _BY_WORD, _DATED = 1.0, 0.9, 0.95
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DATES = (
    re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)\s?[-./]\s?(?P<m>\d{1,2})\s?[-./]\s?(?P<d>\d{1,2})(?![\d-])"),
    re.compile(r"(?P<y>(?:19|20)\d\d)\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"),
    re.compile(rf"\b{_MONTH}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH},?\s(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
)
"""Dates that can be read in one way only; 03/05/2026 is none."""


class Mention(NamedTuple):
    """A row of the table `mention` without its event."""

    kind: str
    value: str
    begins: int
    ends: int
    confidence: float


class _Word(NamedTuple):
    """A word of a vocabulary."""

    begins: str
    """What a text must have, in small letters, to hold it."""
    pattern: re.Pattern[str]
    meaning: str


class MentionFinder:
    """Finds what texts mention, by the vocabulary of a company."""

    def __init__(self, config: EventsConfig, regions: Sequence[str]) -> None:
        self._regions = list(dict.fromkeys(regions))
        self._patterns = {name: re.compile(pattern) for name, pattern in config.patterns.items()}
        self._own_domains = [domain.lower().lstrip("@.") for domain in config.own_domains]
        self._vocabularies = {
            "product_line": _vocabulary(config.product_lines),
            "topic": _vocabulary(config.topics),
        }

    def find(self, text: str, region: str) -> list[Mention]:
        """Return what a text mentions in order of appearance; `region` is where national numbers are likeliest of."""
        form = searched(text)
        regions = list(dict.fromkeys([region, *self._regions]))
        identifiers = locate(form, regions, self._patterns, self._own_domains)
        spans = [(each.start, each.end) for each in identifiers]
        others = [each for each in (*_dates(form), *_names(form)) if _is_free(each[0], spans)]
        found = [(each, _CONFIDENCE.get(each.kind, _BY_PATTERN)) for each in identifiers]
        found += [*others, *self._words(form, spans)]
        mentions = [Mention(*each, confidence) for each, confidence in found]
        return sorted([*dict.fromkeys(mentions), *_of_all(text)], key=lambda each: (each.begins, each.ends, each.kind))

    def _words(self, form: Searched, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[Found, float]]:
        """Yield words of the vocabularies; where two overlap, the longer one counts."""
        folded = form.text.casefold()
        for kind, words in self._vocabularies.items():
            taken = list(spans)
            for word in words:
                for match in word.pattern.finditer(form.text) if word.begins in folded else ():
                    found = form.found(kind, word.meaning, match.span())
                    if _is_free(found, taken):
                        taken.append((found.start, found.end))
                        yield found, _BY_WORD


def _is_free(found: Found, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a find overlaps none of the identifiers: of their digits and letters nothing else is made."""
    return all(found.end <= start or end <= found.start for start, end in spans)


def _vocabulary(words: Mapping[str, Sequence[str]]) -> list[_Word]:
    """Return the words of a vocabulary, by meaning, longer ones first."""
    told = [(word, meaning) for meaning, each in words.items() for word in each if word.strip("* ")]
    return [_word(word, meaning) for word, meaning in sorted(told, key=lambda pair: (-len(pair[0]), pair))]


def _word(word: str, meaning: str) -> _Word:
    """A word begins where no letter or digit of Latin script goes before it; one that ends in `*` may go on."""
    parts = word.rstrip("* ").split()
    goes_on = word.endswith("*") and parts[-1][-1].isascii()
    end = r"[\w-]*" if goes_on else "" if word.endswith("*") else r"(?![A-Za-z0-9])"
    spaced = r"\s?".join(map(re.escape, parts))
    return _Word(parts[0].casefold(), re.compile(rf"(?<![A-Za-z0-9]){spaced}{end}", re.IGNORECASE), meaning)


def _dates(form: Searched) -> Iterator[tuple[Found, float]]:
    for pattern in _DATES:
        for match in pattern.finditer(form.text):
            parts = match.groupdict()
            month = parts.get("m") or _MONTHS.index(parts["month"].lower()) + 1
            try:
                told = date(int(parts["y"]), int(month), int(parts["d"]))
            except ValueError:
                continue
            yield form.found("date", told.isoformat(), match.span()), _DATED


def _names(form: Searched) -> Iterator[tuple[Found, float]]:
    return ((form.found("name", name, span), confidence) for name, span, confidence in find_names(form.text))


def _of_all(text: str) -> Iterator[Mention]:
    """Yield the language and the feeling of a text, which are mentions of the whole of it."""
    language = language_of(text)
    if language is None:
        return
    yield Mention("language", language[0], 0, len(text), language[1])
    if feeling := feeling_of(text, language[0]):
        yield Mention("sentiment", feeling.value, 0, len(text), feeling.confidence)
