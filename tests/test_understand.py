from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Company

SHOP = """
source: till
party: first
channel: store
timezone: Asia/Seoul
connector: {kind: csv, path: till.csv}
events:
  - {type: {constant: purchase}, id: no, time: at, identifiers: {email: mail}, amount: sum, products: item,
     currency: {constant: USD}}
"""
MONEY = "currency: KRW\nrates: {USD: 1400}\n"


@pytest.fixture
def shop(people: Company) -> Company:
    rows = "no,at,mail,sum,item\n1,2026-05-01 12:00,kim@mail.example,10,coat\n2,2026-05-09 12:00,,20,scarf\n"
    return people.source(SHOP).file("till.csv", rows)


def test_what_is_recent_is_judged_by_the_last_event_of_the_day(shop: Company) -> None:
    ws = shop.workspace
    ws.run(as_of=date(2026, 5, 5))
    current = ws.published.current()
    assert current is not None
    assert current.told_until == "2026-05-01T03:00:00"


def test_the_day_of_a_run_ends_where_the_company_is(shop: Company) -> None:
    rows = "no,at,mail,sum,item\n1,2026-05-05 23:30,peter@mail.example,10,coat\n2,2026-05-06 00:30,,20,scarf\n"
    shop.file("till.csv", rows).config("cdp.yml", "company: Test\nregion: KR\ntimezone: Asia/Seoul\n")
    shop.workspace.run(as_of=date(2026, 5, 5))
    current = shop.workspace.published.current()
    assert current is not None
    assert (current.told_until, current.valid_until) == ("2026-05-05T14:30:00", "2026-05-06")


def test_a_new_rate_is_taken_up_without_matching_anew(shop: Company) -> None:
    ws = shop.workspace
    first = ws.run()
    assert first.understood is not None
    assert (first.understood.purchases, first.understood.without_rate) == (2, 2)
    shop.file("config/events.yml", MONEY)
    again = shop.workspace.run()
    assert (again.status, again.full_because) == ("published", "")
    with shop.workspace.store() as store:
        assert store.rows("select value from purchase order by value") == [{"value": 14000.0}, {"value": 28000.0}]
        assert store.rows("select count(*) as n from interaction where action = 'ordered'") == [{"n": 2}]
    assert shop.workspace.run().status == "unchanged"


def test_a_new_meaning_of_events_takes_everything_anew(shop: Company) -> None:
    shop.workspace.run()
    shop.file("config/events.yml", "actions: {donated: [purchase]}\nproduct_lines: {warm: [coat, scarf]}\n")
    report = shop.workspace.run()
    assert report.full_because == "the configuration changed"
    with shop.workspace.store() as store:
        found = store.rows("select action, product_lines from event order by event_id")
    assert found == [{"action": "donated", "product_lines": ["warm"]}] * 2


def test_nobody_has_traits_where_no_source_tells_of_events(people: Company) -> None:
    people.workspace.run(as_of=date(2026, 5, 5))
    with people.workspace.store() as store:
        assert store.rows("select count(*) as n from trait") == [{"n": 0}]
    people.config("traits.yml", "traits: {shouted: {description: In capitals, sql: upper(family_name)}}")
    people.workspace.run(as_of=date(2026, 5, 5))
    with people.workspace.store() as store:
        assert store.rows("select shouted from trait order by all") == [{"shouted": "JONES"}, {"shouted": "NOVAK"}]
