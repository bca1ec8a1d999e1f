from __future__ import annotations

import json
import tempfile
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import connectors.json
from connectors import SourceUnreadable
from connectors.json_path import EACH, steps_of
from connectors.json_reader import JsonReader
from tests.connectors.samples import Pulled, connect, pull_bytes


def pull(base: Path, content: str | bytes, records: str = "$") -> Pulled:
    return pull_bytes(base, "json", content.encode() if isinstance(content, str) else content, records=records)


def texts(pulled: Pulled) -> list[str]:
    return [row["json"] for row in pulled.rows]


@pytest.mark.parametrize(
    ("content", "records", "found"),
    [
        ('[{"a":1}, {"a" : 1.50}]', "$", ['{"a":1}', '{"a" : 1.50}']),
        ('[{"a":1}]', "$[*]", ['{"a":1}']),
        ('{"a":1}', "$", ['{"a":1}']),
        ('{"a":1}\n{"a":2}[{"a":3}]', "$", ['{"a":1}', '{"a":2}', '{"a":3}']),
        ('{"n":[1,2],"data":{"x":{},"people":[{"a":1},{"a":2}]}}', "$.data.people[*]", ['{"a":1}', '{"a":2}']),
        ('{"data":{"people":[{"a":1}],"after":"]"}}', "$.data.people", ['{"a":1}']),
        ('{"stores":[{"p":[{"a":1}]},{},{"p":[{"a":2},{"a":3}]}]}', "$.stores[*].p", ['{"a":1}', '{"a":2}', '{"a":3}']),
        ('{"고객 명단":{"a":1}}', '$["고객 명단"]', ['{"a":1}']),
        ('{"people":null}', "$.people", []),
        ('{"people":[]}', "$.people", []),
        ("[]", "$", []),
        ("", "$.people", []),
    ],
)
def test_records_are_found_by_their_path_and_delivered_as_written(
    tmp_path: Path, content: str, records: str, found: list[str]
) -> None:
    pulled = pull(tmp_path, content, records)
    assert texts(pulled) == found
    assert pulled.positions == list(range(1, len(found) + 1))
    assert pulled.columns == ["json"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_are_told(tmp_path: Path, encoding: str) -> None:
    assert texts(pull(tmp_path, '[{"name":"김하늘"},{"name":"Mary"}]'.encode(encoding))) == [
        '{"name":"김하늘"}',
        '{"name":"Mary"}',
    ]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('[{"a":1},\n{"a":2', "line 2, column 7: the document is cut off"),
        ('[{"a":1},\n {"a" 2}\n' + "," * 50, "line 2, column 7: this is no JSON"),
        ('[{"a":1}\n{"a":2}]', "line 2, column 1: `,` is missing"),
        ('[{"a":1},]', "line 1, column 10: this is no JSON"),
        ('[{"a":NaN}]' + " " * 50, "line 1, column 2: this is no JSON"),
        ("id,name\n1,x\n" + "x" * 50, "line 1, column 1: this is no JSON"),
    ],
)
def test_a_broken_document_is_refused_with_line_and_column(tmp_path: Path, content: str, place: str) -> None:
    with pytest.raises(SourceUnreadable, match=f"delivered, {place}"):
        pull(tmp_path, content)


def test_a_path_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"nothing at \$\.data\.people"):
        pull(tmp_path, '{"data":{"persons":[{"a":1}]}}', "$.data.people[*]")


def test_what_is_no_object_is_rejected_and_no_other(tmp_path: Path) -> None:
    pulled = pull(tmp_path, b'[{"a":1}, 999, {"a":"\xb1"}, {"a":"\\ud800"}, {"a":2}]')
    assert texts(pulled) == ['{"a":1}', '{"a":2}']
    assert pulled.positions == [1, 5]
    assert [(each.position, each.reason, each.raw) for each in pulled.rejected] == [
        (2, "JSON, but not an object", "999"),
        (3, "byte 0xB1 is not UTF-8", '{"a":"\\xb1"}'),
        (4, "not valid JSON", '{"a":"\\ud800"}'),
    ]


@pytest.mark.parametrize("path", ["data", "$data", "$.", "$.a[0]", "$[a]"])
def test_a_path_that_is_none_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValidationError, match=r"write"):
        connect(tmp_path, "json", path="x.json", records=path)


def test_steps_of_a_path() -> None:
    assert steps_of("$.a['b.c'][*].d") == ["a", "b.c", EACH, "d"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=3), max_size=4)


@settings(max_examples=100, deadline=None)
@given(OBJECTS, JSON, st.integers(1, 40), st.sampled_from([None, 1]))
def test_blocks_of_any_size_give_the_same_records(
    records: list[object], other: object, block: int, indent: int | None
) -> None:
    text = json.dumps({"before": other, "data": {"people": records}, "after": other}, indent=indent)
    blocks = iter([text[start : start + block] for start in range(0, len(text), block)])
    found = JsonReader("x", blocks).records(steps_of("$.data.people[*]"))
    assert [json.loads(each) for each in found] == records


def test_a_document_is_never_held_as_a_whole() -> None:
    count, longest = 20_000, 0

    def blocks() -> object:
        yield '{"people": ['
        for number in range(count):
            yield f'{{"n": {number}}}' + ("," if number < count - 1 else "]}")

    reader = JsonReader("x", blocks())
    for _ in reader.records(steps_of("$.people")):
        longest = max(longest, len(vars(reader)["_text"]))
    assert longest < 100


def test_a_value_that_never_ends_is_refused(tmp_path: Path) -> None:
    with (
        patch.multiple("connectors.json_reader", LONGEST_VALUE=1000),
        patch.object(connectors.json, "_BLOCK", 100),
        pytest.raises(SourceUnreadable, match="never ends"),
    ):
        pull(tmp_path, '[{"a":"' + "x" * 5000 + '"}]')


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from('{}[]",:\\ 1an\n'), max_size=30))
def test_any_text_is_read_or_refused(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            pulled = pull(Path(folder), content)
        except SourceUnreadable:
            return
        assert all(isinstance(json.loads(text), dict) for text in texts(pulled))
