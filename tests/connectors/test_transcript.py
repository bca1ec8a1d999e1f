"""Conversations in the shapes that people and programs write them down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.transcript import TranscriptConfig
from connectors.transcript_turns import read_turns
from tests.connectors.samples import Pulled, pull_bytes


def pull(base: Path, text: str, **options: Any) -> Pulled:
    return pull_bytes(base, "transcript", text.encode(), **options)


def turns(text: str) -> list[tuple[str | None, str | None, str]]:
    return [tuple(turn) for turn in read_turns(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Call 17\n[10:32] Agent: Hello\nhow can I help?\n[10:33:05] Mary: It broke\n",
            [("Agent", "10:32", "Hello\nhow can I help?"), ("Mary", "10:33:05", "It broke")],
        ),
        ("2024-03-05 10:32 상담원: 안녕하세요", [("상담원", "2024-03-05 10:32", "안녕하세요")]),
        ("상담원: 안녕하세요\n고객: 환불요", [("상담원", None, "안녕하세요"), ("고객", None, "환불요")]),
        ("お客様：壊れました\n担当：すみません", [("お客様", None, "壊れました"), ("担当", None, "すみません")]),
        ("Agent (10:32): see https://x.example", [("Agent", "10:32", "see https://x.example")]),
        (
            "----- 2024년 3월 5일 화요일 -----\n[김하늘] [오전 10:32] 안녕하세요\n[점원] [오후 1:05] 네",
            [("김하늘", "2024년 3월 5일 오전 10:32", "안녕하세요"), ("점원", "2024년 3월 5일 오후 1:05", "네")],
        ),
        (
            "[LINE] chat\n2024/03/05(火)\n10:32\t田中\tこんにちは\n10:33\t店\tはい",
            [("田中", "2024/03/05 10:32", "こんにちは"), ("店", "2024/03/05 10:33", "はい")],
        ),
        (
            "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Agent>Hello\nyou\n\n00:05.500 --> 00:06.000\nM: <i>hi</i>",
            [("Agent", "00:00:01.000", "Hello\nyou"), ("M", "00:05.500", "hi")],
        ),
        (
            json.dumps(
                {
                    "id": 7,
                    "turns": [{"role": "agent", "ts": 1.5, "text": "Hello"}, {"from": {"name": "M"}, "body": "hi"}],
                }
            ),
            [("agent", "1.5", "Hello"), ("M", None, "hi")],
        ),
        ("nothing of the kind", []),
    ],
)
def test_shapes(text: str, expected: list[tuple[str | None, str | None, str]]) -> None:
    assert turns(text) == expected


def test_identifiers_are_found_with_their_place(tmp_path: Path) -> None:
    text = "Call: 7\n\nAgent: yes?\n고객: 번호는 ０１０-2345-6789, 주문 W2403-000456, me@mail.example\n"
    pulled = pull(tmp_path, text, fields={"call": r"^Call: (\d+)$"}, patterns={"order_number": r"W\d{4}-\d{6}"})
    agent, customer = pulled.rows
    assert (agent["found"], agent["phones"], agent["call"]) == (None, [], "7")
    assert (customer["phones"], customer["emails"]) == (["+821023456789"], ["me@mail.example"])
    assert customer["order_number"] == ["W2403-000456"]
    found = json.loads(customer["found"])
    assert [(each["kind"], customer["text"][each["start"] : each["end"]]) for each in found] == [
        ("phone", "０１０-2345-6789"),
        ("order_number", "W2403-000456"),
        ("email", "me@mail.example"),
    ]


def test_conversations_of_a_file_are_told_apart(tmp_path: Path) -> None:
    pulled = pull(tmp_path, "A: 1\nB: 2\n===\nno turn here\n===\nA: 3\n", separator="^===$")
    assert [(row["conversation"], row["turn"], row["text"]) for row in pulled.rows] == [
        ("delivered#1", 1, "1"),
        ("delivered#1", 2, "2"),
        ("delivered#3", 1, "3"),
    ]
    assert pulled.positions == [1, 2, 3]
    assert [(each.position, each.raw) for each in pulled.rejected] == [(3, "no turn here")]


@pytest.mark.parametrize("text", ['{"turns": [', '[{"id": 1}]', "words"])
def test_what_holds_no_turns_is_refused(tmp_path: Path, text: str) -> None:
    pulled = pull(tmp_path, text)
    assert pulled.rows == []
    assert [each.raw for each in pulled.rejected] == [text]


def test_columns_need_names_of_their_own() -> None:
    with pytest.raises(ValidationError, match="other column names than found"):
        TranscriptConfig.model_validate({"kind": "transcript", "path": "x", "patterns": {"found": "x"}})
