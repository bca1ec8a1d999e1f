"""Mails as mail programs write them."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from connectors.mail_html import html_text
from connectors.mail_quotes import split_quoted
from tests.connectors.samples import pull_bytes


def pull(base: Path, raw: bytes) -> dict[str, Any]:
    [row] = pull_bytes(base, "mail", raw).rows
    return row


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    return made


def test_a_mail_is_a_row(tmp_path: Path) -> None:
    mail = message(
        From='"김하늘, 개인" <Haneul@Mail.example>',
        To="Help <help@shop.example>, desk@shop.example",
        Cc="boss@shop.example",
        Date="Tue, 05 Mar 2024 10:32:00 +0900",
        Subject="배송 문의 W2403-000456",
        Message_ID="<a1@mail.example>",
        In_Reply_To="<b2@shop.example>",
    )
    mail.set_content("아직 안 왔어요.\n\n-- \n김하늘 010-2345-6789\n")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="영수증.pdf")
    assert pull(tmp_path, mail.as_bytes()) == {
        "message_id": "a1@mail.example",
        "time": "2024-03-05T10:32:00+09:00",
        "from_name": "김하늘, 개인",
        "from_mail": "haneul@mail.example",
        "to": ["help@shop.example", "desk@shop.example", "boss@shop.example"],
        "subject": "배송 문의 W2403-000456",
        "text": "아직 안 왔어요.",
        "quoted": "--\n김하늘 010-2345-6789",
        "in_reply_to": "b2@shop.example",
        "attachments": ["영수증.pdf"],
    }


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("iso-2022-jp", "iso2022_jp", "小川です。返品したいです"),
        ("ks_c_5601-1987", "cp949", "똠방각하 환불해 주세요"),
        ("euc-kr", "euc_kr", "환불해 주세요"),
        ("Shift_JIS", "cp932", "髙橋です①"),
        ("klingon", "utf-8", "déjà vu"),
        ("", "cp949", "선언 없는 편지입니다 배송 문의"),
    ],
)
@pytest.mark.parametrize("transfer", ["8bit", "base64"])
def test_any_encoding(tmp_path: Path, charset: str, codec: str, text: str, transfer: str) -> None:
    coded = base64.b64encode(text.encode(codec)).decode()
    declared = f"; charset={charset}" if charset else ""
    raw = f"From: a@b.example\nSubject: =?{charset or codec}?B?{coded}?=\nContent-Type: text/plain{declared}\n"
    raw += f"Content-Transfer-Encoding: {transfer}\n\n"
    body = coded.encode() if transfer == "base64" else text.encode(codec)
    row = pull(tmp_path, raw.encode() + body + b"\n")
    assert (row["subject"], row["text"]) == (text, text)


def test_html_alone_is_read_as_text(tmp_path: Path) -> None:
    mail = message(From="a@b.example")
    html = "<head><style>p{}</style></head><p>Hello&nbsp;there,<br>it broke</p><blockquote><p>old</p></blockquote>"
    mail.set_content(html, subtype="html")
    row = pull(tmp_path, mail.as_bytes())
    assert (row["text"], row["quoted"]) == ("Hello there,\nit broke", "> old")


def test_plain_text_goes_before_html(tmp_path: Path) -> None:
    mail = message(From="a@b.example")
    mail.set_content("plain")
    mail.add_alternative("<p>html</p>", subtype="html")
    assert pull(tmp_path, mail.as_bytes())["text"] == "plain"


def test_a_box_holds_many(tmp_path: Path) -> None:
    box = b"From a Mon\nFrom: a@b.example\n\none\n>From here\n\nFrom b Mon\n\nlost 999\n\n"
    box += b"From c Mon\nFrom: c@d.example\n\nthree\n"
    pulled = pull_bytes(tmp_path, "mail", box)
    assert [row["text"] for row in pulled.rows] == ["one\nFrom here", "three"]
    assert pulled.positions == [1, 3]
    [refused] = pulled.rejected
    assert (refused.position, refused.raw.strip()) == (2, "lost 999")


@pytest.mark.parametrize(
    "history",
    [
        "On Tue, Mar 5, 2024 at 10:32 AM Help Desk\n<help@shop.example> wrote:\n> hi",
        "2024년 3월 5일 (화) 오전 10:32, 고객센터 <help@shop.example>님이 작성:\n> 안녕",
        "2024年3月5日(火) 10:32 ヘルプ <help@shop.example>:\n> やあ",
        "-----Original Message-----\nFrom: x",
        "----- 원본 메시지 -----\n보낸 사람: x",
        "________________________________\nFrom: Help <help@shop.example>\nSent: Tuesday",
        "差出人: ヘルプ\n送信日時: 2024年3月5日",
        "-- \nKim",
        "Sent from my iPhone",
        "나의 iPhone에서 보냄",
        "iPhoneから送信",
    ],
)
def test_history_and_signatures_are_not_new(history: str) -> None:
    text, quoted = split_quoted(f"It broke.\n\nReally.  \n\n\n{history}")
    assert text == "It broke.\n\nReally."
    assert quoted == history.replace("-- \n", "--\n")


@pytest.mark.parametrize("text", ["On Monday I wrote: nothing", "From: Seoul", "2024-03-05 it came", "a -- b", "x > y"])
def test_ordinary_text_is_new(text: str) -> None:
    assert split_quoted(text) == (text, "")


def test_answers_between_the_lines_are_new() -> None:
    assert split_quoted("> when?\nMonday\n> where?\nLeeds") == ("Monday\nLeeds", "> when?\n> where?")


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    assert html_text("<p>a</b><div>b &amp c<script>x(</p>") == "a\nb & c"


@pytest.mark.parametrize(
    "raw",
    [
        b"From: =?utf-8?B?broken\nDate: never\n\nx",
        b"Subject: \xff\xfe\nContent-Type: multipart/mixed\n\nx",
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=y\n\n--y\nContent-Transfer-Encoding: base64\n\n!",
        b"From: <<>>,,@@\nTo: a b c\n\n",
    ],
)
def test_nothing_breaks_the_reader(tmp_path: Path, raw: bytes) -> None:
    pulled = pull_bytes(tmp_path, "mail", raw)
    assert len(pulled.rows) == 1
