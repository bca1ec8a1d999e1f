"""Traits from rows of sources to the published table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import Company

SHOP = """
source: shop
party: first
channel: web
connector: {kind: csv, path: shop.csv}
events:
  - {type: kind, id: no, time: at, identifiers: {email: mail}, amount: sum, products: item, place: city}
"""
ROWS = """
no,kind,at,mail,sum,item,city
1,purchase,2026-03-01 12:00,mary@mail.example,10,coat,York
2,purchase,2026-05-01 12:00,mary@mail.example,30,hat,Bath
3,page_view,2026-05-09 12:00,mary@mail.example,,,
4,email_sent,2026-05-10 12:00,mary@mail.example,,,
5,purchase,2026-05-10 12:00,,99,hat,Bath
6,return,2026-05-10 13:00,mary@mail.example,-8,hat,Bath
7,purchase,2026-07-10 12:00,mary@mail.example,500,hat,Hull
"""
EVENTS = "product_lines: {warm: [coat, scarf], heads: [hat]}\n"
OWN = """
traits:
  hats:
    description: orders of hats
    from: purchase
    where: kind = 'order' and list_contains(products, 'hat')
    measure: count
  is_collector: {description: buys hats only, sql: hats = orders and orders > 0}
  post_code: {description: where to, sql: upper(postal_code)}
"""


@pytest.fixture
def shop(people: Company) -> Company:
    company = people.source(SHOP).file("shop.csv", ROWS).config("events.yml", EVENTS)
    company.workspace.run(as_of=date(2026, 5, 31))
    return company


def traits(company: Company) -> dict[str, dict[str, Any]]:
    """The traits of Mary, who shopped, and of Peter, who did nothing."""
    with company.workspace.store() as store:
        rows = store.rows("select given_name, trait.* from trait join profile using (golden_id)")
    return {row["given_name"]: row for row in rows}


def test_everybody_has_the_usual_traits(shop: Company) -> None:
    found = traits(shop)
    mary, peter = found["Mary"], found["Peter"]
    assert (mary["orders"], mary["revenue"], mary["returns_value"], mary["average_order"]) == (2, 32.0, 8.0, 20.0)
    assert (mary["interactions"], mary["interactions_90d"], mary["favourite_channel"]) == (4, 4, "web")
    assert (mary["return_rate"], mary["days_since_last_order"], mary["days_between_orders"]) == (0.2, 9, 61.0)
    assert (mary["favourite_place"], mary["favourite_product_line"]) == ("Bath", "heads")
    assert (mary["recency_score"], mary["frequency_score"], mary["rfm_class"]) == (3, 3, "needs attention")
    assert mary["lifetime_value"] is None
    assert (peter["orders"], peter["revenue"], peter["last_seen"], peter["rfm_class"]) == (0, 0, None, "never bought")


def test_a_declared_trait_is_taken_up_without_matching_anew(shop: Company) -> None:
    shop.config("traits.yml", OWN)
    report = shop.workspace.run(as_of=date(2026, 5, 31))
    assert (report.status, report.full_because) == ("published", "")
    found = traits(shop)
    assert [found[name]["hats"] for name in ("Mary", "Peter")] == [1, 0]
    assert [found[name]["is_collector"] for name in ("Mary", "Peter")] == [False, False]
    assert found["Mary"]["post_code"] is None
    assert shop.workspace.run(as_of=date(2026, 5, 31)).status == "unchanged"


def test_a_usual_trait_may_be_replaced(shop: Company) -> None:
    mine = "{description: mine, from: purchase, measure: count, where: amount > 20}"
    shop.config("traits.yml", f"traits: {{orders: {mine}}}\n")
    shop.workspace.run(as_of=date(2026, 5, 31))
    assert traits(shop)["Mary"]["orders"] == 1


def test_what_lies_after_the_day_of_the_run_does_not_count(shop: Company) -> None:
    assert traits(shop)["Mary"]["orders"] == 2
    report = shop.workspace.run(as_of=date(2026, 7, 31))
    assert report.status == "published"
    assert traits(shop)["Mary"]["orders"] == 3
    assert traits(shop)["Mary"]["days_since_last_order"] == 0


def test_traits_are_told_with_how_they_are_spread(shop: Company) -> None:
    told = {each.name: each for each in shop.workspace.traits()}
    assert (told["orders"].people, told["orders"].share, told["orders"].quantiles) == (2, 1.0, [0, 0, 0, 2, 2])
    assert (told["favourite_channel"].people, told["favourite_channel"].common) == (1, [("web", 1)])
    assert told["lifetime_value"].quantiles == []
    assert all(each.description for each in told.values())


def test_one_person_is_told_with_what_to_expect(shop: Company) -> None:
    ws, mary = shop.workspace, traits(shop)["Mary"]
    worth = ws.worth(mary["golden_id"].upper())
    assert (worth.orders, worth.revenue, worth.currency, worth.tier, worth.cell) == (2, 32.0, "GBP", None, None)
    assert worth.scores == {"recency": 3, "frequency": 3, "monetary": 3}
    assert ws.traits_of(mary["golden_id"])["orders"] == 2
    assert ws.show(mary["golden_id"]).traits == ws.traits_of(mary["golden_id"])


def test_what_is_expected_rests_on_people_alike(company: Company) -> None:
    """Thirty people bought fourteen months ago and again half a year later; one bought two months ago."""
    people = "id,first,last,mail\n" + "\n".join(f"{n},Name{n},Family{n},p{n}@mail.example" for n in range(31))
    bought = [f"{n},purchase,2025-05-01 12:00,p{n}@mail.example,100,,\n" for n in range(30)]
    again = [f"{n + 50},purchase,2025-12-01 12:00,p{n}@mail.example,60,,\n" for n in range(30)]
    last = "99,purchase,2026-05-01 12:00,p30@mail.example,100,,\n98,page_view,2026-06-30 12:00,,,,\n"
    mapped = (
        "source: people\nparty: first\nchannel: crm\nconnector: {kind: csv, path: people.csv}\nrecord: {id: id}\n"
        "attributes: {given_name: first, family_name: last, email: mail}\n"
    )
    company.source(mapped).file("people.csv", people).source(SHOP)
    company.file("shop.csv", ROWS.strip().splitlines()[0] + "\n" + "".join([*bought, *again, last]))
    ws = company.workspace
    ws.run(as_of=date(2026, 6, 30))
    (hit,) = ws.find("p30@mail.example")
    worth = ws.worth(hit["golden_id"])
    assert (worth.lifetime_value, worth.lifetime_value_low, worth.buys_again) == (60.0, 60.0, 1.0)
    assert worth.cell is not None
    assert (worth.cell["people"], worth.cell["value_cell"]) == (30, "31–90 days ago, 1 order, small ones")
