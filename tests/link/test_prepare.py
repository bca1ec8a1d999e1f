"""What the link input makes of names."""

from __future__ import annotations

import pytest

from cdp.database import Database
from cdp.link.prepare import sound_sql


@pytest.mark.parametrize(
    ("one", "other"),
    [("susan", "susanne"), ("mohamed", "muhammed"), ("faisal", "fysl"), ("catherine", "kathryn"), ("filip", "philipp")],
)
def test_spellings_of_one_name_sound_alike(db: Database, one: str, other: str) -> None:
    assert sounds(db, one) == sounds(db, other)


@pytest.mark.parametrize(("one", "other"), [("mark", "marsha"), ("jim", "jane"), ("patrick", "patricia")])
def test_other_names_do_not(db: Database, one: str, other: str) -> None:
    assert sounds(db, one) != sounds(db, other)


def sounds(db: Database, name: str) -> str:
    return str(db.rows(f"select {sound_sql('name')} from (select $1 as name)", [name])[0][0])
