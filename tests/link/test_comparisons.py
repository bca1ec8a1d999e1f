"""Degrees of agreement: which one two records reach."""

from __future__ import annotations

from typing import Any

import pytest

from cdp.database import Database
from cdp.link.agreement import Comparison, Level
from cdp.link.comparisons import comparisons_for
from cdp.link.frequencies import FREQUENCY_COLUMNS
from cdp.link.prepare import sound_sql
from cdp.link.scorer import make_vectors

READ = "given_readings"
NAME = ("given", "given_key", "given_native", "given_sound", "given_count", "given_forms", "given_initials")


def level(db: Database, comparison: Comparison, columns: dict[str, str], one: list[Any], other: list[Any]) -> str:
    """Return the label of the level that two records reach."""
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    frequencies = ", ".join(f"tf_{name} double default 0.01" for name in FREQUENCY_COLUMNS)
    db.run(f"create or replace temp table link_input (rid integer, {declared}, {frequencies})")
    places = ", ".join("?" for _ in range(len(one) + 1))
    for rid, values in enumerate((one, other), 1):
        db.run(f"insert into link_input (rid, {', '.join(columns)}) values ({places})", [rid, *values])
    db.run("create or replace temp table pair as select 1 as rid_l, 2 as rid_r")
    make_vectors(db, [comparison], "pair", "vector")
    gamma = int(db.value(f"select {comparison.name} from vector"))
    labels = ["differs", *(each.label for each in reversed(comparison.levels))]
    return labels[gamma] if gamma >= 0 else "nothing to compare"


def given(db: Database, key: str | None, native: str | None, count: int) -> list[Any]:
    sound = db.value(f"select {sound_sql('$1')}", [key]) if key else None
    return [key or native, key, native, sound, count, None, None]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("jungho", "정호", 60), ("junyoung", "준영", 40), "another name in its own script"),
        (("daun", "다운", 1), ("daeun", "다은", 140), "another name in its own script"),
        (("akira", None, 87), ("akari", None, 135), "sounds alike, each a name of its own"),
        (("akira", None, 87), ("akari", None, 2), "sounds alike"),
        (("darla", None, 40), ("darlene", None, 60), "alike, each a name of its own"),
        (("darla", None, 40), ("darlene", None, 1), "alike"),
        (("marion", None, 40), ("mation", None, 900), "a letter off, or two swapped"),
        (("marion", None, 80), ("mation", None, 900), "alike, each a name of its own"),
        (("yui", "結衣", 9), (None, "毅", 3), "other characters, reading unknown"),
        (("yuko", "裕子", 9), (None, "祐子", 3), "written otherwise, reading unknown"),
        (("yui", None, 9), (None, "毅", 3), "nothing to compare"),
        (("hoseki", "ほせき", 9), (None, "宝石", 3), "written otherwise, reading unknown"),
    ],
)
def test_alike_names_are_told_from_slips(db: Database, one: Any, other: Any, expected: str) -> None:
    kinds = ("varchar", "varchar", "varchar", "varchar", "integer", "varchar[]", "varchar")
    comparison = comparisons_for(NAME, {})[0]
    found = level(db, comparison, dict(zip(NAME, kinds, strict=True)), given(db, *one), given(db, *other))
    assert found == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((None, "翔太", 9, [1]), ("shota", None, 9, [1]), "a known reading of the other"),
        ((None, "裕子", 9, [2, 3]), ("yuko", None, 9, [3]), "a known reading of the other"),
        ((None, "翔太", 9, [1]), ("kenta", None, 9, [4]), "no known reading of the other"),
        ((None, "翔太", 9, [1]), ("kelly", None, 9, None), "no known reading of the other"),
        ((None, "翔太", 9, [1]), ("shoat", None, 1, None), "nothing to compare"),
        ((None, "翔太", 9, None), ("kenta", None, 9, [4]), "nothing to compare"),
        ((None, "翔太", 9, [1]), (None, "麻衣", 9, [5]), "no known reading of the other"),
        ((None, "翔太", 9, [1]), (None, "正太", 9, [1]), "written otherwise, reading unknown"),
        ((None, "翔太", 9, [1]), (None, "翔太", 9, [1]), "same"),
        (("daun", "다운", 1, None), ("daeun", "다은", 140, None), "sounds alike"),
        (("hiroyuki", "弘幸", 9, [6]), ("hiroko", None, 9, [2]), "another name in its own script"),
        (("hiroyuki", "弘幸", 9, [6]), ("hiroko", None, 1, [2]), "sounds alike"),
        (("hiroyuki", "弘幸", 9, [6]), ("hiroyki", None, 9, None), "sounds alike, each a name of its own"),
        (("hiroyuki", None, 9, [6]), ("hiroko", None, 9, [2]), "sounds alike, each a name of its own"),
    ],
)
def test_names_are_told_apart_by_their_readings(db: Database, one: Any, other: Any, expected: str) -> None:
    kinds = ("varchar", "varchar", "varchar", "varchar", "integer", "varchar[]", "varchar", "integer[]")
    comparison = comparisons_for((*NAME, READ), {})[0]
    records = [[*given(db, *each[:3]), each[3]] for each in (one, other)]
    assert level(db, comparison, dict(zip((*NAME, READ), kinds, strict=True)), *records) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("1970-10-10", "same day"),
        ("1990-10-10", "one digit off, or day and month swapped"),
        ("1975-10-19", "less than a generation apart"),
        ("1984-03-15", "less than a generation apart"),
        ("1985-03-15", "differs"),
        ("1955-03-15", "differs"),
    ],
)
def test_births_a_generation_apart_are_told(db: Database, other: str, expected: str) -> None:
    comparison = comparisons_for(["birth_date"], {})[0]
    assert level(db, comparison, {"birth_date": "varchar"}, ["1970-10-10"], [other]) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("leeds", "LS1"), ("leeds", None), "same street and place"),
        ((None, "LS1"), ("leeds", None), "same street and place"),
        ((None, None), (None, None), "same street and place"),
        (("leeds", None), ("hull", None), "differs"),
        (("leeds", "LS1"), (None, "HU1"), "differs"),
    ],
)
def test_a_street_tells_where_no_place_speaks_against_it(db: Database, one: Any, other: Any, expected: str) -> None:
    columns = dict.fromkeys(("street_key", "city_key", "postal_code"), "varchar")
    comparison = comparisons_for(columns, {})[0]
    rows = [["37 campfire st", city, code] for city, code in (one, other)]
    assert level(db, comparison, columns, *rows) == expected


def test_what_is_usual_by_default_is_a_share_however_many_ways_there_are_to_differ() -> None:
    usual = [Level(f"differs so {nth}", "true", 0.01, 0.3) for nth in range(4)]
    rare = [Level("same", "true", 0.8, 0.005), Level("alike", "true", 0.1, 0.01)]
    many, few = (Comparison("name", "false", (*rare, *levels)) for levels in (usual, usual[:1]))
    assert sum(many.default_u) == pytest.approx(1.0)
    assert many.default_u == pytest.approx((0.005, 0.01, *[0.23375] * 4, 0.05))
    assert few.default_u == pytest.approx((0.005, 0.01, 0.3, 0.685))
