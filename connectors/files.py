"""Files of a source: what `path` names, their stable unit names and their content fingerprints."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pydantic import Field

from connectors.compression import members, unpacked
from connectors.contract import ConnectorConfig, Rejected, SourceUnreachable, SourceUnreadable
from connectors.delivery import LazyDelivery

_WILDCARD = re.compile(r"[*?\[]")


class FileConfig(ConnectorConfig):
    """Settings every kind of file source has."""

    path: str = Field(
        min_length=1,
        description="A file, a folder (every file directly in it) or a glob such as `exports/**/*.csv`; relative paths "
        "start at the workspace. Hidden files are left out of folders and globs. Files may be compressed (gzip, bzip2, "
        "xz, Zstandard); each member of a zip archive is read as a file.",
    )


@dataclass(frozen=True)
class SourceFile:
    """One file of a source."""

    path: Path
    unit: str
    """Path relative to the base folder, with forward slashes; `archive.zip/member` in an archive."""
    member: str | None = None
    """Which member of the archive `path` it is; None when `path` is no archive."""


ReadFile = Callable[[SourceFile, list[Rejected]], Iterator[pa.RecordBatch]]
"""Reads a plain file: yields its batches and adds the rows it had to refuse to the list it is given."""


def find_files(path: str, base: Path) -> list[SourceFile]:
    """List the files `path` names, sorted by unit.

    Raises SourceUnreachable when there is none: a source that silently has nothing is worse than one that stops.
    """
    target = base / path
    try:
        found = [target] if target.is_file() else _folder_or_glob(path, base)
        units = [SourceFile(file, Path(os.path.relpath(file, base)).as_posix()) for file in found]
    except OSError as error:
        raise SourceUnreachable(
            f"path '{path}' in {base}: {error.strerror}", "mend `path` or the permissions"
        ) from error
    for file in units:
        _check_name(file.unit)
    return sorted(units, key=lambda file: file.unit)


def _folder_or_glob(path: str, base: Path) -> list[Path]:
    target = base / path
    if target.is_dir():
        found = [file for file in target.iterdir() if _is_plain(file)]
        missing = "the folder is empty"
    elif _WILDCARD.search(path):
        found, missing = _glob(target), "nothing matches the pattern"
    else:
        found, missing = [], "there is no such file or folder"
    if not found:
        raise SourceUnreachable(f"path '{path}' in {base}: {missing}", "mend `path` or put the files there")
    return found


def _glob(target: Path) -> list[Path]:
    fixed = next(place for place, part in enumerate(target.parts) if _WILDCARD.search(part))
    root = Path(*target.parts[:fixed])
    if not root.is_dir():
        raise SourceUnreachable(f"path '{target}': the folder {root} does not exist", "mend `path` or make the folder")
    try:
        return [file for file in root.glob("/".join(target.parts[fixed:])) if _is_plain(file)]
    except ValueError as error:
        raise SourceUnreachable(f"path '{target}' is not a valid pattern: {error}", "`**` stands alone") from error


def _is_plain(file: Path) -> bool:
    return not file.name.startswith(".") and file.is_file()


def _check_name(unit: str) -> None:
    try:
        unit.encode()
    except UnicodeEncodeError as error:
        shown = unit.encode("utf-8", "backslashreplace").decode()
        raise SourceUnreadable(f"the file name {shown} is not UTF-8", "rename the file") from error


@contextmanager
def reading(file: SourceFile) -> Iterator[None]:
    """Turn the operating system's refusals while `file` is read into SourceUnreachable."""
    try:
        yield
    except OSError as error:
        raise SourceUnreachable(f"{file.unit}: {error.strerror}", "mend the file or its permissions") from error


def fingerprint(file: SourceFile) -> str:
    """Return the SHA-256 of the file's bytes in hexadecimal."""
    with reading(file), file.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def parts(file: SourceFile) -> list[SourceFile]:
    """Return the members of a zip archive, or the file itself."""
    with reading(file):
        found = members(file.path, file.unit)
    return [SourceFile(file.path, f"{file.unit}/{name}" if name else file.unit, name) for name in found]


@contextmanager
def plain(file: SourceFile) -> Iterator[SourceFile]:
    """Give the file uncompressed: itself, or a private copy. What the system refuses becomes SourceUnreachable."""
    with reading(file), unpacked(file.path, file.unit, file.member) as path:
        yield SourceFile(path, file.unit)


def pull_files(
    path: str,
    base: Path,
    cursors: Mapping[str, str],
    read: ReadFile,
    split: Callable[[SourceFile], Iterable[tuple[str, ReadFile]]] | None = None,
) -> Iterator[LazyDelivery]:
    """Yield a delivery per file; its cursor is the fingerprint, so an unchanged file is known without parsing it.

    `split` says what more than one unit a file holds: what to add to its unit, and how to read that.
    """
    for found in find_files(path, base):
        cursor = fingerprint(found)
        for file in parts(found):
            for name, reads in split(file) if split else [("", read)]:
                unit = file.unit + name
                yield LazyDelivery(unit, cursor, cursors.get(unit), _reader(file, reads))


def _reader(file: SourceFile, read: ReadFile) -> Callable[[list[Rejected]], Iterator[pa.RecordBatch]]:
    def batches(rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
        with plain(file) as source:
            yield from read(source, rejected)

    return batches
