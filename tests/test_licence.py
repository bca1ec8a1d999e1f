"""Licence terms of a source: what its data may be used for, until when, and whether it may tie people together."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cdp.audience import Order
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

SHOP = """
    source: shop
    party: first
    channel: web
    connector: {kind: csv, path: shop.csv}
    record: {id: id}
    attributes: {given_name: first, family_name: last, email: mail, phone: phone, birth_date: birth}
    consents:
      - {purpose: {constant: marketing}, channel: {constant: sms}, state: ok, since: at}
      - {purpose: {constant: service}, channel: {constant: sms}, state: ok, since: at}
"""
SHOP_CSV = """
    id,first,last,mail,phone,birth,ok,at
    1,Mary,Jones,mary@mail.example,+447700900001,,Y,2026-01-01
    2,Mary,Jones,,+447700900002,,Y,2026-01-01
    3,Peter,Novak,peter@mail.example,,,Y,2026-01-01
"""
LIST = """
    source: list
    party: third
    channel: bought
    connector: {{kind: csv, path: list.csv}}
    record: {{id: id, one_record_per_person: no}}
    attributes:
      given_name: first
      family_name: last
      email: mail
      phone: phone
      birth_date: birth
      children: children
    licence: {licence}
"""
LIST_CSV = """
    id,first,last,mail,phone,birth,children
    a,Mary,Jones,mary@mail.example,+447700900002,1980-05-06,2
    b,Peter,Novak,peter@mail.example,+447700900003,1970-01-02,1
"""
CONTACT = """
    purposes:
      marketing: {consent: opt-in, channels: [sms], third_party_addresses: true}
      service: {consent: opt-in, channels: [sms], third_party_addresses: true}
"""


@pytest.fixture
def listed(company: Company) -> Company:
    company.source(SHOP).file("shop.csv", SHOP_CSV).file("list.csv", LIST_CSV).config("contact.yml", CONTACT)
    return company.config("identity.yml", "attributes: {children: {type: number}}")


def under(company: Company, licence: str) -> Company:
    return company.source(LIST.format(licence=licence))


def groups(ws: Workspace) -> set[str]:
    told = ws.table("membership").aggregate("golden_id, string_agg(record_id, ' ' order by record_id) as ids")
    return {ids for _, ids in told.fetchall()}


def test_records_that_may_not_link_join_one_person_and_tie_no_two(listed: Company) -> None:
    with under(listed, "{}").workspace as ws:
        ws.run(as_of=AS_OF)
        assert groups(ws) == {"1 2 a", "3 b"}
    with under(listed, "{may_link: no}").workspace as ws:
        ws.run(as_of=AS_OF)
        found = groups(ws)
        assert found in ({"1 a", "2", "3 b"}, {"1", "2 a", "3 b"})
        ws.run(as_of=AS_OF, full=True)
        assert groups(ws) == found


def test_what_is_learned_one_by_one_is_what_a_full_run_finds(listed: Company) -> None:
    rows = [f"z{n},Zoe{n},Hill{n},zoe{n}@mail.example,,,Y,2026-01-01" for n in range(20)]
    shop = "\n".join(line.strip() for line in SHOP_CSV.strip().splitlines())
    listed.file(
        "shop.csv", "\n".join([shop.replace("2,Mary,Jones,,+447700900002,,Y,2026-01-01\n", ""), *rows]).encode()
    )
    with under(listed, "{may_link: no}").workspace as ws:
        ws.run(as_of=AS_OF)
        listed.file("shop.csv", "\n".join([shop, *rows]).encode())
        assert ws.run(as_of=AS_OF).changed == 1
        found = groups(ws)
        ws.run(as_of=AS_OF, full=True)
        assert groups(ws) == found
    assert not {"1 2 a"} & found


def test_a_licence_that_ends_withdraws_every_record(listed: Company) -> None:
    with under(listed, "{expires: 2026-07-15}").workspace as ws:
        ws.run(as_of=date(2026, 7, 15))
        assert "3 b" in groups(ws)
        report = ws.run(as_of=date(2026, 7, 16))
        assert groups(ws) == {"1", "2", "3"}
    assert ("record", "licence expired", 2) in report.problems


def test_an_address_is_used_for_the_purposes_of_its_licence_alone(listed: Company) -> None:
    with under(listed, "{purposes: [service]}").workspace as ws:
        ws.run(as_of=AS_OF)
        [(peter,)] = ws.table("membership").filter("record_id = '3'").project("golden_id").fetchall()
        found = (
            ws.table("contactability").filter(f"golden_id = '{peter}'").project("purpose, allowed, reason").fetchall()
        )
    assert sorted(found) == [("marketing", False, "address of a third party"), ("service", True, None)]


@pytest.mark.parametrize(("purposes", "births"), [("[service]", {""}), ("[service, marketing]", {"1980-05-06"})])
def test_an_export_leaves_out_what_the_licence_does_not_cover(
    listed: Company, tmp_path: Path, purposes: str, births: set[str]
) -> None:
    listed.config("segments.yml", "segments: {marys: {all: [{field: given_name, is: Mary}]}}")
    order = Order(
        "marys",
        "marketing",
        "sms",
        tmp_path / "out.csv",
        columns=("birth_date",),
        at=datetime(2026, 7, 1, 12, tzinfo=UTC),
    )
    with under(listed, f"{{purposes: {purposes}}}").workspace as ws:
        ws.run(as_of=AS_OF)
        done = ws.segments.export(order)
    with order.to.open(encoding="utf-8-sig", newline="") as file:
        assert {row["birth_date"] for row in csv.DictReader(file)} == births
    assert done.values_left_out == ({"birth_date": 1} if births == {""} else {})
