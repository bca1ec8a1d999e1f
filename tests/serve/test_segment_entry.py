"""What people type as values is read as they mean it, or told beside the entry."""

from __future__ import annotations

from typing import Any

import pytest

from cdp.segments.fields import Field
from cdp.serve.segment_entry import WrongEntry, given_value
from cdp.serve.segment_words import value_meant

REVENUE = Field("trait", "revenue", "DOUBLE", True)
BORN = Field("profile", "birth_date", "DATE", True)
GENDER = Field("profile", "gender", "VARCHAR", True)
RISK = Field("loyalty", "at_risk", "BOOLEAN", True)


def read(way: str, text: str, field: Field, *known: str) -> Any:
    return given_value(way, text, field, lambda field, typed: value_meant(field, typed, known))


@pytest.mark.parametrize(
    ("way", "text", "value"),
    [
        ("at_least", "100,000", 100000),
        ("at_least", "１，２３４．５", 1234.5),
        ("is", "-3", -3),
        ("in", "1,2,3", [1, 2, 3]),
        ("in", "1,000, 20,000", [1000, 20000]),
        ("between", "1,000..20,000", [1000, 20000]),
        ("between", "10~20", [10, 20]),
    ],
)
def test_numbers_may_have_separators(way: str, text: str, value: Any) -> None:
    assert read(way, text, REVENUE) == value


def test_the_company_s_own_words_are_understood() -> None:
    own = {"product_line.knitwear": {"en": "knitwear", "ko": "니트", "ja": "ニット"}}
    line = Field("purchase", "product_lines", "VARCHAR[]", False)
    assert [value_meant(line, typed, ["knitwear", "tops"], own) for typed in ("니트", "ニット", "tops")] == [
        "knitwear",
        "knitwear",
        "tops",
    ]


@pytest.mark.parametrize("text", ["2026-03-07", "2026. 3. 7.", "2026/3/7", "2026년 3월 7일", "2026年3月7日"])
def test_days_are_read_as_each_language_writes_them(text: str) -> None:
    assert read("before", text, BORN) == "2026-03-07"


@pytest.mark.parametrize(
    ("way", "text", "field", "told"),
    [
        ("is", "many", REVENUE, "number"),
        ("is", "10,00", REVENUE, "number"),
        ("is", "nan", REVENUE, "number"),
        ("before", "2026-02-30", BORN, "day"),
        ("within_days", "0", BORN, "whole"),
        ("between", "3", REVENUE, "ends"),
        ("is", " ", GENDER, "nothing"),
    ],
)
def test_what_cannot_be_read_is_told(way: str, text: str, field: Field, told: str) -> None:
    with pytest.raises(WrongEntry) as caught:
        read(way, text, field)
    assert (caught.value.entry, caught.value.told) == ("value", told)


def test_words_of_any_language_are_the_values_that_are_kept() -> None:
    assert read("in", "여성, 男性, f, unsaid", GENDER, "F", "M") == ["F", "M", "F", "unsaid"]
    assert [read("is", word, RISK, "true", "false") for word in ("예", "no", "true")] == ["true", "false", "true"]
