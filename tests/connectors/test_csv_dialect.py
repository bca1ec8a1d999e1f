from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.csv_dialect import DELIMITERS, Dialect, sniff

VALUES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@pytest.mark.parametrize(
    ("sample", "delimiter", "quote"),
    [
        ("a,b\n1,2\n", ",", '"'),
        ("a;b\n1,5;2,5\n3,1;4,0\n", ";", '"'),
        ("a\tb\n1, one\t2\n", "\t", '"'),
        ("a|b|c\nx, y|2;3|\n", "|", '"'),
        ("name\nHong\nKim\n", ",", '"'),
        ('"a";"b"\n"1;2";"x\ny"\n', ";", '"'),
        ("'a','b'\n'1,2','x'\n", ",", "'"),
        ("name,note\nO'Brien,it's\n", ",", '"'),
        ("주소,이름\n서울시 강남구; 3층,김\n", ",", '"'),
        ("a,b;c,d\n1;2\n3;4\n", ";", '"'),
    ],
)
def test_the_dialect_is_sniffed(sample: str, delimiter: str, quote: str) -> None:
    assert sniff(sample.encode(), None, None) == Dialect(delimiter, quote)


def test_what_is_declared_is_kept() -> None:
    assert sniff(b"a,b\n1,2\n", ";", None) == Dialect(";", '"')
    assert sniff(b"a,b\n1,2\n", None, "") == Dialect(",", "")


@given(st.lists(VALUES, min_size=1, max_size=5), st.sampled_from(DELIMITERS), st.sampled_from("\"'"))
def test_a_written_record_splits_into_its_values(values: list[str], delimiter: str, quote: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quotechar=quote, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(values)
    dialect = Dialect(delimiter, quote)
    record = text.getvalue()
    assert dialect.split(record) == values
    assert dialect.record(len(values)).fullmatch(record.encode())
    assert dialect.record().fullmatch(record.encode())


@given(st.text('a,"\r\n ', max_size=20), st.integers(0, 20))
def test_the_start_of_a_record_may_go_on(text: str, cut: int) -> None:
    dialect = Dialect(",", '"')
    record = dialect.record().match(f"{text}\n".encode())
    if record:
        start = record[0][: min(cut, len(record[0]) - 1)]
        assert dialect.unfinished().match(start)


@given(st.text('a,"\r\n ', max_size=10), st.text('a,"\r\n ', max_size=10))
def test_what_may_not_go_on_never_becomes_a_record(start: str, rest: str) -> None:
    dialect = Dialect(",", '"')
    if not dialect.unfinished().match(start.encode()) and not dialect.record().match(start.encode()):
        assert not dialect.record().match(f"{start}{rest}\n".encode())
