"""What really is: whose each record and event is, and everybody's clean values.

Staff and trial accounts stand in the truth of records with an empty person: they are to be suppressed, not matched.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cdp.demo.addresses import one_line, postcode_text
from cdp.demo.files import write_csv
from cdp.demo.formats import native_name
from cdp.demo.people import TODAY, Person
from cdp.demo.sources.mailing import in_file_order
from cdp.demo.systems import Systems


class RecordTruth(NamedTuple):
    """Whose a customer record is."""

    source: str
    record_id: str
    person: str
    """Empty for staff and trial accounts."""


class EventTruth(NamedTuple):
    """Who caused an event."""

    source: str
    event_id: str
    """The event's own id, or its position in the file (from 1) where it has none."""
    person: str
    """Empty when nothing in the data can tell."""
    shared: str
    """Y when the card, device or address belongs to several people, so that a careful system may leave it open."""


class MentionTruth(NamedTuple):
    """What the text of an event tells; texts that are not named here are not fully known."""

    source: str
    event_id: str
    kind: str
    """`name`, `email`, `phone`, `order_number`, `ticket`, `date` or `topic`."""
    value: str
    """As it is known: in small letters, a number as the shop or the person has it, an ISO date."""


def mention_truth(systems: Systems) -> Iterator[MentionTruth]:
    """One row per thing that a note of the call centre tells."""
    for note in systems.notes:
        for kind, value in note.told:
            yield MentionTruth("call_center", note.note_no, kind, value)


def record_truth(systems: Systems) -> list[RecordTruth]:
    """One row per customer record of every source, each once."""
    return list(dict.fromkeys(_records(systems)))


def _records(systems: Systems) -> Iterator[RecordTruth]:
    for customer in systems.customers:
        yield RecordTruth("crm", customer.customer_no, customer.person)
    for order in systems.orders:
        yield RecordTruth("web_shop", order.account.login_id or order.order_no, order.person)
    for card in systems.cards:
        yield RecordTruth(f"loyalty_{card.country.lower()}", card.card_no, card.person)
    for member in systems.members:
        yield RecordTruth("partner", member.member_no, member.person)
    for row in systems.bought:
        yield RecordTruth("bought", row.row_id, row.person)


def event_truth(systems: Systems) -> Iterator[EventTruth]:
    """One row per event of every source."""
    for order in systems.orders:
        yield EventTruth("web_shop", order.order_no, order.person, "")
    for receipt in systems.receipts:
        yield EventTruth(f"store_{receipt.country.lower()}", receipt.receipt_no, receipt.person, _mark(receipt.shared))
    for coupon in systems.coupons:
        yield EventTruth("wallet", coupon.coupon_id, coupon.person, _mark(coupon.shared))
    for event in systems.events:
        yield EventTruth("app", event.message_id, event.person, _mark(event.shared))
    for note in systems.notes:
        yield EventTruth("call_center", note.note_no, note.person, "")
    for message in systems.messages:
        yield EventTruth("social", message.message_no, message.person, "")
    for position, mail in enumerate(in_file_order(systems.mailings), start=1):
        yield EventTruth("email", str(position), mail.person, _mark(mail.shared))
    for answer in systems.answers:
        yield EventTruth("survey", answer.answer_id, answer.person, "")
    for judgement in systems.judgements:
        yield EventTruth("panel", judgement.answer_id, judgement.person, "")


def _mark(shared: bool) -> str:
    return "Y" if shared else ""


_PEOPLE_HEADER = (
    "person",
    "country",
    "family",
    "given",
    "native",
    "kana",
    "gender",
    "email",
    "phone",
    "birth_date",
    "postal_code",
    "address",
    "household",
)


def _clean_values(person: Person) -> tuple[str, ...]:
    """The person's values on the company's last day."""
    now = person.on(TODAY)
    return (
        person.key,
        person.country,
        now.family.latin,
        now.given.latin,
        native_name(now.family, now.given, person.country, " " if person.country == "JP" else ""),
        f"{now.family.kana} {now.given.kana}".strip(),
        person.gender,
        now.email,
        now.phone,
        person.birth.isoformat(),
        postcode_text(now.home, plain=True),
        one_line(now.home),
        person.household,
    )


def write(folder: Path, systems: Systems) -> dict[str, int]:
    """Write records.csv, people.csv, events.csv and mentions.csv in truth/; returns the number of rows by file."""
    people = map(_clean_values, systems.people)
    return {
        "truth/records.csv": write_csv(folder / "truth/records.csv", RecordTruth._fields, record_truth(systems)),
        "truth/people.csv": write_csv(folder / "truth/people.csv", _PEOPLE_HEADER, people),
        "truth/events.csv": write_csv(folder / "truth/events.csv", EventTruth._fields, event_truth(systems)),
        "truth/mentions.csv": write_csv(folder / "truth/mentions.csv", MentionTruth._fields, mention_truth(systems)),
    }
