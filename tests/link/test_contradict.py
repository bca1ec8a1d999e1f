"""The second look: what contradicts parts a family that matches hold together, and noise does not."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from cdp.cluster import cluster
from cdp.config import Config
from cdp.database import Database
from cdp.link import ModelStore, find_contradictions, gather, link
from tests.conftest import Company
from tests.link.test_link import COLUMNS, make_people

PEOPLE = 400
PHONE, OTHER_PHONE = "+447000000001", "+447000000002"
HOME = {"family_name": "Ashby", "family_key": "ashby", "city_key": "leeds", "postal_code": "le99"}


@pytest.fixture
def world(db: Database) -> Database:
    """Many people with two records each, whose given names hardly ever differ."""
    make_people(db, PEOPLE)
    return db


def add(db: Database, record_id: str, **values: str) -> int:
    """Add a record and return its rid."""
    rid = int(db.value("select max(rid) + 1 from record"))
    row = {"rid": rid, "source": "crm", "record_id": record_id, "one_per_person": False, **values}
    names, marks = ", ".join(row), ", ".join(f"${name}" for name in row)
    db.run(f"insert into record ({names}) values ({marks})", row)
    return rid


def people_of(db: Database, config: Config, folder: Path, *rids: int) -> list[int]:
    """Link and cluster all records; return the cluster of each of those asked for."""
    store = ModelStore(folder / "models", "secret")
    material = gather(db, config, list(COLUMNS))
    linked = link(db, config, material, store, retrain=False)
    assert linked.model is not None
    cluster(db, config.identity.weakest_match, partial(find_contradictions, db, material, store.load(linked.model)))
    found = dict(db.rows("select rid, cluster from cluster"))
    return [found[rid] for rid in rids]


def person(given: str, born: str, phone: str, **more: str) -> dict[str, str]:
    return {"given_name": given.title(), "given_key": given, "birth_date": born, "phone": phone, **HOME, **more}


def test_a_nameless_record_bridges_no_couple(world: Database, people: Company, tmp_path: Path) -> None:
    mary = add(world, "m", **person("mary", "1961-03-04", PHONE))
    bridge = add(world, "b", phone=PHONE)
    paul = add(world, "p", **person("paul", "1958-11-23", PHONE))
    one, _, other = people_of(world, people.workspace.config, tmp_path, mary, bridge, paul)
    assert one != other


def test_twins_whose_names_stand_twice_are_two(world: Database, people: Company, tmp_path: Path) -> None:
    susan = [add(world, f"s{nth}", **person("susan", "1999-05-06", PHONE)) for nth in (1, 2)]
    linda = [add(world, f"l{nth}", **person("linda", "1999-05-06", PHONE)) for nth in (1, 2)]
    one, again, other, too = people_of(world, people.workspace.config, tmp_path, *susan, *linda)
    assert one == again != other == too


def test_a_slip_in_one_value_parts_nobody(world: Database, people: Company, tmp_path: Path) -> None:
    first = add(world, "a", **person("robert", "1970-01-02", PHONE, email="rob@ashby.example"))
    slip = add(world, "b", **person("robrt", "1970-01-02", PHONE, email="rob@ashby.example"))
    moved = add(world, "c", **person("robert", "1970-02-01", OTHER_PHONE, email="rob@ashby.example"))
    assert len(set(people_of(world, people.workspace.config, tmp_path, first, slip, moved))) == 1


def test_a_parent_and_a_child_of_one_name_are_two(world: Database, people: Company, tmp_path: Path) -> None:
    named = {"given_name": "Peter", "given_key": "peter", "family_name": "Smith", "family_key": "smith"}
    named |= {"city_key": "leeds", "postal_code": "le7"}
    father = add(world, "f", **named, birth_date="1948-02-11")
    either = add(world, "e", **named)
    son = add(world, "s", **named, birth_date="1979-06-30")
    assert len(set(people_of(world, people.workspace.config, tmp_path, father, either, son))) == 3
