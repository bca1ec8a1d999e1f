"""What is found in files, folders and databases."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from cdp.discover.sample import tables_of
from cdp.errors import SourceError, UsageError
from tests.conftest import Company


def test_files_that_differ_in_numbers_are_one_table(tmp_path: Path) -> None:
    data = Company(tmp_path)
    data.file("d/orders-2025-01.csv", "id,total\n1,5").file("d/orders-2025-02.csv", "id,total\n2,6\n3,7")
    data.file("d/orders-archive.csv", "id,total\n9,9")
    data.file("d/people.jsonl", '{"a": {"b c": 1}, "list": [{"x": 1}, {"x": 2}]}').file("d/notes.docx", "x")
    found, left = tables_of([str(tmp_path / "d")], tmp_path / "ws")
    assert {each.name: each.connector["path"] for each in found} == {
        "orders": "../d/orders-[0-9]*.csv",
        "orders_archive": "../d/orders-archive.csv",
        "people": "../d/people.jsonl",
    }
    orders, _, people = found
    assert orders.column("total").values == ("5", "6", "7")
    assert [each.path for each in people.columns] == ['$.a."b c"', "$.list[*].x"]
    assert len(left) == 1 and "notes.docx" in left[0]


def test_files_with_other_columns_are_tables_of_their_own(tmp_path: Path) -> None:
    data = Company(tmp_path)
    data.file("d/list1.csv", "id,name\n1,Ann").file("d/list2.csv", "no,total\n2,6")
    found, _ = tables_of([str(tmp_path / "d")], tmp_path / "ws")
    assert [each.name for each in found] == ["list_1", "list_2"]


def test_databases_tell_their_keys(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "shop.db") as db:
        db.execute("create table client (id integer primary key, mail text)")
        db.execute("create table visit (no integer primary key, client integer references client (id), at text)")
        db.execute("insert into visit values (1, 7, '2026-01-02')")
    db.close()
    found, _ = tables_of([str(tmp_path / "shop.db")], tmp_path / "ws")
    assert {each.name: each.primary_key for each in found} == {"client": "id", "visit": "no"}
    assert found[1].references == {"client": ("client", "id")}
    assert found[1].column("client").values == ("7",)
    assert found[0].rows == 0


def test_a_file_that_cannot_be_read_is_left_out_of_a_folder(tmp_path: Path) -> None:
    Company(tmp_path).file("d/people.csv", "id,mail\n1,x@y.org").file("d/zero.csv", b"")
    found, left = tables_of([str(tmp_path / "d")], tmp_path)
    assert [each.name for each in found] == ["people"]
    assert len(left) == 1 and "zero.csv" in left[0]
    with pytest.raises(SourceError, match="empty"):
        tables_of([str(tmp_path / "d" / "zero.csv")], tmp_path)


def test_no_password_is_taken_in_clear(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds a password") as fault:
        tables_of(["postgresql://me:hunter2@db.example/shop"], tmp_path)
    assert "hunter2" not in str(fault.value)


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to read"):
        tables_of([str(tmp_path)], tmp_path / "ws")


def test_files_with_the_same_columns_are_one_table(tmp_path: Path) -> None:
    data = Company(tmp_path)
    for part in ("east", "west"):
        data.file(f"d/customers_{part}.csv", f"id,mail\n{part},x@y.org")
    data.file("d/customers_kr.csv", "id,name\n1,x").file("d/returns.csv", "id,mail\n1,x")
    found, _ = tables_of([str(tmp_path / "d")], tmp_path)
    assert {each.connector["path"] for each in found} == {
        "d/customers_east.csv",
        "d/customers_west.csv",
        "d/customers_kr.csv",
        "d/returns.csv",
    }
    (tmp_path / "d/customers_kr.csv").unlink()
    (tmp_path / "d/returns.csv").unlink()
    (one,), _ = tables_of([str(tmp_path / "d")], tmp_path)
    assert one.connector["path"] == "d/customers_*.csv"
    assert (one.name, one.rows, one.column("id").values) == ("customers", 2, ("east", "west"))


def test_sheets_documents_and_compressed_files_are_tables(tmp_path: Path) -> None:
    data = Company(tmp_path)
    book = openpyxl.Workbook()
    for name in ("Kunden", "Orders"):
        sheet = book.create_sheet(name)
        for row in (("id", "mail"), (f"{name}1", "a@x.example"), (f"{name}2", "b@x.example")):
            sheet.append(row)
    data.file(
        "d/export.json", '{"page": [{"n": 1}], "data": {"people": [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bo"}]}}'
    )
    data.file("d/list-1.csv.gz", gzip.compress(b"id,mail\n1,a@x.example\n"))
    data.file("d/list-2.csv.gz", gzip.compress(b"id,mail\n2,b@x.example\n"))
    book.save(tmp_path / "d" / "shop.xlsx")
    found, left = tables_of([str(tmp_path / "d")], tmp_path / "d")
    assert {each.name: each.connector for each in found} == {
        "export": {"kind": "json", "records": "$.data.people[*]", "path": "export.json"},
        "list": {"kind": "csv", "path": "list-[0-9]*.csv.gz"},
        "shop_kunden": {"kind": "excel", "sheet": "Kunden", "path": "shop.xlsx"},
        "shop_orders": {"kind": "excel", "sheet": "Orders", "path": "shop.xlsx"},
    }
    columns = {each.name: [column.name for column in each.columns] for each in found}
    assert columns == {**{name: ["id", "mail"] for name in columns}, "export": ["id", "name"]}
    assert left == []


def test_a_workbook_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(SourceError, match=r"broken\.xlsx"):
        tables_of([str(tmp_path / "broken.xlsx")], tmp_path)


def test_records_nested_beyond_measure_tell_nothing(tmp_path: Path) -> None:
    deep = '{"a": ' + 5000 * "[" + 5000 * "]" + "}"
    Company(tmp_path).file("d/people.jsonl", f'{deep}\n{{"mail": "x@y.example"}}')
    [people], _ = tables_of([str(tmp_path / "d")], tmp_path)
    assert [column.values for column in people.columns] == [(None, "x@y.example")]
