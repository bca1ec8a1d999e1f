from __future__ import annotations

import pytest

from cdp.config.journey import JourneyConfig
from cdp.errors import ConfigError
from tests.conftest import Company


def read(company: Company, text: str) -> JourneyConfig:
    company.source("source: a\nparty: first\nchannel: crm\nconnector: {kind: csv, path: a.csv}\nrecord: {id: id}")
    return company.config("journey.yml", text).workspace.config.journey


def fault(company: Company, text: str) -> str:
    with pytest.raises(ConfigError) as told:
        read(company, text)
    return str(told.value)


def test_a_stage_that_is_declared_replaces_the_usual_one_and_null_drops_it(company: Company) -> None:
    config = read(
        company,
        "stages:\n  bond: null\n  evaluate: {rules: {asks: {on: [contacted]}}, ends_after_days: 7}\n"
        "  awareness: {rules: {is told: {on: [message_sent]}}}\n",
    )
    assert list(config.declared) == ["awareness", "consider", "evaluate", "buy", "enjoy", "advocate"]
    assert list(config.declared["evaluate"].rules) == ["asks"]
    assert (config.rules[0].number, config.rules[0].name) == (1, "is told")


def test_a_condition_reads_columns_of_interactions_alone(company: Company) -> None:
    told = fault(company, "stages:\n  buy: {rules: {orders: {on: [ordered], where: amuont > 0}}}\n")
    assert "journey.yml:2" in told
    assert "interactions have no column amuont" in told


def test_a_condition_is_no_query(company: Company) -> None:
    rule = "{on: [ordered], where: '(select 1) = 1'}"
    assert "simple expression" in fault(company, f"stages: {{buy: {{rules: {{orders: {rule}}}}}}}")


def test_rules_that_wait_for_each_other_are_refused(company: Company) -> None:
    told = fault(
        company,
        "stages:\n  enjoy: {rules: {a: {on: [delivered], after: [bond]}}}\n"
        "  bond: {rules: {b: {on: [joined], after: [enjoy]}}}\n",
    )
    assert "come after each other" in told


def test_an_unknown_stage_or_key_is_refused(company: Company) -> None:
    assert "journey.yml" in fault(company, "stages: {delight: {rules: {a: {on: [visited]}}}}")
    assert "did you mean `within_days`" in fault(
        company, "stages: {buy: {rules: {a: {on: [ordered], count: 2, witin_days: 3}}}}"
    )


def test_an_action_that_no_event_has_is_refused(company: Company) -> None:
    rule = "stages: {evaluate: {rules: {asks: {on: [quoted]}}}}"
    assert "quoted: is not an action that an event has" in fault(company, rule)
    company.config("events.yml", "actions: {quoted: [quote_asked]}\n")
    assert read(company, rule).declared["evaluate"].rules["asks"].on == ("quoted",)


def test_rules_come_after_those_they_wait_for() -> None:
    layers = JourneyConfig().layers()
    assert {each.stage for each in layers[0]} >= {"consider", "evaluate", "buy"}
    assert {(each.stage, each.name) for each in layers[1]} == {("advocate", "recommends"), ("bond", "stays in touch")}
