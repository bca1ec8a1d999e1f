"""The table `mention`: a row per find in the texts of events, in full runs and in those that take only what is new."""

from __future__ import annotations

from pathlib import Path

from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

NOTES = """
    source: {name}
    party: first
    channel: call_center
    connector: {{kind: csv, path: {name}.csv}}
    events:
      - type: {{constant: call}}
        id: id
        time: at
        identifiers: {{email: mail}}
        text: note
"""


def mentions(ws: Workspace) -> list[tuple[object, ...]]:
    return ws.table("mention").order("source, event_id, begins, kind, value").fetchall()


def test_a_row_per_find_and_only_new_texts_in_an_increment(people: Company) -> None:
    people.config("events.yml", "topics: {delivery: [parcel]}")
    for name in ("notes", "chats"):
        people.source(NOTES.format(name=name))
        people.file(
            f"{name}.csv", "id,at,mail,note\n1,2026-01-02,mary@mail.example,This is Mary Jones about the parcel\n"
        )
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        assert [row[1:6] for row in mentions(ws) if row[0] == "notes"] == [
            ("1", "language", "en", 0, 35),
            ("1", "name", "Mary Jones", 8, 18),
            ("1", "topic", "delivery", 29, 35),
        ]
    people.file(
        "notes.csv", "id,at,mail,note\n1,2026-01-02,mary@mail.example,parcel\n2,2026-01-03,,the parcel is late\n"
    )
    with people.workspace as ws:
        assert ws.run(as_of=AS_OF).full_because == ""
        taken = mentions(ws)
    with people.workspace as ws:
        ws.run(as_of=AS_OF, full=True)
        assert mentions(ws) == taken
    assert {row[1] for row in taken if row[0] == "notes"} == {"1", "2"}
    assert len([row for row in taken if row[0] == "chats"]) == 3


README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
MAIL = """From x
From: Mary <mary@mail.example>
Date: Tue, 06 Jan 2026 10:32:00 +0000
Message-ID: <a1@mail.example>

The parcel is not here, call 020 7946 0018

On Mon, Jan 5, 2026 Help <help@shop.example> wrote:
> call 020 7946 0099
"""
CHAT = (
    "Chat: 17\nDay: 2026-01-07\n[10:32] Agent: Hello\n[10:33] Mary: my card is 4111 1111 1111 1111, mary@mail.example\n"
)


def test_mails_and_chats_as_the_readme_maps_them(people: Company) -> None:
    people.config("events.yml", "topics: {delivery: [parcel]}")
    for name in ("mailbox", "chats"):
        people.source(f"source: {name}\n" + README.split(f"source: {name}\n")[1].split("```")[0])
    people.file("mail/box.mbox", MAIL.encode()).file("chats/17.txt", CHAT.encode())
    with people.workspace as ws:
        report = ws.run(as_of=AS_OF)
        events = (
            ws.table("event").project("source, event_id, event_key, time::varchar, text").order("source").fetchall()
        )
        assert events == [
            (
                "chats",
                "17/2",
                "email:mary@mail.example",
                "2026-01-07 10:33:00",
                CHAT.split("Mary: ")[1].strip()[:11] + "[card number], mary@mail.example",
            ),
            (
                "mailbox",
                "a1@mail.example",
                "email:mary@mail.example",
                "2026-01-06 10:32:00",
                "The parcel is not here, call 020 7946 0018",
            ),
        ]
        told = {(row[0], row[2], row[3]) for row in mentions(ws)}
    assert {("mailbox", "topic", "delivery"), ("mailbox", "phone", "+442079460018")} <= told
    assert ("chats", "email", "mary@mail.example") in told
    assert {each.source: each.redacted for each in report.sources if each.redacted} == {"chats": {"card number": 1}}
