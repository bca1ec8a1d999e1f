from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectors.columns import unique_names
from connectors.contract import RESERVED


def test_repeated_and_empty_names() -> None:
    assert unique_names(["name", "name", "", "name", " "]) == ["name", "name_2", "column_3", "name_3", "column_5"]


def test_letter_case_does_not_tell_columns_apart() -> None:
    assert unique_names(["Email", "email", "EMAIL"]) == ["Email", "email_2", "EMAIL_3"]


def test_a_name_of_the_file_is_not_given_to_another_column() -> None:
    assert unique_names(["a", "a", "a_2"]) == ["a", "a_3", "a_2"]


def test_white_space_around_names_goes() -> None:
    assert unique_names([" id", "이름 ", "　備考　"]) == ["id", "이름", "備考"]


def test_reserved_names_are_given_to_no_column() -> None:
    assert unique_names(["_key", "_KEY", "_id"]) == ["_key_2", "_KEY_3", "_id"]


@given(st.lists(st.sampled_from(["a", "A", "a_2", "", " ", "_position", "_seq", "column_1", "ß", "SS", "이름"])))
def test_names_are_always_unique_and_never_reserved(names: list[str]) -> None:
    unique = unique_names(names)
    assert len(unique) == len(names)
    assert len({name.casefold() for name in [*unique, *RESERVED]}) == len(names) + len(RESERVED)
