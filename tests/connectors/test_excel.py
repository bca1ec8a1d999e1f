from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from connectors import SourceUnreadable
from tests.connectors.samples import Pulled, pull, pull_bytes, pull_one

HEADER = ["id", "name"]


def save(file: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    workbook.save(file)


def pull_rows(base: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), **options: Any) -> Pulled:
    save(base / "x.xlsx", rows, merged)
    return pull_one(base, "excel", path="x.xlsx", **options)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"),
        (1.5, "1.5"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (821012345678, "821012345678"),
        (1234567890123456, "1234567890123456"),
        (12345678901234567890, "12345678901234570000"),
        (-3, "-3"),
        ("007", "007"),
        (" x ", " x "),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2024, 2, 29), "2024-02-29"),
        (dt.datetime(2024, 2, 29, 13, 5), "2024-02-29T13:05:00"),
        (dt.time(9, 5), "09:05:00"),
        (dt.timedelta(hours=30, minutes=1), "30:01:00"),
        ("하늘\n둘째 줄", "하늘\n둘째 줄"),
        ("", None),
        ("#N/A", None),
        ("=1/0", None),
    ],
)
def test_a_value_is_written_as_people_read_it(tmp_path: Path, value: Any, text: str | None) -> None:
    assert pull_rows(tmp_path, [HEADER, ["1", value]]).rows == [{"id": "1", "name": text}]


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.worksheets[0].append(["id", "born"])
    workbook.worksheets[0].append([1, dt.date(1990, 5, 17)])
    workbook.save(tmp_path / "x.xlsx")
    assert pull_one(tmp_path, "excel", path="x.xlsx").rows == [{"id": "1", "born": "1990-05-17"}]


def test_the_header_is_found_below_titles_and_blank_rows(tmp_path: Path) -> None:
    rows = [
        ["고객 명단 2024"],
        [],
        ["as of", dt.date(2024, 1, 1)],
        ["번호", "이름", "전화"],
        [1, "김하늘", "010"],
        [2, "이솔"],
    ]
    pulled = pull_rows(tmp_path, rows)
    assert pulled.rows == [{"번호": "1", "이름": "김하늘", "전화": "010"}, {"번호": "2", "이름": "이솔", "전화": None}]
    assert pulled.positions == [1, 2]


def test_header_row_and_skip_rows_are_obeyed(tmp_path: Path) -> None:
    rows = [["a", "b"], ["c", "d"], ["e", "f"]]
    assert pull_rows(tmp_path, rows, header_row=2).rows == [{"c": "e", "d": "f"}]
    assert pull_rows(tmp_path, rows, skip_rows=1).rows == [{"c": "e", "d": "f"}]


@pytest.mark.parametrize(
    ("rows", "options", "told"),
    [
        ([[1, 2], [3, 4]], {}, "no row looks like a header"),
        ([["a"], [], ["b"]], {"header_row": 2}, "row 2 is empty"),
        ([["a"]], {"header_row": 9}, "row 9 is empty"),
        ([], {}, "no visible sheet holds anything"),
    ],
)
def test_a_sheet_without_a_header_is_refused(
    tmp_path: Path, rows: list[list[Any]], options: dict[str, Any], told: str
) -> None:
    with pytest.raises(SourceUnreadable, match=rf"x\.xlsx.*{told}"):
        pull_rows(tmp_path, rows, **options)


def test_a_merged_cell_counts_for_every_row_it_spans(tmp_path: Path) -> None:
    rows = [["shop", "name"], ["강남", "a"], [None, "b"], ["서초", "c"]]
    pulled = pull_rows(tmp_path, rows, ["A2:A3"])
    assert [row["shop"] for row in pulled.rows] == ["강남", "강남", "서초"]


def test_a_table_may_begin_anywhere(tmp_path: Path) -> None:
    rows = [
        [],
        [None, None, "shop", "name"],
        [None, None, "강남", "a"],
        [None, None, None, "b"],
        [None, None, None, "c"],
    ]
    pulled = pull_rows(tmp_path, rows, ["C3:C4"])
    assert pulled.rows == [
        {"shop": "강남", "name": "a"},
        {"shop": "강남", "name": "b"},
        {"shop": None, "name": "c"},
    ]


def test_blank_rows_and_columns_are_dropped_and_no_value_is(tmp_path: Path) -> None:
    rows = [["id", "name", None, "note", None], [1, "a", None, None, "stray"], [None] * 5, [2, "b", None, "x", None]]
    pulled = pull_rows(tmp_path, rows)
    assert pulled.columns == ["id", "name", "note", "column_4"]
    assert [row["column_4"] for row in pulled.rows] == ["stray", None]
    assert pulled.positions == [1, 3]


def several(file: Path) -> None:
    workbook = openpyxl.Workbook()
    for name in ("서울", "busan"):
        sheet = workbook.create_sheet(name)
        sheet.append(HEADER)
        sheet.append([name, name])
    hidden = workbook.create_sheet("hidden")
    hidden.append(HEADER)
    hidden.sheet_state = "hidden"
    workbook.save(file)


@pytest.mark.parametrize(
    ("sheet", "units"),
    [
        ("busan", {"x.xlsx#busan": 1}),
        (2, {"x.xlsx#2": 1}),
        (["서울", "busan"], {"x.xlsx#서울": 1, "x.xlsx#busan": 1}),
        ("all", {"x.xlsx#Sheet": 0, "x.xlsx#서울": 1, "x.xlsx#busan": 1}),
        ("hidden", {"x.xlsx#hidden": 0}),
    ],
)
def test_each_sheet_that_is_named_is_a_unit(tmp_path: Path, sheet: Any, units: dict[str, int]) -> None:
    several(tmp_path / "x.xlsx")
    pulled = pull(tmp_path, "excel", path="x.xlsx", sheet=sheet)
    assert {each.unit: len(each.rows) for each in pulled} == units


@pytest.mark.parametrize(
    ("sheet", "told"), [(None, "several sheets hold data: 서울, busan"), ("x", "no sheet x; it has"), (9, "no sheet 9")]
)
def test_a_sheet_that_is_not_told_or_not_there_is_asked_for(tmp_path: Path, sheet: Any, told: str) -> None:
    several(tmp_path / "x.xlsx")
    with pytest.raises(SourceUnreadable, match=told):
        pull(tmp_path, "excel", path="x.xlsx", sheet=sheet)


@pytest.mark.parametrize("content", [b"", b"id,name\n1,x\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceUnreadable, match="delivered: not a workbook"):
        pull_bytes(tmp_path, "excel", content)
