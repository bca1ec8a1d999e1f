"""Configuration faults name file, line, key, what was expected and how to mend it."""

from __future__ import annotations

import pytest

from cdp.errors import ConfigError, ConfigProblem
from tests.conftest import PEOPLE, Company


def problems(company: Company) -> list[ConfigProblem]:
    with pytest.raises(ConfigError) as caught:
        _ = company.workspace.config
    return caught.value.problems


def test_a_good_configuration_is_read(people: Company) -> None:
    config = people.workspace.config
    assert [source.source for source in config.sources] == ["people"]
    assert config.hash == people.workspace.config.hash


def test_a_changed_setting_changes_the_hash(people: Company) -> None:
    before = people.workspace.config.hash
    people.config("golden.yml", "attributes: {email: {rule: longest}}")
    assert people.workspace.config.hash != before


def test_what_the_settings_name_and_the_product_count_in_the_hash(
    people: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.config("identity.yml", "splink_settings: mine.json").config("mine.json", "{}")
    before = people.workspace.config.hash
    people.config("mine.json", '{"comparisons": []}')
    after = people.workspace.config.hash
    monkeypatch.setattr("cdp.config.__version__", "99")
    assert len({before, after, people.workspace.config.hash}) == 3


def test_a_typo_in_a_key_is_placed_and_mended(people: Company) -> None:
    people.source(PEOPLE.replace("channel:", "chanel:"))
    by_key = {problem.key: problem for problem in problems(people)}
    typo = by_key["chanel"]
    assert (typo.file, typo.line) == ("sources/people.yml", 3)
    assert "channel" in typo.remedy
    assert by_key["channel"].remedy == "add `channel: …`"


def test_a_fault_deep_inside_is_placed(people: Company) -> None:
    people.source(PEOPLE.replace("given_name: first", "given_name: {sql: select 1}"))
    (problem,) = problems(people)
    assert problem.line == 7
    assert problem.key == "attributes.given_name.sql"
    assert "simple expression" in problem.problem


def test_broken_yaml_is_placed(people: Company) -> None:
    people.config("identity.yml", "attributes: {\nguards: [")
    (problem,) = problems(people)
    assert problem.file == "identity.yml"
    assert problem.line is not None


def test_every_file_is_checked_at_once(people: Company) -> None:
    people.config("cdp.yml", "company: x\nregion: Korea\n").config("golden.yml", "attribute: {}\n")
    assert {problem.file for problem in problems(people)} == {"cdp.yml", "golden.yml"}


def test_no_is_a_country_not_false(people: Company) -> None:
    people.config("cdp.yml", "company: x\nregion: NO\n")
    assert people.workspace.config.company.region == "NO"


def test_an_unknown_attribute_is_refused(people: Company) -> None:
    people.source(PEOPLE.replace("email: mail", "e_mail: mail"))
    (problem,) = problems(people)
    assert problem.key == "e_mail"
    assert "identity.yml" in problem.remedy


def test_an_own_attribute_takes_the_type_it_declares(people: Company) -> None:
    people.source(PEOPLE.replace("email: mail", "work_mail: mail"))
    people.config("identity.yml", "attributes: {work_mail: {type: email}}")
    assert people.workspace.config.semantic_type("work_mail").name == "email"


def test_file_and_source_have_one_name(people: Company) -> None:
    people.config("sources/other.yml", (people.folder / "config/sources/people.yml").read_text())
    (problem,) = problems(people)
    assert "other.yml" in problem.file


def test_no_source_at_all_is_an_error(company: Company) -> None:
    (problem,) = problems(company)
    assert problem.file == "sources/"


def test_an_address_part_outside_the_address_is_refused(people: Company) -> None:
    people.source(PEOPLE.replace("email: mail", "city: mail"))
    (problem,) = problems(people)
    assert "address" in problem.problem
