"""How a CSV file separates and quotes its fields: the grammar of its records, and the sniffing of both characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

DELIMITERS = (",", "\t", ";", "|")
"""Candidates when sniffing; of equally good ones the earlier wins."""
QUOTE = '"'
_SNIFFED_RECORDS = 500


@dataclass(frozen=True)
class Dialect:
    """The delimiter and the quote of a file, one ASCII character each; an empty quote means fields are never quoted.

    The grammar is that of RFC 4180, and as forgiving as DuckDB's reader where no harm is done: one blank before and
    blanks after a quoted field, and quotes inside an unquoted one, are accepted. An opened quote must be closed.
    """

    delimiter: str
    quote: str

    def record(self, fields: int | None = None) -> re.Pattern[bytes]:
        """Pattern of a whole record with its line end: of `fields` fields, or of any number."""
        repeat = "*+" if fields is None else f"{{{fields - 1}}}+"
        return re.compile(f"{self._field}(?:{re.escape(self.delimiter)}{self._field}){repeat}\r?\n".encode())

    def unfinished(self) -> re.Pattern[bytes]:
        """Pattern of what may still become a record when more is read."""
        quoted = f"|{self._quoted[0]}" if self.quote else ""
        return re.compile(rf"(?:{self._field}{re.escape(self.delimiter)})*+(?:{self._field}\r?{quoted})\Z".encode())

    @cached_property
    def _quoted(self) -> tuple[str, str]:
        """The start of a quoted field up to its closing quote, and its end."""
        quote = re.escape(self.quote)
        before, after = ("", "") if self.delimiter == " " else (" ?+", " *+")
        return f"{before}{quote}(?:[^{quote}]++|{quote}{quote})*+", f"{quote}{after}"

    @cached_property
    def _field(self) -> str:
        plain = f"[^{re.escape(self.delimiter)}\r\n]*+"
        if not self.quote:
            return plain
        before = "" if self.delimiter == " " else " ?+"
        return f"(?:{''.join(self._quoted)}|(?!{before}{re.escape(self.quote)}){plain})"

    @cached_property
    def _one_field(self) -> re.Pattern[str]:
        return re.compile(self._field)

    def split(self, record: str) -> list[str]:
        """Return the values of a record that fits the grammar, without quotes and the blanks around them."""
        values, place = [], 0
        record = record.removesuffix("\n").removesuffix("\r")
        while place <= len(record):
            field = self._one_field.match(record, place)
            if field is None:
                raise ValueError("the record does not fit the dialect")
            values.append(self._value(field[0]))
            place = field.end() + 1
        return values

    def _value(self, field: str) -> str:
        if self.quote and field.startswith((self.quote, f" {self.quote}")):
            return field.strip(" ")[1:-1].replace(self.quote * 2, self.quote)
        return field


def sniff(sample: bytes, delimiter: str | None, quote: str | None) -> Dialect:
    """Choose the dialect of a file by its first lines (UTF-8, header first); what is given is kept.

    The delimiter is the one under which most records have as many fields as the first, and more than one; without
    such a one the file has a single column. The quote is `"` unless half the fields stand in single quotes.
    """
    assumed = QUOTE if quote is None else quote
    candidates = [Dialect(char, assumed) for char in ([delimiter] if delimiter else DELIMITERS)]
    best = max(candidates, key=lambda dialect: _agreement(dialect, sample))
    return Dialect(best.delimiter, "'") if quote is None and _is_single_quoted(best.delimiter, sample) else best


def _agreement(dialect: Dialect, sample: bytes) -> tuple[float, int]:
    """Share of records with the first one's number of fields, and that number; nothing for a single column."""
    counts = [len(values) for values in _first_records(dialect, sample)]
    if not counts or counts[0] < 2:
        return 0.0, 1
    return counts.count(counts[0]) / len(counts), counts[0]


def _is_single_quoted(delimiter: str, sample: bytes) -> bool:
    values = [value for record in _first_records(Dialect(delimiter, ""), sample) for value in record if value]
    return sum(len(value) > 1 and value[0] == value[-1] == "'" for value in values) * 2 > len(values)


def _first_records(dialect: Dialect, sample: bytes) -> Iterator[list[str]]:
    return islice(_records(dialect, sample), _SNIFFED_RECORDS)


def _records(dialect: Dialect, sample: bytes) -> Iterator[list[str]]:
    """Yield the values of each record; a line that fits no record has none, a blank one is passed over."""
    pattern, place = dialect.record(), 0
    while (end := sample.find(b"\n", place) + 1) > 0:
        record = pattern.match(sample, place)
        if sample[place:end].strip(b"\r\n"):
            yield dialect.split(record[0].decode("utf-8", "replace")) if record else []
        place = record.end() if record else end
