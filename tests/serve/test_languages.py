"""Korean and Japanese pages hold no English of the product: every page of a company whose data are Korean is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from cdp.serve.texts import all_texts
from cdp.wording import LANGUAGES, Language
from tests.conftest import AS_OF, Company
from tests.serve.conftest import Server, start

SHOP = """
    source: shop
    title: {en: web shop, ko: 가게, ja: 店}
    party: first
    channel: web
    region: KR
    timezone: Asia/Seoul
    connector: {kind: csv, path: shop.csv}
    record: {id: no}
    attributes: {full_name: name, email: mail, phone: tel, birth_date: born, gender: sex, loyalty_id: card}
    address: {city: city, country: country}
    events:
      - {type: kind, id: event, time: at, identifiers: {email: mail}, order_number: order, amount: paid,
         currency: {constant: KRW}, text: note, properties: {score: score}}
    consents: [{purpose: {constant: marketing}, channel: {constant: email}, state: ok, since: at}]
"""
SHOP_CSV = """
    no,name,mail,tel,born,sex,card,city,country,kind,event,at,order,paid,note,score,ok
    1,김하늘,1@1.example,010-5234-0188,1988-04-12,F,100001,강남구,KR,order_placed,11,2026-03-03T20:41:00,201,12300,,,Y
    2,김하늘,1@1.example,010-5234-0188,1988-04-12,F,100001,강남구,KR,call,12,2026-06-04T00:30:00,,,배송 문의,,Y
    3,김하늘,3@3.example,010-9999-7777,1988-04-12,F,100003,부산진구,KR,survey_nps,13,2026-06-02T10:00:00,,,,9,N
    4,가영희,4@4.example,010-7777-1234,1990-01-02,F,100004,강남구,KR,page_view,14,2026-06-03T10:00:00,,,,,
"""
TITLED = "title: {en: early birds, ko: 일찍 온 고객, ja: 早いお客様}"
MEANT = "description: {en: Who came early, ko: 일찍 온 고객입니다, ja: 早く来たお客様です}"
WORDS = "words: {city: {강남구: {en: Gangnam, ko: 강남, ja: 江南区}}}"
CONFIG = {
    "cdp.yml": f"company: 가게\nregion: KR\ntimezone: Asia/Seoul\n{WORDS}\n",
    "segments.yml": f"segments: {{early: {{{TITLED}, {MEANT}, field: gender, is: F}}}}\n",
    "traits.yml": f"traits: {{early: {{{TITLED}, {MEANT}, sql: orders > 0}}}}\n",
    "pain.yml": f"kinds: {{early: {{{TITLED}, {MEANT}, over: purchase, of: 'true', hurts: 'true'}}}}\n",
}
DATA = {"KR", "kim", "haneul", "gangnam", "haeundae"}
"""Latin words of these data: a country, and names as they are compared."""
PERSON = ("", "/journey", "/origins", "/identity", "/why", "/changes")
PAGES = (
    *("/", "/find?q=김", "/find?q=0188", "/find?q=201", "/find?q=100004", "/overview", "/journey", "/pain"),
    *("/pain?everything=true", "/pain/early", "/traits", "/segments", "/segments?done=early", "/segments/build"),
    *("/segments/one?name=early&purpose=marketing&channel=email", "/review", "/nowhere", "/segments/build?rule={}"),
    *(f"/experience?by={by}" for by in ("all", "touchpoint", "channel", "stage", "segment", "dimension")),
    *(f"/experience?period={period}" for period in ("quarter", "month")),
)


class Seen(HTMLParser):
    """What a visitor sees, or hears read out: texts, and attributes that are told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes; code, styles, scripts and what is marked as English are no text of the page."""
        given = dict(attrs)
        self._hidden += bool(self._hidden or tag in HIDDEN or given.get("lang") == "en") and tag not in VOID
        self.told += [text for name in ("aria-label", "placeholder", "title", "alt") if (text := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        """Leave what is hidden."""
        self._hidden = max(0, self._hidden - (tag not in VOID))

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if not self._hidden:
            self.told.append(data)


HIDDEN = frozenset({"style", "script", "code", "pre"})
VOID = frozenset({"meta", "link", "input", "img", "br", "hr"})
NO_WORD = re.compile(r"\S*[\d/@=_]\S*")
"""Numbers, ids, addresses and columns."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A company in Korea, served."""
    made = Company(tmp_path_factory.mktemp("korea") / "ws").source(SHOP).file("shop.csv", SHOP_CSV)
    for name, text in CONFIG.items():
        made.config(name, text)
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
        made.file("shop.csv", SHOP_CSV.replace("부산진구", "해운대구").replace("4@4.example", "5@5.example"))
        ws.run(as_of=AS_OF)
    running = start(made.folder, tmp_path_factory.mktemp("log") / "log")
    yield running
    running.stop()


def spoken(language: Language) -> set[str]:
    """The Latin words that the texts of a language use: ID, SQL, NPS."""
    return {word for told in all_texts().values() for word in re.findall("[A-Za-z]{2,}", told[language])}


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_no_page_shows_english_of_the_product(served: Server, language: Language) -> None:
    hits = served.get(f"/api/find?q={quote('김하늘')}").json()
    assert isinstance(hits, list)
    first = hits[0]
    known = spoken(language) | DATA
    found = {}
    for path in (*PAGES, *(f"/person/{first['golden_id']}{part}" for part in PERSON), f"/reach/{first['golden_id']}"):
        page = Seen()
        page.feed(served.get(quote(path, safe="/?&=%{}"), accept_language=language).text)
        words = {word for text in page.told for word in re.findall("[A-Za-z]{2,}", NO_WORD.sub(" ", text))}
        if foreign := words - known - set(LANGUAGES.values()):
            found[path] = foreign
    assert not found


def test_equally_good_hits_stand_in_the_order_of_the_language(served: Server) -> None:
    page = served.get("/find?q=010", accept_language="ko").text
    assert re.findall('class="name">([^<]*)<', page) == ["가영희 님", "김하늘 님"]
    hits = served.get("/api/find?q=010").json()
    assert isinstance(hits, list)
    assert len({hit["rank"] for hit in hits}) == 1
    assert hits[0]["name"] == "김하늘", "programs have those known from most records first"


@pytest.mark.parametrize(
    ("language", "told"), [("en", "order 201 (web shop)"), ("ko", "주문 201 (가게)"), ("ja", "注文 201(店)")]
)
def test_an_order_is_found_by_its_number_and_told_with_its_source(
    served: Server, language: Language, told: str
) -> None:
    assert told in served.get("/find?q=201", accept_language=language).text


def test_people_looked_at_last_are_addressed_as_the_language_does(served: Server) -> None:
    hits = served.get(f"/api/find?q={quote('가영희')}").json()
    assert isinstance(hits, list)
    served.get(f"/person/{hits[0]['golden_id']}")
    assert "가영희 님" in served.get("/", accept_language="ko").text
    assert "가영희 様" in served.get("/", accept_language="ja").text


def first_id(served: Server) -> str:
    hits = served.get("/api/find?q=0188").json()
    assert isinstance(hits, list)
    return str(hits[0]["golden_id"])


def test_own_things_are_called_as_the_company_does(served: Server) -> None:
    assert "<summary>Gangnam" in served.get(f"/person/{first_id(served)}").text
    for path in ("/segments", "/traits", "/pain?everything=true"):
        assert "일찍 온 고객" in served.get(path, accept_language="ko").text, path
        assert "早いお客様" in served.get(path, accept_language="ja").text, path
