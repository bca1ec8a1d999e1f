"""What the values of a column say, told by the product's own cleaners: how many of them are of a type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cdp.standardise.cleaner import Problem
from cdp.standardise.dates import MOMENT, infer_date_order
from cdp.standardise.japanese_places import PREFECTURES
from cdp.standardise.japanese_surnames import JAPANESE_SURNAMES, READING_RANK
from cdp.standardise.kana import kana_key
from cdp.standardise.korean_names import SURNAME_OF_HANGUL
from cdp.standardise.korean_places import REGION_NAMES
from cdp.standardise.phones import EVERYDAY
from cdp.standardise.registry import CLEANERS
from cdp.standardise.romanise import Script, script_of
from cdp.standardise.text import is_placeholder, nfkc

DISTINCT = 400
"""Distinct values of a column that are looked at, the commonest first."""
_HANGUL_NAME = re.compile("[가-힣]{2,4}")
_KANA = re.compile(r"[ァ-ヶー・ぁ-ん\s]{3,}")
_LETTERS = re.compile(r"[^\W\d_]")
_PHONE = re.compile(r"(?=(?:\D*\d){8,15}\D*\Z)(?:\+\d|0\d|\(\d)[\d ().\-/]+")
_GROUPED = re.compile(r"\d{3}[-. ]\d{3}[-. ]\d{4}")
_RESIDENT = re.compile(r"\d{6}-?[1-8]\d{6}")
_SOCIAL_SECURITY = re.compile(r"\d{3}-\d{2}-\d{4}")
_HASH = re.compile("[0-9a-fA-F]{64}")
_DATE = re.compile(r"\d{4}[-/.年년]|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?:明治|大正|昭和|平成|令和)|\d{8}\Z")
_CLOCK = re.compile(r"\d{1,2}:\d{2}|[T ]\d{2}:|오[전후]|午[前後]")
_ISO_CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True)
class Evidence:
    """The distinct values of a column, with what is needed to read them."""

    counts: tuple[tuple[str, int], ...]
    """The commonest distinct values (placeholders left out) and how often they are there."""
    filled: int
    distinct: int
    rows: int
    region: str
    order: str
    """Order of dates as the values show it; '' when they do not."""

    @property
    def fill(self) -> float:
        """Share of the rows that have a value."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def unique(self) -> float:
        """Distinct values by filled ones."""
        return self.distinct / self.filled if self.filled else 0.0

    def share(self, fits: Callable[[str], bool]) -> float:
        """Share of the values that fit, each distinct one counted once."""
        return sum(fits(value) for value, _ in self.counts) / len(self.counts) if self.counts else 0.0

    def cleaned(self, kind: str) -> float:
        """Share of the values that the cleaner of a semantic type can read."""
        cleaner = CLEANERS[kind]
        context = self.order if cleaner.context == "date_order" else self.region
        return self.share(lambda value: not isinstance(cleaner.clean(value, context), Problem))

    def moments(self) -> float:
        """Share of the values that are dates or times as people and systems write them."""
        return self.share(
            lambda value: (
                _DATE.match(nfkc(value)) is not None
                and not isinstance(MOMENT.clean(value, f"{self.order}|UTC"), Problem)
            )
        )


def evidence_of(values: Sequence[str | None], region: str) -> Evidence:
    """Return the evidence of the sampled values of a column; `region` is that of its phones and addresses."""
    counts = Counter(value for value in values if value is not None)
    filled = sum(counts.values())
    telling = [
        (value, n)
        for value, n in counts.most_common(2 * DISTINCT)
        if not is_placeholder(nfkc(value)) or value.isdigit()
    ]
    order = infer_date_order(value for value, _ in telling)
    return Evidence(tuple(telling[:DISTINCT]), filled, len(counts), len(values), region, order)


def is_phone(value: str) -> bool:
    """Whether a text is written as telephone numbers are: with + or 0 in front, or in groups."""
    text = nfkc(value)
    return _PHONE.fullmatch(text) is not None or _GROUPED.search(text) is not None


def is_code(value: str) -> bool:
    """Whether a text is written as codes are: digits, perhaps with letters, and no blank."""
    return len(value) <= 40 and any(map(str.isdigit, value)) and not any(map(str.isspace, value))


def is_hash(value: str) -> bool:
    """Whether a text is a SHA-256."""
    return _HASH.fullmatch(value) is not None


def is_national_id(value: str) -> bool:
    """Whether a text has the shape of a Korean resident number or an American social security number."""
    return any(shape.fullmatch(nfkc(value)) for shape in (_RESIDENT, _SOCIAL_SECURITY))


def is_person_name(value: str) -> bool:
    """Whether a text in Hangul or kanji is a whole name with a common surname."""
    text = nfkc(value).replace(" ", "").replace("　", "")
    if _HANGUL_NAME.fullmatch(text):
        return text[0] in SURNAME_OF_HANGUL or text[:2] in SURNAME_OF_HANGUL
    if script_of(text) not in (Script.HAN, Script.MIXED) or not 3 <= len(text) <= 6:
        return False
    return any(text[:size] in JAPANESE_SURNAMES for size in (1, 2, 3))


def is_reading(value: str) -> bool:
    """Whether a text is a Japanese name in kana."""
    text = nfkc(value)
    if not _KANA.fullmatch(text):
        return False
    return any(kana_key(text[:size].strip()) in READING_RANK for size in range(2, min(len(text), 7)))


def is_address(value: str) -> bool:
    """Whether a text begins like a Korean or Japanese address: with a province, or a postal mark."""
    text = nfkc(value).lstrip("〒0123456789- ")
    return len(text) > 6 and any(map(str.isdigit, text)) and text.startswith((*REGION_NAMES, *PREFECTURES))


def is_currency(value: str) -> bool:
    """Whether a text looks like an ISO code of a currency."""
    return _ISO_CURRENCY.fullmatch(value) is not None


def has_clock(value: str) -> bool:
    """Whether a moment has a time of day."""
    return _CLOCK.search(nfkc(value)) is not None


def has_letters(value: str) -> bool:
    """Whether there is a letter in a text."""
    return _LETTERS.search(value) is not None


def region_of(values: Sequence[Sequence[str | None]], countries: Iterable[str]) -> tuple[str, float]:
    """Return the country that scripts, phone numbers and named countries speak for, and its share of the votes.

    `countries` are the codes in columns of countries. ('', 0) when nothing tells.
    """
    votes = Counter(countries)
    for column in values:
        for value in list(dict.fromkeys(filter(None, column)))[:DISTINCT]:
            votes.update(_speaks_for(nfkc(value)))
    if not votes:
        return "", 0.0
    (best, most), *_ = votes.most_common()
    return best, most / votes.total()


def _speaks_for(text: str) -> list[str]:
    if re.search("[가-힣]", text):
        return ["KR"]
    if re.search("[ぁ-んァ-ヶ]", text):
        return ["JP"]
    if _RESIDENT.fullmatch(text):
        return ["KR"]
    if _SOCIAL_SECURITY.fullmatch(text):
        return ["US"]
    if not is_phone(text) or _DATE.match(text):
        return []
    digits = re.sub(r"[^\d+]", "", text)
    return [region for region, (shape, _) in EVERYDAY.items() if shape.fullmatch(digits)]
