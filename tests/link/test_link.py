"""Linking: our weights are Splink's, the model is frozen and deterministic, guards hold."""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdp.database import Database, quote
from cdp.errors import ConfigError
from cdp.link import ModelStore
from cdp.link.blocking import make_candidates
from cdp.link.comparisons import comparisons_for
from cdp.link.frequencies import add_frequencies, count_frequencies
from cdp.link.guards import generic_values, personal_identifiers
from cdp.link.keys import Key, meanings
from cdp.link.plan import plan_blocking
from cdp.link.prepare import make_link_input, meanings_of
from cdp.link.scorer import Scorer, make_vectors
from cdp.link.settings import level_weights_sql, rarity_sql
from cdp.link.weigh import NAME_ALONE, NAMESAKES, WEAKEST
from tests.conftest import Company
from tests.link.linking import link_records

COLUMNS = {
    "given_name": "varchar",
    "given_key": "varchar",
    "given_native": "varchar",
    "family_name": "varchar",
    "family_key": "varchar",
    "family_native": "varchar",
    "birth_date": "date",
    "email": "varchar",
    "phone": "varchar",
    "city_key": "varchar",
    "postal_code": "varchar",
    "loyalty_id": "varchar",
    "customer_id": "varchar",
}
GIVEN = ("mary", "peter", "anna", "john", "linda", "robert", "susan", "paul")
FAMILY = ("jones", "novak", "berg", "smith", "quinn", "larsen", "rossi", "weber", "tanaka")


def slip(text: str, rnd: random.Random) -> str:
    at = rnd.randrange(len(text))
    return text[:at] + rnd.choice("aeioprst") + text[at + 1 :]


def make_people(db: Database, n: int, seed: int = 1) -> None:
    """Make `record` with two records of each of n persons (the second with slips), and an empty `alternate`."""
    rnd = random.Random(seed)
    rows = []
    for person in range(n):
        given, family = rnd.choice(GIVEN), rnd.choice(FAMILY)
        born = f"19{rnd.randrange(40, 99)}-{rnd.randrange(1, 13):02d}-{rnd.randrange(1, 29):02d}"
        number = rnd.randrange(10**9)
        email, phone = f"{family}{number % 99991}.{given[0]}@mail.example", f"+447{number:09d}"
        city = rnd.choice(("leeds", "york", "bath"))
        for again in (False, True):
            g = slip(given, rnd) if again and rnd.random() < 0.2 else given
            e = None if again and rnd.random() < 0.3 else email
            p = phone if rnd.random() < 0.7 else None
            rid, names = 2 * person + again + 1, (g.title(), g, None, family.title(), family, None)
            rows.append((rid, "crm", f"r{rid}", *names, born, e, p, city, f"{city[:2]}{person % 40}", None, None))
    names = ", ".join(f"{quote(name)} {kind}" for name, kind in COLUMNS.items())
    key = "rid integer, source varchar, record_id varchar"
    db.run(f"create or replace temp table record ({key}, {names}, one_per_person boolean)")
    db.connection.executemany(f"insert into record values ({', '.join('?' * (len(COLUMNS) + 3))}, false)", rows)
    db.run("create or replace temp table alternate as select * from record where false")


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", "secret")


@pytest.fixture
def linked(db: Database, people: Company, store: ModelStore) -> Iterator[Database]:
    make_people(db, 300)
    link_records(db, people.workspace.config, list(COLUMNS), store)
    yield db


def test_the_persons_are_found(linked: Database) -> None:
    true, all_found = linked.rows(
        "select count(*) filter ((rid_l - 1) // 2 = (rid_r - 1) // 2), count(*) from match where weight > 1"
    )[0]
    assert true > 270
    assert true / all_found > 0.97


def test_weights_are_those_that_splink_predicts(linked: Database, store: ModelStore, people: Company) -> None:
    model = store.latest()
    identifiers = personal_identifiers(people.workspace.config, list(COLUMNS))
    inputs = make_link_input(linked, meanings_of(list(COLUMNS), {}), identifiers)
    comparisons = comparisons_for(inputs, dict.fromkeys(identifiers, 0.75))
    make_candidates(linked, plan_blocking(linked, meanings(inputs, identifiers)).rules)
    add_frequencies(linked, count_frequencies(linked, inputs))
    make_vectors(linked, comparisons, "candidate", "vector")
    weight = " + ".join([*level_weights_sql(model.settings).values(), *rarity_sql(model.settings).values()])
    ours = f"select rid_l, rid_r, {weight} as weight from vector"
    Scorer(linked, model.settings).score("candidate", "predicted")
    compared, worst = linked.rows(
        f"select count(*), max(abs(weight - match_weight)) from ({ours}) join predicted using (rid_l, rid_r)"
    )[0]
    assert compared == linked.count("candidate") > 300
    assert worst < 1e-3


def test_the_same_records_give_the_same_model(db: Database, people: Company, tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        make_people(db, 120)
        own = ModelStore(tmp_path / name, "secret")
        link_records(db, people.workspace.config, list(COLUMNS), own)
        texts.append((tmp_path / name / "m0001" / "model.json").read_text())
    assert texts[0] == texts[1]


def test_a_trained_model_is_kept_until_told_or_outgrown(db: Database, people: Company, store: ModelStore) -> None:
    config = people.workspace.config
    make_people(db, 60)
    assert link_records(db, config, list(COLUMNS), store).trained
    first = db.rows("select rid_l, rid_r, weight from match order by all")
    assert not link_records(db, config, list(COLUMNS), store).trained
    assert db.rows("select rid_l, rid_r, weight from match order by all") == first
    assert link_records(db, config, list(COLUMNS), store, retrain=True).model == "m0002"
    make_people(db, 130)
    assert link_records(db, config, list(COLUMNS), store).model == "m0003"


@pytest.mark.usefixtures("linked")
def test_the_model_opens_in_splink_and_holds_no_values(store: ModelStore) -> None:
    folder = store.folder / "m0001"
    settings = json.loads((folder / "splink.json").read_text())
    assert {each["output_column_name"] for each in settings["comparisons"]} >= {"given_name", "email", "address"}
    for path in folder.iterdir():
        content = path.read_bytes().lower()
        assert not any(name.encode() in content for name in ("novak", "tanaka", "larsen")), path.name


def test_generic_values_are_no_evidence(db: Database, people: Company) -> None:
    make_people(db, 40)
    db.run("update record set phone = '+442079460000'")
    assert generic_values(db, people.workspace.config, meanings_of(list(COLUMNS), {})) == 1
    make_link_input(db, meanings_of(list(COLUMNS), {}), [])
    assert db.value("select count(phone) from link_input") == 0


def test_a_name_alone_is_no_match_unless_it_is_rare(
    db: Database, people: Company, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Family names that stand two to nine times, in records that tell nothing else."""

    def weights() -> list[float]:
        link_records(db, people.workspace.config, list(COLUMNS), store, retrain=True)
        return [weight for (weight,) in db.rows("select weight from match where rid_l > 600 order by weight")]

    make_people(db, 300)
    for often in range(2, 10):
        for again in range(often):
            rid, name = 600 + 10 * often + again, f"Quist{'abcdefgh'[often - 2]}"
            row = {"rid": rid, "source": "crm", "record_id": f"n{rid}", "given_name": "Mary", "given_key": "mary"}
            row |= {"family_name": name, "family_key": name.lower(), "one_per_person": False}
            marks = ", ".join(f"${column}" for column in row)
            db.run(f"insert into record ({', '.join(row)}) values ({marks})", row)
    found = weights()
    assert found
    assert not [weight for weight in found if NAMESAKES < weight < NAME_ALONE]
    monkeypatch.setattr(sys.modules["cdp.link.weigh"], "NAME_ALONE", WEAKEST)
    assert [weight for weight in weights() if NAMESAKES < weight < math.log2(3)]


def test_a_familys_shared_number_stays_evidence(db: Database, people: Company) -> None:
    make_people(db, 40)
    db.run("update record set phone = '+442079460000' where rid <= 6")
    assert generic_values(db, people.workspace.config, meanings_of(list(COLUMNS), {})) == 0


def test_equal_exclusive_identifiers_link_records_with_little_else(
    db: Database, people: Company, store: ModelStore
) -> None:
    make_people(db, 40)
    db.run("update record set customer_id = 'C1' where rid in (1, 20, 30)")
    db.run("update record set given_key = null, family_key = null, birth_date = null, email = null where rid > 1")
    found = link_records(db, people.workspace.config, list(COLUMNS), store)
    assert (found.deterministic, found.refused) == (3, 0)
    certain = "select rid_l, rid_r from match where kind = 'same customer_id' order by all"
    assert db.rows(certain) == [(1, 20), (1, 30), (20, 30)]


def test_a_couples_shared_account_is_not_one_person(db: Database, people: Company, store: ModelStore) -> None:
    make_people(db, 200)
    db.run("update record set customer_id = 'C1' where rid in (1, 2, 31)")
    db.run("update record set given_key = 'xavier', birth_date = '2001-01-01', email = 'x@y.example' where rid = 31")
    found = link_records(db, people.workspace.config, list(COLUMNS), store)
    assert (found.deterministic, found.refused) == (1, 2)


def test_a_guests_number_is_nobodys(db: Database, people: Company, store: ModelStore) -> None:
    make_people(db, 100)
    db.run("update record set customer_id = 'C-4711'")
    found = link_records(db, people.workspace.config, list(COLUMNS), store)
    assert (found.deterministic, found.generic_values) == (0, 1)


def test_records_by_the_hundred_that_are_all_alike_are_one_person(
    db: Database, people: Company, store: ModelStore
) -> None:
    make_people(db, 1000)
    copied = ", ".join(quote(name) for name in COLUMNS)
    db.run(f"insert into record select 10000 + i, 'crm', i, {copied}, false from record, range(150) r(i) where rid = 1")
    link_records(db, people.workspace.config, list(COLUMNS), store)
    assert db.value("select count(*) from match where rid_l = 1 and rid_r >= 10000 and weight > 10") == 150


def test_a_further_value_links_as_well_as_the_leading_one(db: Database, people: Company, store: ModelStore) -> None:
    make_people(db, 300)
    db.run(
        "insert into alternate by name select rid, source, email from record where rid % 2 = 0 and email is not null"
    )
    db.run("update record set email = 'new' || rid || '@other.example' where rid % 2 = 0")
    link_records(db, people.workspace.config, list(COLUMNS), store)
    told = "select count(*) from match where rid_l % 2 = 1 and rid_r = rid_l + 1 and evidence['email'] > 5"
    assert db.value(told) > 180


def test_an_own_attribute_of_a_contacts_type_links(db: Database, people: Company, store: ModelStore) -> None:
    make_people(db, 300)
    db.run("alter table record add column work_email varchar; alter table alternate add column work_email varchar")
    db.run("update record set work_email = email, email = null where rid % 2 = 0")
    people.config("identity.yml", "attributes: {work_email: {type: email}}")
    link_records(db, people.workspace.config, [*COLUMNS, "work_email"], store)
    told = "select count(*) from match where rid_l % 2 = 1 and rid_r = rid_l + 1 and evidence['email'] > 5"
    assert db.value(told) > 180


def test_without_keys_there_is_nothing_to_plan(db: Database) -> None:
    make_people(db, 2_000)
    make_link_input_without_guards(db)
    assert plan_blocking(db, []).rules == ()
    make_candidates(db, ())
    assert db.count("candidate") == 0


def test_a_rule_keeps_to_its_budget(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cdp.link.plan.LEAST_PAIRS", 50)
    monkeypatch.setattr("cdp.link.plan.PAIRS_PER_RECORD", 0)
    make_people(db, 300)
    make_link_input_without_guards(db)
    rules = make_candidates(db, [(Key("city_key", "city_key"),), (Key("email", "email"),)])
    assert all(rule.pairs <= 25 for rule in rules)
    assert any(rule.skipped_values for rule in rules)


def make_link_input_without_guards(db: Database) -> list[str]:
    db.run("create or replace temp table generic_value (attribute varchar, value varchar, holders bigint)")
    return make_link_input(db, meanings_of(list(COLUMNS), {}), [])


def test_own_blocking_own_comparison_and_own_model(db: Database, people: Company, store: ModelStore) -> None:
    make_people(db, 100)
    people.config(
        "identity.yml",
        """
blocking: [[email], [family_name, birth_date]]
comparisons:
  email:
    columns: [email]
    levels: [{label: same, sql: "email_l = email_r", m: 0.7, u: 0.000001}]
  first_letter:
    columns: [given]
    personal: false
    levels: [{label: same, sql: "left(given_l, 1) = left(given_r, 1)", m: 0.95, u: 0.1}]
""",
    )
    found = link_records(db, people.workspace.config, list(COLUMNS), store)
    assert [rule.keys for rule in found.rules] == [("email",), ("family", "birth_date")]
    by_name = {each["output_column_name"]: each for each in store.latest().settings["comparisons"]}
    assert len(by_name["email"]["comparison_levels"]) == 3
    assert "first_letter" in by_name

    (people.folder / "config" / "mine.json").write_text(json.dumps(store.latest().settings))
    people.config("identity.yml", "splink_settings: mine.json")
    assert link_records(db, people.workspace.config, list(COLUMNS), store).matches > 80


@pytest.mark.parametrize(
    ("identity", "told"),
    [
        ("blocking: [[shoe_size]]", "shoe_size"),
        ("comparisons: {x: {columns: [shoe], levels: [{label: a, sql: 'a', m: 0.5, u: 0.1}]}}", "shoe"),
        ("splink_settings: missing.json", "missing.json"),
    ],
)
def test_faults_in_identity_are_told(
    db: Database, people: Company, store: ModelStore, identity: str, told: str
) -> None:
    make_people(db, 20)
    people.config("identity.yml", identity)
    with pytest.raises(ConfigError, match=told):
        link_records(db, people.workspace.config, list(COLUMNS), store)
