from __future__ import annotations

import json
import tempfile
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import jsonl
from tests.connectors.samples import Pulled, connect, pull_bytes


def pull(base: Path, content: bytes) -> Pulled:
    return pull_bytes(base, "jsonl", content)


def lines(pulled: Pulled) -> list[str]:
    return [row["json"] for row in pulled.rows]


def test_a_line_is_delivered_as_received(tmp_path: Path) -> None:
    content = '  {"b" : 1.50, "a":"\\uae40", "a":2}\t\r\n{"이름":"김"}'
    pulled = pull(tmp_path, content.encode())
    assert lines(pulled) == ['{"b" : 1.50, "a":"\\uae40", "a":2}', '{"이름":"김"}']
    assert pulled.columns == ["json"]
    assert pulled.positions == [1, 2]


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    pulled = pull(tmp_path, b"\n{}\n \t\r\n\n{}\n\n")
    assert pulled.positions == [2, 5]
    assert pulled.rejected == []


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_file_may_be_empty(tmp_path: Path, content: bytes) -> None:
    pulled = pull(tmp_path, content)
    assert (pulled.rows, pulled.columns, pulled.rejected) == ([], ["json"], [])


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    assert lines(pull(tmp_path, b'\xef\xbb\xbf{"a":1}\n')) == ['{"a":1}']


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a":1', "not valid JSON"),
        ('{"a":1}{"b":2}', "not valid JSON"),
        ("{'a':1}", "not valid JSON"),
        ('{"a":1,}', "not valid JSON"),
        ('{"a":[1, ]}', "not valid JSON"),
        ('{"a":NaN}', "not valid JSON"),
        ('{"a": -Infinity}', "not valid JSON"),
        ('{"a":[1,nan]}', "not valid JSON"),
        ('{"a":"\\ud800"}', "not valid JSON"),
        ("hello", "not valid JSON"),
        ("\u00a0", "not valid JSON"),
        ("[1,2]", "JSON, but not an object"),
        ('"text"', "JSON, but not an object"),
        ("null", "JSON, but not an object"),
        ("[1,NaN]", "not valid JSON"),
    ],
)
def test_what_is_no_json_object_is_rejected(tmp_path: Path, line: str, reason: str) -> None:
    pulled = pull(tmp_path, f'{{"first":1}}\n{line}\r\n{{"last":1}}\n'.encode())
    assert lines(pulled) == ['{"first":1}', '{"last":1}']
    [rejected] = pulled.rejected
    assert (rejected.position, rejected.reason, rejected.raw) == (2, reason, line)


@pytest.mark.parametrize("line", ['{"a":"x, ] y ,} NaN: inf, nan"}', '{"a":", nancy"}', "{}", '{"a":1e999}'])
def test_what_only_looks_doubtful_is_taken(tmp_path: Path, line: str) -> None:
    assert lines(pull(tmp_path, line.encode())) == [line]


def test_a_line_that_is_not_utf8_is_rejected_and_no_other(tmp_path: Path) -> None:
    pulled = pull(tmp_path, '{"a":"김"}\n'.encode() + b'{"a":"\xb1\xe8"}\n\n{"a":1}\n')
    assert lines(pulled) == ['{"a":"김"}', '{"a":1}']
    [rejected] = pulled.rejected
    assert (rejected.position, rejected.reason) == (2, "byte 0xB1 is not UTF-8")
    assert rejected.raw == '{"a":"\\xb1\\xe8"}'


def test_a_line_that_is_too_long_is_rejected_and_no_other(tmp_path: Path) -> None:
    long = b'{"a":"' + b"x" * 5000 + b'"}'
    with patch.multiple(jsonl, _BLOCK=64, LONGEST_LINE=1000):
        pulled = pull(tmp_path, b'{"a":1}\n' + long + b'\n{"a":2}\n')
    assert lines(pulled) == ['{"a":1}', '{"a":2}']
    [rejected] = pulled.rejected
    assert rejected.position == 2
    assert len(rejected.raw) < 1200, "only the start of it is held"


def test_lines_follow_the_order_of_the_file(tmp_path: Path) -> None:
    count = 200_000
    (tmp_path / "x.jsonl").write_text("".join(f'{{"n":{number}}}\n' for number in range(count)))
    with patch.object(jsonl, "_BLOCK", 1 << 18):
        [delivery] = connect(tmp_path, "jsonl", path="x.jsonl").pull({})
        table = pa.Table.from_batches(list(delivery.batches()))
    assert [json.loads(line)["n"] for line in table["json"].to_pylist()] == list(range(count))
    assert table["_position"].to_pylist() == list(range(1, count + 1))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
OBJECTS = st.dictionaries(st.text(max_size=5), JSON, max_size=3)
RUBBISH = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(OBJECTS, st.booleans()).map(lambda pair: json.dumps(pair[0], ensure_ascii=pair[1])) | RUBBISH),
    st.sampled_from([1, 10, 1 << 20]),
)
def test_every_line_is_blank_a_row_or_rejected(content: list[str], block: int) -> None:
    with tempfile.TemporaryDirectory() as folder, patch.object(jsonl, "_BLOCK", block):
        pulled = pull(Path(folder), "\n".join(content).encode())
    text = "\n".join(content).removeprefix("\ufeff").split("\n")
    trimmed = {number: line.strip(" \t\r") for number, line in enumerate(text, 1)}
    rows = dict(zip(pulled.positions, lines(pulled), strict=True))
    assert all(trimmed[number] == line and isinstance(json.loads(line), dict) for number, line in rows.items())
    rejected = {each.position for each in pulled.rejected}
    assert rejected.isdisjoint(rows)
    assert rejected | set(rows) == {number for number, line in trimmed.items() if line}
