"""Events find their person through the identifiers they carry; what could be several people's stays unattributed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.database import Database
from cdp.history import attribute_events
from tests.conftest import Company

Make = Callable[[str, str, str], None]
pytestmark = pytest.mark.usefixtures("persons")
EVENT = "event_key varchar, event_id varchar, source varchar, time timestamp, order_number varchar, device_id varchar"


@pytest.fixture
def persons(make_table: Make) -> None:
    """Two people: A (crm/1, shares fam@x with B), B (crm/2)."""
    make_table(
        "member",
        "golden_id varchar, rid integer, source varchar, record_id varchar",
        "('A', 1, 'crm', '1'), ('B', 2, 'crm', '2')",
    )
    columns = "rid integer, email varchar"
    make_table("record", columns, "(1, 'a@x'), (2, 'b@x')")
    make_table("alternate", columns, "(1, 'fam@x'), (2, 'fam@x')")
    make_table(
        "consent_given",
        "event_key varchar, source varchar, purpose varchar, channel varchar, state varchar, since timestamp",
        "",
    )


def owners(db: Database, people: Company, events: str, make_table: Make) -> dict[str, str | None]:
    make_table("event", EVENT, events)
    attribute_events(db, people.workspace.config, ["email"])
    found = db.rows(
        """
        select event.event_id, owner.golden_id from event left join event_owner owner
          on owner.event_key = event.event_key
         and (owner.from_time is null or event.time >= owner.from_time)
         and (owner.to_time is null or event.time < owner.to_time)
        """
    )
    assert len(found) == db.count("event")
    return dict(found)


def test_record_and_mail_name_the_person(db: Database, people: Company, make_table: Make) -> None:
    events = """
        ('record:crm/1', 'e1', 's', '2026-01-01', null, null), ('email:b@x', 'e2', 's', '2026-01-01', null, null),
        ('email:fam@x', 'e3', 's', '2026-01-01', null, null), ('email:who@x', 'e4', 's', '2026-01-01', null, null),
        (null, 'e5', 's', '2026-01-01', null, null)
    """
    found = owners(db, people, events, make_table)
    assert found == {"e1": "A", "e2": "B", "e3": None, "e4": None, "e5": None}
    counts = attribute_events(db, people.workspace.config, ["email"])
    assert counts == {
        "attributed": 2,
        "ambiguous: several persons hold it": 1,
        "unknown": 1,
        "no identifier": 1,
    }


def test_an_order_number_speaks_of_the_orders_person(db: Database, people: Company, make_table: Make) -> None:
    events = """
        ('record:crm/1', 'order', 's', '2026-01-01', 'W1', null),
        ('order_number:W1', 'call', 's', '2026-01-02', 'W1', null),
        ('order_number:W9', 'odd', 's', '2026-01-02', 'W9', null)
    """
    assert owners(db, people, events, make_table) == {"order": "A", "call": "A", "odd": None}


def test_anonymous_events_join_once_the_device_is_known(db: Database, people: Company, make_table: Make) -> None:
    events = """
        ('device_id:d', 'before', 's', '2026-01-01', null, 'd'),
        ('record:crm/1', 'login', 's', '2026-01-02', null, 'd'),
        ('device_id:d', 'after', 's', '2026-01-03', null, 'd')
    """
    assert owners(db, people, events, make_table) == {"before": "A", "login": "A", "after": "A"}


def test_a_shared_device_stays_unattributed(db: Database, people: Company, make_table: Make) -> None:
    events = """
        ('record:crm/1', 'a1', 's', '2026-01-01', null, 'd'),
        ('record:crm/2', 'b1', 's', '2026-01-02', null, 'd'),
        ('record:crm/1', 'a2', 's', '2026-01-03', null, 'd'), ('device_id:d', 'x', 's', '2026-01-02', null, 'd')
    """
    assert owners(db, people, events, make_table)["x"] is None


def test_a_device_that_changed_hands_is_cut_between_its_owners(db: Database, people: Company, make_table: Make) -> None:
    events = """
        ('record:crm/1', 'a1', 's', '2026-01-01', null, 'd'), ('record:crm/1', 'a2', 's', '2026-01-03', null, 'd'),
        ('record:crm/2', 'b1', 's', '2026-02-01', null, 'd'),
        ('device_id:d', 'first', 's', '2025-12-01', null, 'd'), ('device_id:d', 'his', 's', '2026-01-02', null, 'd'),
        ('device_id:d', 'between', 's', '2026-01-15', null, 'd'), ('device_id:d', 'hers', 's', '2026-03-01', null, 'd')
    """
    found = owners(db, people, events, make_table)
    assert (found["first"], found["his"], found["between"], found["hers"]) == ("A", "A", None, "B")


def test_the_newest_word_on_consent_counts_and_refusal_on_a_tie(
    db: Database, people: Company, make_table: Make
) -> None:
    make_table("event", EVENT, "")
    make_table(
        "consent_given",
        "event_key varchar, source varchar, purpose varchar, channel varchar, state varchar, since timestamp",
        """
        ('record:crm/1', 'crm', 'marketing', 'email', 'granted', '2025-01-01'),
        ('email:a@x', 'mailing', 'marketing', 'email', 'denied', '2026-01-01'),
        ('record:crm/1', 'crm', 'marketing', 'sms', 'granted', '2026-01-01'),
        ('record:crm/1', 'crm', 'marketing', 'sms', 'denied', '2026-01-01'),
        ('email:fam@x', 'mailing', 'marketing', 'email', 'granted', '2026-05-01')
        """,
    )
    attribute_events(db, people.workspace.config, ["email"])
    assert db.rows("select golden_id, channel, state, source from consent") == [
        ("A", "email", "denied", "mailing"),
        ("A", "sms", "denied", "crm"),
    ]


def test_an_order_tells_whose_device_it_was(db: Database, people: Company, make_table: Make) -> None:
    events = """
        ('record:crm/1', 'order', 's', '2026-01-02', 'W1', null),
        ('order_number:W1', 'checkout', 's', '2026-01-02', 'W1', 'd'),
        ('device_id:d', 'visit', 's', '2026-01-01', null, 'd')
    """
    assert owners(db, people, events, make_table) == {"order": "A", "checkout": "A", "visit": "A"}
