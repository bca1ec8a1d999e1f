from __future__ import annotations

from typing import Any

from cdp.config.journey import JourneyConfig
from cdp.database import Database
from cdp.journey import make_journey
from tests.journey.conftest import Story, event

DAY = "date_diff('hour', timestamp '2026-01-01', {0}) / 24"


def stays(db: Database, who: str = "g1", line: str | None = None) -> list[tuple[Any, ...]]:
    """Stage, entered and left (days after 1 January 2026), what ended it, rule, journey."""
    return db.rows(
        f"""
        select stage, {DAY.format("entered_at")}, {DAY.format("left_at")}, left_by, rule, journey
        from journey_stage where golden_id = $1 and product_line is not distinct from $2
        """,
        [who, line],
    )


def test_a_journey_from_a_look_to_the_goods(story: Story) -> None:
    db = story(
        [
            event(0, "viewed_product"),
            event(1, "viewed_product"),
            event(2, "viewed_product"),
            event(3, "ordered", order_number="W1"),
            event(5, "delivered", order_number="W1"),
        ],
        until=20,
    )
    assert stays(db) == [
        ("consider", 0, 3, "buy", "looks around", 1),
        ("evaluate", 2, 3, "buy", "compares", 1),
        ("buy", 3, 5, "enjoy", "orders", 1),
        ("enjoy", 5, None, None, "receives", 1),
    ]
    assert db.rows("select stage from journey_stage where is_current") == [("enjoy",)]
    assert db.rows("select event_id from journey_stage where stage = 'evaluate'") == [("e002",)]


def test_silence_ends_a_stage_and_the_journey(story: Story) -> None:
    db = story([event(0, "visited"), event(20, "visited"), event(51, "visited"), event(60, "added_to_cart")], until=70)
    assert stays(db) == [
        ("consider", 0, 50, "silence", "looks around", 1),
        ("consider", 51, None, None, "looks around", 2),
        ("evaluate", 60, None, None, "fills a cart", 2),
    ]


def test_what_is_taken_home_is_bought_and_enjoyed_at_once_and_a_return_ends_it(story: Story) -> None:
    db = story(
        [
            event(0, "ordered", medium="physical", channel="store"),
            event(9, "returned", medium="physical", channel="store"),
            event(30, "ordered", medium="physical", channel="store"),
        ],
        until=31,
    )
    assert stays(db) == [
        ("buy", 0, 0, "enjoy", "orders", 1),
        ("enjoy", 0, 9, "returned", "takes home", 1),
        ("buy", 30, 30, "enjoy", "orders", 2),
        ("enjoy", 30, None, None, "takes home", 2),
    ]


def test_an_order_that_two_systems_tell_is_bought_once(story: Story) -> None:
    db = story([event(0, "ordered", order_number="W1")])
    db.run("insert into interaction select * replace ('app' as source, 'x' as event_id) from interaction")
    make_journey(db, JourneyConfig())
    assert [row[0] for row in stays(db)] == ["buy"]


def test_lines_of_products_have_courses_of_their_own_beside_that_of_all(story: Story) -> None:
    db = story(
        [
            event(0, "viewed_product", product_lines=["coats"]),
            event(1, "added_to_cart", product_lines=["shoes"]),
            event(2, "ordered", product_lines=["shoes", "bags"], order_number="W1"),
            event(4, "delivered", order_number="W1"),
        ],
        until=10,
    )
    assert [row[:4] for row in stays(db, line="coats")] == [("consider", 0, None, None)]
    assert [row[0] for row in stays(db, line="shoes")] == ["evaluate", "buy", "enjoy"]
    assert [row[0] for row in stays(db, line="bags")] == ["buy", "enjoy"]
    assert [row[0] for row in stays(db)] == ["consider", "evaluate", "buy", "enjoy"]


def test_a_rule_after_a_stage_waits_for_it(story: Story) -> None:
    praise = {"type": "survey_nps", "properties": '{"score": "10"}'}
    events = [event(0, "answered", **praise), event(1, "ordered"), event(2, "answered", **praise)]
    blank = event(3, "answered", "g2", type="survey_nps", properties='{"score": ""}')
    low = event(4, "answered", "g2", type="survey_nps", properties='{"score": "11"}')
    db = story([*events, event(1, "ordered", "g2"), blank, low])
    assert [row[:2] for row in stays(db) if row[0] == "advocate"] == [("advocate", 2)]
    assert "advocate" not in [row[0] for row in stays(db, "g2")]


def test_visits_are_counted_once_however_much_is_seen(story: Story) -> None:
    rule = {"on": ["visited"], "count": 2, "within_days": 7, "per": "visit"}
    config = JourneyConfig.model_validate({"stages": {"evaluate": {"rules": {"comes back": rule}}}})
    seen = [event(nth / 100, "visited", session_id="a") for nth in range(5)]
    db = story([*seen, event(3, "visited", session_id="b"), event(11, "visited", session_id="c")], config=config)
    assert [row[1] for row in stays(db) if row[0] == "evaluate"] == [3]


def test_awareness_and_renewal_are_stages_where_declared(story: Story) -> None:
    config = JourneyConfig.model_validate(
        {
            "stages": {
                "awareness": {"rules": {"is told": {"on": ["message_sent"]}}, "until": ["renewal"]},
                "renewal": {"rules": {"renews": {"on": ["prolonged"]}}},
            }
        }
    )
    db = story([event(0, "message_sent"), event(9, "prolonged"), event(19, "prolonged")], until=20, config=config)
    assert [row[:4] for row in stays(db)] == [
        ("awareness", 0, 9, "renewal"),
        ("renewal", 9, 19, "renewal"),
        ("renewal", 19, None, None),
    ]
    assert db.rows("select path, bought from journey_path order by path") == [("", 1), ("awareness", 1)]


def test_nothing_counts_that_lies_behind_the_horizon_or_has_no_time(story: Story) -> None:
    db = story([event(1, "visited"), event(5, "visited", "g2")], until=2)
    assert db.rows("select golden_id from journey_stage") == [("g1",)]


def test_events_of_one_moment_follow_their_ids(story: Story) -> None:
    db = story([event(0, "visited", event_id="b"), event(0, "visited", event_id="a")])
    assert db.rows("select event_id from journey_stage") == [("a",)]
