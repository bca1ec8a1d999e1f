"""Text files in whatever encoding they come, read as UTF-8 with every undecodable byte kept visible."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from connectors.contract import SourceUnreadable
from connectors.encoding_guess import guess, is_japanese_7bit, is_utf16
from connectors.files import SourceFile
from connectors.private_file import private_file

_BLOCK = 512 * 1024
_SAMPLE_BYTES = 64 * 1024
_SUPERSETS = {"euc_kr": "cp949", "shift_jis": "cp932", "iso8859-1": "cp1252", "utf-8-sig": "utf-8"}
"""Names that in practice mean their superset: the programs that write the files use them loosely."""
_LABELS = {"cp949": "CP949", "cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_MARK = "connectors.mark"
_MARKED = re.compile("[\udc00-\udcff]")
_DOUBLED_RETURN = re.compile("\r\r+\n")
_LONE_RETURN = re.compile("\r")


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Stand in for byte 0xNN with the lone surrogate U+DCNN, which no valid text holds."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_MARK, _mark)


def codec_name(encoding: str) -> str:
    """Return Python's name of a text encoding; ValueError when there is none."""
    try:
        name = codecs.lookup(encoding).name
        b"a\xff".decode(name, _MARK)
    except (LookupError, UnicodeError) as error:
        known = "utf-8, utf-16, cp949 (Korean), shift_jis, euc_jp, iso2022_jp (Japanese), cp1252 (Western)"
        raise ValueError(f"'{encoding}' is not a text encoding; known are, among others: {known}") from error
    return _SUPERSETS.get(name, name)


@dataclass(frozen=True)
class Utf8File:
    """A text file to be read as UTF-8: the file itself or a private copy of it."""

    unit: str
    path: Path
    start: int
    """Byte at which the text begins: 3 after a byte-order mark, else 0."""
    encoding: str
    """What the source file is in, as people call it."""
    is_copy: bool
    is_valid: bool
    """True when every byte is known to belong; else some may not."""

    def is_sound(self, raw: bytes) -> bool:
        """Tell whether every byte of a part belongs."""
        if self.is_valid:
            return True
        try:
            raw.decode()
        except UnicodeDecodeError:
            return False
        return True

    def decode(self, raw: bytes) -> str:
        """Decode a part; a byte 0xNN that is not of the encoding becomes U+DCNN."""
        return raw.decode("utf-8", "surrogatepass" if self.is_copy else _MARK)

    def open_text(self) -> TextIO:
        """Open the text for reading, each undecodable byte as in `decode`, line ends as they are."""
        errors = "surrogatepass" if self.is_copy else _MARK
        stream = self.path.open(encoding="utf-8", errors=errors, newline="")
        stream.seek(self.start)
        return stream

    def fault(self, text: str) -> str | None:
        """Say which byte of a decoded text did not belong, or None when all did."""
        bad = _MARKED.search(text)
        return f"byte 0x{ord(bad[0]) - 0xDC00:02X} is not {self.encoding}" if bad else None

    def unreadable(self, what: str) -> SourceUnreadable:
        """Return the error to raise when too much of the file is not in its encoding; `what` is what failed."""
        return SourceUnreadable(
            f"{self.unit}: {what} not {self.encoding}",
            "declare the right `encoding`: utf-8, cp949, shift_jis, euc_jp, …",
        )


def printable(text: str) -> str:
    """Return decoded text with its undecodable bytes written as `\\xNN`, fit for any UTF-8 file."""
    return _MARKED.sub(lambda bad: f"\\x{ord(bad[0]) - 0xDC00:02x}", text)


@contextmanager
def as_utf8(file: SourceFile, encoding: str | None) -> Iterator[Utf8File]:
    """Open a text file as UTF-8; without `encoding` it is detected.

    A file in another encoding, or with odd line ends (CR, CR CR LF), is copied to a private temporary file.
    Raises SourceUnreadable when the encoding cannot be told, or is not the declared one from the start.
    """
    with file.path.open("rb") as stream:
        head = stream.read(_SAMPLE_BYTES)
    codec, is_valid = (codec_name(encoding), False) if encoding else _detect(file, head)
    label = _LABELS.get(codec, codec.upper())
    odd_line_end = _odd_line_end(head.decode(codec, "ignore"))
    start = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    as_it_is = Utf8File(file.unit, file.path, start, label, is_copy=False, is_valid=is_valid)
    if codec == "utf-8" and not odd_line_end:
        yield as_it_is
        return
    with private_file() as copy:
        try:
            is_valid = _transcode(file.path, codec, odd_line_end, copy)
        except UnicodeError as error:
            raise as_it_is.unreadable("the file is") from error
        yield Utf8File(file.unit, copy, 0, label, is_copy=True, is_valid=is_valid)


def _odd_line_end(head: str) -> re.Pattern[str] | None:
    ends = head.count("\n")
    if ends and ends == head.count("\r\r\n"):
        return _DOUBLED_RETURN
    return _LONE_RETURN if "\r" in head and not ends else None


def _detect(file: SourceFile, head: bytes) -> tuple[str, bool]:
    """Return the codec of a file, and whether the whole of it is known to be UTF-8."""
    marked = next((codec for mark, codec in _BYTE_ORDER_MARKS.items() if head.startswith(mark)), None)
    codec = marked or is_utf16(head)
    if codec and codec != "utf-8":
        return codec, False
    with file.path.open("rb") as stream:
        is_utf8, japanese = _read_through(stream)
        if is_utf8 and not japanese:
            return "utf-8", True
        stream.seek(0)
        codec = marked or ("iso2022_jp" if japanese else guess(_not_ascii(stream)))
    if codec is None:
        known = "UTF-8, CP949, Shift_JIS, EUC-JP or Windows-1252"
        raise SourceUnreadable(f"{file.unit}: the text is not {known} as far as can be told", "declare its `encoding`")
    return codec, False


def _read_through(stream: BinaryIO) -> tuple[bool, bool]:
    """Tell whether a whole stream is UTF-8, and whether it is ASCII that switches to kanji (ISO-2022-JP)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    japanese, is_ascii = False, True
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
            is_ascii = is_ascii and block.isascii()
            japanese = japanese or (is_ascii and is_japanese_7bit(block))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False, False
    return True, japanese and is_ascii


def _not_ascii(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the first lines with bytes above 0x7F, up to the size of a sample."""
    taken = 0
    while taken < _SAMPLE_BYTES and (block := stream.read(_BLOCK)):
        block += stream.readline(_BLOCK)
        for line in [] if block.isascii() else block.split(b"\n"):
            if not line.isascii() and taken < _SAMPLE_BYTES:
                taken += len(line)
                yield line


def _transcode(source: Path, codec: str, odd_line_end: re.Pattern[str] | None, target: Path) -> bool:
    """Write `source` to `target` as UTF-8, odd line ends as LF; return whether every byte could be decoded."""
    is_valid, first = True, True
    with (
        source.open(encoding=codec, errors=_MARK, newline="") as reader,
        target.open("w", encoding="utf-8", errors="surrogatepass", newline="") as writer,
    ):
        while text := reader.read(_BLOCK):
            while odd_line_end and text.endswith("\r") and (more := reader.read(1)):
                text += more
            is_valid = is_valid and not _MARKED.search(text)
            text = text.removeprefix("\ufeff") if first else text
            writer.write(odd_line_end.sub("\n", text) if odd_line_end else text)
            first = False
    return is_valid
