from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from connectors import SourceUnreadable
from tests.connectors.samples import connect, pull, pull_one

ROWS = [
    {
        "id": 7,
        "tier": "gold",
        "since": date(2024, 3, 5),
        "seen": datetime(2026, 3, 5, 14, 12, tzinfo=UTC),
        "points": Decimal("12.50"),
        "cards": ["A1", "A2"],
        "address": {"city": "서울", "zip": None},
    },
    {"id": 8, "tier": None, "since": None, "seen": None, "points": None, "cards": [], "address": None},
]


def test_types_stay_what_they_are(tmp_path: Path) -> None:
    table = pa.Table.from_pylist(ROWS)
    pq.write_table(table, tmp_path / "x.parquet")
    [delivery] = connect(tmp_path, "parquet", path="x.parquet").pull({})
    read = pa.Table.from_batches(list(delivery.batches()))
    assert read.drop_columns("_position").to_pylist() == ROWS
    assert read.schema.names == [*table.schema.names, "_position"]
    assert read.drop_columns("_position").schema.remove_metadata() == table.schema


def test_positions_run_through_row_groups(tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": list(range(1000))}), tmp_path / "x.parquet", row_group_size=100)
    pulled = pull_one(tmp_path, "parquet", path="x.parquet")
    assert [row["n"] + 1 for row in pulled.rows] == pulled.positions == list(range(1, 1001))


def test_names_that_differ_in_letter_case_are_told_apart(tmp_path: Path) -> None:
    pq.write_table(pa.table({"Email": ["a"], "email": ["b"]}), tmp_path / "x.parquet")
    assert pull_one(tmp_path, "parquet", path="x.parquet").rows == [{"Email": "a", "email_2": "b"}]


def test_each_file_has_a_schema_of_its_own(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "1.parquet")
    pq.write_table(pa.table({"b": ["x"], "a": ["y"]}), tmp_path / "2.parquet")
    first, second = pull(tmp_path, "parquet", path="*.parquet")
    assert (first.rows, second.rows) == ([{"a": 1}], [{"b": "x", "a": "y"}])


@pytest.mark.parametrize("content", [b"", b"PAR1", b"a,b\n1,2\n", b"PAR1" + b"x" * 100 + b"PAR1"])
def test_a_file_that_is_no_parquet_is_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(SourceUnreadable, match=r"x\.parquet: not a Parquet file"):
        pull_one(tmp_path, "parquet", path="x.parquet")


def test_a_damaged_page_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "x.parquet"
    pq.write_table(pa.table({"a": [f"{number}" for number in range(10_000)]}), file, compression="zstd")
    content = bytearray(file.read_bytes())
    content[200:2000] = b"\0" * 1800
    file.write_bytes(bytes(content))
    with pytest.raises(SourceUnreadable, match="damaged"):
        pull_one(tmp_path, "parquet", path="x.parquet")
