"""What names in Chinese characters are read as, as the records tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdp.database import Database
from cdp.link.model import Model, ModelStore
from cdp.link.readings import COLUMN, add_readings, count_readings, tell_readings

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
    fill(db, [name])
    assert tell_readings(db, []) is tells
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
