from __future__ import annotations

import pytest

from cdp.config.pain import KINDS, PainConfig
from cdp.errors import ConfigError
from tests.conftest import Company


def faults(people: Company, text: str) -> str:
    people.config("pain.yml", text)
    with pytest.raises(ConfigError) as raised:
        _ = people.workspace.config
    return "\n".join(str(problem) for problem in raised.value.problems)


def test_without_the_file_there_is_what_the_product_knows(people: Company) -> None:
    assert people.workspace.config.pain == PainConfig()
    assert people.workspace.config.pain.all_kinds == KINDS


def test_a_remedy_names_a_kind_and_one_place(people: Company) -> None:
    remedy = "remedies: [{pain: %s, where: {%s}, since: 2026-05-01, what: more staff}]"
    assert "there is no kind noise" in faults(people, remedy % ("noise", "store: K03"))
    assert "one place" in faults(people, remedy % ("long_wait", "store: K03, agent: paula"))
    assert "shop" in faults(people, remedy % ("long_wait", "shop: K03"))
    people.config("pain.yml", remedy % ("long_wait", "agent: paula"))
    assert people.workspace.config.pain.remedies[0].place == ("agent", "paula")


def test_a_kind_of_ones_own_has_a_name_and_conditions_of_its_own(people: Company) -> None:
    assert "choose another one" in faults(people, "kinds: {long_wait: {of: 'true', hurts: 'true'}}")
    assert "simple expression" in faults(people, "kinds: {noise: {of: 'true', hurts: '(select true)'}}")
    people.config("pain.yml", "kinds: {noise: {over: purchase, of: 'true', hurts: \"status = 'loud'\"}}")
    assert people.workspace.config.pain.all_kinds == (*KINDS, "noise")


def test_recent_weeks_are_among_the_watched_ones(people: Company) -> None:
    assert "watch_weeks" in faults(people, "{recent_weeks: 8, watch_weeks: 4}")
