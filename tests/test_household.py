"""Households: who shares an address and a name, a contact or a dwelling; crowds, moves and presents make none."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cdp.config import Config
from cdp.database import Database
from cdp.demo import generate
from cdp.household import MOST_PEOPLE, Households, find_households
from cdp.standardise.addresses import street_key
from cdp.workspace import Workspace
from tests.bench.households import measure
from tests.conftest import AS_OF, PEOPLE, Company

Make = Callable[[str, str, str], None]

COLUMNS = ["family_key", "family_native", "street", "street_key", "city", "city_key", "postal_code", "country", "phone"]
COLUMNS += ["email", "family_card", "entity_kind"]
TYPES = ", ".join(f"{name} varchar" for name in COLUMNS)
RECORD = f"rid integer, party varchar, updated_at timestamp, {TYPES}"
IDENTITY = "attributes: {family_card: {type: loyalty_id, holding: shared}}"


class Town:
    """People with records; the last record of each gives the golden address."""

    def __init__(self, make: Make, db: Database, config: Config) -> None:
        self._make, self._db, self._config = make, db, config
        self._records: list[list[object]] = []
        self._members: list[str] = []
        self._addresses: dict[str, list[object]] = {}
        self.generic = ""

    def lives(
        self,
        person: str,
        family: str,
        street: str | None,
        postal_code: str | None = "12345",
        *,
        country: str = "GB",
        city: str = "leeds",
        **more: str,
    ) -> Town:
        """Add a record of a person."""
        rid = len(self._records) + 1
        values = {
            "family_key": family,
            "street": street,
            "street_key": street and street_key(street.lower(), country),
            "city": city,
            "city_key": city,
            "postal_code": postal_code,
            "country": country,
            **more,
        }
        self._records.append([rid, "first", f"2026-01-01 00:{rid:02}:00", *(values.get(name) for name in COLUMNS)])
        first = all(not each.startswith(f"('g{person}'") for each in self._members)
        self._members.append(f"('g{person}', {rid}, {str(first).lower()}, {rid})")
        self._addresses[person] = [f"g{person}", street, city, postal_code, country]
        return self

    def find(self) -> Households:
        """Make the tables and find the households."""
        self._make("record", RECORD, ", ".join(map(row, self._records)))
        self._make("alternate", RECORD, "")
        self._make("generic_value", "attribute varchar, value varchar, holders bigint", self.generic)
        columns = "golden_id varchar, rid integer, is_anchor boolean, claim bigint"
        self._make("member", columns, ", ".join(self._members))
        columns = "golden_id varchar, street varchar, city varchar, postal_code varchar, country varchar"
        self._make("profile", columns, ", ".join(map(row, self._addresses.values())))
        return find_households(self._db, self._config, COLUMNS, "secret")

    def households(self) -> dict[str, str]:
        """Find the households; return the reason of every person who lives in one, by name."""
        self.find()
        return {golden_id[1:]: reason for golden_id, reason in self._db.rows("select golden_id, reason from household")}


def row(values: list[object]) -> str:
    return "(" + ", ".join("null" if value is None else repr(value) for value in values) + ")"


@pytest.fixture
def town(make_table: Make, db: Database, people: Company) -> Town:
    return Town(make_table, db, people.config("identity.yml", IDENTITY).workspace.config)


NAME = "same address and family name"
UNIT = "same unit of a building"


def test_a_family_at_one_address_and_a_stranger_elsewhere(town: Town) -> None:
    town.lives("Ann", "jones", "12 High Street").lives("Bob", "jones", "12 High St.").lives(
        "Eve", "jones", "14 High St"
    )
    assert town.households() == {"Ann": NAME, "Bob": NAME}


def test_one_street_in_two_towns_is_two_addresses(town: Town) -> None:
    town.lives("Ann", "jones", "12 High Street", "11111", city="leeds")
    town.lives("Bob", "jones", "12 High Street", "22222", city="york")
    assert town.households() == {}


def test_a_missing_postal_code_leaves_the_city_to_tell(town: Town) -> None:
    assert town.lives("Ann", "jones", "12 High St", None).lives("Bob", "jones", "12 High St").households() == {
        "Ann": NAME,
        "Bob": NAME,
    }


@pytest.mark.parametrize(
    ("shared", "reason"),
    [
        ({"phone": "+44123"}, "same address and phone"),
        ({"email": "us@mail.example"}, "same address and email"),
        ({"family_card": "F7"}, "same address and family_card"),
    ],
)
def test_people_of_two_names_who_share_a_contact_or_a_family_card(
    town: Town, db: Database, shared: dict[str, str], reason: str
) -> None:
    for name in ("Ann", "Bob", "Cat", "Dan"):
        town.lives(name, name.lower(), "12 High St", **(shared if name in ("Ann", "Bob") else {}))
    assert town.households() == {"Ann": reason, "Bob": reason}
    assert db.rows("select distinct shared from household") == [(["address", *shared],)]


def test_a_shops_phone_ties_nobody(town: Town) -> None:
    for name in ("ann", "bob", "cat"):
        town.lives(name, name, "12 High St", phone="+44123")
    town.generic = "('phone', '+44123', 99)"
    assert town.households() == {}


def test_a_unit_tells_by_itself_and_another_unit_tells_apart(town: Town) -> None:
    town.lives("Kim", "kim", "시정로 11, 112동 1701호", country="KR").lives(
        "Lee", "lee", "시정로11 112-1701", country="KR"
    )
    town.lives("Han", "kim", "시정로 11, 112동 1702호", country="KR")
    assert town.households() == {"Kim": UNIT, "Lee": UNIT}


def test_spouses_of_two_names_in_a_house_but_not_in_a_block_without_units(town: Town) -> None:
    town.lives("Kim", "kim", "동평로 88", country="KR").lives("Lee", "lee", "동평로 88", country="KR")
    assert town.households() == {"Kim": "same house", "Lee": "same house"}
    town.lives("Choi", "choi", "동평로 88 301호", country="KR")
    assert town.households() == {}


def test_three_names_in_a_house_are_no_family(town: Town) -> None:
    for name in ("ann", "bob", "cat"):
        town.lives(name, name, "12 High St")
    assert town.households() == {}


def test_scripts_and_names_of_buildings_do_not_part_a_japanese_home(town: Town) -> None:
    for name, street in (
        ("A", "甲風園1-6-23 メゾン桜101号室"),
        ("B", "甲風園一丁目6番23号 101"),
        ("C", "1-6-23 Kofuen #101"),
    ):
        town.lives(name, "kato", street, country="JP")
    town.lives("D", "kato", "甲風園1-23-6", country="JP")
    assert town.households() == {"A": NAME, "B": NAME, "C": NAME}


def test_lot_and_road_are_one_korean_home_by_block_and_flat_or_through_who_writes_both(town: Town) -> None:
    town.lives("A", "han", "계룡로 134, 118동 603호", country="KR")
    town.lives("B", "song", "봉명동 310-37 한마음아파트 118동 603호", country="KR")
    assert town.households() == {"A": UNIT, "B": UNIT}
    town.lives("C", "yang", "서교동 257-8", "04061", country="KR").lives(
        "D", "kwak", "월드컵북로 67", "04061", country="KR"
    )
    assert set(town.households()) == {"A", "B"}
    town.lives("D", "kwak", "서교동 257-8", "04061", country="KR")
    assert set(town.households()) == {"A", "B", "C", "D"}


def test_a_present_sent_elsewhere_moves_nobody_and_a_move_does(town: Town) -> None:
    town.lives("Ann", "jones", "12 High St").lives("Ann", "jones", "12 High St").lives("Bob", "jones", "12 High St")
    town.lives("Ann", "jones", "3 Far Road", "99999")
    assert town.households() == {"Ann": NAME, "Bob": NAME}
    town.lives("Ann", "jones", "3 Far Road", "99999")
    assert town.households() == {}


def test_everybody_lives_in_one_household(town: Town) -> None:
    town.lives("Ann", "jones", "12 High St").lives("Ann", "jones", "12 High St").lives("Bob", "jones", "12 High St")
    town.lives("Cat", "jones", "12 High St").lives("Ann", "jones", "3 Far Road", "99999")
    town.lives("Dan", "jones", "3 Far Road", "99999")
    town.find()
    assert sorted(map(sorted, groups(town))) == [["gAnn", "gDan"], ["gBob", "gCat"]]


def groups(town: Town) -> list[list[str]]:
    return [each for (each,) in town._db.rows("select list(golden_id) from household group by household_id")]


def test_crowded_addresses_are_refused_and_counted(town: Town) -> None:
    for nth in range(MOST_PEOPLE + 1):
        town.lives(f"P{nth}", "kim", "1 Office Park")
    assert (town.find().refused_addresses, town.households()) == (1, {})


def test_groups_that_grow_through_weak_ties_are_refused_and_counted(town: Town) -> None:
    for nth in range(MOST_PEOPLE):
        town.lives(f"A{nth}", "kim", "동평로 88", "47232", country="KR")
    town.lives("A0", "kim", "부전동 5-6", "47232", country="KR").lives("Z", "kim", "부전동 5-6", "47232", country="KR")
    found = town.find()
    assert (found.households, found.people, found.refused_groups) == (0, 0, 1)


def test_an_organisation_lives_nowhere(town: Town) -> None:
    town.lives("Ann", "jones", "12 High St").lives("Jones Ltd", "jones", "12 High St", entity_kind="organisation")
    assert town.households() == {}


def test_the_oldest_claim_names_the_household(town: Town, db: Database) -> None:
    town.lives("Zoe", "jones", "12 High St").lives("Bob", "jones", "12 High St")
    town.find()
    (before,) = db.rows("select distinct household_id from household")
    town.lives("Ann", "jones", "12 High St")
    town.find()
    assert db.rows("select distinct household_id from household") == [before]
    assert len(before[0]) == 21
    assert before[0].startswith("h")


def test_attributes_of_any_name_disturb_nothing(company: Company) -> None:
    own = "unit: unit, area: area, building: building, spot: spot, numbers: numbers"
    company.source(ADDRESSED.replace("email: mail", f"email: mail\n      {own.replace(', ', chr(10) + '      ')}"))
    kinds = ", ".join(f"{name.split(':')[0]}: {{type: category}}" for name in own.split(", "))
    company.config("identity.yml", f"attributes: {{{kinds}}}")
    header = "id,first,last,mail,street,city,zip,unit,area,building,spot,numbers"
    company.file("people.csv", "\n".join((header, *(f"{line},a,b,c,d,e" for line in LINES))) + "\n")
    with company.workspace as ws:
        report = ws.run(as_of=AS_OF)
    assert report.households is not None
    assert report.households.people == 4


def test_without_addresses_there_are_no_households(people: Company) -> None:
    with people.workspace as ws:
        report = ws.run(as_of=AS_OF)
        assert report.households == Households(0, 0, 0, 0)
        assert ws.table("household").fetchall() == []


ADDRESSED = PEOPLE + "    address: {street: street, city: city, postal_code: zip, country: {constant: GB}}\n"
LINES = (
    "1,Mary,Jones,mary@mail.example,12 High St,Leeds,LS1 1AA",
    "2,Peter,Jones,peter@mail.example,12 High Street,Leeds,LS1 1AA",
    "3,Anna,Berg,anna@mail.example,9 Mill Lane,Leeds,LS2 2BB",
    "4,Zoe,Berg,zoe@mail.example,9 Mill Ln,Leeds,",
    "5,John,Smith,john@mail.example,4 Hill Rd,York,YO1 1AA",
)


def test_arrival_changes_no_household(tmp_path: Path) -> None:
    for seed in range(3):
        company = Company(tmp_path / str(seed)).source(ADDRESSED)
        lines = random.Random(seed).sample(LINES, len(LINES))
        company.file("people.csv", "id,first,last,mail,street,city,zip\n" + "\n".join(lines))
        with company.workspace as ws:
            ws.run(as_of=AS_OF)
            with ws.store() as store:
                assert store.sql(HOUSEHOLDS)[1] == [(["1", "2"],), (["3", "4"],)]


HOUSEHOLDS = """
select list(record_id order by record_id) as people
from household join membership using (golden_id) group by household_id order by people
"""


def test_households_of_the_demo_are_the_true_ones(tmp_path: Path) -> None:
    ws = Workspace.init(tmp_path / "demo")
    generate(ws.folder / "data", 1_000, 4)
    ws.run(as_of=date(2026, 6, 30))
    with ws.store() as store:
        figures = measure(store, ws.folder / "data" / "truth")
    assert figures.measured > 50
    assert figures.right >= 0.97 * figures.measured
    assert min(figures.precision, figures.recall) >= 0.97
