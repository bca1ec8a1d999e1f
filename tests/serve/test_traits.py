"""What people are like, as a visitor meets it: served, in three languages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.conftest import AS_OF, PEOPLE, Company

SHOP = """
    source: shop
    party: first
    channel: web
    connector: {kind: csv, path: shop.csv}
    events:
      - {type: {constant: purchase}, id: no, time: at, identifiers: {email: mail}, amount: sum}
"""
TIER = "traits: {loyalty_tier: {description: tier, sql: case when orders > 0 then 'gold' end}}"
WORDS = {
    "en": ("To expect in the next 12 months", "People alike a year ago: 30", "1 order in 61 days, small orders", "new"),
    "ko": ("앞으로 12개월 예상 구매액", "1년 전 비슷했던 고객 30명", "61일간 주문 1건, 소액 주문", "신규 고객"),
    "ja": ("今後12か月の予想購入額", "1年前に似ていたお客様 30 人", "61 日間に注文 1 件", "新規のお客様"),
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Thirty who bought fourteen months ago and again half a year later, one who bought two months ago, one never."""
    made = Company(tmp_path_factory.mktemp("shop") / "ws").source(PEOPLE).source(SHOP).config("traits.yml", TIER)
    people = [f"{n},Name{n},Family{n},p{n}@mail.example" for n in range(32)]
    first = [f"{n},2025-04-30,p{n}@mail.example,100" for n in range(30)]
    again = [f"{n + 50},2025-12-01,p{n}@mail.example,{50 + n % 2 * 20}" for n in range(30)]
    made.file("people.csv", "\n".join(["id,first,last,mail", *people]))
    lately = ["99,2026-05-01,p30@mail.example,80", "98,2026-06-30,x@x.example,"]
    made.file("shop.csv", "\n".join(["no,at,mail,sum", *first, *again, *lately]))
    made.workspace.run(as_of=AS_OF)
    return made


@pytest.fixture(scope="module")
def address(company: Company) -> Iterator[str]:
    """Where it is served."""
    command = [sys.executable, "-m", "cdp", "serve", str(company.folder), "--port", "0", "--json"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    yield str(json.loads(server.stdout.readline())["address"]).rstrip("/")
    server.terminate()
    server.wait(20)


def page(address: str, path: str, language: str = "en") -> str:
    with urlopen(Request(address + path, headers={"Accept-Language": language})) as answer:
        return str(answer.read().decode())


def told(address: str, path: str) -> Any:
    return json.loads(page(address, path))


def known_by(company: Company, mail: str) -> str:
    (hit,) = company.workspace.find(mail)
    return str(hit["golden_id"])


@pytest.mark.parametrize("language", WORDS)
def test_a_person_is_shown_with_what_to_expect_and_why(company: Company, address: str, language: str) -> None:
    shown = page(address, f"/person/{known_by(company, 'p30@mail.example')}", language)
    for words in (*WORDS[language], "£60.00", "£80.00", "gold"):
        assert words in shown, words


def test_of_whom_nothing_can_be_expected_that_is_said(company: Company, address: str) -> None:
    shown = page(address, f"/person/{known_by(company, 'p31@mail.example')}")
    assert "Nothing can be expected" in shown
    assert "never bought" in shown


def test_all_traits_are_shown_and_told_to_machines(company: Company, address: str) -> None:
    shown = page(address, "/traits")
    for words in ("favourite channel", "Website (31)", "the channel used most"):
        assert words in shown, words
    assert {each["name"]: each["people"] for each in told(address, "/api/traits")}["lifetime_value"] == 1
    worth = told(address, f"/api/person/{known_by(company, 'p30@mail.example')}/worth")
    assert (worth["lifetime_value"], worth["cell"]["people"], worth["tier"]) == (60.0, 30, "gold")
