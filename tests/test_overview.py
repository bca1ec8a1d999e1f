from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Company

TILL = """
source: till
party: first
channel: store
connector: {kind: csv, path: till.csv}
events:
  - {type: {constant: purchase}, id: no, time: at, identifiers: {email: mail}}
"""
ROWS = "no,at,mail\n" + "\n".join(
    f"{nth},{day} 12:00,{mail}"
    for nth, (day, mail) in enumerate(
        [("2026-03-01", "peter@mail.example"), *[("2026-03-20", "nobody@mail.example")] * 5, ("2026-05-01", "")]
    )
)


@pytest.fixture
def shop(people: Company) -> Company:
    company = people.source(TILL).file("till.csv", ROWS)
    company.workspace.run(as_of=date(2026, 5, 5))
    return company


def test_coverage_tells_what_each_source_holds_and_still_tells(shop: Company) -> None:
    with shop.workspace.store() as store:
        found = store.rows("select * exclude (first_event_at, people_share) from coverage")
    assert [tuple(map(str, row.values())) for row in found] == [
        ("people", "first", "crm", "3", "2", "0", "0", "0", "None", "0", "0"),
        ("till", "first", "store", "0", "0", "7", "1", "1", "2026-05-01 12:00:00", "1", "5"),
    ]


def test_the_overview_tells_how_a_version_stands(shop: Company) -> None:
    found = shop.workspace.overview()
    assert (found.version, found.people, found.records, found.events, found.known_events) == ("v000001", 2, 3, 7, 1)
    assert found.told_until == "2026-05-01T12:00:00"
    assert found.reach["email"] == 1.0
    assert [row["source"] for row in found.silent] == ["till"]


def test_the_overview_tells_what_changed(shop: Company) -> None:
    shop.file("till.csv", ROWS + "\n8,2026-05-02 12:00,peter@mail.example\n")
    shop.workspace.run(as_of=date(2026, 5, 5))
    found = shop.workspace.overview()
    assert [(row["what"], row["name"], row["before"], row["after"]) for row in found.changes] == [
        ("event", "till", 7, 8)
    ]
    assert found.silent == []
