"""Numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.cleaner import Problem
from cdp.standardise.codes import NUMBER


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1 234,50", "1234.5"),
        ("1'234.50", "1234.5"),
        ("1,23,456.00", "123456"),
        ("1,234", "1234"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1.234", "1.234"),
        ("1,5", "1.5"),
        ("0,123", "0.123"),
        ("₩12,000", "12000"),
        ("￦12,000", "12000"),
        ("12,000원", "12000"),
        ("¥1,000", "1000"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("USD 12.30", "12.3"),
        ("(5.00)", "-5"),
        ("−3", "-3"),
        ("+7", "7"),
        ("1e5", "100000"),
        ("1.5E-3", "0.0015"),
        (".5", "0.5"),
        ("007", "7"),
        ("0.00", "0"),
        ("-0", "0"),
        ("０", "0"),
        ("1111111", "1111111"),
    ],
)
def test_number(raw: str, expected: str) -> None:
    assert NUMBER.clean(raw, "") == (expected,)


@pytest.mark.parametrize(
    "raw", ["12%", "abc", "12,34,56", "1.2.3", "1,2345.6", "5-3", "1e999", "--5", "12 34", "nan12"]
)
def test_no_number(raw: str) -> None:
    assert NUMBER.clean(raw, "") is Problem.MALFORMED


@pytest.mark.parametrize("raw", ["", "-", "n/a", "NaN", "null"])
def test_nothing(raw: str) -> None:
    assert NUMBER.clean(raw, "") is Problem.PLACEHOLDER


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_python_and_grouped_forms_keep_the_value(number: Decimal) -> None:
    for raw in (f"{number:f}", f"{number:,f}"):
        found = NUMBER.clean(raw, "")
        assert not isinstance(found, Problem)
        assert Decimal(found[0] or "") == number
        assert NUMBER.clean(found[0] or "", "") == found
