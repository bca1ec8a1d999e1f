"""Contactability of literal people: whose address it is, where they live, and which of it may be used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.contact import make_contactability
from cdp.database import Database
from tests.conftest import Company

PERSON = """
    source: shop
    party: first
    channel: crm
    connector: {kind: csv, path: shop.csv}
    record: {id: id}
    attributes: {email: mail, phone: phone}
    address: {street: street, city: city, country: country}
"""
BOUGHT = PERSON.replace("source: shop", "source: bought").replace("party: first", "party: third")
CONTACT = """
purposes:
  offers: {consent: opt-out, channels: [email, post, phone]}
  sample: {consent: opt-out, channels: [post], third_party_addresses: true}
"""
MakeTable = Callable[[str, str, str], None]


@pytest.fixture
def made(company: Company, db: Database, make_table: MakeTable) -> Callable[[str], list[tuple[object, ...]]]:
    """A function that makes contactability of one person's records and returns what a query finds in it."""
    company.source(PERSON).source(BOUGHT).config("contact.yml", CONTACT)
    parts = "email varchar, phone varchar, street varchar, city varchar, country varchar"
    make_table("profile", f"golden_id varchar, {parts}", "")
    make_table("record", f"rid bigint, party varchar, {parts}", "")
    make_table("alternate", f"rid bigint, party varchar, nth integer, {parts}", "")
    make_table("member", "rid bigint, golden_id varchar", "")
    make_table(
        "consent",
        "golden_id varchar, purpose varchar, channel varchar, state varchar, since timestamp, source varchar",
        "",
    )
    make_table(
        "event",
        "source varchar, event_id varchar, channel varchar, time timestamp, action varchar, identifiers varchar",
        "",
    )
    make_table("interaction", "golden_id varchar, time timestamp, action varchar", "")
    make_table("horizon", "told_until timestamp", "('2026-06-30 12:00')")

    def query(sql: str) -> list[tuple[object, ...]]:
        make_contactability(db, company.workspace.config)
        return db.rows(sql)

    return query


def test_an_address_that_third_parties_alone_gave_is_used_where_the_purpose_says_so(
    made: Callable[[str], list[tuple[object, ...]]], db: Database
) -> None:
    db.run(
        """
        insert into profile values
            ('ann', 'ann@mail.example', null, '1 High St', 'Leeds', 'GB'),
            ('bob', null, null, '2 High St', 'Leeds', 'GB');
        insert into record values
            (1, 'third', null, null, '1 High St', 'Leeds', 'GB'),
            (2, 'first', 'ann@mail.example', null, null, null, null),
            (3, 'third', null, null, '2 High St', 'Leeds', 'GB'), (4, 'first', null, null, '9 Low St', 'Leeds', 'GB');
        insert into alternate values (4, 'first', 1, null, null, '2 High St', 'Leeds', 'GB');
        insert into member values (1, 'ann'), (2, 'ann'), (3, 'bob'), (4, 'bob')
        """
    )
    assert made("select golden_id, purpose, channel, reason from contactability order by all") == [
        ("ann", "offers", "email", None),
        ("ann", "offers", "post", "address of a third party"),
        ("ann", "sample", "post", None),
        ("bob", "offers", "post", None),
        ("bob", "sample", "post", None),
    ]


@pytest.mark.parametrize(
    ("phone", "country", "lives_in", "zones"),
    [
        ("+819012345678", None, "JP", "Asia/Tokyo"),
        ("+821012345678", "GB", "GB", "Europe/London"),
        ("+35312345678", None, "IE", "Europe/Dublin"),
        ("+999123", None, "GB", "Europe/London"),
    ],
)
def test_the_country_is_that_of_the_address_then_of_the_phone_then_of_the_company(
    made: Callable[[str], list[tuple[object, ...]]],
    db: Database,
    phone: str,
    country: str | None,
    lives_in: str,
    zones: str,
) -> None:
    db.run("insert into profile values ('ann', null, $1, null, null, $2)", [phone, country])
    assert made("select country, time_zones from contactability") == [(lives_in, zones)]


def test_a_postal_address_is_written_as_the_country_does(
    made: Callable[[str], list[tuple[object, ...]]], db: Database
) -> None:
    db.run(
        """
        insert into profile values
            ('ann', null, null, '1 High St', 'Leeds', 'GB'), ('kim', null, null, '테헤란로 1', '강남구', 'KR'),
            ('lee', null, null, null, '강남구', 'KR')
        """
    )
    assert made("select golden_id, address from contactability where purpose = 'offers' order by all") == [
        ("ann", "1 High St, Leeds, GB"),
        ("kim", "강남구 테헤란로 1"),
    ]


def test_bounces_count_per_channel_and_address_until_something_is_opened(
    made: Callable[[str], list[tuple[object, ...]]], db: Database, company: Company
) -> None:
    company.config(
        "contact.yml",
        "channels: {email: {address: email, bounces: 2}}\npurposes: {n: {consent: not needed, channels: [email]}}",
    )
    db.run(
        """
        insert into profile values
            ('once', 'once@x', null, null, null, null), ('twice', 'twice@x', null, null, null, null),
            ('again', 'again@x', null, null, null, null), ('later', 'later@x', null, null, null, null);
        insert into event values
            ('m', '1', 'email', '2026-01-01', 'message_bounced', '{"email": "once@x"}'),
            ('m', '2', 'email', '2026-01-01', 'message_bounced', '{"email": "twice@x"}'),
            ('m', '3', 'email', '2026-02-01', 'message_bounced', '{"email": "twice@x"}'),
            ('m', '4', 'sms', '2026-02-01', 'message_bounced', '{"email": "once@x"}'),
            ('m', '5', 'email', '2026-01-01', 'message_bounced', '{"email": "again@x"}'),
            ('m', '6', 'email', '2026-01-02', 'message_clicked', '{"email": "again@x"}'),
            ('m', '7', 'email', '2026-01-03', 'message_bounced', '{"email": "again@x"}'),
            ('m', '8', 'email', '2026-07-03', 'message_bounced', '{"email": "later@x"}'),
            ('m', '9', 'email', '2026-07-04', 'message_bounced', '{"email": "later@x"}')
        """
    )
    found = made("select golden_id, reason, cast(bounced_at as varchar) from contactability where reason is not null")
    assert found == [("twice", "address bounced", "2026-02-01 00:00:00")]


def test_without_people_nobody_is_reached(made: Callable[[str], list[tuple[object, ...]]]) -> None:
    assert made("from contactability") == []
