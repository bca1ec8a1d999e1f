"""Reading whole CSV files; which records are good is tested in test_csv_records."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pydantic import ValidationError

from connectors import SourceUnreadable
from connectors.csv import CsvConfig
from tests.connectors.samples import JAPANESE, KOREAN, WESTERN, Pulled, connect, pull_bytes, pull_one


def pull_text(base: Path, text: str, **options: Any) -> Pulled:
    return pull_bytes(base, "csv", text.encode(), **options)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of temporary files; it must be empty again after the test."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield place
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "codec"),
    [(KOREAN, "cp949"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (WESTERN, "cp1252"), (KOREAN, "utf-16")],
)
@pytest.mark.usefixtures("temporary")
def test_any_encoding_reads_alike(tmp_path: Path, text: str, codec: str) -> None:
    expected = pull_text(tmp_path, text)
    pulled = pull_bytes(tmp_path, "csv", text.encode(codec))
    assert (pulled.rows, pulled.columns, pulled.positions) == (expected.rows, expected.columns, expected.positions)
    assert len(pulled.rows) == text.count("\n") - 1
    assert pulled.rejected == []


def test_stopping_early_leaves_nothing_behind(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "x").write_bytes(KOREAN.encode("cp949"))
    [delivery] = connect(tmp_path, "csv", path="x").pull({})
    batches = delivery.batches()
    next(batches)
    assert list(temporary.iterdir())
    batches.close()


def test_values_are_text_as_received(tmp_path: Path) -> None:
    pulled = pull_text(tmp_path, "id,when,what\n007,2026-03-05, padded \n1e3,,TRUE\n")
    assert pulled.rows == [
        {"id": "007", "when": "2026-03-05", "what": " padded "},
        {"id": "1e3", "when": None, "what": "TRUE"},
    ]


@pytest.mark.parametrize(
    ("null_values", "values"),
    [
        (None, [None, None, "NA", "-", " "]),
        ([""], [None, None, "NA", "-", " "]),
        ([], ["", "", "NA", "-", " "]),
        (["NA", "-"], ["", "", None, None, " "]),
        (["", "NA", "it's"], [None, None, None, "-", " "]),
    ],
)
def test_null_values_are_null_and_nothing_else_is(tmp_path: Path, null_values: Any, values: list[str | None]) -> None:
    options = {} if null_values is None else {"null_values": null_values}
    pulled = pull_text(tmp_path, 'n,v\n1,\n2,""\n3,NA\n4,"-"\n5, \n', **options)
    assert [row["v"] for row in pulled.rows] == values


def test_line_ends_inside_quotes_belong_to_the_value(tmp_path: Path) -> None:
    pulled = pull_text(tmp_path, 'a,b\r\n1,"x\r\ny"\r\n2,"\n\n"\r\n')
    assert pulled.rows == [{"a": "1", "b": "x\r\ny"}, {"a": "2", "b": "\n\n"}]


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    assert len(pull_text(tmp_path, "a,b\r\n1,2\n3,4\r\n5,6").rows) == 3


@pytest.mark.parametrize("text", ["a,b", "a,b\n", "\ufeffa,b\r\n", "\n\na,b\n\n\n"])
def test_a_header_alone_is_a_file_without_rows(tmp_path: Path, text: str) -> None:
    pulled = pull_text(tmp_path, text)
    assert (pulled.rows, pulled.columns, pulled.rejected) == ([], ["a", "b"], [])


@pytest.mark.parametrize(("content", "why"), [(b"", "0 bytes"), (b"\n\r\n", "no line"), (b"\xef\xbb\xbf", "no line")])
def test_a_file_with_nothing_in_it_is_unreadable(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(SourceUnreadable, match=why) as error:
        pull_bytes(tmp_path, "csv", content)
    assert "delivered" in str(error.value)


def test_a_single_column_is_a_table_too(tmp_path: Path) -> None:
    pulled = pull_text(tmp_path, "email\na@mail.example\n\nb@mail.example\nc@mail.example, extra\n\n")
    assert [row["email"] for row in pulled.rows] == ["a@mail.example", "b@mail.example"]
    assert [(each.position, each.reason) for each in pulled.rejected] == [(5, "expected 1 field, found 2")]


def test_names_of_columns_are_filled_and_made_unique(tmp_path: Path) -> None:
    pulled = pull_text(tmp_path, 'name,name,,"of\ntwo lines",Name\n1,2,3,4,5\n')
    assert pulled.columns == ["name", "name_2", "column_3", "of two lines", "Name_3"]
    assert list(pulled.rows[0].values()) == ["1", "2", "3", "4", "5"]


def test_columns_may_be_declared_for_a_file_without_header(tmp_path: Path) -> None:
    pulled = pull_text(tmp_path, "1,2\n3,4\n", header=False, columns=["x", "y"])
    assert pulled.rows == [{"x": "1", "y": "2"}, {"x": "3", "y": "4"}]
    assert pulled.positions == [1, 2]


def test_without_header_and_names_columns_are_numbered(tmp_path: Path) -> None:
    assert pull_text(tmp_path, "\ufeff1,2\n3,4\n", header=False).rows[0] == {"column_1": "1", "column_2": "2"}


def test_declared_columns_say_how_many_fields_there_are(tmp_path: Path) -> None:
    pulled = pull_text(tmp_path, "1,2\n3,4,5\n", header=False, columns=["x", "y", "z"])
    assert pulled.rows == [{"x": "3", "y": "4", "z": "5"}]
    assert [(each.position, each.reason) for each in pulled.rejected] == [(1, "expected 3 fields, found 2")]


def test_rows_before_the_header_are_skipped_when_declared(tmp_path: Path) -> None:
    text = 'Report, of "March\nmade 2026-03-05\na;b\n1;2\nx\n'
    pulled = pull_text(tmp_path, text, skip_rows=2)
    assert pulled.rows == [{"a": "1", "b": "2"}]
    assert pulled.rejected[0].position == 5


@pytest.mark.parametrize(
    ("text", "skip"), [("title\na,b\n1,2\n", 1), ("\n\r\na,b\n1,2\n", 0), ('"a",b\n1,2\n', 0), ("\ufeffa,b\n1,2\n", 0)]
)
def test_whatever_stands_before_the_rows_is_no_row(tmp_path: Path, text: str, skip: int) -> None:
    pulled = pull_text(tmp_path, text, skip_rows=skip)
    assert (pulled.rows, pulled.positions) == ([{"a": "1", "b": "2"}], [1])


def test_a_file_name_is_no_pattern(tmp_path: Path) -> None:
    for name in ("a[1].csv", "a1.csv"):
        (tmp_path / name).write_text(f"file\n{name}\n")
    assert pull_one(tmp_path, "csv", path="a[1].csv").rows == [{"file": "a[1].csv"}]


def test_skipping_more_than_there_is_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="skip_rows"):
        pull_text(tmp_path, "a,b\n1,2\n", skip_rows=3)


def test_a_declared_dialect_is_used(tmp_path: Path) -> None:
    pulled = pull_text(tmp_path, "a~b\n'1~2'~3\n", delimiter="~", quote="'")
    assert pulled.rows == [{"a": "1~2", "b": "3"}]
    assert pull_text(tmp_path, 'a\tb\n"1\t2\n', delimiter="tab", quote="").rows == [{"a": '"1', "b": "2"}]


def test_an_undecodable_line_is_rejected_with_its_number(tmp_path: Path) -> None:
    content = KOREAN.encode("cp949") + b"13,\xb1\xe8,\x81\x20,x\n" + "14,박,서울,끝\n".encode("cp949")
    pulled = pull_bytes(tmp_path, "csv", content)
    [rejected] = pulled.rejected
    assert (rejected.position, rejected.reason) == (8, "byte 0x81 is not CP949")
    assert rejected.raw == "13,김,\\x81 ,x"
    assert [row["고객번호"] for row in pulled.rows][-2:] == ["12", "14"]
    assert pulled.positions[-2:] == [6, 8]


def test_a_record_of_several_lines_with_one_undecodable_is_rejected_whole(tmp_path: Path) -> None:
    pulled = pull_bytes(tmp_path, "csv", b'a,b\n1,"x\n\xff\ny"\n2,z\n3,\xea\xb9\x80\n4,w\n', encoding="utf-8")
    assert [row["a"] for row in pulled.rows] == ["2", "3", "4"]
    assert [(each.position, each.reason) for each in pulled.rejected] == [(2, "byte 0xFF is not UTF-8")]


@pytest.mark.parametrize("declared", ["utf-8", "euc_jp"])
def test_a_wrong_encoding_is_an_error_that_names_it(tmp_path: Path, declared: str) -> None:
    rows = "".join(f"{number},뷁 쌰 햏\n" for number in range(50))
    with pytest.raises(SourceUnreadable, match="declare the right `encoding`") as error:
        pull_bytes(tmp_path, "csv", ("id,name\n" + rows).encode("cp949"), encoding=declared)
    assert "delivered" in str(error.value)
    assert declared.replace("_", "-").upper() in str(error.value)


def test_a_header_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="the header is not UTF-8"):
        pull_bytes(tmp_path, "csv", "이름,주소\na,b\n".encode("cp949"), encoding="utf-8")


def test_an_open_quote_in_the_header_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"delivered, line 1: .*quote"):
        pull_text(tmp_path, 'a,"b\n1,2\n', delimiter=",")


def test_batches_follow_the_order_of_the_file(tmp_path: Path) -> None:
    count = 150_000
    text = "n,x\n" + "".join(f'{number},"a\nb"\n' if number % 7 == 0 else f"{number},\n" for number in range(count))
    (tmp_path / "x.csv").write_text(text)
    [delivery] = connect(tmp_path, "csv", path="x.csv").pull({})
    table = pa.Table.from_batches(list(delivery.batches()))
    assert table["n"].to_pylist() == [str(number) for number in range(count)]
    assert table["_position"].to_pylist() == list(range(1, count + 1))


def test_long_values_arrive_whole(tmp_path: Path) -> None:
    long = "가" * 700_000
    pulled = pull_text(tmp_path, f'a,b\n1,"{long}"\n2,x\n' + f"3,{long}\n" * 20)
    assert [len(row["b"]) for row in pulled.rows] == [700_000, 1, *[700_000] * 20]


def test_every_file_has_its_own_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (tmp_path / "b.csv").write_text("y;z\n3;4\n")
    columns = {
        delivery.unit: next(delivery.batches()).schema.names
        for delivery in connect(tmp_path, "csv", path="*.csv").pull({})
    }
    assert columns == {"a.csv": ["x", "y", "_position"], "b.csv": ["y", "z", "_position"]}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"encoding": "klingon"}, "not a text encoding"),
        ({"delimiter": ",,"}, "one ASCII character"),
        ({"delimiter": ""}, "not be empty"),
        ({"quote": "“"}, "one ASCII character"),
        ({"delimiter": "'", "quote": "'"}, "must differ"),
        ({"columns": ["a"]}, "header: false"),
        ({"skip_rows": -1}, "greater than or equal to 0"),
    ],
)
def test_settings_that_make_no_sense_are_refused(options: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        CsvConfig.model_validate({"kind": "csv", "path": "x", **options})


SHARED = os.environ.get("CDP_SHARED_DATA")
needs_shared = pytest.mark.skipif(not SHARED, reason="CDP_SHARED_DATA does not name the folder of shared test data")
SPECTRUM = Path(SHARED or ".") / "robustness" / "csv_spectrum"
WRONG_IN_SPECTRUM = {
    "location_coordinates": "the expected phone number is not the one in the file",
    "newlines_crlf": "the file has lost its CRLF, the expected value has not",
}


@needs_shared
@pytest.mark.parametrize("file", sorted(SPECTRUM.glob("*.csv")), ids=lambda file: file.stem)
def test_csv_spectrum(file: Path) -> None:
    if reason := WRONG_IN_SPECTRUM.get(file.stem):
        pytest.skip(reason)
    expected = json.loads((SPECTRUM / "json" / f"{file.stem}.json").read_text(encoding="utf-8"))
    pulled = pull_one(SPECTRUM, "csv", path=file.name, null_values=[])
    assert pulled.rows == (expected if isinstance(expected, list) else [expected])
    assert pulled.rejected == []


@needs_shared
@pytest.mark.parametrize(
    ("name", "columns", "rows", "rejected"), [("airedale", 8, 54, 0), ("imdb", 44, 99, 1), ("milk", None, 380, 0)]
)
def test_real_files_lose_no_record(name: str, columns: int | None, rows: int, rejected: int) -> None:
    pulled = pull_one(Path(SHARED or "."), "csv", path=f"robustness/clevercsv/{name}.csv")
    assert columns is None or len(pulled.columns) == columns
    assert (len(pulled.rows), len(pulled.rejected)) == (rows, rejected)
