"""Where the records of a CSV file are, and which of them are broken: found before the file is parsed.

A parser that meets a broken record may shift, join or drop its neighbours. So the file is scanned first: every record
is either *good* (it fits the dialect and has the expected number of fields) or rejected on its own, with its line.
Regular stretches are checked with array operations, the others record by record with the dialect's grammar; both give
the same answer.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from connectors.columns import counted_from
from connectors.contract import Rejected
from connectors.csv_dialect import Dialect
from connectors.csv_strangers import Strangers
from connectors.delivery import give_up_if_hopeless
from connectors.encoding import Utf8File, printable

LONGEST_RECORD = 4 << 20
"""Bytes a record may have. An open quote that is not closed within them counts as never closed."""
_BLOCK = 512 * 1024
_PIECE = 16 * 1024
_LF, _CR = 10, 13
_BLANK = re.compile(rb"\r?\n")
_LONE_CR = re.compile("\r(?!\n)")


@dataclass
class Records:
    """What a scan found."""

    good: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    undecodable: int = 0
    """How many of the rejected have bytes that are not of the file's encoding."""
    ranges: list[tuple[int, int]] = field(default_factory=list)
    """Parts of the file that hold the good records and nothing else, as (first byte, byte after)."""
    rejected_places: list[int] = field(default_factory=list)
    """The rejected records' 0-based places among all records."""

    @property
    def total(self) -> int:
        """Number of records, good or not."""
        return self.good + len(self.rejected)

    @property
    def average_bytes(self) -> int:
        """Bytes of a good record, on average."""
        return sum(end - start for start, end in self.ranges) // max(self.good, 1)

    def positions(self, first: int, rows: int) -> NDArray[np.int64]:
        """Return the 1-based places among all records of `rows` good ones, beginning with good one number `first`."""
        rejected = np.array(self.rejected_places, dtype=np.int64)
        good_before = rejected - np.arange(rejected.size)
        good = counted_from(first, rows)
        return good + np.searchsorted(good_before, good - 1, side="right")


def scan(
    file: Utf8File, dialect: Dialect, fields: int, start: int, line: int, strangers: Strangers | None = None
) -> Records:
    """Find the records from byte `start` on, which stands on line number `line`; `strangers` are rejected."""
    scanner = _Scanner(file, dialect, fields, start, line, strangers or Strangers(dialect))
    with file.path.open("rb") as stream:
        stream.seek(start)
        scanner.run(stream)
        size = stream.tell()
    found = scanner.records
    found.ranges = [(first, min(end, size)) for first, end in found.ranges]
    return found


class _Scanner:
    def __init__(
        self, file: Utf8File, dialect: Dialect, fields: int, start: int, line: int, strangers: Strangers
    ) -> None:
        self.records = Records()
        self._strangers = strangers
        self._file = file
        self._dialect = dialect
        self._fields = fields
        self._good, self._any, self._unfinished = dialect.record(fields), dialect.record(), dialect.unfinished()
        self._delimiter, self._quote = dialect.delimiter.encode(), dialect.quote.encode()
        self._offset = start
        self._line = line
        self._inside_long_line = False

    def run(self, stream: BinaryIO) -> None:
        """Scan block by block; what a block holds of its last, unfinished record is scanned with the next."""
        data = b""
        while True:
            block = stream.read(_BLOCK)
            data += block
            if not block and data and not data.endswith(b"\n"):
                data += b"\n"
            used = 0 if self._inside_long_line else self._regular(data)
            data = data[used or self._in_pieces(data, is_last=not block) :]
            give_up_if_hopeless(self._file.unit, self.records.rejected, self.records.good)
            if not block and not data:
                return

    def _in_pieces(self, data: bytes, is_last: bool) -> int:
        """Scan piece by piece, so that one irregular record slows down few others. Returns the bytes dealt with."""
        place, size = 0, _PIECE
        while place < len(data):
            piece, is_rest = data[place : place + size], place + size >= len(data)
            used = self._rest_of_long_line(piece) or self._regular(piece)
            used = used or self._one_by_one(piece, is_last and is_rest)
            if not used and is_rest:
                break
            place, size = place + used, _PIECE if used else size * 4
        return place

    def _rest_of_long_line(self, data: bytes) -> int:
        if not self._inside_long_line:
            return 0
        end = data.find(b"\n") + 1
        self._inside_long_line = end == 0
        return self._passed(data, end or len(data))

    def _passed(self, data: bytes, used: int) -> int:
        """Move on by the first `used` bytes of `data`."""
        self._line += data.count(b"\n", 0, used)
        self._offset += used
        return used

    def _regular(self, data: bytes) -> int:
        """Take all records that end in `data` when each is good and none needs a closer look, else nothing.

        Returns the bytes taken.
        """
        if codecs.BOM_UTF8 in data or self._strangers.may_be_in(data, self._offset):
            return 0
        signs = _signs(data, self._delimiter, self._quote)
        ends = np.flatnonzero(signs.kinds == _LF)
        if not signs.regular or not ends.size:
            return 0
        line_ends = signs.places[ends]
        used = int(line_ends[-1]) + 1
        lengths = np.diff(line_ends, prepend=-1)
        expected = np.arange(self._fields - 1, ends.size * self._fields, self._fields)
        shortest = 1 if self._fields > 1 else 3
        if not (np.array_equal(ends, expected) and shortest <= lengths.min() and lengths.max() <= LONGEST_RECORD):
            return 0
        if not self._file.is_sound(data[:used]):
            return 0
        self._take(0, used, ends.size)
        return self._passed(data, used)

    def _one_by_one(self, data: bytes, is_last: bool) -> int:
        """Take or reject record after record; an unfinished one at the end is left. Returns the bytes dealt with."""
        place, line, counted = 0, self._line, 0
        while place < len(data):
            if data.startswith(codecs.BOM_UTF8, place):
                place += len(codecs.BOM_UTF8)
                continue
            if blank := _BLANK.match(data, place):
                if self._fields > 1:
                    self._take(place, blank.end(), 0)
                self._strangers.blank_line()
                place = blank.end()
                continue
            good = self._good.match(data, place)
            whole = good or self._any.match(data, place)
            if not whole and not is_last and self._may_go_on(data, place):
                break
            line, counted = line + data.count(b"\n", counted, place), place
            stranger = self._stranger(whole, place, line)
            if good and not stranger and self._is_fit(good[0]):
                self._take(place, good.end(), 1)
                place = good.end()
            else:
                place = self._reject(data, place, whole, line, stranger)
        return self._passed(data, place)

    def _stranger(self, record: re.Match[bytes] | None, place: int, line: int) -> str | None:
        if record is None or self._fields == 1 or len(record[0]) > LONGEST_RECORD:
            return None
        return self._strangers.fault(record[0], line, self._offset + place)

    def _may_go_on(self, data: bytes, place: int) -> bool:
        is_line_open = data.find(b"\n", place) < 0
        return len(data) - place < LONGEST_RECORD and (is_line_open or bool(self._unfinished.match(data, place)))

    def _is_fit(self, record: bytes) -> bool:
        return len(record) <= LONGEST_RECORD and self._file.is_sound(record)

    def _take(self, start: int, end: int, records: int) -> None:
        ranges, start, end = self.records.ranges, self._offset + start, self._offset + end
        if ranges and ranges[-1][1] == start:
            ranges[-1] = ranges[-1][0], end
        else:
            ranges.append((start, end))
        self.records.good += records

    def _reject(self, data: bytes, place: int, whole: re.Match[bytes] | None, line: int, stranger: str | None) -> int:
        """Reject the record, or the line where none can be made out. Returns where the next one starts."""
        end = whole.end() if whole and len(whole[0]) <= LONGEST_RECORD else data.find(b"\n", place) + 1
        if end == 0:
            self._inside_long_line, end = True, len(data)
        text = self._file.decode(data[place:end])
        fault = self._file.fault(text)
        reason = fault or stranger or self._fault(text, whole)
        found = self.records
        found.undecodable += fault is not None
        found.rejected_places.append(found.total)
        found.rejected.append(Rejected(line, reason, printable(text).rstrip("\r\n")))
        return end

    def _fault(self, text: str, whole: re.Match[bytes] | None) -> str:
        if whole and len(whole[0]) <= LONGEST_RECORD:
            expected = "1 field" if self._fields == 1 else f"{self._fields} fields"
            return f"expected {expected}, found {len(self._dialect.split(text))}"
        if len(text) >= LONGEST_RECORD or whole:
            return f"longer than {LONGEST_RECORD >> 20} MiB"
        if _LONE_CR.search(text):
            return "carriage return inside an unquoted field"
        return "a quote is not closed, or text follows the closing quote"


@dataclass(frozen=True)
class _Signs:
    """The delimiters and line ends outside quotes, by place and kind (the byte itself)."""

    places: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    regular: bool
    """False when a carriage return or a quote stands where the plain rules do not allow it."""


def _signs(data: bytes, delimiter: bytes, quote: bytes) -> _Signs:
    content = np.frombuffer(data, dtype=np.uint8)
    chosen = (content == _LF) | (content == ord(delimiter))
    for char in (b"\r", quote):
        if char and char in data:
            chosen |= content == ord(char)
    places = np.flatnonzero(chosen)
    kinds = content[places]
    regular = True
    if b"\r" in data:
        places, kinds, regular = _without_returns(places, kinds)
    if quote and quote in data:
        quotes = kinds == ord(quote)
        outside = ~(quotes | np.bitwise_xor.accumulate(quotes))
        last_end = places[outside & (kinds == _LF)][-1:]
        regular = regular and _are_paired(content, places[quotes], last_end, ord(delimiter), ord(quote))
        places, kinds = places[outside], kinds[outside]
    return _Signs(places, kinds, regular)


def _without_returns(
    places: NDArray[np.int64], kinds: NDArray[np.uint8]
) -> tuple[NDArray[np.int64], NDArray[np.uint8], bool]:
    """Leave out the carriage returns; regular when each but one at the very end is followed by a line feed."""
    returns = np.flatnonzero(kinds[:-1] == _CR)
    followed = (kinds[returns + 1] == _LF) & (places[returns + 1] == places[returns] + 1)
    kept = kinds != _CR
    return places[kept], kinds[kept], bool(followed.all())


def _are_paired(
    content: NDArray[np.uint8], quotes: NDArray[np.int64], last_end: NDArray[np.int64], delimiter: int, quote: int
) -> bool:
    """Tell whether, up to the last line end, each quote opens a field, closes one or is doubled inside one."""
    if not last_end.size:
        return False
    quotes = quotes[quotes < last_end[0]]
    opening, closing = quotes[0::2], quotes[1::2]
    before = content[opening[opening > 0] - 1]
    after = content[closing + 1]
    opens = (before == delimiter) | (before == _LF) | (before == quote)
    closes = (after == delimiter) | (after == _LF) | (after == quote) | (after == _CR)
    return bool(opens.all() and closes.all())
