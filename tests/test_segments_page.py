"""The pages of segments and of reach, as a visitor clicks through them, and the same as JSON."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest

from cdp.contact.reasons import Reason
from cdp.serve.texts import all_texts
from cdp.wording import LANGUAGES
from tests.audience.conftest import ORDERS, ORDERS_CSV, SEGMENTS, SHOP, SHOP_CSV
from tests.conftest import AS_OF, Company


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A company of four people with segments, served on this machine."""
    made = Company(tmp_path_factory.mktemp("segments") / "ws").source(SHOP).file("shop.csv", SHOP_CSV)
    made.config("cdp.yml", "company: Shop & Sons\nregion: KR\ntimezone: Asia/Seoul\n")
    made.config("identity.yml", "attributes: {nickname: {type: text}}").config("segments.yml", SEGMENTS)
    made.source(ORDERS).file("till.csv", ORDERS_CSV)
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    command = [sys.executable, "-m", "cdp", "serve", str(made.folder), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["address"].rstrip("/")
        process.terminate()


def read(address: str, path: str) -> str:
    with urlopen(f"{address}{path}", timeout=60) as answer:
        return str(answer.read().decode())


def told(address: str, path: str) -> Any:
    return json.loads(read(address, path))


@pytest.mark.parametrize(("language", "words"), [("en", "Build"), ("ko", "세그먼트 만들기"), ("ja", "作る")])
def test_segments_are_listed_in_three_languages(address: str, language: str, words: str) -> None:
    html = read(address, f"/segments?lang={language}")
    assert words in html
    assert "everybody" in html
    assert "<style" not in html
    assert " style=" not in html


def test_every_text_and_every_reason_has_three_languages() -> None:
    own = {name: text for name, text in all_texts().items() if name.startswith(("segments.", "reach."))}
    assert all(set(text) == set(LANGUAGES) and all(text.values()) for text in own.values())
    assert {f"reach.reason.{reason.replace(' ', '_')}" for reason in Reason} <= set(own)


def test_one_segment_tells_who_may_be_reached(address: str) -> None:
    html = read(address, "/segments/one?name=everybody&purpose=marketing&channel=email&lang=en")
    assert "1 of 4 may be reached" in html
    assert "no consent" in html
    found = told(address, "/api/segments/reachable?name=everybody&purpose=marketing&channel=email")
    assert found["excluded"] == {"refused": 1, "no consent": 1, "no address": 1}


def test_a_rule_is_built_condition_by_condition(address: str) -> None:
    first = urlencode({"field": "profile.city", "way": "in", "value": "Seoul, Busan"})
    with urlopen(f"{address}/segments/build?{first}", timeout=60) as answer:
        rule = answer.url.split("rule=")[1]
        assert "4 people meet this" in answer.read().decode()
    second = urlencode({"field": "purchase.time", "way": "within_days", "value": "30", "where": "kind=order", "not": 1})
    html = read(address, f"/segments/build?rule={rule}&{second}")
    assert "3 people meet this" in html
    assert "4 people meet this" in read(address, f"/segments/build?rule={rule}&drop=5")


@pytest.mark.parametrize(
    "query",
    [
        {"field": "profile.city", "way": "at_least", "value": "3"},
        {"field": "profile.city", "way": "is", "value": ""},
        {"field": "profile.wealth", "way": "is", "value": "3"},
        {"field": "profile.records", "way": "between", "value": "3"},
        {"field": "profile.records", "way": "is", "value": "many"},
        {"field": "purchase.time", "way": "within_days", "value": "9", "where": "kind"},
        {"field": "purchase.time", "way": "before", "value": "soon"},
        {"rule": "{"},
        {"rule": '{"all":[{"field":"city"}]}'},
        {"rule": '{"all":[{"field":"wealth","is":3}]}'},
    ],
)
def test_a_wrong_condition_is_told_where_it_was_made(address: str, query: dict[str, str]) -> None:
    with pytest.raises(HTTPError) as caught:
        read(address, f"/segments/build?{urlencode(query)}")
    html = caught.value.read().decode()
    assert caught.value.code == 400
    assert 'action="/segments/build"' in html
    assert 'role="alert"' in html
    value = query.get("value")
    assert not value or 'id="value"' not in html or f'value="{value}"' in html


def test_values_are_offered_and_read_in_the_language_of_the_visitor(address: str) -> None:
    form = read(address, "/segments/build?field=profile.country&lang=ko")
    assert form.index('label="한국"') < form.index('label="일본"')
    assert 'value="at_least"' not in form
    for typed in ("한국", "kr", "KR", "South Korea"):
        html = read(address, f"/segments/build?{urlencode({'field': 'country', 'way': 'is', 'value': typed})}")
        assert "3 people meet this" in html
    nobody = {"field": "country", "way": "in", "value": "France, JP", "lang": "en"}
    assert "Country: nobody has this value (France)" in read(address, f"/segments/build?{urlencode(nobody)}")


def test_a_draft_stands_beside_everybody(address: str) -> None:
    rule = quote('{"all":[{"field":"profile.city","is":"Seoul"}]}')
    assert '<div class="dimensions">' in read(address, f"/segments/build?rule={rule}")
    shown = told(address, f"/api/segments/preview?rule={rule}")
    assert shown["people"] == 2
    assert {"country", "age"} <= {part["dimension"] for part in shown["portrait"]}


def test_fields_stand_under_human_headings(address: str) -> None:
    html = read(address, "/segments/build?lang=ko")
    assert html.index('<optgroup label="고객 정보">') < html.index('<optgroup label="행동 특성">')
    assert '<option value="trait.days_since_last_order">마지막 주문 후 일수</option>' in html


def test_the_same_is_json(address: str) -> None:
    found = told(address, "/api/segments")
    assert {each["segment"]: each["people"] for each in found} == {"buyers": 1, "everybody": 4, "nobody": 0, "seoul": 2}
    assert told(address, f"/api/segments/count?rule={quote('{field: city, is: Seoul}')}") == {"people": 2}
    overlap = told(address, "/api/segments/overlap")
    assert {"segment": "buyers", "other": "seoul", "people": 1, "share": 1.0} in overlap


def test_reach_is_a_page_and_json(address: str) -> None:
    found = told(address, "/api/find?q=ann@mail.example")
    golden_id = json.dumps(found).split('"golden_id": "')[1].split('"')[0]
    answers = told(address, f"/api/reach/{golden_id}?purpose=marketing&channel=sms&at=2026-06-30T22:00")
    assert answers[0]["reasons"] == ["quiet hours"]
    assert "발송 금지 시간" in read(address, f"/reach/{golden_id}?at=2026-06-30T22:00&lang=ko")


def test_another_site_cannot_export(address: str) -> None:
    form = urlencode({"name": "everybody", "purpose": "marketing", "channel": "email"}).encode()
    for header in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        with pytest.raises(HTTPError) as caught:
            urlopen(Request(f"{address}/segments/export", form, header), timeout=60)
        assert caught.value.code == 403


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium")
@pytest.mark.parametrize("width", [390, 1180])
def test_a_segment_is_built_saved_and_exported_in_a_browser(address: str, width: int, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as engine:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page(viewport={"width": width, "height": 900}, locale="en", java_script_enabled=False)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda sent: complaints.append(sent.url) if not sent.url.startswith(address) else None)
        page.goto(f"{address}/segments")
        page.click("text=Build a segment")
        page.select_option("#field", "profile.city")
        page.click("form:has(#field) button")
        page.fill("#value", "Seoul")
        page.click("form:has(#value) button")
        assert page.inner_text(".selected") == "2 people meet this"
        page.fill("#name", f"seoul {width}")
        page.click("form:has(#name) button")
        page.click(f"text=seoul {width} >> nth=-1")
        page.select_option("#purpose", "marketing")
        page.select_option("#channel", "email")
        page.click("form:has(#purpose) button")
        page.fill("#by", "anna")
        with page.expect_download() as download:
            page.click("form:has(#by) button")
        download.value.save_as(tmp_path / "seoul.csv")
        assert complaints == []
        browser.close()
    with (tmp_path / "seoul.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["email"] for row in csv.DictReader(file)] == ["ann@mail.example"]
