from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from pydantic import ValidationError

from connectors import SourceUnreadable
from connectors.text import TextConfig
from tests.connectors.samples import Pulled, pull_bytes

NOTES = """\
No: CC-000123
Time: 2026-03-05 14:12 +0900
Agent: 신유경

고객 하서윤 님, 010-2345-6789 로 다시 전화 요망. 주문 W2603-000456 배송 지연.
메일은 seoyun@mail.example, 대리점 담당은 desk@shop.hanaro-staff.example
-----

-----
No: CC-000124
Time: 2026-03-06 09:05 +0900
Agent: Smith

小川様より。０９０－１２３４－５６７８
--------
No: CC-000125

Nothing left to say.
"""
OPTIONS: dict[str, Any] = {
    "fields": {"no": r"^No: (.+)$", "time": r"^Time: (?P<value>.+?)( \+\d{4})?$", "agent": r"^Agent: (.*)$"},
    "body": r"\n\n(.*)",
    "patterns": {"order_number": r"W\d{4}-\d{6}"},
    "own_domains": ["hanaro-staff.example"],
}


def pull(base: Path, text: str, **options: Any) -> Pulled:
    return pull_bytes(base, "text", text.encode(), **options)


def test_entries_become_rows(tmp_path: Path) -> None:
    pulled = pull(tmp_path, NOTES, **OPTIONS)
    assert pulled.columns == ["text", "no", "time", "agent", "emails", "phones", "order_number"]
    assert pulled.positions == [1, 10, 16]
    first, second, third = pulled.rows
    assert first["text"].startswith("고객 하서윤 님") and first["text"].endswith("hanaro-staff.example")
    assert (first["no"], first["time"], first["agent"]) == ("CC-000123", "2026-03-05 14:12", "신유경")
    assert first["emails"] == ["seoyun@mail.example"]
    assert first["phones"] == ["+821023456789"]
    assert first["order_number"] == ["W2603-000456"]
    assert second["text"] == "小川様より。０９０－１２３４－５６７８"
    assert second["phones"] == ["+819012345678"]
    assert (third["time"], third["emails"], third["phones"], third["order_number"]) == (None, [], [], [])


@pytest.mark.parametrize("codec", ["cp949", "utf-16", "utf-8-sig"])
def test_encodings_and_line_ends_make_no_difference(tmp_path: Path, codec: str) -> None:
    notes = NOTES.replace("様", "")
    expected = pull(tmp_path, notes, **OPTIONS)
    pulled = pull_bytes(tmp_path, "text", notes.replace("\n", "\r\n").encode(codec), **OPTIONS)
    assert (pulled.rows, pulled.positions) == (expected.rows, expected.positions)


@pytest.mark.parametrize("text", ["", " \n\n", "-----\n---\n \n", "\ufeff"])
def test_nothing_but_white_space_is_no_entry(tmp_path: Path, text: str) -> None:
    pulled = pull(tmp_path, text)
    assert (pulled.rows, pulled.columns) == ([], ["text", "emails", "phones"])


def test_a_file_may_be_one_entry(tmp_path: Path) -> None:
    pulled = pull(tmp_path, "\n\nHello\n-----\nBye\n", per_file=True)
    assert [row["text"] for row in pulled.rows] == ["Hello\n-----\nBye"]
    assert pulled.positions == [3]


def test_the_separator_may_be_any_pattern(tmp_path: Path) -> None:
    pulled = pull(tmp_path, "one\n## 1\ntwo\n\n## 2\nthree", separator=r"^## \d+$")
    assert [row["text"] for row in pulled.rows] == ["one", "two", "three"]
    assert pulled.positions == [1, 3, 6]


def test_an_entry_without_the_declared_body_is_rejected(tmp_path: Path) -> None:
    pulled = pull(tmp_path, "Id: 1\n\nHello\n---\nId: 2", body=r"\n\n(.*)")
    assert [row["text"] for row in pulled.rows] == ["Hello"]
    [rejected] = pulled.rejected
    assert (rejected.position, rejected.raw) == (5, "Id: 2")


def test_an_undecodable_entry_is_rejected_and_no_other(tmp_path: Path) -> None:
    content = "하나\n---\n둘\n---\n".encode("cp949") + b"\nthree \x81\x20\n---\nfour"
    pulled = pull_bytes(tmp_path, "text", content, encoding="cp949")
    assert [row["text"] for row in pulled.rows] == ["하나", "둘", "four"]
    [rejected] = pulled.rejected
    assert (rejected.position, rejected.reason) == (6, "byte 0x81 is not CP949")


def test_a_wrong_encoding_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="declare the right `encoding`"):
        pull_bytes(tmp_path, "text", "하나\n---\n둘".encode("cp949"), encoding="utf-8")


def test_a_text_is_kept_as_received(tmp_path: Path) -> None:
    entry = dedent("""\
        Ｔｅｌ：０１０－２３４５－６７８９
          ①  half ｶﾅ  """)
    [row] = pull(tmp_path, entry).rows
    assert row["text"] == entry.rstrip()
    assert row["phones"] == ["+821023456789"]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"separator": "("}, "not a valid regular expression"),
        ({"fields": {"no": "No: (.*"}}, "not a valid regular expression"),
        ({"fields": {"no": "No: .*"}}, "0 groups"),
        ({"fields": {"no": "(a)(b)"}}, "2 groups"),
        ({"body": "no group"}, "0 groups"),
        ({"patterns": {"order": "["}}, "not a valid regular expression"),
        ({"patterns": {"emails": "x"}}, "other column names than emails"),
        ({"fields": {"order": "(x)"}, "patterns": {"Order": "x"}}, "other column names than order"),
        ({"fields": {"_position": "(x)"}}, "other column names than _position"),
        ({"regions": ["UK", "KR"]}, "unknown regions UK"),
        ({"encoding": "klingon"}, "not a text encoding"),
    ],
)
def test_settings_that_make_no_sense_are_refused(options: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        TextConfig.model_validate({"kind": "text", "path": "x", **options})
