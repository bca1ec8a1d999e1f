"""The commands on traits as a user meets them."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_cli import cdp
from tests.conftest import Company

SHOP = """
source: shop
party: first
channel: web
connector: {kind: csv, path: shop.csv}
events:
  - {type: {constant: purchase}, id: no, time: at, identifiers: {email: mail}, amount: sum}
"""
ROWS = """
no,at,mail,sum
1,2026-03-01 23:30,mary@mail.example,10
2,2026-05-01 12:00,mary@mail.example,30.5
"""


@pytest.fixture
def shop(people: Company) -> Company:
    people.config("cdp.yml", "company: Test\nregion: KR\ntimezone: Asia/Seoul\n").config("events.yml", "currency: USD")
    return people.source(SHOP.replace("amount: sum", "amount: sum, currency: {constant: USD}")).file("shop.csv", ROWS)


def test_traits_are_listed_and_told_of_one_person(shop: Company) -> None:
    folder = shop.folder
    cdp("run", "--as-of", "2026-06-30", cwd=folder)
    listed = cdp("traits", cwd=folder, columns=200)
    assert "favourite_channel" in listed
    assert "web 1" in listed
    (orders,) = [each for each in json.loads(cdp("traits", "--json", cwd=folder)) if each["name"] == "orders"]
    assert (orders["people"], orders["quantiles"]) == (2, [0, 0, 0, 2, 2])
    (mary,) = json.loads(cdp("find", "mary@mail.example", "--json", cwd=folder))
    shown = cdp("traits", "show", mary["golden_id"], cwd=folder)
    assert "40.50" in shown
    assert "2026-03-01 23:30:00" in shown, "moments are those of the company, not 14:30 UTC"
    assert "what to expect is unknown" in shown
    told = json.loads(cdp("traits", "show", mary["golden_id"], "--json", cwd=folder))
    assert (told["traits"]["orders"], told["worth"]["revenue"], told["worth"]["currency"]) == (2, 40.5, "USD")
    assert "favourite_channel" in cdp("show", mary["golden_id"], cwd=folder)
    assert json.loads(cdp("show", mary["golden_id"], "--json", cwd=folder))["traits"]["orders"] == 2


def test_nobody_has_no_traits(shop: Company) -> None:
    cdp("run", cwd=shop.folder)
    assert "no person has the golden_id" in cdp("traits", "show", "g0", cwd=shop.folder, code=6)


def test_a_trait_that_cannot_be_computed_stops_a_run_with_its_place(shop: Company) -> None:
    shop.config("traits.yml", "traits:\n  x: {description: x, from: purchase, measure: sum, of: valu}\n")
    told = cdp("run", cwd=shop.folder, code=2)
    assert "traits.yml:2: traits.x.of: valu is no column of purchase" in told
    assert "did you mean `value`?" in told
