"""The planted stories of the demo company, walked through in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.serve.conftest import Server
from tests.serve.visitor import PHONE, Visitor

Come = Callable[..., Visitor]


@pytest.fixture
def come(come: Callable[..., Visitor], demo: Server) -> Come:
    """A function that lets somebody come to the demo company."""
    return partial(come, demo.address)


def names(page: Page) -> list[str]:
    """The names of the hits."""
    return [text.strip() for text in page.locator("a.hit .name").all_inner_texts()]


def test_one_person_six_doors(come: Come) -> None:
    page = come("ko-KR").looks_up("+82 10-5234-0188")
    expect(page.locator("h1")).to_contain_text("김하늘 님")
    expect(page.locator(".tiles")).to_contain_text("시스템 6개")
    story = page.locator(".timeline")
    for channel in ("매장", "웹사이트", "앱", "고객센터", "이메일", "소셜 미디어", "설문"):
        expect(story.locator(".chip", has_text=channel).first).to_be_visible()
    expect(story).to_contain_text("배송 예정일 문의")
    expect(story).to_contain_text("린넨 셔츠 × 1")
    page.select_option("#channel", "call_center")
    page.locator(".filters button").click()
    expect(page.locator(".event")).to_have_count(1)
    expect(page.locator("#channel")).to_have_value("call_center")


def test_one_person_in_three_scripts(come: Come) -> None:
    visitor = come("ja-JP")
    for text in ("齋藤 健一", "さいとう けんいち", "ｻｲﾄｳ ｹﾝｲﾁ", "Kenichi Saito"):
        page = visitor.opens("")
        page.locator("#q").fill(text)
        expect(page.locator("a.hit .name", has_text="齋藤 健一 様").first).to_be_visible()
    page = visitor.looks_up("C9000002")
    page.locator(".tabs a", has_text="記録").click()
    assert page.locator("article.record").count() >= 3
    expect(page.locator("svg.chart circle")).to_have_count(page.locator("article.record").count())
    page.locator(".tabs a", has_text="同一人物の根拠").click()
    expect(page.locator("svg.chart").first).to_contain_text("生年月日")


def test_twins_are_two_people_of_one_household(come: Come) -> None:
    page = come().looks_up("C9000003")
    twin = page.locator("section[aria-labelledby=household] a.hit")
    expect(twin).to_have_count(1)
    name = page.locator("h1").inner_text()
    twin.click()
    expect(page.locator("h1")).not_to_have_text(name)


def test_an_order_picked_up_the_same_day(come: Come) -> None:
    page = come().looks_up("C9000005")
    what = page.locator(".timeline .what").all_inner_texts()
    order = [what.index(each) for each in ("Picked up", "Ready for pick-up", "Order")]
    assert order == sorted(order), "the latest stands first"
    times = page.locator(".timeline .event .line time").all_inner_texts()
    assert {"06:40", "02:00", "23:05"} <= set(times), "New York's evening is the company's next morning"


def test_a_customer_who_fell_silent(come: Come) -> None:
    page = come().looks_up("C9000006")
    expect(page.locator(".timeline")).to_contain_text("Returned")
    expect(page.locator(".tiles")).to_contain_text("2025")
    page.locator("#since").fill("2026-01-01")
    page.locator(".filters button").click()
    expect(page.locator(".event")).to_have_count(0)


def test_a_family_shares_things_but_is_four_people(come: Come) -> None:
    page = come("ko-KR").looks_up("C9000008")
    expect(page.locator("h1")).to_contain_text("이수진 님")
    family = page.locator("section[aria-labelledby=household] .name").all_inner_texts()
    assert family == sorted(family) and len(family) == 3
    visitor = come("ko-KR")
    found = visitor.opens("find?q=010-5234-0107")
    assert found.locator("a.hit").count() == 4


def test_namesakes_are_told_apart(come: Come) -> None:
    visitor = come()
    page = visitor.looks_up("C9000011")
    name = page.locator("h1").inner_text().strip()
    page = visitor.opens(f"find?q={name}")
    hits = page.locator("a.hit")
    assert hits.count() >= 2
    assert len(set(page.locator("a.hit .facts").all_inner_texts())) == hits.count()


def test_a_card_issued_anew(come: Come) -> None:
    page = come().looks_up("HU90000017")
    expect(page.locator("h1")).to_contain_text("Maria Gonzalez")
    expect(page.locator("section[aria-labelledby=who]")).to_contain_text("HU90000018")
    assert page.locator(".event .what", has_text="Order").count() >= 2


def test_a_recycled_phone_number(come: Come) -> None:
    visitor = come()
    his = visitor.looks_up("C9000019").url
    assert visitor.looks_up("C9000020").url != his


def test_a_bride_is_found_under_both_names(come: Come) -> None:
    visitor = come("ja-JP")
    married = visitor.looks_up("C9000021")
    expect(married.locator("h1")).to_contain_text("鈴木 彩花 様")
    address = married.url
    page = visitor.opens("find?q=田中 彩花")
    assert any(address.endswith(link.get_attribute("href") or "-") for link in page.locator("a.hit").all())
    married = visitor.opens(address.removeprefix(visitor.address))
    married.locator("details[data-of=family_name] summary").click()
    expect(married.locator("details[data-of=family_name]")).to_contain_text("田中")


def test_a_man_who_moved(come: Come) -> None:
    page = come("ko-KR").looks_up("C9000022")
    expect(page.locator("section[aria-labelledby=who]")).to_contain_text("인천")


def test_a_guest_who_registers_later(come: Come) -> None:
    page = come().looks_up("u9000018")
    page.locator("#until").fill("2026-01-31")
    page.locator(".filters button").click()
    expect(page.locator(".event.visit").first).to_be_visible()


def test_a_bought_record_that_has_expired(come: Come) -> None:
    page = come().looks_up("C9000023")
    expect(page.locator("h1")).to_contain_text("Thomas Walsh")
    expect(page.locator("section[aria-labelledby=who]")).not_to_contain_text("Income band")


def test_a_member_known_to_the_partner_by_a_hash(come: Come) -> None:
    page = come().looks_up("u9000024")
    expect(page.locator("section[aria-labelledby=who]")).to_contain_text("platinum")


def test_initials_while_typing_and_the_keyboard(come: Come) -> None:
    page = come("ko-KR", PHONE, dark=True).opens("")
    page.locator("body").press("Tab")
    page.keyboard.press("Escape")
    page.locator("main").focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("ㄱㅎㄴ")
    expect(page.locator("a.hit .reason").first).to_have_text("초성")
    assert "김하늘 님" in names(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.hit").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()


def test_it_reads_without_scripts(come: Come) -> None:
    visitor = come(js=False)
    page = visitor.opens("")
    page.locator("#q").fill("C9000001")
    page.locator(".box button").click()
    page.locator("a.hit").first.click()
    expect(page.locator("h1")).to_contain_text("김하늘")
    page.locator("details[data-of=email] summary").click()
    page.locator("details[data-of=email] a").click()
    expect(page.locator("#of-email")).to_contain_text("web_shop/u9000001")
    page = visitor.opens("")
    expect(page.locator("#last")).to_have_text("Looked at last")
    assert "김하늘" in names(page)


@pytest.mark.parametrize(
    ("record", "stages", "told"),
    [
        ("C9000006", ["Enjoy", "Buy"], "Lapsed loyalist"),
        ("C9000005", ["Enjoy", "Buy", "Consider"], "Enjoy since 17 May 2026"),
        ("emily.r.carter@icloud.example", ["Buy", "Consider", "Enjoy", "Evaluate"], "In no stage now"),
    ],
)
def test_the_journeys_of_the_stories(come: Come, record: str, stages: list[str], told: str) -> None:
    page = come().looks_up(record)
    page.locator(".tabs a", has_text="Journey").click()
    expect(page.locator("section[aria-labelledby=journey]")).to_contain_text(told)
    rows = page.locator("section[aria-labelledby=evidence] tr", has_text="all together")
    entered = [each.split(" (")[0].strip() for each in rows.locator("th").all_inner_texts()]
    assert list(dict.fromkeys(entered))[: len(stages)] == stages
