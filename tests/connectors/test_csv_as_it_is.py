"""CSV as people and programs send it: encodings, strangers among the rows, naughty values, collections of odd files."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import SourceUnreadable
from tests.connectors.samples import JAPANESE, KOREAN, WESTERN, Pulled, pull_bytes

SHARED = os.environ.get("CDP_SHARED_DATA")
ROBUSTNESS = Path(SHARED or ".") / "robustness"
needs_shared = pytest.mark.skipif(not SHARED, reason="CDP_SHARED_DATA does not name the folder of shared test data")


def pull(base: Path, text: str, **options: Any) -> Pulled:
    return pull_bytes(base, "csv", text.encode(), **options)


def refused(pulled: Pulled) -> list[tuple[int, str, str]]:
    return [(each.position, each.reason, each.raw) for each in pulled.rejected]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        *((KOREAN, codec) for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949")),
        *((JAPANESE, codec) for codec in ("utf-8-sig", "utf-16-le", "shift_jis", "euc_jp")),
        *((WESTERN.replace("’", "'"), codec) for codec in ("latin-1", "utf-16-be", "utf-8-sig")),
    ],
)
def test_encodings_with_and_without_mark(tmp_path: Path, text: str, codec: str) -> None:
    text = text.replace("ﾏﾂﾓﾄ ｻｸﾗ", "マツモト")
    assert pull_bytes(tmp_path, "csv", text.encode(codec)).rows == list(csv.DictReader(io.StringIO(text)))


def test_seven_bit_japanese_is_read(tmp_path: Path) -> None:
    text = "会員番号,氏名\n7,小川翔太\n8,松本さくら\n"
    assert pull_bytes(tmp_path, "csv", text.encode("iso2022_jp")).rows == list(csv.DictReader(io.StringIO(text)))


def test_lines_in_another_encoding_are_refused_with_what_can_be_shown(tmp_path: Path) -> None:
    content = KOREAN.encode() + "13,하서윤,서울,메모\n".encode("cp949")
    pulled = pull_bytes(tmp_path, "csv", content)
    assert len(pulled.rows) == 6
    [(line, reason, raw)] = refused(pulled)
    assert (line, reason) == (8, "byte 0xC7 is not UTF-8")
    assert raw.startswith("13,\\xc7")


def test_a_nul_byte_belongs_to_its_value(tmp_path: Path) -> None:
    pulled = pull(tmp_path, 'id,name,x\n1,a\0b,q\n\0,c,"d\0,e"\n')
    assert [list(row.values()) for row in pulled.rows] == [["1", "a\0b", "q"], ["\0", "c", "d\0,e"]]


def test_joined_files_are_read_through(tmp_path: Path) -> None:
    one = "\ufeffid,name\n1,a\n"
    pulled = pull(tmp_path, f"{one}\ufeffid,name\n2,b\n\ufeff3,c\n")
    assert pulled.rows == [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}, {"id": "3", "name": "c"}]
    assert refused(pulled) == [(3, "the header again", "id,name")]


def test_a_repeated_header_is_no_row(tmp_path: Path) -> None:
    pulled = pull(tmp_path, "번호,이름\r\n1,a\r\n번호,이름\r\n2,b\r\n")
    assert [row["번호"] for row in pulled.rows] == ["1", "2"]
    assert refused(pulled) == [(3, "the header again", "번호,이름")]


@pytest.mark.parametrize(
    "total", ["Total,,11", '합계,,"1,100원"', "合計,,¥1,100".replace("1,100", "1100"), " Sum :,,(5.5)"]
)
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_totals_at_the_end_are_no_rows(tmp_path: Path, total: str, end: str) -> None:
    pulled = pull(tmp_path, f"id,name,amount\n1,a,5\nTotal,wine,6\n{total}{end}")
    assert [row["id"] for row in pulled.rows] == ["1", "Total"]
    assert refused(pulled) == [(4, "a line of totals", total)]


def test_a_second_table_is_no_part_of_the_first(tmp_path: Path) -> None:
    table = "id,name,since\n1,a,2024\n2,b,2025\n"
    pulled = pull(tmp_path, f"{table}\norder,store,date\nX1,s,2024\n\n{table}3,c,2026\n\nstore,city\ns,Leeds\n")
    assert [row["id"] for row in pulled.rows] == ["1", "2", "1", "2", "3"]
    assert [(line, reason) for line, reason, _ in refused(pulled)] == [
        (5, "belongs to another table, which begins in line 5"),
        (6, "belongs to another table, which begins in line 5"),
        (8, "the header again"),
        (13, "belongs to another table, which begins in line 13"),
        (14, "belongs to another table, which begins in line 13"),
    ]


def test_blank_lines_alone_begin_no_table(tmp_path: Path) -> None:
    pulled = pull(tmp_path, "id,name\n1,a\n2,b\n\n3,c\n\nnoid,x1\n")
    assert [row["id"] for row in pulled.rows] == ["1", "2", "3", "noid"]


def test_words_alone_begin_no_table_where_rows_have_no_digits(tmp_path: Path) -> None:
    pulled = pull(tmp_path, "name,city\nAnn,Leeds\nBen,York\n\nCid,Bath\n")
    assert len(pulled.rows) == 3


def test_a_name_over_two_lines_is_one_name(tmp_path: Path) -> None:
    assert pull(tmp_path, '"customer\r\n  no",name\n1,a\n').columns == ["customer no", "name"]


def test_huge_values_arrive_whole_or_are_refused(tmp_path: Path) -> None:
    pulled = pull(tmp_path, f'id,text\n1,"{"x" * 3_000_000}"\n2,{"y" * 5_000_000}\n3,z\n')
    assert [len(row["text"]) for row in pulled.rows] == [3_000_000, 1]
    assert [(line, reason) for line, reason, _ in refused(pulled)] == [(3, "longer than 4 MiB")]


ROW = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=3, max_size=3)
NOISE = st.sampled_from(
    ["id,name,amount", "", "a,b", "1,2,3,4", '"open,2', "Total,,12", "\ufeffx,y,z", "note,who,when"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(ROW, st.none() | NOISE), min_size=1, max_size=8))
def test_no_value_ever_stands_under_another_column(tmp_path: Path, rows: list[tuple[list[str], str | None]]) -> None:
    """Each row is loaded as it was written or stands in quarantine, whatever stands between the rows."""
    text, written = io.StringIO(newline=""), []
    text.write("id,name,amount\n")
    for number, (given_values, noise) in enumerate(rows):
        values = [f"{number}#{value}".replace("\r", "").replace("\ufeff", "") for value in given_values]
        text.write(f"{noise}\n" if noise is not None else "")
        csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(values)
        written.append(dict(zip(["id", "name", "amount"], values, strict=True)))
    pulled = pull(tmp_path, text.getvalue(), encoding="utf-8", delimiter=",", quote='"')
    loaded = [row for row in pulled.rows if str(row["id"])[:1].isdigit() and "#" in str(row["id"])]
    assert all(row in written for row in loaded)
    raw = "\n".join(each.raw for each in pulled.rejected)
    assert all(row in loaded or f"{row['id']}".replace('"', '""')[:2] in raw for row in written)


@needs_shared
def test_naughty_strings_come_through(tmp_path: Path) -> None:
    naughty = json.loads((ROBUSTNESS / "blns.json").read_text(encoding="utf-8"))
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["id", "value"], *enumerate(naughty)])
    pulled = pull(tmp_path, text.getvalue(), null_values=[])
    assert [row["value"] for row in pulled.rows] == naughty
    assert pulled.rejected == []


def odd_files() -> list[tuple[str, str]]:
    """The distinct files of the collection: name and content."""
    with gzip.open(ROBUSTNESS / "clevercsv" / "abstraction_testcases.json.gz", "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return sorted({(each["name"], each["content"]) for each in found})


@needs_shared
def test_of_odd_files_no_word_is_lost(tmp_path: Path) -> None:
    """What is no row of theirs is refused: rows and refused lines together hold every word, unless all is refused."""
    for name, content in odd_files():
        try:
            pulled = pull(tmp_path, content, header=False, encoding="utf-8")
        except SourceUnreadable as fault:
            assert fault.remedy, name
            continue
        values = [value for row in pulled.rows for value in row.values() if value]
        told = " ".join([*values, *(each.raw for each in pulled.rejected)])
        assert set(re.findall(r"\w+", content)) <= set(re.findall(r"\w+", told)), name
