"""Each kind of pain: what hurts, what does not, and what cannot be told yet."""

from __future__ import annotations

from datetime import timedelta

from tests.pain.conftest import TOLD_UNTIL, Town


def test_answers_in_the_bottom_box_hurt(town: Town) -> None:
    town.said("bottom", 5, event_id="bad", agent="paula").said("middle", 4).said("top", 3).make()
    assert town.hurt("bad_score") == ["bad"]
    assert town.hurt("bad_score", "agent") == ["paula"]


def test_blanks_neither_hurt_nor_count(town: Town) -> None:
    town.said("bottom", 5).said("bottom", 4, valid=False).make()
    found = town.rows("select events, opportunities from pain_point where kind = 'bad_score' and split = 'all'")
    assert found == [(1, 1)]


def test_an_answer_is_worse_than_the_same_persons_last_one(town: Town) -> None:
    town.said("top", 60).said("middle", 30, event_id="worse").said("top", 3)
    town.said("bottom", 20, golden_id="g2").said("bottom", 2, golden_id="g2").make()
    assert town.hurt("worsening_score") == ["worse"]


def test_without_surveys_there_are_no_kinds_of_scores(town: Town) -> None:
    town.did("contacted", 9).make()
    assert {row[0] for row in town.rows("select distinct kind from pain_point")} == {"repeated_contact"}


def test_a_contact_was_in_vain_when_the_next_on_its_topic_comes_within_a_week(town: Town) -> None:
    town.did("contacted", 30, event_id="vain", topic="size", agent="paula")
    town.did("contacted", 25, event_id="again", topic="size", agent="ravi")
    town.did("contacted", 24, topic="payment").did("contacted", 17.5, topic="size")
    town.did("contacted", 24, topic="size", golden_id="g2").did("contacted", 23, topic="size", golden_id=None).make()
    assert town.hurt("repeated_contact") == ["vain"]
    assert town.hurt("repeated_contact", "agent") == ["paula"]


def test_a_cart_without_an_order_within_a_day_was_abandoned(town: Town) -> None:
    town.did("added_to_cart", 9, event_id="left", session_id="s1", amount=20.0, currency="USD", golden_id=None)
    town.did("added_to_cart", 8.99, session_id="s1", amount=5.0, currency="USD", golden_id=None)
    town.did("added_to_cart", 8, session_id="s2", golden_id=None)
    town.did("ordered", 7.9, session_id="s2", golden_id=None)
    town.did("added_to_cart", 6, session_id="s3").bought("W1", 5.5)
    town.did("added_to_cart", 0.5, session_id="s4", golden_id="g2").make()
    assert town.hurt("abandoned_cart") == ["left"]
    assert town.hurt("abandoned_cart", "value") == [25_000.0]
    assert town.hurt("abandoned_cart", "time") == [TOLD_UNTIL - timedelta(days=8)]


def test_a_wait_is_long_by_the_limit_or_by_what_is_usual(town: Town) -> None:
    for nth in range(20):
        town.did("contacted", 100 + nth, golden_id=f"p{nth}", properties='{"waited_seconds": 60}')
    town.did("contacted", 3, event_id="long", golden_id="g1", properties='{"waited_seconds": 61}').make()
    assert town.hurt("long_wait") == ["long"]
    town.make(wait_seconds=90)
    assert town.hurt("long_wait") == []


def test_a_wait_is_told_by_the_moment_or_by_the_event_of_the_answer(town: Town) -> None:
    answered = (TOLD_UNTIL - timedelta(days=9) + timedelta(hours=2)).isoformat()
    town.did("contacted", 9, event_id="moment", properties=f'{{"answered_at": "{answered}Z"}}')
    town.did("contacted", 7, event_id="event", golden_id="g2", properties="{}")
    town.did("contacted", 5, event_id="unknown", golden_id="g3", properties="{}")
    town.did("answered_mail", 6.5, golden_id="g2", type="reply").make(wait_seconds=7000)
    assert town.hurt("long_wait") == ["moment", "event"]
    town.make(wait_seconds=7300)
    assert town.hurt("long_wait") == ["event"]


def test_a_delivery_is_slow_by_what_is_usual_and_when_it_does_not_come_at_all(town: Town) -> None:
    for nth in range(20):
        town.bought(f"W{nth}", 120 + nth).did("delivered", 118 + nth, order_number=f"W{nth}")
    town.bought("late", 20).did("delivered", 16, order_number="late")
    town.bought("lost", 12).did("shipped", 11, order_number="lost")
    town.bought("on its way", 1).did("shipped", 0.5, order_number="on its way")
    town.bought("not sent", 9).make()
    assert town.hurt("slow_delivery") == ["late", "lost"]
    assert town.hurt("slow_delivery", "time") == [TOLD_UNTIL - timedelta(days=18), TOLD_UNTIL - timedelta(days=10)]


def test_goods_that_nobody_picks_up_for_a_week_were_left(town: Town) -> None:
    town.bought("left", 20).did("ready_for_pickup", 19, order_number="left", place="K03")
    town.bought("late", 30).did("ready_for_pickup", 29, order_number="late").did("picked_up", 20, order_number="late")
    town.bought("fetched", 20).did("ready_for_pickup", 19, order_number="fetched")
    town.did("picked_up", 18, order_number="fetched")
    town.bought("waiting", 3).did("ready_for_pickup", 2, order_number="waiting").make()
    assert town.hurt("failed_pickup") == ["late", "left"]
    assert town.hurt("failed_pickup", "place") == [None, "K03"]
    assert town.hurt("failed_pickup", "value") == [100.0, 100.0]
    told = "select opportunities, period_to from pain_point where kind = 'failed_pickup' and split = 'all'"
    assert town.rows(told) == [(3, TOLD_UNTIL - timedelta(days=7))]


def test_returns_hurt_within_a_month_and_without_a_number(town: Town) -> None:
    town.bought("back", 60, returned_value=40.0, status="returned").did("returned", 50, order_number="back")
    town.bought("late", 99, returned_value=40.0, status="returned").did("returned", 50, order_number="late")
    town.bought("kept", 60).bought("till", 45, value=-30.0, kind="return", status="returned").make()
    assert town.hurt("returned_goods") == ["back", "till"]
    assert town.hurt("returned_goods", "value") == [40.0, 30.0]


def test_a_message_that_comes_back_hurts(town: Town) -> None:
    for nth in range(3):
        town.did("message_sent", 9, event_id=f"m{nth}", event_key=f"email:{nth}", campaign="june")
    town.did("message_bounced", 8.9, event_key="email:1", campaign="june")
    town.did("message_bounced", 8.9, event_key="email:2", campaign="may").make()
    assert town.hurt("bounced_message") == ["m1"]


def test_a_kind_of_your_own_is_two_conditions(town: Town) -> None:
    town.did("delivered", 9, event_id="fine").did("delivered", 8, event_id="broken", topic="damaged")
    town.did("contacted", 7, topic="damaged")
    town.make(kinds={"damaged_goods": {"of": "action = 'delivered'", "hurts": "topic = 'damaged'"}})
    assert town.hurt("damaged_goods") == ["broken"]
    found = town.rows("select opportunities, rate from pain_point where kind = 'damaged_goods' and split = 'all'")
    assert found == [(2, 0.5)]


def test_what_is_left_out_is_not_looked_at(town: Town) -> None:
    town.did("contacted", 9).make(leave_out=["repeated_contact"])
    assert town.rows("from pain_point") == []
