"""What names in Chinese characters are read as, as the records tell."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdp.database import Database
from cdp.link.model import Model, ModelStore
from cdp.link.readings import BEARERS, COLUMN, add_readings, count_readings, tell_readings
from tests.conftest import AS_OF, Company

TOLD = {("翔太", "shota"): 12, ("裕子", "yuko"): 8, ("裕子", "hiroko"): 4, ("太郎", "taro"): 60, ("太郎", "daro"): 1}
"""Records by name and reading."""
ASKED = [("翔太", None), ("裕子", None), (None, "hiroko"), ("太郎", "taro"), ("太郎", "daro"), (None, "mary")]


def hashed(value: str) -> str:
    return f"left(sha256('secret' || {value}), 32)"


def fill(db: Database, names: list[tuple[str | None, str | None]]) -> None:
    """Make `link_input` of given names in characters and romanised."""
    db.run("create or replace temp table link_input (rid integer, given_native varchar, given_key varchar)")
    for rid, name in enumerate(names):
        db.run("insert into link_input values ($1, $2, $3)", [rid, *name])


def told(db: Database) -> list[list[str] | None]:
    """Return the readings of the names in `link_input`, in words."""
    words = {number: word for word, number in db.rows(_WORDS)}
    found = db.rows("select given_readings from link_input order by rid")
    return [readings if readings is None else sorted(words[each] for each in readings) for (readings,) in found]


_WORDS = f"""
select distinct word, number
from reading
join (select unnest(['shota', 'yuko', 'hiroko', 'taro', 'daro', 'mary']) as word) on key_hash = {hashed("word")}
"""


def test_a_name_alone_has_all_its_readings_and_a_romanised_one_itself(db: Database) -> None:
    fill(db, [name for name, times in TOLD.items() for _ in range(times)])
    count_readings(db, hashed)
    fill(db, list(ASKED))
    add_readings(db, hashed)
    assert told(db) == [["shota"], ["hiroko", "yuko"], ["hiroko"], ["taro"], None, None]


@pytest.mark.parametrize(
    ("readings", "known"),
    [
        ({"sho": 10}, ["sho"]),
        ({"sho": 9}, None),
        ({"sho": 19, "kakeru": 1}, ["sho"]),
        ({"sho": 18, "kakeru": 1}, None),
        ({"sho": 18, "kakeru": 2}, ["kakeru", "sho"]),
    ],
)
def test_readings_are_known_where_enough_records_tell_them_alike(
    db: Database, readings: dict[str, int], known: list[str] | None
) -> None:
    fill(db, [("翔", reading) for reading, times in readings.items() for _ in range(times)])
    count_readings(db, hashed)
    counted = [key for (key,) in db.rows("select key_hash from reading")]
    wanted = [db.value(f"select {hashed('$1')}", [each]) for each in known or []]
    assert sorted(counted) == sorted(wanted)


@pytest.mark.parametrize(
    ("name", "tells"), [(("翔太", "shota"), True), (("준영", "junyoung"), False), (("翔太", None), False)]
)
def test_only_characters_with_their_reading_tell(db: Database, name: tuple[str, str | None], tells: bool) -> None:
    native, key = name
    fill(db, [(native and native * nth, key) for nth in range(1, 6) for _ in range(BEARERS)])
    assert tell_readings(db, []) is tells
    fill(db, [(native, key) for _ in range(BEARERS)])
    assert not tell_readings(db, [])
    assert tell_readings(db, [COLUMN])


def test_what_a_model_keeps_says_the_same_of_other_records(db: Database, tmp_path: Path) -> None:
    fill(db, [name for name, times in TOLD.items() for _ in range(times)])
    db.run("create temp table frequency (column_name varchar, value varchar, tf double)")
    store = ModelStore(tmp_path, "secret")
    count_readings(db, store.hashed)
    model = Model("m0001", {"comparisons": []}, [COLUMN], [], 2, [])
    store.save(db, model)
    kept = (tmp_path / "m0001" / "reading.parquet").read_bytes()
    assert b"shota" not in kept and "翔太".encode() not in kept
    db.drop("reading")
    fill(db, list(ASKED))
    store.load_lexicon(db, store.load("m0001"))
    add_readings(db, store.hashed)
    assert told(db) == [["shota"], ["hiroko", "yuko"], ["hiroko"], ["taro"], None, None]


SOURCE = """
    source: people
    party: first
    channel: crm
    connector: {kind: csv, path: people.csv}
    record: {id: id}
    attributes: {full_name: name, phonetic_name: reading, birth_date: born, phone: phone, email: mail}
    address: {country: country, street: street, city: city}
"""
HEADER = "id,name,reading,born,phone,mail,country,street,city"
GIVEN = {"翔太": "Shota", "健太": "Kenta", "美咲": "Misaki", "陽子": "Yoko", "直樹": "Naoki", "麻衣": "Mai"}
FAMILY = {"佐藤": "Sato", "鈴木": "Suzuki", "高橋": "Takahashi", "田中": "Tanaka", "渡辺": "Watanabe"}
HOME = "3-14-15 Chuo"


def people(count: int) -> Iterator[str]:
    """Two records each: one with the characters and, but for every fifth person, their reading, one with either."""
    rnd = random.Random(4)
    for nth in range(count):
        (given, read), (family, spelled) = (rnd.choice(list(names.items())) for names in (GIVEN, FAMILY))
        born = f"19{rnd.randrange(50, 99)}-0{rnd.randrange(1, 10)}-{rnd.randrange(10, 29)}"
        rest = f"+8190{10_000_000 + nth * 7919},p{nth}@mail.example,JP,{nth}-{nth % 7 + 1} Kita,Osaka"
        yield f"a{nth},{family} {given},{f'{spelled} {read}' if nth % 5 else ''},{born},{rest}"
        yield f"b{nth},{f'{family} {given}' if nth % 2 else f'{read} {spelled}'},,{'' if nth % 3 else born},{rest}"


COUPLE = {"he": "佐藤 翔太", "him": "Shota Sato", "she": "Misaki Sato"}
"""Names of a couple's records: he is known by characters in the one, in Latin letters in the other."""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], float]:
    """What the given name weighs in the pairs of a couple's records, which share all else."""
    rest = f"+819012345678,sato@mail.example,JP,{HOME},Osaka"
    rows = [f"{key},{name},,,{rest}" for key, name in COUPLE.items()]
    company = Company(tmp_path_factory.mktemp("household") / "ws").source(SOURCE)
    with company.file("people.csv", "\n".join([HEADER, *people(300), *rows])).workspace as ws:
        ws.run(as_of=AS_OF)
        told = ws.table("match").project("record_id_l, record_id_r, evidence").fetchall()
    return {(one, other): weights["given_name"] for one, other, weights in told if {one, other} <= COUPLE.keys()}


def test_a_known_reading_speaks_for_one_person(evidence: dict[tuple[str, str], float]) -> None:
    assert evidence["he", "him"] > 0


def test_another_reading_speaks_against_it_as_another_name_does(evidence: dict[tuple[str, str], float]) -> None:
    assert evidence["he", "she"] < -3
    assert evidence["he", "she"] == pytest.approx(evidence["him", "she"], abs=3)
