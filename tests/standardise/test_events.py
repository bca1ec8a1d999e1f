"""Events: one per row or per element, known by id, under the strongest identifier they came with."""

from __future__ import annotations

import json

import pytest

from cdp.database import Database
from tests.conftest import Company
from tests.standardise.test_records import standardised

ORDERS = """
    source: shop
    party: first
    channel: web
    timezone: Asia/Seoul
    connector: {kind: jsonl, path: orders.jsonl}
    record: {id: $.customer.login, updated_at: $.at}
    attributes: {email: $.customer.email}
    events:
      - type: {constant: order}
        id: $.no
        time: $.at
        order_number: $.no
        amount: $.total
        currency: {constant: KRW}
        properties: {items: $.items, note: $.note}
      - each: $.steps
        type: {sql: "'order_' || (_element ->> '$.status')"}
        time: "@.at"
        order_number: $.no
"""


def order(no: str, login: str | None, total: str = "1,000", steps: tuple[str, ...] = ()) -> str:
    return json.dumps(
        {
            "no": no,
            "at": "2026-03-05 10:00",
            "customer": {"login": login, "email": "a@mail.example"},
            "total": total,
            "items": ["x"],
            "steps": [{"status": status, "at": "2026-03-06T10:00:00+09:00"} for status in steps],
        }
    )


def test_an_order_makes_a_record_and_events(db: Database, company: Company) -> None:
    company.source(ORDERS).file("orders.jsonl", order("W1", "u1", steps=("packed", "shipped")))
    standardised(db, company)
    found = db.rows("select event_key, type, cast(time as varchar), order_number, amount from event order by type")
    assert found == [
        ("record:shop/u1", "order", "2026-03-05 01:00:00", "W1", 1000.0),
        ("record:shop/u1", "order_packed", "2026-03-06 01:00:00", "W1", None),
        ("record:shop/u1", "order_shipped", "2026-03-06 01:00:00", "W1", None),
    ]
    assert db.value("select count(distinct event_id) from event") == 3
    assert json.loads(db.value("select properties from event where type = 'order'"))["items"] == '["x"]'


def test_an_event_that_changed_counts_once_with_its_latest_content(db: Database, company: Company) -> None:
    company.source(ORDERS).file("orders.jsonl", order("W1", "u1"))
    standardised(db, company)
    company.file("orders.jsonl", order("W1", "u1", total="2,000"))
    standardised(db, company)
    assert db.rows("select amount from event where type = 'order'") == [(2000.0,)]


def test_a_guest_order_is_known_by_its_number(db: Database, company: Company) -> None:
    company.source(ORDERS).file("orders.jsonl", order("W1", None))
    standardised(db, company)
    assert db.rows("select event_key from event") == [("order_number:W1",)]


def test_the_strongest_identifier_is_the_key(db: Database, company: Company) -> None:
    company.config("identity.yml", "attributes: {login: {type: customer_id}}")
    company.source(
        """
        source: app
        party: first
        channel: app
        connector: {kind: csv, path: app.csv}
        events:
          - type: kind
            time: at
            identifiers: {device_id: device, email: mail, login: login, phone: tel}
        """
    )
    company.file(
        "app.csv",
        """
        kind,at,device,mail,login,tel
        a,2026-01-01,d1,x@mail.example,u1,
        b,2026-01-01,d1,x@mail.example,,
        c,2026-01-01,d1,n/a,,
        d,2026-01-01,,,,
        e,2026-01-01,d1,,,+44 20 7946 0018
        """,
    )
    standardised(db, company)
    assert dict(db.rows("select type, event_key from event")) == {
        "a": "login:u1",
        "b": "email:x@mail.example",
        "c": "device_id:d1",
        "d": None,
        "e": "phone:+442079460018",
    }
    assert json.loads(db.value("select identifiers from event where type = 'a'"))["email"] == "x@mail.example"


def test_an_event_may_name_a_record_of_another_source(db: Database, company: Company) -> None:
    company.source(
        """
        source: calls
        party: first
        channel: call_center
        connector: {kind: csv, path: calls.csv}
        events: [{type: {constant: call}, time: at, record_of: crm, identifiers: {record: customer}}]
        """
    )
    company.file("calls.csv", "at,customer\n2026-01-01,C1\n")
    standardised(db, company)
    assert db.rows("select event_key from event") == [("record:crm/C1",)]


def test_a_time_that_cannot_be_read_loses_no_event(db: Database, company: Company) -> None:
    company.source(ORDERS).file("orders.jsonl", order("W1", "u1").replace("2026-03-05 10:00", "soon"))
    standardised(db, company)
    assert db.rows("select type, time from event") == [("order", None)]


def test_consent_is_read_in_any_usual_spelling(db: Database, company: Company) -> None:
    company.source(
        """
        source: crm
        party: first
        channel: crm
        connector: {kind: csv, path: crm.csv}
        record: {id: id}
        consents:
          - {purpose: {constant: marketing}, channel: {constant: email}, state: ok, since: at}
        """
    )
    company.file("crm.csv", "id,ok,at\n1,Y,2026-01-01\n2,아니오,2026-01-01\n3,denied,2026-01-01\n4,,2026-01-01\n")
    standardised(db, company)
    assert db.rows("select event_key, state from consent_given order by 1") == [
        ("record:crm/1", "granted"),
        ("record:crm/2", "denied"),
        ("record:crm/3", "denied"),
    ]


def consent_source(where: str = "") -> str:
    return f"""
        source: crm
        party: first
        channel: crm
        connector: {{kind: csv, path: "*.csv"}}
        record: {{id: id, updated_at: changed}}
        {where}
        consents:
          - {{purpose: {{constant: marketing}}, channel: {{constant: email}}, state: ok}}
        """


@pytest.mark.parametrize("order", [("new", "old"), ("old", "new")])
def test_the_newest_word_on_consent_holds_whatever_landed_last(
    db: Database, company: Company, order: tuple[str, str]
) -> None:
    company.source(consent_source())
    rows = {"new": "1,no,2026-02-01\n", "old": "1,yes,2026-01-01\n"}
    for name in order:
        company.file(f"{name}.csv", "id,ok,changed\n" + rows[name])
        standardised(db, company)
    assert db.rows("select state from consent_given") == [("denied",)]


def test_consent_of_records_in_rows_of_one_event_is_each_their_own(db: Database, company: Company) -> None:
    company.source(consent_source("events: [{type: {constant: trip}, id: trip, time: changed}]"))
    company.file("a.csv", "id,trip,ok,changed\n1,T1,no,2026-01-01\n2,T1,yes,2026-01-01\n")
    standardised(db, company)
    assert db.rows("select event_key, state from consent_given order by 1") == [
        ("record:crm/1", "denied"),
        ("record:crm/2", "granted"),
    ]
    assert db.value("select count(*) from event") == 1


@pytest.mark.parametrize("order", [("new", "old"), ("old", "new")])
def test_the_newest_version_of_an_event_holds_whatever_landed_last(
    db: Database, company: Company, order: tuple[str, str]
) -> None:
    company.source(ORDERS.replace("path: orders.jsonl", "path: '*.jsonl'"))
    rows = {"new": order_at("2026-03-06 10:00", "2,000"), "old": order_at("2026-03-05 10:00", "1,000")}
    for name in order:
        company.file(f"{name}.jsonl", rows[name])
        standardised(db, company)
    assert db.rows("select amount from event where type = 'order'") == [(2000.0,)]


def order_at(time: str, total: str) -> str:
    return order("W1", "u1", total).replace("2026-03-05 10:00", time)


def test_words_on_consent_that_cannot_be_read_are_kept_as_such_and_reported(db: Database, company: Company) -> None:
    company.source(
        """
        source: bought
        party: third
        channel: partner
        connector: {kind: csv, path: bought.csv}
        record: {id: id, updated_at: at, expires: until}
        consents: [{purpose: {constant: marketing}, channel: {constant: email}, state: ok}]
        """
    )
    company.file("bought.csv", "id,ok,at,until\n1,stop sending,2026-01-01,2026-12-31\n2,n/a,2026-01-01,\n")
    found = standardised(db, company)
    told = db.rows(
        "select event_key, party, state, cast(since as varchar), cast(expires_at as varchar) from consent_given"
    )
    assert told == [("record:bought/1", "third", None, "2026-01-01 00:00:00", "2026-12-31")]
    assert found.problems[-2:] == [("consent", "malformed", 1), ("consent", "placeholder", 1)]


def test_events_that_nothing_identifies_are_kept(db: Database, company: Company) -> None:
    company.source(
        """
        source: door
        party: first
        channel: store
        connector: {kind: csv, path: door.csv}
        events: [{type: {constant: visit}, time: at}]
        """
    )
    company.file("door.csv", "at\n2026-01-01\n")
    standardised(db, company)
    assert db.rows("select event_key, type, identifiers from event") == [(None, "visit", None)]
