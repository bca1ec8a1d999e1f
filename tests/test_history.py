"""Events find their person through the identifiers they carry; what could be several people's stays unattributed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.database import Database
from cdp.history import attribute_events
from tests.conftest import AS_OF, Company

CONSENT = (
    "event_key varchar, source varchar, party varchar, purpose varchar, channel varchar, state varchar, "
    "since timestamp, expires_at date"
)
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
        CONSENT,
        "",
    )


def owners(db: Database, people: Company, events: str, make_table: Make) -> dict[str, str | None]:
    make_table("event", EVENT, events)
    attribute_events(db, people.workspace.config, ["email"], AS_OF)
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
    counts = attribute_events(db, people.workspace.config, ["email"], AS_OF)
    assert counts.events == {
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


def test_a_device_used_by_several_at_unknown_times_is_nobodys(db: Database, people: Company, make_table: Make) -> None:
    events = """
        ('record:crm/1', 'a1', 's', null, null, 'd'), ('record:crm/2', 'b1', 's', '2026-01-02', null, 'd'),
        ('device_id:d', 'x', 's', '2026-01-03', null, 'd'), ('device_id:e', 'y', 's', '2026-01-03', null, 'e'),
        ('record:crm/1', 'a2', 's', null, null, 'e')
    """
    found = owners(db, people, events, make_table)
    assert (found["x"], found["y"]) == (None, "A")


def test_an_event_between_two_owners_of_a_device_is_counted_as_such(
    db: Database, people: Company, make_table: Make
) -> None:
    events = """
        ('record:crm/1', 'a', 's', '2026-01-01', null, 'd'), ('record:crm/2', 'b', 's', '2026-02-01', null, 'd'),
        ('device_id:d', 'x', 's', '2026-01-15', null, 'd')
    """
    make_table("event", EVENT, events)
    counts = attribute_events(db, people.workspace.config, ["email"], AS_OF).events
    assert counts == {"attributed": 2, "between two persons who used the device": 1}


@pytest.mark.parametrize("hashed", ["event", "record"])
def test_a_mail_and_its_hash_are_one_identifier(db: Database, company: Company, make_table: Make, hashed: str) -> None:
    own = "hashed_email" if hashed == "event" else "email"
    company.source(
        f"""
        source: clicks
        party: first
        channel: email
        connector: {{kind: csv, path: clicks.csv}}
        events: [{{type: {{constant: click}}, time: at, identifiers: {{{own}: mail}}}}]
        """
    )
    make_table("record", "rid integer, email varchar, hashed_email varchar", "")
    make_table("alternate", "rid integer, email varchar, hashed_email varchar", "")
    clear, digest = ("'a@x'", "null") if hashed == "event" else ("null", "sha256('a@x')")
    db.run(f"insert into record values (1, {clear}, {digest}), (2, 'b@x', sha256('other@x'))")
    key = f"'{own}:' || " + ("sha256('a@x')" if hashed == "event" else "'a@x'")
    make_table("event", EVENT, f"({key}, 'e', 's', '2026-01-01', null, null)")
    attribute_events(db, company.workspace.config, ["email", "hashed_email"], AS_OF)
    assert db.rows("select golden_id from event_owner") == [("A",)]


def test_a_device_that_changed_hands_is_cut_between_its_owners(db: Database, people: Company, make_table: Make) -> None:
    events = """
        ('record:crm/1', 'a1', 's', '2026-01-01', null, 'd'), ('record:crm/1', 'a2', 's', '2026-01-03', null, 'd'),
        ('record:crm/2', 'b1', 's', '2026-02-01', null, 'd'),
        ('device_id:d', 'first', 's', '2025-12-01', null, 'd'), ('device_id:d', 'his', 's', '2026-01-02', null, 'd'),
        ('device_id:d', 'between', 's', '2026-01-15', null, 'd'), ('device_id:d', 'hers', 's', '2026-03-01', null, 'd')
    """
    found = owners(db, people, events, make_table)
    assert (found["first"], found["his"], found["between"], found["hers"]) == ("A", "A", None, "B")


def consents(db: Database, people: Company, make_table: Make, *words: str) -> list[tuple[str, str, str, str]]:
    """Rows of `consent` after (event_key, source, party, channel, state, since, expires_at) as SQL text."""
    make_table("event", EVENT, "")
    make_table("consent_given", CONSENT, "")
    for word in words:
        key, source, party, channel, state, since, expires = (
            None if cell.strip() == "-" else cell.strip() for cell in word.split("|")
        )
        row = [key, source, party, "marketing", channel, state, since, expires]
        db.run("insert into consent_given values ($1, $2, $3, $4, $5, $6, $7, $8)", row)
    attribute_events(db, people.workspace.config, ["email"], AS_OF)
    return db.rows("select golden_id, channel, state, source from consent")


def test_the_newest_word_on_consent_counts_and_refusal_on_a_tie(
    db: Database, people: Company, make_table: Make
) -> None:
    assert consents(
        db,
        people,
        make_table,
        "record:crm/1 | crm     | first | email | granted | 2025-01-01 | -",
        "email:a@x    | mailing | first | email | denied  | 2026-01-01 | -",
        "record:crm/1 | crm     | first | sms   | granted | 2026-01-01 | -",
        "record:crm/1 | crm     | first | sms   | denied  | 2026-01-01 | -",
    ) == [("A", "email", "denied", "mailing"), ("A", "sms", "denied", "crm")]


def test_a_third_partys_word_counts_where_there_is_no_other(db: Database, people: Company, make_table: Make) -> None:
    assert consents(
        db,
        people,
        make_table,
        "record:crm/1 | crm    | first | email | denied  | 2025-01-01 | -",
        "email:a@x    | bought | third | email | granted | 2026-01-01 | -",
        "email:a@x    | bought | third | sms   | granted | 2026-01-01 | 2026-06-30",
        "email:a@x    | bought | third | phone | granted | 2026-01-01 | 2026-06-29",
    ) == [("A", "email", "denied", "crm"), ("A", "sms", "granted", "bought")]


def test_a_refusal_of_several_holds_for_all_and_a_grant_for_nobody(
    db: Database, people: Company, make_table: Make
) -> None:
    assert consents(
        db,
        people,
        make_table,
        "record:crm/1 | crm     | first | email | granted | 2025-01-01 | -",
        "email:fam@x  | mailing | first | email | denied  | 2026-05-01 | -",
        "email:fam@x  | mailing | first | sms   | granted | 2026-05-01 | -",
    ) == [("A", "email", "denied", "mailing"), ("B", "email", "denied", "mailing")]


def test_a_newer_word_that_cannot_be_read_ends_a_grant_never_a_refusal(
    db: Database, people: Company, make_table: Make
) -> None:
    assert consents(
        db,
        people,
        make_table,
        "record:crm/1 | crm | first | email | granted | 2025-01-01 | -",
        "record:crm/1 | crm | first | email | -       | 2025-02-01 | -",
        "record:crm/1 | crm | first | sms   | denied  | 2025-01-01 | -",
        "record:crm/1 | crm | first | sms   | -       | 2025-02-01 | -",
        "record:crm/1 | crm | first | phone | -       | 2025-01-01 | -",
        "record:crm/1 | crm | first | phone | granted | 2025-02-01 | -",
    ) == [("A", "phone", "granted", "crm"), ("A", "sms", "denied", "crm")]


def test_words_on_consent_are_counted_by_what_became_of_them(db: Database, people: Company, make_table: Make) -> None:
    consents(
        db,
        people,
        make_table,
        "record:crm/1 | crm | first | email | granted | 2025-01-01 | -",
        "record:crm/1 | crm | first | sms   | -       | 2025-01-01 | -",
        "email:fam@x  | crm | first | email | granted | 2025-01-01 | -",
        "email:fam@x  | crm | first | sms   | denied  | 2025-01-01 | -",
        "email:who@x  | crm | first | sms   | denied  | 2025-01-01 | -",
        "-            | crm | first | sms   | denied  | 2025-01-01 | -",
        "record:crm/1 | crm | third | phone | granted | 2025-01-01 | 2026-06-29",
    )
    assert attribute_events(db, people.workspace.config, ["email"], AS_OF).consents == {
        "attributed": 1,
        "unreadable": 1,
        "ambiguous: several persons hold it": 1,
        "refusal of several persons who hold it": 1,
        "unknown": 1,
        "no identifier": 1,
        "licence expired": 1,
    }


def test_an_order_tells_whose_device_it_was(db: Database, people: Company, make_table: Make) -> None:
    events = """
        ('record:crm/1', 'order', 's', '2026-01-02', 'W1', null),
        ('order_number:W1', 'checkout', 's', '2026-01-02', 'W1', 'd'),
        ('device_id:d', 'visit', 's', '2026-01-01', null, 'd')
    """
    assert owners(db, people, events, make_table) == {"order": "A", "checkout": "A", "visit": "A"}
