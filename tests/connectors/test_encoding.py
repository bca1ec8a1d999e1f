from __future__ import annotations

import codecs
import tempfile
import unicodedata
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import SourceUnreadable, encoding
from connectors.encoding import as_utf8, codec_name, printable
from connectors.encoding_guess import guess
from connectors.files import SourceFile
from tests.connectors.samples import JAPANESE, KOREAN, WESTERN

FULL_WIDTH = unicodedata.normalize("NFKC", JAPANESE)
"""ISO-2022-JP has no half-width kana."""

SAMPLES = [
    (KOREAN, "cp949"),
    (KOREAN, "utf-8"),
    (KOREAN, "utf-8-sig"),
    (KOREAN, "utf-16"),
    (KOREAN, "utf-16-le"),
    (JAPANESE, "cp932"),
    (JAPANESE, "euc_jp"),
    (FULL_WIDTH, "iso2022_jp"),
    (JAPANESE, "utf-8"),
    (JAPANESE, "utf-8-sig"),
    (JAPANESE, "utf-16"),
    (JAPANESE, "utf-16-be"),
    (WESTERN, "cp1252"),
    (WESTERN, "utf-8"),
    (WESTERN, "utf-16-le"),
]


def text_of(file: Path, encoding: str | None = None) -> str:
    with as_utf8(SourceFile(file, file.name), encoding) as found:
        return found.decode(found.path.read_bytes()[found.start :])


def lines_of(text: str) -> st.SearchStrategy[str]:
    """Any of the lines that are not ASCII, in any order."""
    lines = [line for line in text.splitlines() if not line.isascii()]
    return st.lists(st.sampled_from(lines), min_size=1, max_size=5).map("\n".join)


@pytest.mark.parametrize(("text", "codec"), SAMPLES)
def test_encodings_are_told_apart(tmp_path: Path, text: str, codec: str) -> None:
    file = tmp_path / "x"
    file.write_bytes(text.encode(codec))
    assert text_of(file) == text


@pytest.mark.parametrize(("text", "codec"), SAMPLES)
def test_a_declared_encoding_is_believed(tmp_path: Path, text: str, codec: str) -> None:
    file = tmp_path / "x"
    file.write_bytes(text.encode(codec))
    assert text_of(file, codec) == text


@given(lines_of(KOREAN))
def test_few_korean_lines_are_enough(text: str) -> None:
    assert guess(text.encode("cp949").split(b"\n")) == "cp949"


@given(lines_of(JAPANESE), st.sampled_from(["cp932", "euc_jp"]))
def test_few_japanese_lines_are_enough(text: str, codec: str) -> None:
    assert guess(text.encode(codec).split(b"\n")) == codec


@given(lines_of(WESTERN))
def test_few_western_lines_are_enough(text: str) -> None:
    assert guess(text.encode("cp1252").split(b"\n")) == "cp1252"


@given(st.sampled_from([KOREAN, JAPANESE, WESTERN]).flatmap(lines_of))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert guess(text.encode().split(b"\n")) == "utf-8"


def test_half_width_kana_alone_are_shift_jis() -> None:
    assert guess([name.encode("cp932") for name in ("ﾏﾂﾓﾄ ｻｸﾗ", "ｲｼﾀﾞ ﾐﾎ", "ﾊﾗﾀﾞ ﾕｳﾄ")]) == "cp932"


def test_kanji_alone_are_japanese() -> None:
    names = ["小川翔太", "松本千尋", "中野大輔", "石田美穂"]
    assert guess([name.encode("euc_jp") for name in names]) == "euc_jp"
    assert guess([name.encode("cp932") for name in names]) == "cp932"


def test_text_far_into_an_ascii_file_decides(tmp_path: Path) -> None:
    file = tmp_path / "x"
    text = "plain line\n" * 200_000 + KOREAN
    file.write_bytes(text.encode("cp949"))
    assert text_of(file) == text


def test_a_character_across_two_blocks_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "x"
    text = "".join(f"{'x' * (number % 3)}가나다라마바사\n" for number in range(100_000))
    file.write_bytes(text.encode("cp949"))
    assert text_of(file) == text


def test_one_broken_line_does_not_change_the_encoding(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(KOREAN.encode() + b"13,\xb1\xe8\n")
    assert text_of(file).startswith(KOREAN)


def test_rubbish_is_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(bytes(range(128, 256)) * 50)
    with pytest.raises(SourceUnreadable, match="declare its `encoding`"):
        text_of(file)


@pytest.mark.parametrize("codec", ["utf-8", "cp949"])
def test_an_undecodable_byte_stays_visible(tmp_path: Path, codec: str) -> None:
    file = tmp_path / "x"
    file.write_bytes("이름".encode(codec) + b" \xff.")
    with as_utf8(SourceFile(file, "x"), codec) as found:
        text = found.decode(found.path.read_bytes())
        assert (found.fault(text) or "").startswith("byte 0xFF is not ")
        assert printable(text) == "이름 \\xff."
        assert not found.is_valid


@pytest.mark.parametrize("codec", ["utf-8", "cp949", "utf-16"])
@pytest.mark.parametrize("end", ["\r", "\r\r\n"])
def test_odd_line_ends_become_line_feeds(tmp_path: Path, codec: str, end: str) -> None:
    file = tmp_path / "x"
    file.write_bytes(KOREAN.replace("\n", end).encode(codec))
    assert text_of(file) == KOREAN


def test_odd_line_ends_across_two_blocks_are_one(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"a\r\r\nb\r\r\n")
    with patch.object(encoding, "_BLOCK", 2):
        assert text_of(file) == "a\nb\n"


def test_a_byte_order_mark_is_no_text_even_when_the_encoding_is_declared(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(codecs.BOM_UTF16_LE + "이름\n".encode("utf-16-le"))
    assert text_of(file, "utf-16-le") == "이름\n"


def test_usual_line_ends_stay(tmp_path: Path) -> None:
    file = tmp_path / "x"
    text = 'a,"1\r\r\n2"\r\n3,4\n'
    file.write_bytes(text.encode())
    assert text_of(file) == text


def test_the_copy_is_private_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x"
    file.write_bytes(KOREAN.encode("cp949"))
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    with as_utf8(SourceFile(file, "x"), None):
        [copy] = place.iterdir()
        assert copy.stat().st_mode & 0o777 == 0o600
    assert list(place.iterdir()) == []


def test_utf8_is_read_in_place(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(codecs.BOM_UTF8 + b"a\n")
    with as_utf8(SourceFile(file, "x"), None) as found:
        assert (found.path, found.start, found.is_valid) == (file, 3, True)


@pytest.mark.parametrize(("name", "codec"), [("EUC-KR", "cp949"), ("Shift_JIS", "cp932"), ("latin-1", "cp1252")])
def test_loosely_used_names_mean_their_superset(name: str, codec: str) -> None:
    assert codec_name(name) == codec


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13"])
def test_what_is_no_text_encoding_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a text encoding"):
        codec_name(name)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_wrongly_declared_encoding_is_unreadable(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "x"
    file.write_bytes("id,name\n1,Müller\n".encode("latin-1"))
    with pytest.raises(SourceUnreadable, match="the file is not UTF-"):
        text_of(file, encoding)
