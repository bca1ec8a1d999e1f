"""Compressed files and zip archives, told by what they hold and not by their names; read from private copies."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Protocol

from connectors.contract import SourceUnreadable
from connectors.encoding_guess import guess
from connectors.private_file import private_file

_MAGIC = {
    b"\x1f\x8b\x08": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
}
"""How a file begins, and what it then is."""
_DOCUMENT = frozenset({"[Content_Types].xml", "mimetype"})
"""Members of documents that are zip files inside: workbooks of Excel (.xlsx) and OpenDocument (.ods)."""
_NO_DATA = ("__MACOSX/", ".")
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_COPIED_BYTES = 1 << 20
LARGEST_RATIO = 250
"""How many times its size a file may become, once it has become larger than HARMLESS."""
HARMLESS = 256 << 20
"""Bytes that any file may become."""
_DEEPEST = 3


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def members(path: Path, unit: str) -> list[str | None]:
    """Return the names of the files in a zip archive, sorted; [None] when `path` is no archive.

    Raises SourceUnreadable when the archive is damaged or holds no file. Folders and hidden files are passed over.
    """
    if _packing(path) != "zip":
        return [None]
    with _intact(unit), zipfile.ZipFile(path) as archive:
        found = sorted(_names(archive))
    if not found:
        raise SourceUnreadable(f"{unit}: there is no file in the archive", "export it again or take it away")
    return list(found)


@contextmanager
def unpacked(path: Path, unit: str, member: str | None, depth: int = 0) -> Iterator[Path]:
    """Give a file as it was before it was compressed: `path` itself if it is not, else a private copy.

    Raises SourceUnreadable when it is damaged, encrypted, an archive in an archive, or grows beyond all measure.
    """
    packing = _packing(path)
    if packing is None:
        yield path
        return
    if depth == _DEEPEST or (packing == "zip" and member is None):
        raise SourceUnreadable(f"{unit}: it is an archive inside an archive", "unpack the outer one")
    with private_file() as copy:
        with _intact(unit):
            _unpack(path, packing, member, unit, copy)
        with unpacked(copy, unit, None, depth + 1) as inner:
            yield inner


def _packing(path: Path) -> str | None:
    with path.open("rb") as stream:
        head = stream.read(max(map(len, _MAGIC)))
    packing = next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)
    if packing == "zip" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return None if _DOCUMENT & set(archive.namelist()) else packing
    return packing


@contextmanager
def _intact(unit: str) -> Iterator[None]:
    """Turn what a decompressor says of damaged data into SourceUnreadable."""
    try:
        yield
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = type(error).__name__
        raise SourceUnreadable(
            f"{unit}: the compressed file is damaged or cut off ({reason})", "deliver it again"
        ) from None


def _unpack(path: Path, packing: str, member: str | None, unit: str, target: Path) -> None:
    if packing == "zip":
        with zipfile.ZipFile(path) as archive:
            info = _names(archive)[member or ""]
            if info.flag_bits & _ENCRYPTED:
                raise SourceUnreadable(f"{unit}: the archive is encrypted", "deliver it without a password")
            with archive.open(info) as stream:
                _copy(stream, target, info.compress_size, unit)
        return
    with _opened(path, packing) as stream:
        _copy(stream, target, path.stat().st_size, unit)


def _opened(path: Path, packing: str) -> AbstractContextManager[_Readable]:
    match packing:
        case "gzip":
            return gzip.open(path)
        case "bzip2":
            return bz2.open(path)
        case "xz":
            return lzma.open(path)
    import pyarrow as pa

    stream: AbstractContextManager[_Readable] = pa.input_stream(str(path), compression="zstd")
    return stream


def _copy(stream: _Readable | IO[bytes], target: Path, size: int, unit: str) -> None:
    done = 0
    with target.open("wb") as writer:
        while block := stream.read(_COPIED_BYTES):
            done += writer.write(block)
            if done > max(HARMLESS, LARGEST_RATIO * size):
                raise SourceUnreadable(
                    f"{unit}: {size} bytes become more than {done}, as in a file made to fill the disk",
                    "unpack it yourself if it is meant to be so",
                )


def _names(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Files of an archive by name; names in Korean or Japanese encodings are told, as Windows does not declare them."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    foreign = [info.filename.encode("cp437") for info in infos if _is_foreign(info)]
    codec = "utf-8" if all(map(_is_utf8, foreign)) else guess(foreign) or "cp437"
    named = {_name(info, codec): info for info in infos}
    return {
        name: info
        for name, info in named.items()
        if not name.startswith(_NO_DATA[0]) and not name.rpartition("/")[2].startswith(_NO_DATA[1])
    }


def _is_foreign(info: zipfile.ZipInfo) -> bool:
    return not info.flag_bits & _UTF8_NAME and not info.filename.isascii()


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _name(info: zipfile.ZipInfo, codec: str) -> str:
    if not _is_foreign(info):
        return info.filename
    return info.filename.encode("cp437").decode(codec, "replace")
