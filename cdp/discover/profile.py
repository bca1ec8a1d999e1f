"""Profiles data before any run: how full and how varied columns are, what they look like, and what tables share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, repeat
from pathlib import Path

import numpy as np

from cdp.discover.evidence import is_hash
from cdp.discover.sample import sample_of, tables_of
from cdp.discover.settle import Looked, look
from cdp.discover.table import Column, Table
from cdp.errors import UsageError
from cdp.semantics import HASH_OF
from cdp.standardise.cleaner import Problem
from cdp.standardise.countries import country_code
from cdp.standardise.registry import CLEANERS
from cdp.standardise.text import is_placeholder, nfkc
from cdp.workspace import Workspace

PROFILED = 50_000
"""Rows looked at per table."""
IDENTIFIERS = ("email", "phone", "hashed_email", "hashed_phone", "national_id", "customer_id", "loyalty_id")
"""Meanings by which records of two tables can be one person's."""
_SHOWN = 3
_FENCE = 3.0
"""Beyond the quartiles by so many times their distance a value is an outlier (J. W. Tukey's far out)."""
_RUN = re.compile(r"A+|a+|9+|가+|漢+|ア+")
_LONGEST_RUN = 4


@dataclass(frozen=True)
class ColumnProfile:
    """What a column looks like."""

    column: str
    meaning: str
    confidence: float
    fill: float
    """Share of the rows that have a value."""
    distinct: int
    shortest: int
    """Characters of the shortest value."""
    longest: int
    patterns: list[tuple[str, float]]
    """The commonest shapes and their shares: 9 a digit, A and a letters, 가 Hangul, 漢 Han, ア kana; a run of
    more than four is told as A+."""
    common: list[tuple[str, int]]
    """The commonest values and how often they are there; masked unless asked for."""
    placeholders: int
    """Values that stand for none: n/a, test, 000-0000."""
    outliers: int
    """Numbers, or lengths where values are no numbers, far outside the quartiles."""


@dataclass(frozen=True)
class TableProfile:
    """What a table looks like."""

    table: str
    rows: int
    complete: bool
    """Whether all rows were looked at, not only the first."""
    columns: list[ColumnProfile]


@dataclass(frozen=True)
class Overlap:
    """What two tables share of the values of an identifier, standardised."""

    identifier: str
    left: str
    right: str
    shared: int
    left_share: float
    """Share of the distinct values of the left table that the right one has too: the match rate to expect by it."""
    right_share: float


@dataclass(frozen=True)
class Profile:
    """The profiles of tables, and what they share."""

    tables: list[TableProfile]
    overlaps: list[Overlap]


def profile(ws: Workspace | None, asked: Sequence[str], base: Path, *, values: bool = False) -> Profile:
    """Return the profiles of sources of a workspace, by name, or of data: files, folders, globs, database addresses.

    `values` shows values as they are. Raises UsageError for what is neither, SourceError.
    """
    looked = [look(table) for table in _tables(ws, asked, base)]
    return Profile([_table_profile(each, values) for each in looked], list(_overlaps(looked)))


def _tables(ws: Workspace | None, asked: Sequence[str], base: Path) -> Iterator[Table]:
    known = {source.source: source for source in ws.config.sources} if ws is not None else {}
    for name in asked or known:
        if name in known and ws is not None:
            config = known[name].connector
            connector = config.model_dump(mode="json", exclude_defaults=True) | {"kind": config.kind}
            yield sample_of(name, connector, ws.folder, PROFILED)
            continue
        for table in tables_of([name], base)[0]:
            yield sample_of(table.name, table.connector, base, PROFILED)
    if not (asked or known):
        raise UsageError("nothing to profile", "name sources of the workspace, files, folders or database addresses")


def _table_profile(looked: Looked, values: bool) -> TableProfile:
    columns = [_column_profile(looked, column, values) for column in looked.table.columns]
    return TableProfile(looked.table.name, looked.table.rows, looked.table.rows < PROFILED, columns)


def _column_profile(looked: Looked, column: Column, values: bool) -> ColumnProfile:
    counts = Counter(column.filled)
    lengths = np.array([len(value) for value in counts], dtype=float)
    shapes: Counter[str] = Counter()
    for value, times in counts.items():
        shapes[shape(value)] += times
    guess = looked.guesses[column.name]
    filled = counts.total()
    return ColumnProfile(
        column.name,
        guess.meaning,
        guess.confidence,
        filled / looked.table.rows if looked.table.rows else 0.0,
        len(counts),
        int(lengths.min()) if filled else 0,
        int(lengths.max()) if filled else 0,
        [(each, times / filled) for each, times in shapes.most_common(_SHOWN)],
        [(value if values else masked(value), times) for value, times in counts.most_common(_SHOWN)],
        sum(times for value, times in counts.items() if is_placeholder(nfkc(value)) and not _is_short_number(value)),
        _outliers(list(counts)),
    )


def _is_short_number(value: str) -> bool:
    return value.isdigit() and len(value) < 7


def shape(value: str) -> str:
    """Return the shape of a text: `010-1234-5678` is 999-9999-9999, `Anna Berg` Aaaa Aaaa, a SHA-256 is one word."""
    if is_hash(value):
        return "SHA-256"
    marks = "".join(map(_mark, value[:60]))
    return _RUN.sub(lambda run: run[0] if len(run[0]) <= _LONGEST_RUN else f"{run[0][0]}+", marks)


def _mark(letter: str) -> str:
    if letter.isdecimal():
        return "9"
    if "가" <= letter <= "힣":
        return "가"
    if "\u3040" <= letter <= "\u30ff" or "\uff66" <= letter <= "\uff9d":
        return "ア"
    if "\u3400" <= letter <= "\u9fff":
        return "漢"
    if letter.isalpha():
        return "A" if letter.isupper() else "a"
    return letter


def masked(value: str) -> str:
    """Return a text of which the first character can be read, and where letters and digits are."""
    return value[:1] + "".join("•" if letter.isalnum() else letter for letter in value[1:30])


def _outliers(values: list[str]) -> int:
    """How many distinct values lie far out: as numbers, or by their length where they are none."""
    numbers = [_number(value) for value in values]
    known = [number for number in numbers if number is not None]
    measures = np.array(known if len(known) > 0.9 * len(values) else [len(value) for value in values], dtype=float)
    if measures.size < 10:
        return 0
    low, high = np.quantile(measures, (0.25, 0.75))
    far = _FENCE * (high - low)
    return int(((measures < low - far) | (measures > high + far)).sum()) if far else 0


def _number(value: str) -> float | None:
    found = CLEANERS["number"].clean(value, "")
    return None if isinstance(found, Problem) else float(found[0] or 0)


def _overlaps(looked: Sequence[Looked]) -> Iterator[Overlap]:
    """Yield what each two tables share, for each identifier that both have, clear or hashed."""
    identified = [(each, _identifiers(each)) for each in looked]
    for (left, ours), (right, theirs) in combinations(identified, 2):
        for meaning in IDENTIFIERS:
            one, other = ours.get(meaning, set()), theirs.get(meaning, set())
            plain = HASH_OF.get(meaning)
            if one and other and not (plain and left.has(plain) and right.has(plain)):
                both = len(one & other)
                names = (left.table.name, right.table.name)
                yield Overlap(meaning, *names, both, both / len(one), both / len(other))


def _identifiers(looked: Looked) -> dict[str, set[str]]:
    """The standardised distinct values of each identifier; those that can be hashed also as their hashes."""
    found: dict[str, set[str]] = {}
    countries = _countries(looked)
    for meaning in IDENTIFIERS:
        cleaner = CLEANERS[meaning]
        for each in looked.of(meaning):
            values = zip(looked.table.column(each.column).values, countries, strict=False)
            cleaned = [cleaner.clean(value, country) for value, country in set(values) if value is not None]
            known = {one[0] for one in cleaned if not isinstance(one, Problem) and one[0] is not None}
            found.setdefault(meaning, set()).update(known)
    for hashed, plain in HASH_OF.items():
        hashes = {sha256(value.encode()).hexdigest() for value in found.get(plain, ())}
        found[hashed] = found.get(hashed, set()) | hashes
    return found


def _countries(looked: Looked) -> Iterable[str]:
    """The country of each row: its own where a column names it, else the table's."""
    named = looked.of("country")[:1]
    if not named:
        return repeat(looked.region)
    return [country_code(value or "") or looked.region for value in looked.table.column(named[0].column).values]
