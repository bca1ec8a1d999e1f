from __future__ import annotations

import gzip
import io
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from connectors import SourceUnreachable, SourceUnreadable
from tests.connectors import object_server
from tests.connectors.samples import Pulled, connect, pull, pull_one, read
from tests.connectors.test_excel import several

CSV = b"id,name\n1,x\n"
ROW = [{"id": "1", "name": "x"}]


@pytest.fixture(scope="module", autouse=True)
def stored() -> None:
    for key in ("globs/a.csv", "globs/b.txt", "globs/2026/c.csv", "globs/2026/[1].csv", "globs/.hidden.csv"):
        object_server.put(key, CSV)
    object_server.put("globs/empty.csv", b"")


def pulled(base: Path, key: str, format: Any = "csv") -> list[Pulled]:
    return pull(base, "s3", **object_server.settings(key, format))


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("globs/a.csv", ["globs/a.csv"]),
        ("globs/2026/[1].csv", ["globs/2026/[1].csv"]),
        ("globs/*.csv", ["globs/a.csv"]),
        ("globs/?.[ct]*", ["globs/a.csv", "globs/b.txt"]),
        ("globs/**/*.csv", ["globs/2026/[1].csv", "globs/2026/c.csv", "globs/a.csv"]),
        ("globs/2026", ["globs/2026/[1].csv", "globs/2026/c.csv"]),
        ("globs/2026/", ["globs/2026/[1].csv", "globs/2026/c.csv"]),
    ],
)
def test_an_object_a_folder_or_a_glob(tmp_path: Path, key: str, found: list[str]) -> None:
    assert [(each.unit, each.rows) for each in pulled(tmp_path, key)] == [(unit, ROW) for unit in found]


def test_options_of_the_kind_of_file_are_obeyed(tmp_path: Path) -> None:
    object_server.put("semicolons.csv", b"id;na,me\n1;x\n")
    [found] = pulled(tmp_path, "semicolons.csv", {"kind": "csv", "delimiter": ";"})
    assert found.rows == [{"id": "1", "na,me": "x"}]


def test_compressed_objects_and_archives(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("b/c.csv", CSV)
    object_server.put("packed/x.csv.gz", gzip.compress(CSV))
    object_server.put("packed/y.zip", content.getvalue())
    found = {each.unit: each.rows for each in pulled(tmp_path, "packed")}
    assert found == {"packed/x.csv.gz": ROW, "packed/y.zip/a.csv": ROW, "packed/y.zip/b/c.csv": ROW}


def test_sheets_of_a_workbook(tmp_path: Path) -> None:
    several(tmp_path / "x.xlsx")
    object_server.put("books/x.xlsx", (tmp_path / "x.xlsx").read_bytes())
    found = pulled(tmp_path, "books/x.xlsx", {"kind": "excel", "sheet": ["서울", "busan"]})
    assert [each.unit for each in found] == ["books/x.xlsx#서울", "books/x.xlsx#busan"]


def test_a_bad_row_is_rejected_with_its_line(tmp_path: Path) -> None:
    object_server.put("bad.csv", CSV + b"2\n")
    [found] = pulled(tmp_path, "bad.csv")
    assert (found.rows, [each.position for each in found.rejected]) == (ROW, [3])


def test_a_damaged_object_is_told(tmp_path: Path) -> None:
    object_server.put("damaged.parquet", b"PAR1 and no more")
    with pytest.raises(SourceUnreadable, match=r"damaged\.parquet: not a Parquet file"):
        pulled(tmp_path, "damaged.parquet", "parquet")


def test_another_content_is_another_cursor(tmp_path: Path) -> None:
    connector = connect(tmp_path, "s3", **object_server.settings("changing.csv"))
    object_server.put("changing.csv", CSV)
    [first] = connector.pull({})
    object_server.put("changing.csv", CSV + b"2,y\n")
    [second] = connector.pull({first.unit: first.cursor})
    assert not second.unchanged
    assert len(read(second).rows) == 2


@pytest.mark.parametrize(
    "options",
    [
        {"url": "s3://people/nowhere"},
        {"url": "s3://nowhere/a.csv"},
        {"endpoint": "http://127.0.0.1:1"},
        {"options": {"colour": "red"}},
        {"options": {"region": "${NOT_SET}"}},
    ],
)
def test_a_store_that_does_not_give_it_is_unreachable(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(SourceUnreachable) as error:
        pull(tmp_path, "s3", **object_server.settings("globs/a.csv", **options))
    assert "hush" not in str(error.value)
    assert error.value.__cause__ is None


def test_files_of_this_machine_have_addresses_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    assert pull_one(tmp_path, "s3", url=f"file://{tmp_path}/*.csv", format="csv").rows == ROW


def test_without_the_library_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(SourceUnreachable, match=r"pip install 'cdp\[s3\]'"):
        pulled(tmp_path, "globs/a.csv")


def test_nothing_fetched_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert len(pulled(tmp_path, "globs/**/*.csv")) == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options",
    [
        {"url": "https://people/a.csv"},
        {"format": "xml"},
        {"format": {"kind": "csv", "colour": "red"}},
        {"format": {"kind": "csv", "path": "x"}},
        {"format": 7},
    ],
)
def test_settings_that_do_not_fit_are_refused(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        connect(tmp_path, "s3", **object_server.settings("a.csv", **options))
