"""The one module that runs SQL."""

from __future__ import annotations

import pytest

from cdp.database import Database, StatementFailed

LATE = "select cast(x as integer) from (select if(i < 100000, '1', 'mary@mail.example') as x from range(100001) t(i))"


def test_a_fault_in_a_late_row_is_told_without_its_value(db: Database) -> None:
    with pytest.raises(StatementFailed) as caught:
        db.rows(LATE.replace("'mary@mail.example'", "concat('mary', '@mail.example')"))
    assert "mary@" not in str(caught.value)
    assert db.value("select 1") == 1
