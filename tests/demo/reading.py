"""Read the demo's files back: plain readers, free of the generator's own code."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

COUNTRIES = {"kr": "cp949", "jp": "cp932", "us": "utf-8"}


def table(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    """Rows of a CSV file by column name."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def columns(path: Path, encoding: str) -> list[list[str]]:
    """Rows of a CSV file by position, without the header."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))[1:]


def documents(folder: Path, pattern: str) -> list[dict[str, Any]]:
    """JSON objects of all files that match, in order of file and line."""
    lines = (line for path in sorted(folder.glob(pattern)) for line in path.read_text("utf-8").splitlines())
    return [json.loads(line) for line in lines]


def crm(folder: Path) -> list[dict[str, str]]:
    """Rows of the CRM's table."""
    with closing(sqlite3.connect(folder / "crm/crm.sqlite")) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute("SELECT * FROM customer")]


def entries(folder: Path, pattern: str) -> Iterator[tuple[dict[str, str], str]]:
    """Header lines and text of the entries of free-text files."""
    for path in sorted(folder.glob(pattern)):
        for entry in path.read_text("utf-8").removesuffix("\n-----\n").split("\n-----\n"):
            head, _, text = entry.partition("\n\n")
            yield dict(line.split(": ", 1) for line in head.split("\n")), text


def members(folder: Path) -> list[dict[str, Any]]:
    """Rows of the partner's file."""
    rows: list[dict[str, Any]] = pq.read_table(folder / "partner/members.parquet").to_pylist()
    return rows


def order_record(order: dict[str, Any]) -> str:
    """The id of the customer record that an order carries: the login, or the order itself for guests."""
    return str(order["customer"]["login_id"] or order["order_no"])


def is_staff(email: str, name: str = "") -> bool:
    """What a configured condition can say about staff and trial accounts."""
    return email.endswith("@hanaro-staff.example") or name in {"TEST", "테스트", "テスト"}
