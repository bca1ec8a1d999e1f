"""Signs of too much and of too little put together, on records and clusters as they may come."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdp.database import Database
from cdp.intervals import Share
from cdp.signs import Sign, find_signs

MakeTable = Callable[[str, str, str], None]
COLUMNS = ["given_key", "family_key", "birth_date", "email", "phone"]


@pytest.fixture
def signs(db: Database, make_table: MakeTable) -> Callable[[str, str], dict[str, Share]]:
    """A function that finds the signs in literal records and clusters."""

    def find(records: str, clusters: str) -> dict[str, Share]:
        make_table(
            "record", "rid int, given_key text, family_key text, birth_date date, email text, phone text", records
        )
        make_table("cluster", "rid int, cluster int", clusters)
        return {sign.name: sign.share for sign in find_signs(db, COLUMNS)}

    return find


def test_one_person_of_four_given_names_is_a_sign_of_over_merge(signs: Callable[[str, str], dict[str, Share]]) -> None:
    names = ["ann", "bob", "cid", "dan"]
    rows = ", ".join(f"({n}, '{name}', 'li', null, null, null)" for n, name in enumerate(names, 1))
    found = signs(
        f"{rows}, (5, 'eve', 'li', null, null, null), (6, 'eve', 'li', null, null, null)",
        "(1, 1), (2, 1), (3, 1), (4, 1), (5, 5), (6, 5)",
    )
    assert (found["more than 3 given names"].part, found["more than 3 given names"].of) == (1, 2)
    assert found["more than 3 family names"].part == 0
    assert found["more than 10 records"].part == 0


def test_two_people_of_one_name_and_mail_are_a_sign_of_under_merge(
    signs: Callable[[str, str], dict[str, Share]],
) -> None:
    found = signs(
        "(1, 'ann', 'li', '2000-01-01', 'a@m.example', null), (2, 'ann', 'li', null, 'a@m.example', null), "
        "(3, 'bob', 'li', '2000-01-01', null, '1'), (4, 'ann', 'li', null, null, '1')",
        "(1, 1), (2, 2), (3, 3), (4, 4)",
    )
    assert (found["same name and e-mail"].part, found["same name and e-mail"].of) == (2, 4)
    assert found["same name and birth date"].part == 0
    assert found["same given name and phone"].part == 0


def test_what_one_person_shares_with_itself_is_no_sign(signs: Callable[[str, str], dict[str, Share]]) -> None:
    same = "'ann', 'li', '2000-01-01', 'a@m.example', '1'"
    found = signs(f"(1, {same}), (2, {same})", "(1, 1), (2, 1)")
    assert {share.part for share in found.values()} == {0}


def test_signs_without_their_columns_are_left_out(db: Database, make_table: MakeTable) -> None:
    make_table("record", "rid int, email text", "(1, 'a@m.example')")
    make_table("cluster", "rid int, cluster int", "(1, 1)")
    assert [sign.name for sign in find_signs(db, ["email"])] == ["more than 10 records"]


def test_many_people_make_a_sign_unusual_few_do_not() -> None:
    assert Sign("over-merge", "s", Share.counted(30, 300)).is_unusual
    assert not Sign("over-merge", "s", Share.counted(3, 30)).is_unusual
    assert not Sign("over-merge", "s", Share.counted(10, 300)).is_unusual
