from __future__ import annotations

from typing import Any

from cdp.config.journey import JourneyConfig
from tests.journey.conftest import Event, Story, event


def buyer(who: str, *days: float) -> list[Event]:
    return [event(day, "ordered", who, value=10.0) for day in days]


def loyalists(story: Story, events: list[Event], until: float = 300, **loyalty: Any) -> dict[str, tuple[Any, ...]]:
    db = story(events, until=until, config=JourneyConfig.model_validate({"loyalty": loyalty}))
    rows = db.rows("select golden_id, kind, at_risk, purchases, value, signs from loyalty where product_line is null")
    return {row[0]: row[1:] for row in rows}


def test_who_buys_thrice_in_a_year_is_loyal_as_long_as_it_lasts(story: Story) -> None:
    events = [*buyer("often", 10, 150, 290), *buyer("once", 290), *buyer("gone", 1, 30, 60), *buyer("slow", 0, 250)]
    found = loyalists(story, events)
    assert found == {"often": ("passive", False, 3, 30.0, []), "gone": ("lapsed", False, 3, 30.0, [])}


def test_signs_make_a_loyalist_active(story: Story) -> None:
    praise = event(280, "answered", "fan", type="nps", properties='{"score": "9"}')
    visits = [event(250 + n, "visited", "guest", session_id=f"v{n}") for n in range(3)]
    one_visit = [event(290 + n / 100, "visited", "mute", session_id="v") for n in range(3)]
    events = [each for who in ("fan", "guest", "mute") for each in buyer(who, 200, 240, 295)]
    found = loyalists(story, [*events, praise, *visits, *one_visit])
    assert {who: (row[0], row[-1]) for who, row in found.items()} == {
        "fan": ("active", ["recommends"]),
        "guest": ("active", ["comes by itself"]),
        "mute": ("passive", []),
    }


def test_a_passive_loyalist_who_looks_again_is_at_risk(story: Story) -> None:
    events = [*buyer("wavers", 200, 240, 280), *buyer("stays", 200, 240, 295)]
    events += [event(290, "visited", "wavers"), event(290, "visited", "stays")]
    found = loyalists(story, events)
    assert {who: row[:2] for who, row in found.items()} == {"wavers": ("passive", True), "stays": ("passive", False)}


def test_the_definition_is_declared(story: Story) -> None:
    events = [*buyer("g1", 280, 290), event(291, "joined", "g1")]
    signs = {"joins": {"on": ["joined"]}}
    found = loyalists(story, events, purchases=2, within_days=30, signs=signs)
    assert found["g1"][0] == "active"
    assert found["g1"][-1] == ["joins"]


def test_who_is_loyal_to_the_company_may_be_so_in_a_line_of_products(story: Story) -> None:
    warm = {"product_lines": ["warm"]}
    orders = [event(day, "ordered", value=30.0, **warm) for day in (200, 240, 280)]
    orders += [event(290, "ordered", value=30.0, product_lines=["warm", "other", "more"])]
    db = story([*orders, event(295, "visited"), event(296, "visited", product_lines=["other"])], until=300)
    rows = db.rows("select product_line, kind, at_risk, purchases, value from loyalty order by 1 nulls first")
    assert rows == [(None, "passive", True, 4, 120.0), ("warm", "passive", False, 4, 100.0)]
