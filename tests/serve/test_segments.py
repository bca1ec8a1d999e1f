"""The pages of segments and of reach, as a visitor clicks through them, and the same as JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from cdp.contact.reasons import Reason
from cdp.serve.texts import all_texts
from cdp.wording import LANGUAGES
from tests.audience.conftest import ORDERS, ORDERS_CSV, SEGMENTS, SHOP, SHOP_CSV
from tests.conftest import AS_OF, Company
from tests.serve.conftest import Serve, Server
from tests.serve.visitor import Come


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published company of four people with segments."""
    made = Company(tmp_path_factory.mktemp("segments") / "ws").source(SHOP).file("shop.csv", SHOP_CSV)
    made.config("cdp.yml", "company: Shop & Sons\nregion: KR\ntimezone: Asia/Seoul\n")
    made.config("identity.yml", "attributes: {nickname: {type: text}}").config("segments.yml", SEGMENTS)
    made.source(ORDERS).file("till.csv", ORDERS_CSV)
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    return made.folder


@pytest.fixture(scope="module")
def server(serve: Serve, folder: Path) -> Server:
    """It, served."""
    return serve(folder)


@pytest.mark.parametrize(("language", "words"), [("en", "Build"), ("ko", "세그먼트 만들기"), ("ja", "作る")])
def test_segments_are_listed_in_three_languages(server: Server, language: str, words: str) -> None:
    html = server.get(f"/segments?lang={language}").text
    assert words in html
    assert "everybody" in html
    assert "<style" not in html
    assert " style=" not in html


def test_every_text_and_every_reason_has_three_languages() -> None:
    own = {name: text for name, text in all_texts().items() if name.startswith(("segments.", "reach."))}
    assert all(set(text) == set(LANGUAGES) and all(text.values()) for text in own.values())
    assert {f"reach.reason.{reason.replace(' ', '_')}" for reason in Reason} <= set(own)


def test_one_segment_tells_who_may_be_reached(server: Server) -> None:
    html = server.get("/segments/one?name=everybody&purpose=marketing&channel=email&lang=en").text
    assert "1 of 4 may be reached" in html
    assert "no consent" in html
    found = server.get("/api/segments/reachable?name=everybody&purpose=marketing&channel=email").json()
    assert found["excluded"] == {"refused": 1, "no consent": 1, "no address": 1}


def built(server: Server, *entered: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Enter conditions one after the other; return the page that they lead to, and the rule that came of them."""
    rule, led_to = "", ""
    for each in entered:
        asked = urlencode({"rule": rule, **each}, doseq=True)
        led_to = server.get(f"/segments/build?{asked}").headers["location"]
        rule = parse_qs(urlsplit(led_to).query)["rule"][0]
    return server.get(led_to).text, json.loads(rule)


def test_a_rule_is_built_condition_by_condition(server: Server) -> None:
    cities = {"field": "profile.city", "way": "in", "pick": ["Seoul", "Busan"]}
    html, rule = built(server, cities)
    assert "4 people meet this" in html
    bought = {"field": "purchase.time", "way": "within_days", "value": "30", "where.kind": "order", "not": "1"}
    html, rule = built(server, cities, bought)
    assert "3 people meet this" in html
    assert rule == {
        "all": [
            {"field": "city", "in": ["Seoul", "Busan"]},
            {"not": {"field": "purchase.time", "within_days": 30, "where": {"kind": "order"}}},
        ]
    }


def test_groups_stand_in_groups(server: Server) -> None:
    deep = '{"all":[{"field":"country","is":"KR"},{"not":{"any":[{"field":"city","is":"Busan"},{"all":[]}]}}]}'
    html, rule = built(server, {"rule": deep, "at": "0.1.1", "field": "purchase.time", "way": "there"})
    assert rule["all"][1]["not"]["any"][1] == {"all": [{"field": "purchase.time", "missing": False}]}
    assert "0 people meet this" in html
    assert html.count('class="joined') == 3
    seoul = {"at": "0.1.0", "field": "city", "way": "is", "value": "Seoul"}
    html, rule = built(server, {"rule": json.dumps(rule), **seoul})
    assert rule["all"][1]["not"]["any"][0] == {"field": "city", "is": "Seoul"}
    assert "1 person meets this" in html


def test_a_declared_segment_opens_in_the_builder_unless_it_is_sql(server: Server) -> None:
    html = server.get("/segments/build?segment=buyers&lang=en").text
    assert "1 person meets this" in html
    assert "Ordered on — is in the last days: 30" in html
    assert 'value="Who ordered this month"' in html
    form = server.get("/segments/build?segment=buyers&at=0.0&lang=en").text
    assert 'name="value" autocomplete="off" value="30"' in form
    assert 'href="/segments/build?segment=buyers"' in server.get("/segments/one?name=buyers").text
    assert "/segments/build?segment" not in server.get("/segments/one?name=everybody").text
    assert server.get("/segments/build?segment=everybody").status == 400


def test_who_is_left_is_counted_while_a_condition_is_entered(server: Server) -> None:
    query = {"rule": '{"field":"city","is":"Seoul"}', "field": "purchase.time", "way": "there", "lang": "en"}
    assert server.get(f"/segments/build/count?{urlencode(query)}").text == "With this, 2 people."
    assert server.get(f"/segments/build/count?{urlencode({**query, 'way': 'before'})}").text == ""


@pytest.mark.parametrize(
    "query",
    [
        {"field": "profile.city", "way": "at_least", "value": "3"},
        {"field": "profile.city", "way": "is", "value": ""},
        {"field": "profile.wealth", "way": "is", "value": "3"},
        {"field": "profile.records", "way": "between", "value": "3"},
        {"field": "profile.records", "way": "is", "value": "many"},
        {"field": "purchase.time", "way": "within_days", "value": "9", "times": "often"},
        {"field": "purchase.time", "way": "within_days", "value": "9", "where.wealth": "much"},
        {"field": "city", "way": "is", "value": "Seoul", "at": "0.7"},
        {"field": "city", "way": "is", "value": "Seoul", "at": "first"},
        {"field": "purchase.time", "way": "before", "value": "soon"},
        {"rule": "{"},
        {"rule": '{"all":[{"field":"city"}]}'},
        {"rule": '{"all":[{"field":"wealth","is":3}]}'},
    ],
)
def test_a_wrong_condition_is_told_where_it_was_made(server: Server, query: dict[str, str]) -> None:
    answer = server.get(f"/segments/build?{urlencode(query)}")
    html = answer.text
    assert answer.status == 400
    assert '="/segments/build' in html
    assert 'role="alert"' in html
    value = query.get("value")
    assert not value or 'id="value"' not in html or f'value="{value}"' in html


def test_values_are_offered_and_read_in_the_language_of_the_visitor(server: Server) -> None:
    form = server.get("/segments/build?field=profile.country&lang=ko").text
    assert form.index('name="pick" value="KR"> 한국') < form.index('name="pick" value="JP"> 일본')
    assert "by=at_least" not in form
    for typed in ("한국", "kr", "KR", "South Korea"):
        html, _ = built(server, {"field": "country", "way": "is", "value": typed})
        assert "3 people meet this" in html
    html, _ = built(server, {"field": "country", "way": "in", "value": "France, JP"})
    assert "Country: nobody has this value (France)" in html


def test_a_draft_stands_beside_everybody(server: Server) -> None:
    rule = quote('{"all":[{"field":"profile.city","is":"Seoul"}]}')
    assert '<div class="dimensions">' in server.get(f"/segments/build?rule={rule}").text
    shown = server.get(f"/api/segments/preview?rule={rule}").json()
    assert shown["people"] == 2
    assert {"country", "age"} <= {part["dimension"] for part in shown["portrait"]}


def test_fields_stand_under_human_headings(server: Server) -> None:
    html = server.get("/segments/build?lang=ko").text
    assert html.index('<optgroup label="고객 정보">') < html.index('<optgroup label="행동 특성">')
    assert '<option value="trait.days_since_last_order">마지막 주문 후 일수</option>' in html


def test_the_same_is_json(server: Server) -> None:
    found = server.get("/api/segments").json()
    assert {each["segment"]: each["people"] for each in found} == {"buyers": 1, "everybody": 4, "nobody": 0, "seoul": 2}
    assert server.get(f"/api/segments/count?rule={quote('{field: city, is: Seoul}')}").json() == {"people": 2}
    overlap = server.get("/api/segments/overlap").json()
    assert {"segment": "buyers", "other": "seoul", "people": 1, "share": 1.0} in overlap


def test_an_export_is_json_too_and_told_afterwards(server: Server) -> None:
    asked = {"segment": "everybody", "purpose": "marketing", "channel": "email", "by": "anna", "columns": ["city"]}
    answer = server.post("/api/segments/export", json.dumps(asked), content_type="application/json")
    assert answer.status == 201
    done = json.loads(answer.text)
    path = "/api/segments/reachable?name=everybody&purpose=marketing&channel=email"
    foreseen = json.loads(server.get(path).text)
    assert len(done["rows"]) == done["people"] == foreseen["people"] > 0
    assert done["excluded"] == foreseen["excluded"]
    assert done["rows"][0].keys() >= {"golden_id", "email", "city"}
    assert json.loads(server.get("/api/segments/exports").text)[0]["by"] == "anna"


def test_reach_is_a_page_and_json(server: Server, golden_id: Callable[[str], str]) -> None:
    ann = golden_id("ann@mail.example")
    answers = server.get(f"/api/reach/{ann}?purpose=marketing&channel=sms&at=2026-06-30T22:00").json()
    assert answers[0]["reasons"] == ["quiet hours"]
    assert "발송 금지 시간" in server.get(f"/reach/{ann}?at=2026-06-30T22:00&lang=ko").text


def test_another_site_cannot_export(server: Server) -> None:
    form = urlencode({"name": "everybody", "purpose": "marketing", "channel": "email"})
    for header in ({"origin": "https://elsewhere.example"}, {"sec_fetch_site": "cross-site"}, {"origin": "null"}):
        assert server.post("/segments/export", form, **header).status == 403


@pytest.mark.parametrize(("width", "js"), [(390, False), (1180, True)])
def test_a_segment_is_built_saved_and_exported(
    server: Server, folder: Path, come: Come, width: int, js: bool, tmp_path: Path
) -> None:
    page = come(server.address, "en", (width, 900), js=js).opens("segments")
    page.click("text=Build a segment")
    page.select_option("#field", "profile.country")
    page.click("form:has(#field) button")
    page.check("text=South Korea")
    page.click("text=Take it up")
    assert page.inner_text(".selected") == "3 people meet this"
    page.click("text=Add a group")
    page.click(".group .joins a:has-text('none of these')")
    page.click(".group .plus >> nth=0")
    page.select_option("#field", "purchase.time")
    page.click("form:has(#field) button")
    page.click("text=is in the last days")
    page.fill("#value", "365")
    page.click("summary:has-text('Order or return')")
    page.check("text=order >> nth=-1")
    if js:
        page.wait_for_selector("text=With this, 1 person.")
    page.click("text=Take it up")
    assert page.inner_text(".selected") == "1 person meets this"
    page.fill("#name", f"never bought {width}")
    page.click("form:has(#name) button")
    page.click(f"text=never bought {width} >> nth=-1")
    page.select_option("#purpose", "marketing")
    page.select_option("#channel", "sms")
    page.click("form:has(#purpose) button")
    page.fill("#by", "anna")
    with page.expect_download() as download:
        page.click("form:has(#by) button")
    download.value.save_as(tmp_path / "sent.csv")
    with (tmp_path / "sent.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["phone"] for row in csv.DictReader(file)] == ["010-5555-6666"]
    assert f"""  never bought {width}:
    all:
      - {{field: country, is: KR}}
      - not: {{field: purchase.time, within_days: 365, where: {{kind: order}}}}
""" in (folder / "config/segments.yml").read_text(encoding="utf-8")
