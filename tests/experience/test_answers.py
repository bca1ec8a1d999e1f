"""What an answer speaks of, who gave it, and what becomes of a person's scores."""

from __future__ import annotations

from collections.abc import Callable

from cdp.config.experience import ExperienceConfig
from cdp.database import Database
from cdp.experience import add_segments
from tests.experience.conftest import Ask, answers, event

Made = Callable[..., Ask]
ANSWER = "select channel, device_type, place, agent from survey_answer"


def about(touchpoint: str, **told: object) -> dict[str, object]:
    """An answer of g1 on 20 May about a touchpoint."""
    properties = f'{{"score": "9", "touchpoint": "{touchpoint}", "sent_at": "2026-05-19T09:00:00+09:00"}}'
    return event(1, time="2026-05-20 08:00", channel="survey", properties=properties, **told)


def bought(nth: int, time: str, **told: object) -> dict[str, object]:
    usual = {"golden_id": "g1", "source": "till", "channel": "store", "type": "sale", "action": "ordered", "time": time}
    return event(nth, **{**usual, "place": f"S{nth}", "agent": f"clerk {nth}", **told})


def test_an_answer_speaks_of_the_last_interaction_of_its_touchpoint_before_it_was_asked(made: Made) -> None:
    rows = [
        about("store"),
        bought(2, "2026-05-02"),
        bought(3, "2026-05-18 23:00"),
        bought(4, "2026-05-19 03:00"),  # after the question was sent
        bought(5, "2026-05-18 23:30", golden_id="g2"),
        bought(6, "2026-05-18 23:30", channel="web"),
    ]
    assert made(rows)(ANSWER) == [{"channel": "store", "device_type": None, "place": "S3", "agent": "clerk 3"}]


def test_an_interaction_too_long_before_is_not_what_it_speaks_of(made: Made) -> None:
    rows = [about("store"), bought(2, "2026-05-02")]
    assert made(rows, {"about_days": 10})(ANSWER)[0]["place"] is None
    assert made(rows, {"about_days": 20})(ANSWER)[0]["place"] == "S2"


def test_the_order_that_an_answer_names_goes_before_a_later_one(made: Made) -> None:
    delivered = {"type": "delivered", "action": "delivered", "channel": "web", "place": None, "agent": None}
    rows = [
        about("delivery", order_number="W1"),
        bought(2, "2026-05-10", **delivered, order_number="W1", device_type="ios"),
        bought(3, "2026-05-12", **delivered, order_number="W2", device_type="android"),
    ]
    assert made(rows)(ANSWER) == [{"channel": "web", "device_type": "ios", "place": None, "agent": None}]


def test_what_the_answer_tells_itself_goes_before(made: Made) -> None:
    rows = [about("store", place="S9", agent="Mia"), bought(2, "2026-05-18", device_type="kiosk")]
    assert made(rows)(ANSWER) == [{"channel": "store", "device_type": "kiosk", "place": "S9", "agent": "Mia"}]


def test_a_touchpoint_that_names_a_channel_is_one(made: Made) -> None:
    rows = [about("web"), event(7, channel="web", type="page", action="visited")]
    assert made(rows)(ANSWER)[0]["channel"] == "web"
    assert made([about("parking")])(ANSWER)[0]["channel"] == "survey"


def test_the_score_of_a_person(made: Made) -> None:
    def said(nth: int, score: str, day: int, who: str | None) -> dict[str, object]:
        return event(nth, golden_id=who, time=f"2026-05-{day:02}", properties=f'{{"score": "{score}"}}')

    ask = made(
        [
            said(1, "9", 1, "g1"),
            said(2, "8", 3, "g1"),
            said(3, "4", 5, "g1"),
            said(4, "", 7, "g1"),
            said(5, "10", 2, "g2"),
            said(6, "1", 2, None),
        ]
    )
    rows = ask("select golden_id, n, latest, box, mean, trend from person_score order by golden_id")
    assert rows == [
        {"golden_id": "g1", "n": 3, "latest": 4, "box": "bottom", "mean": 7, "trend": -4.5},
        {"golden_id": "g2", "n": 1, "latest": 10, "box": "top", "mean": 10, "trend": None},
    ]


def test_segments_get_scores_of_their_own(
    made: Made, db: Database, make_table: Callable[[str, str, str], None]
) -> None:
    rows = [event(nth, properties=f'{{"score": {score}}}') for nth, score in enumerate([10, 9, 2, 0])]
    ask = made([*rows, event(9, golden_id=None, properties='{"score": 3}')])
    scores = "select part, n, value from experience_score where split = 'segment' and period = 'all' order by part"
    assert ask(scores) == []
    make_table(
        "segment_member", "segment varchar, golden_id varchar", "('a', 'g0'), ('b', 'g0'), ('b', 'g2'), ('b', 'g7')"
    )
    add_segments(db, ExperienceConfig(), "UTC")
    assert ask(scores) == [{"part": "a", "n": 1, "value": 100.0}, {"part": "b", "n": 2, "value": 0.0}]
    assert ask("select n from experience_score where split = 'all' and period = 'all'") == [{"n": 5}]


def test_the_gap_between_touchpoints_is_over_the_people_who_judged_both(made: Made) -> None:
    rows = [
        event(10 * who + nth, golden_id=f"g{who}", properties=f'{{"score": {score}, "touchpoint": "{where}"}}')
        for who, judged in enumerate([{"web": 9, "store": 7}, {"web": 8, "store": 5}, {"web": 10, "store": 9}])
        for nth, (where, score) in enumerate(judged.items())
    ]
    alone = event(99, golden_id="g99", properties='{"score": 0, "touchpoint": "web"}')
    (gap,) = made([*rows, alone], {"min_sample": 3})("select * from channel_gap")
    assert (gap["one"], gap["other"], gap["people"], gap["gap"]) == ("store", "web", 3, -2)
    half = 4.302653 / 3**0.5  # Student's t of two degrees of freedom; the differences -2, -3, -1 deviate by 1
    assert (round(gap["low"], 4), round(gap["high"], 4)) == (round(-2 - half, 4), round(-2 + half, 4))
    assert (gap["enough"], gap["significant"]) == (True, False)


def test_revenue_of_promoters_and_detractors(made: Made) -> None:
    rows = [
        event(nth, golden_id=f"g{nth}", time="2026-05-04", properties=f'{{"score": {score}}}')
        for nth, score in enumerate([10, 9, 2])
    ]

    def order(who: str, value: float, day: str = "2026-04-01", **told: object) -> dict[str, object]:
        usual = {"golden_id": who, "kind": "order", "status": "delivered", "time": day, "value": value}
        return {**usual, "returned_value": 0.0, **told}

    purchases = [
        order("g0", 100),
        order("g0", 50, returned_value=20.0),
        order("g0", 70, status="cancelled"),
        order("g0", 500, "2024-01-01"),
        order("g2", 40),
        order("g2", -10, kind="return", returned_value=None),
        order("g9", 1000),
    ]
    ask = made(rows, bought=purchases)
    found = ask(
        "select box, people, buyers, orders, revenue, per_person, revenue_share from score_revenue order by box"
    )
    assert found == [
        {
            "box": "bottom",
            "people": 1,
            "buyers": 1,
            "orders": 1,
            "revenue": 30.0,
            "per_person": 30.0,
            "revenue_share": 0.1875,
        },
        {
            "box": "top",
            "people": 2,
            "buyers": 1,
            "orders": 2,
            "revenue": 130.0,
            "per_person": 65.0,
            "revenue_share": 0.8125,
        },
    ]


def test_an_answer_tells_the_stage_that_the_person_was_in(made: Made) -> None:
    stays = [
        {"golden_id": "g1", "stage": "buy", "entered_at": "2026-05-01 12:00"},
        {"golden_id": "g1", "stage": "advocate", "entered_at": "2026-05-04 12:00"},
        {"golden_id": "g1", "product_line": "shoes", "stage": "evaluate", "entered_at": "2026-05-02 12:00"},
        {"golden_id": "g2", "stage": "buy", "entered_at": "2026-04-01 12:00", "left_at": "2026-05-01 12:00"},
    ]
    ask = made(answers(["9", "8"]), stays=stays)
    found = ask("select golden_id, stage from survey_answer order by golden_id")
    assert found == [{"golden_id": "g0", "stage": None}, {"golden_id": "g1", "stage": "buy"}]
