"""What people are like, as a visitor meets it: served, in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import AS_OF, PEOPLE, Company
from tests.serve.conftest import Serve, Server

Who = Callable[[str], str]

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
def server(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Thirty who bought fourteen months ago and again half a year later, one who bought two months ago, one never."""
    made = Company(tmp_path_factory.mktemp("shop") / "ws").source(PEOPLE).source(SHOP).config("traits.yml", TIER)
    people = [f"{n},Name{n},Family{n},p{n}@mail.example" for n in range(32)]
    first = [f"{n},2025-04-30,p{n}@mail.example,100" for n in range(30)]
    again = [f"{n + 50},2025-12-01,p{n}@mail.example,{50 + n % 2 * 20}" for n in range(30)]
    made.file("people.csv", "\n".join(["id,first,last,mail", *people]))
    lately = ["99,2026-05-01,p30@mail.example,80", "98,2026-06-30,x@x.example,"]
    made.file("shop.csv", "\n".join(["no,at,mail,sum", *first, *again, *lately]))
    made.workspace.run(as_of=AS_OF)
    return serve(made.folder)


@pytest.mark.parametrize("language", WORDS)
def test_a_person_is_shown_with_what_to_expect_and_why(server: Server, golden_id: Who, language: str) -> None:
    shown = server.get(f"/person/{golden_id('p30@mail.example')}", accept_language=language).text
    for words in (*WORDS[language], "£60.00", "£80.00", "gold"):
        assert words in shown, words


def test_of_whom_nothing_can_be_expected_that_is_said(server: Server, golden_id: Who) -> None:
    shown = server.get(f"/person/{golden_id('p31@mail.example')}", accept_language="en").text
    assert "Nothing can be expected" in shown
    assert "never bought" in shown


def test_all_traits_are_shown_and_told_to_machines(server: Server, golden_id: Who) -> None:
    shown = server.get("/traits", accept_language="en").text
    for words in ("favourite channel", "Website (31)", "the channel used most"):
        assert words in shown, words
    assert {each["name"]: each["people"] for each in server.get("/api/traits").json()}["lifetime_value"] == 1
    worth = server.get(f"/api/person/{golden_id('p30@mail.example')}/worth").json()
    assert (worth["lifetime_value"], worth["cell"]["people"], worth["tier"]) == (60.0, 30, "gold")
