"""The parsing database: opened once for all small units, closed again after a large one."""

from __future__ import annotations

import duckdb
import pytest

from connectors import SourceUnreadable
from connectors.engine import SMALL, open_engine


def opened(monkeypatch: pytest.MonkeyPatch, size: int) -> int:
    with open_engine("first", SMALL):
        pass
    count, connect = 0, duckdb.connect

    def counted(**settings: dict[str, object]) -> duckdb.DuckDBPyConnection:
        nonlocal count
        count += 1
        return connect(**settings)

    monkeypatch.setattr(duckdb, "connect", counted)
    for unit in ("second", "third"):
        with open_engine(unit, size) as engine:
            assert engine.execute("select 1").fetchall() == [(1,)]
    return count


def test_small_units_share_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(monkeypatch, SMALL) == 0


def test_a_large_unit_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(monkeypatch, SMALL + 1) == 2


def test_what_the_parser_refuses_is_told_without_its_words_and_harms_no_other_unit() -> None:
    with (
        pytest.raises(SourceUnreadable, match=r"bad\.csv: the parser stopped") as caught,
        open_engine("bad.csv", 1) as engine,
    ):
        engine.execute("select error('secret value')")
    assert "secret" not in str(caught.value)
    with open_engine("good.csv", 1) as engine:
        assert engine.execute("select 1").fetchall() == [(1,)]
