"""The quarantine can be looked at: place and reason of refused rows, the newest delivery first."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdp.errors import NotFound
from tests.conftest import AS_OF, PEOPLE, Company

LENIENT = PEOPLE + "    expect: {max_quarantine_share: 1}\n"


def deliver(company: Company, *rows: str) -> int:
    company.source(LENIENT).file("people.csv", "\n".join(["id,first,last,mail", "1,Mary,Jones,m@mail.example", *rows]))
    return company.workspace.run(as_of=AS_OF).run


def test_refused_rows_are_told_with_place_and_reason(company: Company) -> None:
    deliver(company, ",Nobody,Known,n@mail.example", "2,too,many,fields,here")
    found = company.workspace.quarantine("people")
    assert found.total == 2
    assert {(row.source, row.unit, row.position, row.reason) for row in found.rows} == {
        ("people", "people.csv", 2, "record id is empty"),
        ("people", "people.csv", 4, "expected 4 fields, found 5"),
    }
    assert any("Nobody" in row.raw for row in found.rows)
    assert all(Path(file).stat().st_mode & 0o077 == 0 for file in found.files)


def test_the_newest_delivery_comes_first_and_a_run_has_its_own(company: Company) -> None:
    first = deliver(company, ",A,B,a@mail.example")
    second = deliver(company, "2,C,D,c@mail.example", ",E,F,e@mail.example", ",G,H,g@mail.example")
    ws = company.workspace
    assert [row.position for row in ws.quarantine().rows][:2] == [3, 4]
    assert [row.position for row in ws.quarantine(run=first).rows] == [2]
    assert ws.quarantine(run=second).total == 2
    limited = ws.quarantine(limit=1)
    assert (limited.total, len(limited.rows)) == (ws.quarantine().total, 1)


def test_an_unknown_source_is_named_with_those_that_landed(company: Company) -> None:
    deliver(company)
    with pytest.raises(NotFound, match="landed sources: people"):
        company.workspace.quarantine("peopel")
    assert company.workspace.quarantine().total == 0
