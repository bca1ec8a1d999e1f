from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from cdp.config.trait_check import layers
from cdp.config.traits import TraitsConfig
from cdp.database import Database
from cdp.traits.person import Given, quintile_sql, trait_sql

Make = Callable[[str, str, str], None]
TRAITS = {
    "visits": {"description": "", "from": "interaction", "measure": "count"},
    "spent": {"description": "", "from": "interaction", "measure": "max", "of": "amount"},
    "level": {"description": "", "sql": "case when double_visits > 5 then 'often' else lower(tier) end"},
    "double_visits": {"description": "", "sql": "visits * 2"},
    "days_known": {"description": "", "sql": "date_diff('day', born, told_until)"},
}


def test_everybody_has_a_row_and_what_is_computed_follows_what_is_measured(db: Database, make_table: Make) -> None:
    make_table("profile", "golden_id varchar, tier varchar", "('g2', 'GOLD'), ('g1', null), ('g3', null)")
    make_table("horizon", "told_until timestamp", "('2026-06-30 12:00')")
    make_table("measure", "golden_id varchar, visits bigint, spent double", "('g1', 3, 9.5)")
    make_table("lifetime_value", "golden_id varchar, lifetime_value double", "('g1', 70.0)")
    traits = TraitsConfig.model_validate({"traits": TRAITS}).traits
    from_profile = {"tier": "tier", "born": "cast(null as date)"}
    made = db.run(trait_sql(traits, layers(traits), Given(from_profile, ["measure"], ["lifetime_value"])))
    assert [name for name, *_ in made.description or []] == ["golden_id", *TRAITS, "lifetime_value"]
    assert made.fetchall() == [
        ("g1", 3, 9.5, "often", 6, None, 70.0),
        ("g2", 0, None, "gold", 0, None, None),
        ("g3", 0, None, None, 0, None, None),
    ]


def quintiles(values: list[int | None], *, is_low_best: bool = False) -> list[int | None]:
    with Database() as db:
        rows = ", ".join(f"({nth}, {'null' if value is None else value})" for nth, value in enumerate(values))
        db.run(f"create temp table t (nth int, x int); insert into t values {rows}")
        score = quintile_sql("x", "x >= 0", is_low_best=is_low_best)
        return [found for (found,) in db.rows(f"select {score} from t order by nth")]


def test_fifths_are_even_where_values_differ() -> None:
    assert quintiles(list(range(10))) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert quintiles(list(range(10)), is_low_best=True) == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


def test_who_is_level_or_does_not_count_is_treated_so() -> None:
    assert quintiles([1, 1, 1, 1, None, -7]) == [3, 3, 3, 3, None, None]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_a_fifth_follows_the_ridit(values: list[int]) -> None:
    def fifth(value: int) -> int:
        below, equal = sum(each < value for each in values), values.count(value)
        return 1 + floor(5 * (Fraction(below) + Fraction(equal, 2)) / len(values))

    assert quintiles(list(values)) == [fifth(value) for value in values]
