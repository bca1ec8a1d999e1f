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
        for kind, (pattern, meanings) in self._vocabularies.items():
            for match in pattern.finditer(form.text) if pattern else ():
                meaning = meanings[str(match.lastgroup)]
                found = form.found(kind, meaning, match.span())
                if _is_free(found, spans):
                    yield found, _BY_WORD


def _is_free(found: Found, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a find overlaps none of the identifiers: of their digits and letters nothing else is made."""
    return all(found.end <= start or end <= found.start for start, end in spans)


def _vocabulary(words: Mapping[str, Sequence[str]]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """Return the pattern of all words, longer ones first, and the meaning of each of its groups.

    A word begins where no letter or digit of Latin script goes before it; one that ends in `*` may go on.
    """
    ranked = sorted(
        ((word, meaning) for meaning, each in words.items() for word in each), key=lambda pair: -len(pair[0])
    )
    groups = {f"w{place}": meaning for place, (_, meaning) in enumerate(ranked)}
    parts = [f"(?P<w{place}>{_word(word)})" for place, (word, _) in enumerate(ranked) if word.strip("* ")]
    return (re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(parts)})", re.IGNORECASE) if parts else None), groups


def _word(word: str) -> str:
    spaced = r"\s?".join(re.escape(part) for part in word.rstrip("*").split())
    return spaced + (r"[\w-]*" if word.endswith("*") and word[-2:-1].isascii() else r"(?![A-Za-z0-9])")


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
