from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from connectors import SourceUnreachable, SourceUnreadable
from connectors.files import SourceFile, find_files, fingerprint


@pytest.fixture
def base(tmp_path: Path) -> Path:
    for name in ("b.csv", "a.csv", "2026/01/c.csv", "2026/d.txt", ".hidden.csv", "2026/~.csv", "one[1].csv"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (tmp_path / "empty").mkdir()
    return tmp_path


def units(path: str, base: Path) -> list[str]:
    return [file.unit for file in find_files(path, base)]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.csv", ["a.csv"]),
        (".", ["a.csv", "b.csv", "one[1].csv"]),
        ("2026", ["2026/d.txt", "2026/~.csv"]),
        ("*.csv", ["a.csv", "b.csv", "one[1].csv"]),
        ("**/*.csv", ["2026/01/c.csv", "2026/~.csv", "a.csv", "b.csv", "one[1].csv"]),
        ("20??/*.txt", ["2026/d.txt"]),
        ("one[1].csv", ["one[1].csv"]),
        (".hidden.csv", [".hidden.csv"]),
        ("empty/../a.csv", ["a.csv"]),
    ],
)
def test_a_path_names_files_in_a_stable_order(base: Path, path: str, found: list[str]) -> None:
    assert units(path, base) == found


def test_an_absolute_path_has_a_unit_relative_to_the_base(base: Path) -> None:
    assert units(str(base / "2026"), base / "empty") == ["../2026/d.txt", "../2026/~.csv"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("nowhere.csv", "no such file or folder"),
        ("empty", "the folder is empty"),
        ("empty/*.csv", "nothing matches"),
        ("nowhere/*.csv", "does not exist"),
        ("a**/*.csv", "not a valid pattern"),
    ],
)
def test_finding_nothing_is_an_error_that_names_the_place(base: Path, path: str, why: str) -> None:
    with pytest.raises(SourceUnreachable, match=why) as error:
        find_files(path, base)
    assert path in str(error.value)
    assert str(base) in str(error.value)


def test_a_file_name_that_is_not_unicode_is_named(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.csv")).write_text("x")
    with pytest.raises(SourceUnreadable, match=r"rename the file"):
        find_files(".", tmp_path)


def test_the_fingerprint_is_that_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"some bytes")
    assert fingerprint(SourceFile(file, "x")) == hashlib.sha256(b"some bytes").hexdigest()


def test_a_file_that_went_away_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreachable, match=r"gone\.csv"):
        fingerprint(SourceFile(tmp_path / "gone.csv", "gone.csv"))
