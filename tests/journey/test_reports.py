from __future__ import annotations

import math

import pytest

from tests.journey.conftest import Event, Story, event


def looker(who: str, *, buys: bool, first: str = "visited", channel: str = "web") -> list[Event]:
    """Somebody who comes, and buys the day after or not."""
    return [event(0, first, who, channel=channel), *([event(1, "ordered", who, value=10.0)] if buys else [])]


def test_transitions_have_their_share_and_their_days(story: Story) -> None:
    db = story([*looker("g1", buys=True), *looker("g2", buys=False)])
    told = db.rows("select from_stage, to_stage, people, entries, median_days, share from journey_transition")
    assert told == [
        (None, "consider", 2, 2, None, 1.0),
        ("consider", "buy", 1, 1, 1.0, 0.5),
        ("consider", None, 1, 1, None, 0.5),
        ("buy", None, 1, 1, None, 1.0),
    ]


DWELL = "select people, now, silent, quarter_days, median_days, three_quarters_days from journey_dwell"


def test_stays_last_until_they_are_left_which_may_be_by_silence(story: Story) -> None:
    db = story([event(0, "visited"), event(10, "visited"), event(0, "visited", "g2"), event(2, "ordered", "g2")])
    assert db.rows(f"{DWELL} where stage = 'consider'") == [(2, 0, 1, 2.0, 2.0, 40.0)]


def test_stays_that_go_on_count_for_as_long_as_they_have_lasted(story: Story) -> None:
    """Of four stays one goes on after 3 days: 3/4 outlast 2 days, half of these 4 days, none 10 (Kaplan & Meier)."""
    ended = [
        each for days in (2, 4, 10) for each in (event(0, "visited", f"g{days}"), event(days, "ordered", f"g{days}"))
    ]
    db = story([*ended, event(97, "visited", "g3")], until=100)
    assert db.rows(f"{DWELL} where stage = 'consider'") == [(4, 1, 0, 2.0, 4.0, 10.0)]


def test_a_median_that_is_not_reached_yet_is_not_told(story: Story) -> None:
    db = story(
        [event(0, "visited"), event(4, "ordered"), *(event(95, "visited", f"x{n}") for n in range(3))], until=100
    )
    assert db.rows(f"{DWELL} where stage = 'consider'") == [(4, 3, 0, 4.0, None, None)]


def test_paths_count_those_under_way_apart(story: Story) -> None:
    db = story([*looker("g1", buys=True), *looker("g2", buys=False), event(90, "visited", "g3")], until=100)
    (row,) = db.rows("select people, journeys, under_way, bought, bought_share, median_days, revenue from journey_path")
    assert row == (3, 3, 1, 1, 0.5, 1.0, 10.0)


def test_an_order_counts_in_each_of_its_lines_with_its_part(story: Story) -> None:
    db = story([event(0, "ordered", product_lines=["a", "b"], value=10.0)])
    assert db.rows("select product_line, revenue from journey_path order by 1 nulls first") == [
        (None, 10.0),
        ("a", 5.0),
        ("b", 5.0),
    ]


def test_lift_is_that_of_katz_where_everybody_has_one_journey(story: Story) -> None:
    """6 of 10 who consider first buy, and 2 of 8 who come while they evaluate."""
    events = [each for n in range(10) for each in looker(f"c{n}", buys=n < 6)]
    events += [each for n in range(8) for each in looker(f"e{n}", buys=n < 2, first="added_to_cart")]
    db = story(events)
    rows = db.rows(
        """select entry, people, journeys, bought, purchase_share, others_share, lift, lift_low, lift_high
        from journey_entry where split = 'all' order by entry"""
    )
    half = 1.959964 * math.sqrt(1 / 6 - 1 / 10 + 1 / 2 - 1 / 8)
    assert rows[0][:6] == ("consideration", 10, 10, 6, 0.6, 0.25)
    assert rows[0][6:] == pytest.approx((2.4, 2.4 * math.exp(-half), 2.4 * math.exp(half)), abs=1e-5)
    assert rows[1][:6] == ("second chance", 8, 8, 2, 0.25, 0.6)
    assert rows[1][6] == pytest.approx(1 / 2.4, abs=1e-5)


def test_journeys_of_one_person_widen_the_interval(story: Story) -> None:
    single = [each for n in range(12) for each in looker(f"c{n}", buys=n % 2 == 0)]
    single += [each for n in range(12) for each in looker(f"e{n}", buys=n % 3 == 0, first="added_to_cart")]
    wide = """select lift_high / lift_low from journey_entry where split = 'all' and entry = 'consideration'"""
    alone = story(single).value(wide)
    twice = [{**each, "day": each["day"] + 100} for each in single]
    both = story([*single, *twice]).value(wide)
    others = [{**each, "golden_id": f"x{each['golden_id']}"} for each in twice]
    apart = story([*single, *others]).value(wide)
    assert both == pytest.approx(alone, rel=1e-5), "the same people again tell nothing new"
    assert apart < alone


def test_a_purchase_out_of_the_blue_is_no_rival_and_has_no_lift(story: Story) -> None:
    db = story([event(0, "ordered", "g9"), *looker("g1", buys=True), *looker("g2", buys=False)])
    rows = db.rows("""select entry, purchase_share, others_share, lift from journey_entry where split = 'all'""")
    assert rows == [("consideration", 0.5, None, None), ("straight to purchase", 1.0, None, None)]


def test_entries_are_cut_by_channel_touchpoint_and_history(story: Story) -> None:
    events = [*looker("g1", buys=True, channel="app"), event(100, "visited", "g1"), *looker("g2", buys=False)]
    rows = story(events).rows("""select split, part, journeys from journey_entry where entry = 'consideration'""")
    assert {row[:2]: row[2] for row in rows} == {
        ("all", None): 3,
        ("channel", "app"): 1,
        ("channel", "web"): 2,
        ("touchpoint", "app visited"): 1,
        ("touchpoint", "web visited"): 2,
        ("history", "first time"): 2,
        ("history", "seen before"): 1,
    }
