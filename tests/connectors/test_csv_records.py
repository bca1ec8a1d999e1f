"""Every record of a CSV file is a row or rejected, whatever is wrong with its neighbours."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import csv_records
from connectors.csv_dialect import Dialect
from connectors.csv_records import Records, scan
from connectors.encoding import Utf8File
from tests.connectors.samples import Pulled, pull_bytes

COLUMNS = ["a", "b", "c"]
ANY_VALUE = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6)
PLAIN_VALUE = st.text(st.characters(categories=["L", "N", "Zs"], include_characters="-.@'"), min_size=1, max_size=6)
TROUBLE = st.text('a,"\r\n é한', max_size=60)


def pull(content: bytes, block: int = 1 << 20, piece: int = 1 << 14, **options: object) -> Pulled:
    sizes = patch.multiple(csv_records, _BLOCK=block, _PIECE=piece)
    with tempfile.TemporaryDirectory() as folder, sizes:
        return pull_bytes(Path(folder), "csv", content, null_values=[], **options)


def written(rows: list[list[str]], delimiter: str, quote: str, quoting: Literal[0, 1], end: str) -> bytes:
    text = io.StringIO(newline="")
    if any("\r" in value for row in rows for value in row):
        quoting = csv.QUOTE_ALL  # csv.writer does not quote a lone return by itself
    writer = csv.writer(text, delimiter=delimiter, quotechar=quote, quoting=quoting, lineterminator=end)
    writer.writerows(rows)
    return text.getvalue().encode()


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(ANY_VALUE, min_size=3, max_size=3), max_size=8),
    delimiter=st.sampled_from(",;\t|~"),
    quote=st.sampled_from("\"'"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    block=st.sampled_from([1, 7, 64, 1 << 20]),
)
def test_what_was_written_is_read(
    rows: list[list[str]], delimiter: str, quote: str, quoting: Literal[0, 1], end: str, block: int
) -> None:
    content = written([COLUMNS, *rows], delimiter, quote, quoting, end)
    pulled = pull(content, block, delimiter=delimiter, quote=quote, encoding="utf-8")
    assert [list(row.values()) for row in pulled.rows] == rows
    assert pulled.positions == list(range(1, len(rows) + 1))
    assert pulled.rejected == []


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a field less": lambda line: line.rsplit(b",", 1)[0],
    "a field more": lambda line: line + b",more",
    "an open quote": lambda line: b'"x' + line,
    "an open quote within": lambda line: line.replace(b",", b',"x', 1),
    "text after a quote": lambda line: b'"x"y' + line,
    "a lone return": lambda line: b"x\ry" + line,
    "a wrong byte": lambda line: line + b"\xff",
    "one word": lambda _: b"word",
}


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(
        st.tuples(
            st.lists(PLAIN_VALUE, min_size=3, max_size=3),
            st.one_of(st.none(), st.none(), st.sampled_from(sorted(DAMAGES))),
        ),
        max_size=12,
    ),
    end=st.sampled_from([b"\n", b"\r\n"]),
    sizes=st.sampled_from([(1 << 20, 1 << 14), (32, 16), (5, 3)]),
)
def test_damaged_lines_are_rejected_and_no_other(
    lines: list[tuple[list[str], str | None]], end: bytes, sizes: tuple[int, int]
) -> None:
    content = [",".join(COLUMNS).encode()]
    good: list[tuple[int, list[str]]] = []
    bad: list[tuple[int, list[str]]] = []
    for number, (values, damage) in enumerate(lines, 1):
        line = ",".join(values).encode()
        content.append(DAMAGES[damage](line) if damage else line)
        (bad if damage else good).append((number, values))
    content += [b"last,row,one"] * 13
    pulled = pull(end.join(content), *sizes, encoding="utf-8", delimiter=",", quote='"')
    good += [(len(lines) + number, ["last", "row", "one"]) for number in range(1, 14)]
    assert [(place, list(row.values())) for place, row in zip(pulled.positions, pulled.rows, strict=True)] == good
    assert [each.position for each in pulled.rejected] == [number + 1 for number, _ in bad]


def reference(text: str, fields: int) -> list[list[str] | None]:
    """Read record by record, the plain way: the values, or None where the record is to be rejected."""
    dialect, found, place = Dialect(",", '"'), [], 0
    data = text.encode() if text.endswith("\n") else f"{text}\n".encode()
    while place < len(data):
        record = dialect.record().match(data, place)
        end = record.end() if record else data.index(b"\n", place) + 1
        if data[place:end] not in {b"\n", b"\r\n"}:
            values = dialect.split(record[0].decode()) if record else []
            found.append(values if len(values) == fields else None)
        place = end
    return found


@settings(max_examples=300, deadline=None)
@given(
    text=TROUBLE.filter(lambda text: "\r\r\n" not in text),
    fields=st.integers(1, 3),
    sizes=st.sampled_from([(1 << 20, 1 << 14), (16, 4), (3, 1), (1, 1)]),
)
def test_trouble_is_read_like_record_by_record(text: str, fields: int, sizes: tuple[int, int]) -> None:
    header = ",".join(COLUMNS[:fields])
    expected = reference(text, fields)
    pulled = pull(f"{header}\n{text}".encode(), *sizes, encoding="utf-8", delimiter=",", quote='"')
    assert [list(row.values()) for row in pulled.rows] == [values for values in expected if values is not None]
    assert pulled.positions == [place for place, values in enumerate(expected, 1) if values is not None]
    assert len(pulled.rows) + len(pulled.rejected) == len(expected)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,2", "expected 3 fields, found 2"),
        ("1,2,3,4,5", "expected 3 fields, found 5"),
        ('1,"2,3', "a quote is not closed, or text follows the closing quote"),
        ('1,"2"x,3', "a quote is not closed, or text follows the closing quote"),
        ("1,2\r2,3", "carriage return inside an unquoted field"),
    ],
)
def test_reasons_say_what_is_wrong(line: str, reason: str) -> None:
    pulled = pull(f"a,b,c\n7,8,9\n{line}\n7,8,9\n".encode())
    [rejected] = pulled.rejected
    assert (rejected.position, rejected.reason, rejected.raw) == (3, reason, line)
    assert pulled.positions == [1, 3]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (b' "1", "2,x" ,"3"  ', ["1", "2,x", "3"]),
        (b'1,  "2",3', ["1", '  "2"', "3"]),
        (b'1,5" x 7",3', ["1", '5" x 7"', "3"]),
        (b'"1""","",""""', ['1"', "", '"']),
    ],
)
def test_blanks_and_quotes_as_the_parser_sees_them(line: bytes, values: list[str]) -> None:
    pulled = pull(b"a,b,c\n" + line + b"\n", delimiter=",", quote='"')
    assert list(pulled.rows[0].values()) == values


def test_blanks_before_a_quote_do_not_hide_a_field_too_many() -> None:
    assert pull(b'a,b\n1,  "2,3"\n', delimiter=",").rejected[0].reason == "expected 2 fields, found 3"


def test_lines_are_counted_through_quoted_line_ends() -> None:
    pulled = pull(b'a,b\n"1\n2\n3",x\nbad\n"4\n5",y\n\nbad,bad,bad\n')
    assert [each.position for each in pulled.rejected] == [5, 9]
    assert pulled.positions == [1, 3]


def test_a_rejected_record_of_several_lines_is_kept_whole() -> None:
    pulled = pull(b'a,b\n"1\n2",x,y\n3,z\n')
    assert pulled.rejected[0].raw == '"1\n2",x,y'
    assert len(pulled.rows) == 1


def scanned(folder: Path, content: bytes, fields: int) -> Records:
    file = folder / "x"
    file.write_bytes(content)
    return scan(Utf8File("x", file, 0, "UTF-8", is_copy=False, is_valid=True), Dialect(",", '"'), fields, 0, 1)


@pytest.mark.parametrize("block", [64, 1 << 20])
def test_an_open_quote_swallows_only_its_line(tmp_path: Path, block: int) -> None:
    rows = b"1,2\n" * 3000
    with patch.multiple(csv_records, _BLOCK=block, LONGEST_RECORD=1000):
        found = scanned(tmp_path, rows + b'3,"4\n' + rows, 2)
    assert (found.good, [each.position for each in found.rejected]) == (6000, [3001])


@pytest.mark.parametrize("block", [64, 1 << 20])
@pytest.mark.parametrize("long", [b"x" * 5000, b'"' + b"x" * 5000 + b'"', b'"' + b"x\n" * 2500 + b'"'])
def test_a_record_that_is_too_long_is_rejected(tmp_path: Path, block: int, long: bytes) -> None:
    with patch.multiple(csv_records, _BLOCK=block, LONGEST_RECORD=1000):
        found = scanned(tmp_path, b"1,2\n3," + long + b"\n5,6\n", 2)
    assert found.good == 2
    assert found.rejected[0].position == 2


def test_good_stretches_are_joined(tmp_path: Path) -> None:
    found = scanned(tmp_path, b"1,2\n3,4\nbad\n5,6\n7,8", 2)
    assert found.ranges == [(0, 8), (12, 19)]
    assert found.positions(1, 4).tolist() == [1, 2, 4, 5]
    assert found.positions(3, 2).tolist() == [4, 5]
