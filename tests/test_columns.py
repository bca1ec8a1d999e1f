"""Columns: missing and unmapped ones are named, values that stand in their place never are."""

from __future__ import annotations

import pytest

from cdp.errors import ConfigError
from tests.conftest import PEOPLE, Company
from tests.landing import landed, shown


def test_a_mistyped_column_is_told_though_nothing_is_read_again(people: Company) -> None:
    landed(people)
    people.source(PEOPLE.replace("email: mail", "email: mial"))
    with pytest.raises(ConfigError, match="it has id, first, last, mail"):
        landed(people)


def test_columns_called_like_ours_are_told_apart(company: Company) -> None:
    ours = ("_key", "_hash", "_seq", "_fate", "_fault", "_nth")
    mapped = ", ".join(f"{attribute}: {name}_2" for attribute, name in zip(("email", "phone"), ours, strict=False))
    company.source(PEOPLE.split("    attributes")[0] + f"    attributes: {{{mapped}}}\n")
    company.file("people.csv", f"id,{','.join(ours)}\n1,a@x.example,020 7946 0018,77,x,y,9\n")
    assert shown(company, "profile", "email, phone") == [("a@x.example", "+442079460018")]


def test_values_in_place_of_a_header_are_repeated_nowhere(people: Company) -> None:
    people.file("people.csv", "1,Mary,Jones,mary@mail.example\n2,Jo,Li,jo@mail.example\n")
    with pytest.raises(ConfigError) as caught:
        landed(people)
    assert "no such header" in str(caught.value)
    assert "Mary" not in str(caught.value)
    assert "mail.example" not in str(caught.value)


def test_an_unmapped_column_that_looks_like_a_value_is_told_by_its_place(people: Company) -> None:
    people.file("people.csv", "id,first,last,mail,x@mail.example,shop\n1,Mary,Jones,m@mail.example,a,b\n")
    assert landed(people).unmapped == ["column 5", "shop"]


def test_columns_without_mapping_are_told_of_every_file(people: Company) -> None:
    people.source(PEOPLE.replace("path: people.csv", "path: '*.csv'"))
    people.file("a.csv", "id,first,last,mail,extra\n7,Mary,Jones,m@mail.example,1\n")
    assert landed(people).unmapped == ["extra"]
