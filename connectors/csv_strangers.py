"""Records that fit the columns of a CSV file and yet are no rows: its header again, a total, another table below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectors.contract import HEADER_AGAIN, TOTALS
from connectors.csv_dialect import Dialect

_TAIL_BYTES = 8 * 1024
_TAIL_LINES = 3
_TOTAL_WORDS = frozenset(
    {
        *("total", "totals", "grand total", "subtotal", "sub total", "sum"),
        *("합계", "총계", "총합계", "소계", "누계", "計", "合計", "総計", "総合計", "小計", "累計"),
    }
)
"""What stands first in a line of totals, in small letters."""
_AMOUNT = re.compile(r"[-+(]?[₩￦¥￥$€£]?[\d.,\s]*[%원円건件개個)]?")
_DIGIT = re.compile(rb"[0-9]")
_FEWEST_SAMPLED = 2


@dataclass
class Strangers:
    """Tells strangers from rows while a file of several columns is scanned from its first to its last record.

    Another table begins after a blank line with a line that looks like a header: every field filled, no two alike and
    not one digit, in a file whose first rows have a digit each. It reaches to the end, or to where the header of the
    file comes again.
    """

    dialect: Dialect
    header: bytes = b""
    """The header as it stands in the file, without its line end; empty when the file has none."""
    rows_have_digits: bool = False
    totals: frozenset[int] = frozenset()
    """Bytes at which a line of totals begins."""
    _after_blank: bool = field(default=False, init=False)
    _other_table: int = field(default=0, init=False)

    def may_be_in(self, data: bytes, offset: int) -> bool:
        """Tell whether a stretch, which begins at byte `offset` of the file, wants a look at each record."""
        if self._other_table or self._after_blank or (self.header and self.header in data):
            return True
        return any(offset <= total < offset + len(data) for total in self.totals)

    def blank_line(self) -> None:
        """Take note of a blank line."""
        self._after_blank = True

    def fault(self, record: bytes, line: int, offset: int) -> str | None:
        """Say why a record is no row, None when it may be one; to be asked of each record in turn."""
        after_blank, self._after_blank = self._after_blank, False
        if self.header and record.strip() == self.header:
            self._other_table = 0
            return HEADER_AGAIN
        if not self._other_table and after_blank and self.rows_have_digits and self._is_header(record):
            self._other_table = line
        if self._other_table:
            return f"belongs to another table, which begins in line {self._other_table}"
        return TOTALS if offset in self.totals else None

    def _is_header(self, record: bytes) -> bool:
        names = [name.strip().casefold() for name in self.dialect.split(record.decode("utf-8", "replace"))]
        is_distinct = len(set(names)) == len(names) >= 2 and all(names)
        return is_distinct and not any(char.isdigit() or char == "@" for name in names for char in name)


def strangers_of(path: Path, dialect: Dialect, fields: int, header: bytes, sample: bytes) -> Strangers:
    """Learn what to look for in a file; `sample` holds its first records after the header."""
    if fields < 2:
        return Strangers(dialect)
    lines = [line for line in sample.split(b"\n\n")[0].splitlines()[:50] if line.strip()]
    have_digits = len(lines) >= _FEWEST_SAMPLED and all(_DIGIT.search(line) for line in lines)
    return Strangers(dialect, header.strip(), have_digits, frozenset(_totals(path, dialect, fields)))


def _totals(path: Path, dialect: Dialect, fields: int) -> list[int]:
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        start = stream.seek(max(size - _TAIL_BYTES, 0))
        tail = stream.read()
    pattern, found, place = dialect.record(fields), [], start
    lines = []
    for line in tail.splitlines(keepends=True):
        lines.append((place, line if line.endswith(b"\n") else line + b"\n"))
        place += len(line)
    for place, line in [each for each in lines if each[1].strip()][-_TAIL_LINES:]:
        if pattern.fullmatch(line) and _is_total(dialect.split(line.decode("utf-8", "replace"))):
            found.append(place)
    return found


def _is_total(values: Sequence[str]) -> bool:
    filled = [value.strip() for value in values if value.strip()]
    if not filled or filled[0].strip(" :：*=-").casefold() not in _TOTAL_WORDS:
        return False
    return all(_AMOUNT.fullmatch(value) for value in filled[1:])
