from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sql_values import Mark, text_column


def test_values_of_every_type_are_written_as_text() -> None:
    values = {
        None: None,
        "김": "김",
        7: "7",
        0.1: "0.1",
        True: "true",
        Decimal("1E+3"): "1000",
        datetime(2026, 3, 5, 14, 12, tzinfo=UTC): "2026-03-05T14:12:00+00:00",
        date(2026, 3, 5): "2026-03-05",
        time(14, 12): "14:12:00",
        b"\x00\xff": "00ff",
        UUID(int=1): "00000000-0000-0000-0000-000000000001",
        ("가", 1): '["가", 1]',
    }
    assert text_column(list(values)).to_pylist() == list(values.values())
    assert text_column([{"a": [1, None]}]).to_pylist() == ['{"a": [1, null]}']


def test_a_column_of_text_or_nothing() -> None:
    assert text_column([None, None]).to_pylist() == [None, None]
    assert text_column([]).type == text_column(["a"]).type


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        text_column(["\udcb1"])


LARGEST = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.datetimes(timezones=st.just(UTC) | st.none()),
    st.dates(),
    st.times(),
)


@given(LARGEST, st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_mark_survives_as_cursor(largest: object, ties: int, blanks: int) -> None:
    mark = Mark(largest, ties, blanks)
    read = Mark.from_json(mark.to_json())
    assert read == mark
    assert read is not None
    assert type(read.largest) is type(largest)


@pytest.mark.parametrize("cursor", ["", "abc", "5", "[]", "{}", '{"max": 1, "type": "x", "ties": 1, "blanks": 0}'])
def test_what_is_no_mark_is_none(cursor: str) -> None:
    assert Mark.from_json(cursor) is None


def test_a_column_of_another_type_is_no_cursor() -> None:
    with pytest.raises(TypeError, match="bytes"):
        Mark(b"x", 1, 0).to_json()
