"""What stops a version from being published, and what a published version leaves alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.database import Database
from cdp.errors import ExpectationFailed
from cdp.publish import check_quality
from tests.conftest import AS_OF, PEOPLE, Company

Make = Callable[[str, str, str], None]
OWNER = "event_key varchar, from_time timestamp, to_time timestamp, golden_id varchar, reason varchar"


def numbered(first: int, last: int) -> str:
    rows = (f"{n},Name{chr(97 + n % 26)}{n},F{n},m{n}@mail.example" for n in range(first, last))
    return "id,first,last,mail\n" + "\n".join(rows) + "\n"


def test_people_who_are_replaced_by_others_are_lost(people: Company) -> None:
    people.file("people.csv", numbered(0, 20))
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        people.source(PEOPLE + '    suppress: [{where: "cast(id as integer) < 15", reason: gone}]\n')
        people.file("people.csv", numbered(0, 40))
        with pytest.raises(ExpectationFailed, match="no more than 50% of the people of the last version are gone"):
            ws.run(as_of=AS_OF)
        people.source(PEOPLE + '    suppress: [{where: "cast(id as integer) < 5", reason: gone}]\n')
        assert ws.run(as_of=AS_OF).identity == {"retire": 5}


def test_people_who_merge_into_few_are_lost(people: Company) -> None:
    people.source(PEOPLE.replace("email: mail", "customer_id: mail"))
    people.file("people.csv", "id,first,last,mail\n1,,,X100\n2,,,X200\n3,,,X300\n")
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        people.file("people.csv", "id,first,last,mail\n1,,,X100\n2,,,X100\n3,,,X100\n")
        with pytest.raises(ExpectationFailed, match="not over 50% fewer people"):
            ws.run(as_of=AS_OF)


def test_who_reads_a_version_keeps_it_through_the_next_run(people: Company) -> None:
    people.config("cdp.yml", "company: x\nretain_versions: 1\n")
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        with ws.store() as reader:
            people.file("people.csv", "id,first,last,mail\n9,New,Person,n@mail.example\n")
            ws.run(as_of=AS_OF)
            assert len(reader.rows("select * from profile")) == 2


@pytest.fixture
def person(make_table: Make) -> None:
    """One person of one record."""
    make_table("record", "rid integer", "(1)")
    make_table("member", "golden_id varchar, rid integer", "('A', 1)")
    make_table("profile", "golden_id varchar, records bigint", "('A', 1)")
    make_table("identity_change", "change varchar", "")


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize(
    ("periods", "holds"),
    [
        ("('d', null, null, 'A', ''), ('e', null, null, 'A', '')", True),
        ("('d', null, '2026-01-01', 'A', ''), ('d', '2026-01-01', null, 'B', '')", True),
        ("('d', null, null, 'A', ''), ('d', null, null, 'B', '')", False),
        ("('d', null, '2026-01-02', 'A', ''), ('d', '2026-01-01', null, 'B', '')", False),
        ("('d', null, null, 'A', ''), ('d', '2026-01-01', '2026-01-02', 'B', '')", False),
    ],
)
def test_an_event_has_one_owner_at_most(
    db: Database, people: Company, make_table: Make, periods: str, holds: bool
) -> None:
    make_table("event_owner", OWNER, periods)
    ws = people.workspace
    if holds:
        assert check_quality(db, ws.config, ws.published, 1, {})["every event has one owner at most"]
        return
    with pytest.raises(ExpectationFailed, match="one owner"):
        check_quality(db, ws.config, ws.published, 1, {})
