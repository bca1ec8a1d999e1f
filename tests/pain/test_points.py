"""Pain points: now against before and elsewhere, what is at stake, since when, and what remedies changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from cdp.contracts import PAIN_EVENT, PAIN_POINT, PAIN_WEEK, REMEDY, Table
from tests.pain.conftest import TOLD_UNTIL, Town

WEEK = 7


def pickups(town: Town, store: str, weeks: range, left: int, of: int = 10) -> None:
    """So many orders a week are ready in a store, and some of them are left; weeks count back from the horizon."""
    for week in weeks:
        for nth in range(of):
            order = f"{store}-{week}-{nth}"
            ready = (week + 1) * WEEK + 1 + nth / 10
            town.bought(order, ready + 1, golden_id=f"p{nth}")
            town.did("ready_for_pickup", ready, order_number=order, place=store, golden_id=f"p{nth}")
            if nth >= left:
                town.did("picked_up", ready - 1, order_number=order, place=store, golden_id=f"p{nth}")


def point(town: Town, split: str, part: str) -> dict[str, Any]:
    names = [column.name for column in PAIN_POINT.columns]
    (row,) = town.rows(f"from pain_point where kind = 'failed_pickup' and split = '{split}' and part = '{part}'")
    return dict(zip(names, row, strict=True))


@pytest.fixture
def two_stores(town: Town) -> Town:
    """In K01 one of ten pick-ups is left, in K03 too until six weeks ago, and since then six."""
    pickups(town, "K01", range(20), 1)
    pickups(town, "K03", range(6, 20), 1)
    pickups(town, "K03", range(6), 6)
    return town


def test_what_got_worse_turned_in_its_week_and_goes_first(two_stores: Town) -> None:
    two_stores.make()
    bad, good = point(two_stores, "store", "K03"), point(two_stores, "store", "K01")
    assert (bad["state"], bad["warning"], bad["events"], bad["opportunities"]) == ("turned", True, 24, 40)
    assert (bad["rate"], bad["baseline"], bad["peers"]) == (0.6, 0.1, 0.1)
    assert bad["turned_at"] == TOLD_UNTIL - timedelta(weeks=7)
    assert bad["q"] < 0.001 and bad["q_peers"] < 0.001
    assert (good["state"], good["turned_at"]) == ("usual", None)
    assert bad["rank"] < good["rank"]


def test_what_was_always_bad_is_worse_than_its_peers_alone(town: Town) -> None:
    pickups(town, "K01", range(20), 0)
    pickups(town, "K03", range(20), 5)
    town.make()
    assert point(town, "store", "K03")["state"] == "worse than peers"
    assert point(town, "store", "K03")["q"] > 0.05


def test_too_few_events_are_not_tested(town: Town) -> None:
    pickups(town, "K01", range(20), 0)
    pickups(town, "K03", range(1), 4)
    town.make()
    told = point(town, "store", "K03")
    assert (told["events"], told["p"], told["q_turn"], told["state"]) == (4, None, None, "usual")


def test_at_stake_are_the_goods(two_stores: Town) -> None:
    told = point(two_stores.make(), "store", "K03")
    assert (told["people"], told["stake"], told["value_at_stake"], told["value_per_person"]) == (6, "goods", 2400, 400)
    assert len(told["example_people"]) == 5
    assert set(told["example_events"]) <= {f"s/K03-{week}-{nth}" for week in range(4) for nth in range(6)}


def test_at_stake_is_the_revenue_of_the_people_where_no_goods_are(town: Town) -> None:
    town.bought("W1", 100, 300.0).bought("W2", 200, 50.0, returned_value=50.0).bought("old", 400, 999.0)
    town.did("contacted", 20, topic="size").did("contacted", 19, topic="size").did("contacted", 18, topic="size")
    town.did("contacted", 20, topic="size", golden_id="g2").did("contacted", 19, topic="size", golden_id="g2").make()
    found = town.rows("select people, value_at_stake, stake from pain_point where kind = 'repeated_contact'")
    assert found == [(2, 300.0, "revenue")]


def test_a_split_with_one_part_says_no_more_than_the_whole(town: Town) -> None:
    pickups(town, "K03", range(4), 1)
    town.make()
    assert town.rows("select distinct split from pain_point") == [("all",)]


def test_weeks_count_back_from_what_is_settled(two_stores: Town) -> None:
    two_stores.make()
    found = two_stores.rows(
        "select week, events, opportunities, rate from pain_week where part = 'K03' order by week desc"
    )
    assert len(found) == 52
    assert found[0] == (TOLD_UNTIL - timedelta(days=14), 6, 10, 0.6)
    assert found[6][1:] == (1, 10, 0.1)
    assert found[30][1:] == (0, 0, None)


def test_a_remedy_is_judged_by_before_and_after(town: Town) -> None:
    pickups(town, "K03", range(6, 20), 6)
    pickups(town, "K03", range(6), 1)
    since = (TOLD_UNTIL - timedelta(weeks=7)).date()
    place = {"pain": "failed_pickup", "where": {"store": "K03"}, "since": since, "what": "a new counter"}
    town.make(remedies=[place, {"pain": "failed_pickup", "since": "2027-01-01", "what": "later"}])
    names = [column.name for column in REMEDY.columns]
    first, later = (dict(zip(names, row, strict=True)) for row in town.rows("from remedy order by nth"))
    assert (first["rate_before"], first["rate_after"]) == (0.6, 0.1)
    assert (first["before_opportunities"], first["after_opportunities"]) == (120, 60)
    assert first["since"] == datetime.combine(since, datetime.min.time()) - timedelta(hours=9)
    assert first["change"] == pytest.approx(-0.5)
    assert first["low"] < first["change"] < first["high"] < 0
    assert first["p"] < 1e-9
    assert (later["rate_after"], later["p"], later["after_opportunities"]) == (None, None, 0)


def test_a_remedy_of_long_ago_still_has_its_before(town: Town) -> None:
    pickups(town, "K03", range(100, 110), 6)
    pickups(town, "K03", range(90, 100), 1)
    since = (TOLD_UNTIL - timedelta(weeks=101)).date()
    town.make(remedies=[{"pain": "failed_pickup", "since": since, "what": "a new counter"}])
    assert town.rows("select rate_before, rate_after from remedy") == [(0.6, 0.1)]


@pytest.mark.parametrize("table", [PAIN_POINT, PAIN_WEEK, PAIN_EVENT, REMEDY], ids=lambda table: table.name)
def test_tables_are_as_published(
    two_stores: Town, table: Table, columns_of: Callable[[str], list[tuple[str, str]]]
) -> None:
    two_stores.make()
    assert columns_of(table.name) == [(column.name, column.type) for column in table.columns]
    key = ", ".join(table.key)
    assert two_stores.rows(f"select count(*) - count(distinct ({key})) from {table.name}") == [(0,)]


def test_nothing_happened_and_nothing_hurts(town: Town) -> None:
    town.make()
    for table in (PAIN_POINT, PAIN_WEEK, PAIN_EVENT, REMEDY):
        assert town.rows(f"from {table.name}") == []
