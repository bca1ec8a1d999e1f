from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.config.events import ACTIONS, Channel, EventsConfig
from cdp.database import Database
from cdp.standardise.vocabulary import action_of, describe_events, manner_of

Make = Callable[[str, str, str], None]
COLUMNS = (
    "source varchar, event_id varchar, channel varchar, type varchar, time timestamp, device_id varchar, "
    "action varchar, service varchar, device_type varchar, agent varchar, place varchar, topic varchar, "
    "campaign varchar, products varchar[]"
)


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("Product Viewed", "viewed_product"),
        ("page Home", "visited"),
        ("screen", "visited"),
        ("Order Completed", "ordered"),
        ("purchase", "ordered"),
        ("order_returned", "returned"),
        ("survey_nps", "answered"),
        ("Email Opened", "message_opened"),
        ("message", "contacted"),
        ("message_sent", "message_sent"),
        ("checkout step viewed", "started_checkout"),
        ("moon_landing", None),
        ("", None),
    ],
)
def test_usual_names_are_known(kind: str, action: str | None) -> None:
    assert action_of(kind, {}) == action


def test_every_action_is_known_by_its_own_name() -> None:
    assert {action: action_of(action, {}) for action in ACTIONS} == {action: action for action in ACTIONS}


def test_own_meanings_go_before_usual_ones() -> None:
    own = {"test_driven": ["purchase trial*"], "visited": ["매장 방문"]}
    assert action_of("Purchase Trial 2", own) == "test_driven"
    assert action_of("매장 방문", own) == "visited"
    assert action_of("purchase", own) == "ordered"


def test_channels_are_physical_or_digital_assisted_or_not() -> None:
    config = EventsConfig(channels={"store": Channel(service="self-service"), "kiosk": Channel(medium="physical")})
    assert manner_of("store", config) == ("physical", "self-service")
    assert manner_of("kiosk", config) == ("physical", "self-service")
    assert manner_of("call_center", config) == ("physical", "assisted")
    assert manner_of("app", config) == ("digital", "self-service")


def described(db: Database, make_table: Make, config: EventsConfig, *rows: str) -> dict[str, tuple[object, ...]]:
    make_table("event", COLUMNS, ", ".join(rows))
    describe_events(db, config)
    columns = "event_id, action, medium, service, product_lines, session_id"
    return {row[0]: row[1:] for row in db.rows(f"select {columns} from event order by event_id")}


def event(nth: int, minute: int, *, device: str = "d1", **told: str) -> str:
    time = f"timestamp '2026-05-01 10:00' + interval {minute} minute"
    texts = ("action", "service", "device_type", "agent", "place", "topic", "campaign")
    words = ", ".join(f"'{told[name]}'" if name in told else "null" for name in texts)
    given = (
        f"'{told.get('channel', 'app')}'",
        f"'{told.get('type', 'page')}'",
        time,
        f"'{device}'" if device else "null",
    )
    return f"('s', 'e{nth}', {', '.join(given)}, {words}, {told.get('products', 'null')})"


def test_a_session_ends_with_a_long_pause_of_its_device(db: Database, make_table: Make) -> None:
    rows = [event(1, 0), event(2, 30), event(3, 61), event(4, 62), event(5, 5, device="d2"), event(6, 6, device="")]
    found = described(db, make_table, EventsConfig(), *rows)
    sessions = {name: row[-1] for name, row in found.items()}
    assert list(sessions.values()) == ["s/e1", "s/e1", "s/e3", "s/e3", "s/e5", None]


def test_what_a_mapping_says_goes_before(db: Database, make_table: Make) -> None:
    found = described(
        db,
        make_table,
        EventsConfig(product_lines={"coats": ("HN-14*", "울 코트*"), "bed": ("Goose*",)}),
        event(1, 0, type="page", action="advised", service="assisted"),
        event(2, 0, channel="web", agent="mio", products="['HN-1401', 'Goose-down duvet', 'unheard of']"),
        event(3, 0, channel="store", type="purchase", products="['울 코트 외 1']"),
    )
    assert found["e1"][:4] == ("advised", "digital", "assisted", None)
    assert found["e2"][:4] == ("visited", "digital", "assisted", ["bed", "coats"])
    assert found["e3"][:4] == ("ordered", "physical", "assisted", ["coats"])
