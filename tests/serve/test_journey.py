"""The pages of journeys in three languages, and in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.conftest import AS_OF, Company
from tests.serve.conftest import Serve, Server
from tests.serve.visitor import Come

SHOP = """
    source: shop
    party: first
    channel: web
    region: KR
    connector: {kind: csv, path: shop.csv}
    record: {id: mail}
    attributes: {full_name: name, email: mail}
    events:
      - {type: kind, id: event, time: at, identifiers: {email: mail}, order_number: order, amount: paid, products: item,
         campaign: mailing}
"""
ROWS = """
    name,mail,kind,event,at,order,paid,item,mailing
    김하늘,haneul@mail.example,page_view,e1,2026-03-01T10:00:00,,,,spring
    김하늘,haneul@mail.example,add_to_cart,e2,2026-03-01T10:05:00,,,셔츠,
    김하늘,haneul@mail.example,order_placed,e3,2026-03-01T10:10:00,W1,12300,셔츠,
    김하늘,haneul@mail.example,delivered,e4,2026-03-03T10:10:00,W1,,,
    박서준,seojun@mail.example,page_view,e5,2026-01-02T10:00:00,,,,
"""


@pytest.fixture(scope="module")
def server(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    made = Company(tmp_path_factory.mktemp("shop") / "ws").source(SHOP).file("shop.csv", ROWS)
    made.config("cdp.yml", "company: Shop\nregion: KR\ntimezone: Asia/Seoul\n")
    made.config("events.yml", "product_lines: {tops: [셔츠]}\n")
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    return serve(made.folder)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Ways to the purchase",
                "Channels and actions",
                "Campaigns",
                "Consider → Evaluate",
                "looks around",
                "₩12,300",
            ),
        ),
        ("ko", ("구매까지의 경로", "채널과 행동", "캠페인", "고려 → 비교·평가", "둘러봄", "₩12,300")),
        ("ja", ("購入までの経路", "チャネルと行動", "キャンペーン", "検討候補 → 比較検討", "見て回る", "₩12,300")),
    ],
)
def test_journeys_of_everybody_in_each_language(server: Server, language: str, words: tuple[str, ...]) -> None:
    answer = server.get(f"/journey?lang={language}")
    assert answer.status == 200
    assert all(word in answer.text for word in words)
    assert "<style" not in answer.text


def test_one_line_of_products_and_one_that_is_none(server: Server) -> None:
    assert "Consider → Evaluate" not in server.get("/journey?line=tops&lang=en").text
    assert server.get("/journey?line=garden").status == 404
    assert "In tops: the touches and purchases of its products" in server.get("/journey?line=tops&lang=en").text
    assert "spring" not in server.get("/journey?line=tops&lang=en").text.split('id="touchpoints"')[0]
    told = server.get("/api/journey?line=tops").json()
    assert [row["stage"] for row in told["stages"]] == ["evaluate", "buy", "enjoy"]
    assert {row["product_line"] for row in told["touchpoints"]} == {"tops"}


def test_one_person(server: Server, golden_id: Callable[[str], str]) -> None:
    haneul = golden_id("haneul@mail.example")
    told = server.get(f"/api/person/{haneul}/journey").json()
    assert [row["stage"] for row in told["stages"] if row["product_line"] is None] == [
        "enjoy",
        "buy",
        "evaluate",
        "consider",
    ]
    assert "사용·만족" in server.get(f"/person/{haneul}?lang=ko").text
    assert server.get(f"/person/{haneul}/journey?lang=ja").text.count("shop/e3") == 2
    for language, word in (("en", "Journey 1 · Buy"), ("ko", "여정 1 · 구매"), ("ja", "道のり1 · 購入")):
        story = server.get(f"/person/{haneul}?lang={language}").text
        assert story.count(f'/person/{haneul}/journey#evidence">{word}</a>') == 1
    assert server.get("/person/g00000000000000000000/journey").status == 404


def test_in_a_browser_without_scripts_and_with_the_keyboard(server: Server, come: Come) -> None:
    page = come(server.address, js=False).opens("journey")
    expect(page.locator("svg.chart path")).to_have_count(3)
    page.select_option("#line", "tops")
    page.locator(".filters button").press("Enter")
    expect(page.locator("#line")).to_have_value("tops")
    expect(page.locator("svg.chart path")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
