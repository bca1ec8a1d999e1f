"""What interactions tell: who is active and where, who is recognised, how long people wait for an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.intervals import wilson
from tests.experience.conftest import Ask, event

Made = Callable[..., Ask]


def visit(nth: int, who: str | None, **told: object) -> dict[str, object]:
    usual = {"golden_id": who, "source": "site", "channel": "web", "medium": "digital", "service": "self-service"}
    return event(nth, **{**usual, "type": "page", "action": "visited", **told})


def test_engagement_counts_what_people_do(made: Made) -> None:
    rows = [
        visit(1, "g1"),
        visit(2, "g1", time="2026-04-04"),
        visit(3, "g2", channel="store", medium="physical", service="assisted", action="ordered", place="S1"),
        visit(4, None),
        visit(5, "g3", type="mail", action="message_sent"),  # what the company does
        event(6, golden_id="g4", properties='{"score": ""}'),  # a survey that nobody answered
        visit(7, "g1", action=None, medium=None, type="something"),
    ]
    ask = made(rows)
    query = "select interactions, of_known, people, per_person, digital_share from engagement"
    assert ask(f"{query} where split = 'all' and period = 'all'") == [
        {"interactions": 5, "of_known": 4, "people": 2, "per_person": 2.0, "digital_share": 0.75}
    ]
    assert ask(f"{query} where split = 'all' and period = '2026-04'")[0]["people"] == 1
    assert ask(f"{query} where split = 'all' and period = '2026-Q2'")[0]["people"] == 2
    parts = ask("select split, part, interactions from engagement where period = 'all' order by all")
    assert {(row["split"], row["part"]): row["interactions"] for row in parts} == {
        ("all", ""): 5,
        ("channel", "store"): 1,
        ("channel", "web"): 4,
        ("dimension", "ease"): 1,
        ("medium", "digital"): 3,
        ("medium", "physical"): 1,
        ("service", "assisted"): 1,
        ("service", "self-service"): 4,
        ("store", "S1"): 1,
    }


def test_interactions_speak_of_the_dimension_that_is_declared(made: Made) -> None:
    ask = made([visit(1, "g1"), visit(2, "g1", type="FAQ read", action=None)], {"dimensions": {"information": "faq_*"}})
    rows = ask("select part, interactions from engagement where split = 'dimension' and period = 'all'")
    assert rows == [{"part": "information", "interactions": 1}]


def test_recognition_is_the_share_of_interactions_of_known_people(made: Made) -> None:
    ask = made([*(visit(nth, "g1" if nth < 3 else None) for nth in range(4)), visit(5, "g2", channel="app")])
    (web,) = ask("select * from recognition where split = 'touchpoint' and part = 'web: visited' and period = 'all'")
    assert (web["interactions"], web["known"], web["rate"]) == (4, 3, 0.75)
    assert (web["low"], web["high"]) == pytest.approx(wilson(3, 4), abs=1e-6)
    assert ask("select rate from recognition where part = 'app' and period = 'all'") == [{"rate": 1.0}]


def test_time_until_a_device_is_known(made: Made) -> None:
    def seen(nth: int, device: str, day: str, key: str = "") -> dict[str, object]:
        return visit(nth, "g1", device_id=device, event_key=key or f"device_id:{device}", time=day)

    rows = [
        seen(1, "a", "2026-04-01"),
        seen(2, "a", "2026-04-03"),
        seen(3, "a", "2026-04-05", "login:mia"),
        seen(4, "b", "2026-04-01"),
        seen(5, "b", "2026-05-01", "login:tom"),
        seen(6, "c", "2026-04-09"),  # not known yet
        seen(7, "d", "2026-04-01", "login:eva"),  # known from the first
        seen(8, "d", "2026-04-02"),
    ]
    (known,) = made(rows)("select * from recognition where split = 'all' and period = '2026-04'")
    assert (known["devices"], known["devices_known"], known["days_until_known"]) == (3, 2, 17)


def test_response_is_told_by_the_contact_or_by_the_next_answer(made: Made) -> None:
    def contact(nth: int, who: str, **told: object) -> dict[str, object]:
        usual = {"golden_id": who, "source": "desk", "type": "chat", "action": "contacted", "channel": "chat"}
        return event(nth, **{**usual, "time": "2026-05-04 12:00", "agent": "Mia", **told})

    rows = [
        contact(1, "g1", properties='{"waited_seconds": "30"}'),
        contact(2, "g2", properties='{"answered_at": "2026-05-04T14:01:00+02:00"}'),
        contact(3, "g3"),
        event(4, golden_id="g3", type="Ticket resolved", action=None, time="2026-05-04 12:01:30"),
        event(5, golden_id="g3", type="Ticket resolved", action=None, time="2026-05-05"),
        contact(6, "g4"),
        event(7, golden_id="g4", type="Ticket resolved", action=None, time="2026-06-04"),  # too late to be one
    ]
    ask = made(rows)
    (mia,) = ask("select * from response_time where split = 'agent' and period = 'all'")
    assert (mia["part"], mia["contacts"], mia["answered"], mia["answered_share"]) == ("Mia", 4, 3, 0.75)
    assert (mia["median_seconds"], mia["p90_seconds"]) == (60, 84)


def test_nothing_happened(made: Made) -> None:
    ask = made([])
    for table in ("survey_answer", "experience_score", "person_score", "engagement", "recognition", "benchmark"):
        assert ask(f"select * from {table}") == []
