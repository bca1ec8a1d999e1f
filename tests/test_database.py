"""The one module that runs SQL."""

from __future__ import annotations

import pytest

from cdp.database import USUAL_MEMORY, Database, StatementFailed
from cdp.errors import StorageError

LATE = "select cast(x as integer) from (select if(i < 100000, '1', 'mary@mail.example') as x from range(100001) t(i))"


def test_a_fault_in_a_late_row_is_told_without_its_value(db: Database) -> None:
    with pytest.raises(StatementFailed) as caught:
        db.rows(LATE.replace("'mary@mail.example'", "concat('mary', '@mail.example')"))
    assert "mary@" not in str(caught.value)
    assert db.value("select 1") == 1


def test_too_little_memory_names_the_setting() -> None:
    with Database(None, "16MB") as small, pytest.raises(StorageError, match="more memory") as told:
        small.run("create temp table big as select list(range) as all_of_them from range(20000000)")
    assert "memory_limit" in told.value.remedy


def test_many_rows_get_room_unless_a_limit_is_set() -> None:
    limit = "select parse_formatted_bytes(current_setting('memory_limit'))"
    with Database() as free, Database(None, "64MB") as bound:
        usual, set_by_user = free.value(limit), bound.value(limit)
        for each in (free, bound):
            each.make_room(1_000)
        assert (free.value(limit), bound.value(limit)) == (usual, set_by_user)
        for each in (free, bound):
            each.make_room(1_500_000)
        assert free.value(limit) > usual or usual < USUAL_MEMORY
        assert bound.value(limit) == set_by_user
