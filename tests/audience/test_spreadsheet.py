"""CSV for spreadsheets: no formula, no lost zero, Korean and Japanese as they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.audience.spreadsheet import safe, shown_phone, write_spreadsheet

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("06236", "'06236"),
        ("1234567890123456", "'1234567890123456"),
        ("12345", "12345"),
        ("0", "0"),
        ("김하늘", "김하늘"),
        (-3.5, -3.5),
        (None, None),
    ],
)
def test_what_would_be_misread_gets_an_apostrophe(value: object, shown: object) -> None:
    assert safe(value) == shown


@given(st.text())
def test_no_text_begins_as_a_formula(text: str) -> None:
    assert not str(safe(text)).startswith(DANGEROUS)


@pytest.mark.parametrize(
    ("number", "region", "shown"),
    [
        ("+821052340188", "KR", "010-5234-0188"),
        ("+819012345678", "KR", "(+81) 90-1234-5678"),
        ("+819012345678", "JP", "090-1234-5678"),
        ("+12125550123", "KR", "(+1) 212-555-0123"),
        ("no number", "KR", "no number"),
        ("+", "KR", "'+"),
    ],
)
def test_phones_are_written_as_people_do(number: str, region: str, shown: str) -> None:
    assert shown_phone(number, region) == shown


def test_the_file_opens_in_excel_of_korea_and_japan(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    write_spreadsheet(
        path, ["name", "phone", "note"], [("김, 하늘", "+821052340188", None), ("齋藤", None, '"a"\nb')], "KR"
    )
    assert path.read_bytes().startswith(b"\xef\xbb\xbfname,phone,note\r\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1:] == [["김, 하늘", "010-5234-0188", ""], ["齋藤", "", '"a"\nb']]
