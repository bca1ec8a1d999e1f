"""Short and pet names stand for full ones, however they are spelled."""

from __future__ import annotations

import pytest

from cdp.link.nicknames import FORMS, INITIALS


@pytest.mark.parametrize(("name", "full"), [("bob", "robert"), ("peggie", "margaret"), ("peggy", "margaret")])
def test_a_pet_name_stands_for_a_full_one(name: str, full: str) -> None:
    assert full in FORMS[name]


def test_bearers_sign_with_the_initials_of_their_pet_names() -> None:
    assert INITIALS["robert"] == "b"
    assert "robin" not in INITIALS
