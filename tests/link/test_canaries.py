"""Canaries: duplicates and near-misses made from records, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

import numpy as np
import pytest

from cdp.database import Database
from cdp.link.agreement import Comparison
from cdp.link.canaries import Canaries
from cdp.link.canary_records import NEAR_MISSES, copies_sql, drawn_sql, near_miss_sql, paired_sql, slip_sql
from cdp.link.comparisons import comparisons_for
from cdp.link.model import Model
from cdp.link.settings import weighted_settings
from cdp.workspace import Workspace
from tests.conftest import AS_OF, PEOPLE, Company
from tests.test_model_card import ROWS

MakeTable = Callable[[str, str, str], None]
COLUMNS = ["rid", "source", "entity_kind", "given", "given_key", "family", "family_key", "birth_date", "email"]
COMPARISONS = comparisons_for(COLUMNS[3:], {})


def model(same: float, near: float, comparisons: list[Comparison] = COMPARISONS) -> Model:
    """A model in which this share of the pairs of one person agree in full, and in part."""
    m = []
    for comparison in comparisons:
        between = len(comparison.levels) - 1
        m.append(np.array([1 - same - near, *[near / between] * between, same]) + 1e-12)
    settings = weighted_settings(comparisons, [], m, m, 0.5)
    return Model("m1", settings, COLUMNS, [], 2, [], least_frequency={})


@pytest.fixture
def drawn(db: Database, make_table: MakeTable) -> Database:
    """Three records, drawn and paired."""
    make_table(
        "link_input",
        ", ".join(f"{column} {'int' if column == 'rid' else 'text'}" for column in COLUMNS),
        "(1, 'a', 'person', 'mary', 'mary', 'jones', 'jones', '1980-02-03', 'mary@mail.example'), "
        "(2, 'a', 'person', 'peter', 'peter', 'novak', 'novak', '1991-05-07', 'peter@mail.example'), "
        "(3, 'b', 'person', 'alice', 'alice', 'brown', 'brown', '1975-11-12', null)",
    )
    db.run(f"create temp table drawn as {drawn_sql(COLUMNS, COLUMNS[3:], 3)}")
    db.run(paired_sql({comparison.name for comparison in COMPARISONS}))
    return db


def test_records_are_drawn_by_content_and_once(db: Database, make_table: MakeTable) -> None:
    columns = "rid int, given text"

    def draw(rows: str) -> list[str]:
        make_table("link_input", columns, rows)
        return [given for _, given, *_ in db.rows(drawn_sql(["rid", "given"], ["given"], 3))]

    assert draw("(1, 'ann'), (2, 'bob'), (3, 'ann')") == draw("(7, 'bob'), (8, 'ann'), (9, 'bob')")


def test_a_copy_of_what_always_agrees_is_the_record(drawn: Database) -> None:
    copies = drawn.rows(
        f"select c.* exclude (rid) from ({copies_sql(COLUMNS, COMPARISONS, model(1, 0), 100)}) c order by all"
    )
    told = drawn.rows("select * exclude (rid, email) from link_input order by all")
    assert [row[:-1] for row in copies] == told


def test_a_copy_of_what_never_agrees_is_another_record(drawn: Database) -> None:
    copies = copies_sql(COLUMNS, COMPARISONS, model(0, 0), 100)
    same = drawn.value(
        f"select count(*) from ({copies}) c join drawn on c.rid - 100 = nth where c.given_key = drawn.given_key"
    )
    assert same == 0
    assert drawn.value(f"select count(distinct given_key) from ({copies})") == 3


def test_a_copy_lacks_what_either_record_lacks(drawn: Database) -> None:
    assert drawn.value(f"select count(email) from ({copies_sql(COLUMNS, COMPARISONS, model(1, 0), 100)})") == 1


def test_a_copy_that_nearly_agrees_is_one_slip_away_and_a_date_stays_one(drawn: Database) -> None:
    copies = copies_sql(COLUMNS, COMPARISONS, model(0, 1), 100)
    rows = drawn.rows(
        f"""
        select damerau_levenshtein(c.family_key, drawn.family_key), damerau_levenshtein(c.birth_date, drawn.birth_date),
               regexp_full_match(c.birth_date, '\\d{{4}}-\\d\\d-\\d\\d')
        from ({copies}) c join drawn on c.rid - 100 = nth
        """
    )
    assert len(rows) == 3
    assert all(names <= 1 and dates == 1 and is_date for names, dates, is_date in rows)


@pytest.mark.parametrize("text", ["mary", "x", "010-5234", "김하늘"])
def test_a_slip_is_one_letter_or_digit(db: Database, text: str) -> None:
    slips = f"select distinct {slip_sql('text', 'draw')} as slip from (select '{text}' as text, n / 997.0 as draw "
    found = {slip for (slip,) in db.rows(slips + "from range(997) t(n))")}
    assert len(found) > 1
    assert all(abs(len(slip) - len(text)) <= 1 and len(set(slip) ^ set(text)) <= 2 for slip in found)


def test_a_twin_shares_the_birth_date_and_the_family_not_the_given_name(drawn: Database) -> None:
    twin = near_miss_sql(NEAR_MISSES[1], COLUMNS, COMPARISONS, 100)
    rows = drawn.rows(
        f"""
        select t.family = a.family, t.birth_date = a.birth_date, t.given <> a.given
        from ({twin}) t join drawn a on a.nth = t.rid - 100
        """
    )
    assert rows == [(True, True, True)] * 3


def test_no_near_miss_where_nothing_would_tell(drawn: Database) -> None:
    without = [column for column in COLUMNS if column != "birth_date"]
    assert near_miss_sql(NEAR_MISSES[2], without, COMPARISONS, 100) is None
    assert drawn.count("drawn") == 3


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Canaries]]:
    """Canaries of two runs over 58 records of 29 people: one that trains, and one with the frozen model."""
    company = Company(tmp_path_factory.mktemp("canaries") / "ws").source(PEOPLE).file("people.csv", ROWS)
    found = []
    with company.workspace as ws:
        for more in ("", "999,Mary,Lee,mary.lee@mail.example\n"):
            company.file("people.csv", ROWS + more)
            report = ws.run(as_of=AS_OF)
            assert report.link is not None and report.link.canaries is not None
            found.append(report.link.canaries)
            assert report.link.trained == (not more)
    yield found


def test_every_run_scores_canaries_with_a_frozen_model_too(canaries: list[Canaries]) -> None:
    for each in canaries:
        assert each.found.of >= 29
        assert each.found.part <= min(each.blocked.part, each.scored.part)
        assert each.found.low <= each.found.value <= each.found.high
        assert set(each.kept_apart) == {"family member", "twin"}


def test_few_records_need_no_blocking_so_that_it_finds_all(canaries: list[Canaries]) -> None:
    assert canaries[0].blocked.value == 1.0


def test_the_calibration_curve_rises_from_bin_to_bin(canaries: list[Canaries]) -> None:
    curve = canaries[0].calibration
    assert curve
    assert [each.predicted for each in curve] == sorted(each.predicted for each in curve)
    assert all(each.low <= each.observed <= each.high for each in curve)


def test_canaries_never_reach_what_is_published(tmp_path_factory: pytest.TempPathFactory) -> None:
    company = Company(tmp_path_factory.mktemp("apart") / "ws").source(PEOPLE).file("people.csv", ROWS)
    with Workspace(company.folder) as ws:
        ws.run(as_of=AS_OF)
        with ws.store() as store:
            assert store.rows("select count(*) as n from membership") == [{"n": 58}]
            assert store.rows("select count(*) as n from match where record_id_l is null") == [{"n": 0}]
            told = {(row["kind"], row["measure"]) for row in store.assessment()}
    assert {("expected", "precision"), ("expected", "recall"), ("canary", "duplicates found")} <= told


def test_canaries_hold_no_value_of_a_record(canaries: list[Canaries]) -> None:
    assert "mail.example" not in str(asdict(canaries[0]))
