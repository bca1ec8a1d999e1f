from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pytest

from connectors import SourceUnreadable
from tests.connectors.samples import connect, pull, pull_bytes

CONTENT = "id,name\n1,김하늘\n2,Mary\n".encode()
ROWS = [{"id": "1", "name": "김하늘"}, {"id": "2", "name": "Mary"}]


def zstd(content: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(content, asbytes=True))


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd,
}


def archive(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as written:
        for name, member in members.items():
            written.writestr(name, member)
    return content.getvalue()


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_compressed_file_is_told_by_what_it_holds(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    pulled = pull_bytes(tmp_path, "csv", pack(CONTENT))
    assert (pulled.unit, pulled.rows) == ("delivered", ROWS)


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_compressed_file_that_is_cut_off_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(CONTENT * 100)
    with pytest.raises(SourceUnreadable, match="delivered: the compressed file is damaged or cut off"):
        pull_bytes(tmp_path, "csv", packed[: len(packed) // 2])


def test_every_file_of_an_archive_is_a_unit(tmp_path: Path) -> None:
    members = {"b.csv": CONTENT, "고객/a.csv": CONTENT, "__MACOSX/._a.csv": b"x", "고객/.DS_Store": b"x", "empty/": b""}
    (tmp_path / "x.zip").write_bytes(archive(**members))
    pulled = pull(tmp_path, "csv", path="x.zip")
    assert [(each.unit, each.rows) for each in pulled] == [("x.zip/b.csv", ROWS), ("x.zip/고객/a.csv", ROWS)]


@pytest.mark.parametrize(
    ("name", "encoding"), [("고객 명단.csv", "cp949"), ("顧客一覧.csv", "cp932"), ("é.csv", "utf-8")]
)
def test_names_in_an_archive_are_told_in_the_encodings_of_windows(tmp_path: Path, name: str, encoding: str) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as written:
        written.writestr("x" * len(name.encode(encoding)), CONTENT)
    raw = content.getvalue().replace(b"x" * len(name.encode(encoding)), name.encode(encoding))
    (tmp_path / "x.zip").write_bytes(raw)
    assert [each.unit for each in pull(tmp_path, "csv", path="x.zip")] == [f"x.zip/{name}"]


def test_a_compressed_member_of_an_archive_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(archive(**{"a.csv.gz": gzip.compress(CONTENT)}))
    assert [each.rows for each in pull(tmp_path, "csv", path="x.zip")] == [ROWS]


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(archive(**{"inner.zip": archive(**{"a.csv": CONTENT})}))
    with pytest.raises(SourceUnreadable, match=r"x\.zip/inner\.zip: it is an archive inside an archive"):
        pull(tmp_path, "csv", path="x.zip")


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    raw = bytearray(archive(**{"a.csv": CONTENT}))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(raw)
    with pytest.raises(SourceUnreadable, match="encrypted"):
        pull(tmp_path, "csv", path="x.zip")


@pytest.mark.parametrize("raw", [archive(), b"PK\x03\x04 and no more", archive(**{".hidden": b"x"})])
def test_an_archive_without_files_or_damaged_is_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(SourceUnreadable, match="delivered: "):
        pull_bytes(tmp_path, "csv", raw)


@pytest.mark.parametrize("pack", [*PACKERS.values(), lambda content: archive(**{"a.csv": content})])
def test_a_file_made_to_fill_the_disk_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    with (
        patch.multiple("connectors.compression", HARMLESS=1 << 16, LARGEST_RATIO=2),
        pytest.raises(SourceUnreadable, match="fill the disk"),
    ):
        pull_bytes(tmp_path, "csv", pack(b"id\n" + b"1\n" * (1 << 20)))


def test_an_unchanged_compressed_file_is_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(CONTENT, mtime=0))
    connector = connect(tmp_path, "csv", path="x.csv.gz")
    [first] = connector.pull({})
    [again] = connector.pull({first.unit: first.cursor})
    assert again.unchanged


def test_nothing_unpacked_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert pull_bytes(tmp_path, "csv", gzip.compress(CONTENT)).rows == ROWS
    assert list((tmp_path / "temporary").iterdir()) == []
