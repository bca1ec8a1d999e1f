"""Traits that cannot be computed are told by file, line and key before a run begins."""

from __future__ import annotations

import pytest

from cdp.config.trait_check import layers
from cdp.config.traits import Trait, TraitsConfig, usual_traits
from cdp.errors import ConfigError, ConfigProblem
from tests.conftest import Company

VISITS = "  visits: {description: visits, from: interaction, measure: count}\n"


def problems(company: Company, traits: str) -> list[ConfigProblem]:
    company.file("config/traits.yml", f"traits:\n{VISITS}{traits}")
    with pytest.raises(ConfigError) as caught:
        _ = company.workspace.config
    return caught.value.problems


@pytest.mark.parametrize(
    ("trait", "key", "told", "remedy"),
    [
        ("{from: interaction, measure: sum, of: amout}", "x.of", "amout is no column of interaction", "`amount`"),
        ("{from: purchase, measure: count, where: chanel = 'web'}", "x.where", "no column of purchase", "`channel`"),
        ("{from: interaction, measure: sum, of: topic}", "x.of", "gives VARCHAR, not a number", "the sum of a number"),
        ("{from: interaction, measure: share, of: amount}", "x.of", "not yes or no", "write a condition"),
        ("{from: interaction, measure: count, where: amount}", "x.where", "not yes or no", "write a condition"),
        ("{from: interaction, measure: max, of: amount + channel}", "x.of", "cannot be computed", "correct"),
        ("{from: interaction, measure: max, of: sum(amount)}", "x.of", "only a simple expression", "correct"),
        ("{from: interaction, measure: max, of: now()}", "x.of", "must depend on the columns", "correct"),
        ("{sql: visit + 1}", "x.sql", "visit is neither a trait nor a column of the profile", "`visits`"),
        ("{quintile_of: visit}", "x.quintile_of", "visit is neither a trait", "`visits`"),
        ("{quintile_of: visits, where: visits}", "x.where", "gives BIGINT, not yes or no", "write a condition"),
        ("{sql: x + 1}", "x", "needs itself: x → x", "from something else"),
        ("{measure: count}", "x", "say what to measure", "correct"),
        ("{from: interaction, measure: sum}", "x", "say what to take the sum of", "correct"),
        ("{from: interaction, measure: count, of: amount}", "x", "count is of nothing", "correct"),
        ("{sql: visits, from: purchase}", "x", "from does not go with sql", "correct"),
        ("{sql: visits, quintile_of: visits}", "x", "give one of", "correct"),
        ("{from: interaction, measure: count, last_days: 0}", "x.last_days", "must be 1 or more", "correct"),
    ],
)
def test_what_cannot_be_computed_is_placed(people: Company, trait: str, key: str, told: str, remedy: str) -> None:
    (problem,) = problems(people, f"  x: {trait[:-1]}, description: mine}}\n")
    assert (problem.file, problem.line, problem.key) == ("traits.yml", 3, f"traits.{key}")
    assert told in problem.problem
    assert remedy in problem.remedy


@pytest.mark.parametrize("name", ["golden_id", "lifetime_value", "told_until", "email", "updated_at"])
def test_a_name_that_is_taken_is_refused(people: Company, name: str) -> None:
    (problem,) = problems(people, f"  {name}: {{sql: visits, description: mine}}\n")
    assert (problem.line, problem.key) == (3, f"traits.{name}")
    assert problem.remedy == "choose another name"


def test_traits_that_need_each_other_are_told_as_a_circle(people: Company) -> None:
    (problem,) = problems(people, "  a: {sql: b, description: a}\n  b: {sql: a + visits, description: b}\n")
    assert problem.problem in {"needs itself: a → b → a", "needs itself: b → a → b"}


def test_what_a_usual_trait_is_replaced_by_must_suit_those_computed_from_it(people: Company) -> None:
    (problem, *_) = problems(people, "  revenue: {from: purchase, measure: last, of: status, description: mine}\n")
    assert problem.key == "traits.return_rate.sql"
    assert "cannot be computed" in problem.problem


def test_usual_traits_can_be_computed_without_any_declared(people: Company) -> None:
    config = people.workspace.config
    assert config.traits.traits == {}
    assert list(config.traits.all) == list(usual_traits())


def test_a_trait_changes_what_is_made_of_people_alone(people: Company) -> None:
    before = people.workspace.config
    people.file("config/traits.yml", f"traits:\n{VISITS}")
    after = people.workspace.config
    assert after.hash == before.hash
    assert after.insight_hash != before.insight_hash


def test_traits_are_computed_after_those_that_they_need() -> None:
    told = {
        "a": {"description": "", "from": "purchase", "measure": "count"},
        "d": {"description": "", "quintile_of": "c", "where": "B > 1"},
        "c": {"description": "", "sql": "a + b"},
        "b": {"description": "", "sql": "A * 2"},
    }
    traits = TraitsConfig.model_validate({"traits": told}).traits
    assert layers(traits) == [["b"], ["c"], ["d"]]


def test_a_trait_of_constants_needs_nothing() -> None:
    assert layers({"one": Trait(description="", sql="1")}) == [["one"]]
