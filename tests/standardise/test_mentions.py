"""The table `mention`: a row per find in the texts of events, in full runs and in those that take only what is new."""

from __future__ import annotations

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
