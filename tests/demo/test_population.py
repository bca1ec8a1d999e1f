"""People: shares, families, names in every script, changes in their lives."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from types import ModuleType

import pytest

from cdp.demo import names_en, names_jp, names_kr
from cdp.demo.addresses import Form, one_line, street
from cdp.demo.dice import Dice
from cdp.demo.people import Person
from cdp.demo.population import population


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return population(6000, seed=3)


def test_shares_of_countries_and_families(people: list[Person]) -> None:
    countries = Counter(person.country for person in people)
    assert countries["KR"] / 6000 == pytest.approx(0.40, abs=0.04)
    assert countries["JP"] / 6000 == pytest.approx(0.35, abs=0.04)
    sizes = Counter(person.household for person in people)
    assert sum(size for size in sizes.values() if size > 1) / 6000 == pytest.approx(0.30, abs=0.04)


def test_keys_are_unique_and_mails_nearly(people: list[Person]) -> None:
    assert len({person.key for person in people}) == 6000
    holders = defaultdict(set)
    for person in people:
        holders[person.email].add(person.household)
    assert all(len(households) == 1 for households in holders.values())
    assert 0 < 6000 - len(holders) < 100


def test_families_share_homes_and_never_given_names(people: list[Person]) -> None:
    families = defaultdict(list)
    for person in people:
        families[person.household].append(person)
    for family in families.values():
        assert len({person.home for person in family}) == 1
        assert len({person.given.latin for person in family}) == len(family)


def test_there_are_twins(people: list[Person]) -> None:
    births = Counter((person.household, person.birth) for person in people)
    assert 5 < sum(count > 1 for count in births.values()) < 100


def test_numbers_are_recycled_a_year_later(people: list[Person]) -> None:
    given_up = {person.old_phone: person for person in people if person.renumbered_on}
    recycled = [(given_up[person.phone], person) for person in people if person.phone in given_up]
    strangers = [(before, after) for before, after in recycled if before.household != after.household]
    assert strangers
    for before, after in strangers:
        assert before.renumbered_on and after.renumbered_on
        assert after.renumbered_on - before.renumbered_on > timedelta(days=365)
        assert before.phone != after.phone


def test_a_bride_has_two_names_in_time(people: list[Person]) -> None:
    brides = [person for person in people if person.maiden]
    assert brides and all(person.country != "KR" and person.gender == "F" for person in brides)
    for bride in brides:
        assert bride.married_on
        assert bride.on(bride.married_on).family == bride.family
        assert bride.on(bride.married_on - timedelta(days=1)).family == bride.maiden


def test_native_text_fits_the_local_encodings(people: list[Person]) -> None:
    for person in people:
        encoding = {"KR": "cp949", "JP": "cp932", "US": "ascii"}[person.country]
        names = [person.family, person.given]
        texts = [text for name in names for text in (name.native, name.kana, *name.variants)]
        texts += [one_line(person.home, form) for form in ("usual", "other", "short")]
        assert all(text.encode(encoding).decode(encoding) == text for text in texts)
        assert all(text.isascii() for name in names for text in (name.latin, *name.others))
        assert one_line(person.home, "latin").isascii()


@pytest.mark.parametrize(
    ("country", "form", "signs"),
    [
        ("KR", "usual", "("),
        ("KR", "other", "동 "),
        ("JP", "other", "丁目"),
        ("JP", "short", "－"),
        ("US", "short", " "),
    ],
)
def test_forms_of_streets_differ(people: list[Person], country: str, form: Form, signs: str) -> None:
    homes = [person.home for person in people if person.country == country]
    assert all(signs in street(home, form) for home in homes)
    assert any(street(home, form) != street(home, "usual") for home in homes) or form == "usual"


@pytest.mark.parametrize("names", [names_kr, names_jp, names_en])
def test_names_are_many_and_common_ones_common(names: ModuleType) -> None:
    dice = Dice(1, "names")
    drawn = Counter(names.family_name(dice).native for _ in range(5000))
    assert len(drawn) > 60
    assert drawn.most_common(1)[0][1] > 60
