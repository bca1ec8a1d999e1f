"""A small company whose people order, consent and refuse, published once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

SHOP = """
    source: shop
    party: first
    channel: web
    region: KR
    connector: {kind: csv, path: shop.csv}
    record: {id: id}
    attributes: {full_name: name, email: mail, phone: phone, birth_date: birth, nickname: nick}
    address: {street: street, city: city, country: country}
    consents:
      - {purpose: {constant: marketing}, channel: {constant: email}, state: mail_ok, since: ok_at}
      - {purpose: {constant: marketing}, channel: {constant: sms}, state: sms_ok, since: ok_at}
"""
SHOP_CSV = """
    id,name,nick,mail,phone,birth,street,city,country,mail_ok,sms_ok,ok_at
    ann,Ann Lee,=cmd()|' /C calc'!A0,ann@mail.example,01011112222,1990-01-01,1 Road,Seoul,KR,Y,Y,2026-01-10
    bob,Bob Ray,,bob@mail.example,01033334444,2001-02-02,2 Road,Seoul,KR,N,Y,2026-01-10
    cho,Cho Eun,,,01055556666,1985-03-03,3 Road,Busan,KR,,Y,2026-01-10
    dan,Dan Woo,,dan@mail.example,,1975-04-04,4 Road,Busan,JP,,,
"""
BOUGHT = """
    source: bought
    party: third
    channel: bought
    connector: {kind: csv, path: bought.csv}
    record: {id: id, expires: until}
    attributes: {email: mail, birth_date: birth, income: income}
"""
BOUGHT_CSV = """
    id,mail,birth,income,until
    1,ann@mail.example,1990-01-01,high,2026-12-31
    2,bob@mail.example,2001-02-02,low,2026-07-15
"""
ORDERS = """
    source: till
    party: first
    channel: store
    timezone: Asia/Seoul
    connector: {kind: csv, path: till.csv}
    events:
      - {type: {constant: purchase}, id: no, time: at, identifiers: {phone: phone}, amount: sum}
"""
ORDERS_CSV = """
    no,at,phone,sum
    1,2026-06-20 12:00,+821011112222,100
    2,2026-06-25 12:00,+821011112222,300
    3,2026-01-25 12:00,+821033334444,50
"""
SEGMENTS = """
segments:
  buyers:
    description: Who ordered this month
    all:
      - {field: purchase.time, within_days: 30}
      - {field: country, is: KR}
  everybody: {sql: "country is not null"}
  seoul: {field: city, is: Seoul}
  nobody: {field: full_name, is: nobody}
"""


@pytest.fixture(scope="session")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    company = Company(tmp_path_factory.mktemp("audience") / "ws")
    company.config("cdp.yml", "company: Test\nregion: KR\ntimezone: Asia/Seoul\n")
    company.config("identity.yml", "attributes: {income: {type: category}, nickname: {type: text}}")
    company.source(SHOP).file("shop.csv", SHOP_CSV).source(BOUGHT).file("bought.csv", BOUGHT_CSV)
    company.source(ORDERS).file("till.csv", ORDERS_CSV).config("segments.yml", SEGMENTS)
    with company.workspace as opened:
        opened.run(as_of=AS_OF)
        yield opened


@pytest.fixture(scope="session")
def ids(ws: Workspace) -> dict[str, str]:
    """golden_id by record id."""
    rows = ws.table("membership").filter("source = 'shop'").project("record_id, golden_id").fetchall()
    return dict(rows)
