"""Configuration faults name file, line, key, what was expected and how to mend it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cdp.contracts import PROFILE, RECORD
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


@pytest.mark.parametrize(
    ("name", "text", "key", "told"),
    [
        ("cdp.yml", "company: x\nregion: Germany\n", "region", "two letters, such as DE"),
        ("cdp.yml", "company: x\nregion: XX\n", "region", "is no country code"),
        ("cdp.yml", "company: x\nmemory_limit: much\n", "memory_limit", "a size such as 2GB"),
        ("cdp.yml", "company: x\nretain_versions: 0\n", "retain_versions", "must be 1 or more"),
        ("cdp.yml", "company: x\nthreads: two\n", "threads", "must be a whole number"),
        ("cdp.yml", "- a\n- b\n", "file", "keys with values"),
        ("cdp.yml", "# nothing yet\n", "file", "the file is empty"),
        ("golden.yml", "attributes: {email: {rule: newest}}", "attributes.email.rule", "must be one of 'most_recent'"),
    ],
)
def test_faults_are_told_in_plain_words(people: Company, name: str, text: str, key: str, told: str) -> None:
    people.config(name, text)
    (problem,) = problems(people)
    assert problem.key == key
    assert told in problem.problem


@pytest.mark.parametrize(
    ("right", "wrong", "told", "remedy"),
    [
        ("kind: csv, ", "", "does not say its 'kind'", "add `kind: …`"),
        ("kind: csv", "kind: cvs", "'cvs' is unknown; there are 'csv'", "use one of those"),
        ("given_name: first", "given_name: 5", "write {constant: 5}", ""),
        ("source: people", "source: 9", "must be text", ""),
        ("source: people", "source: People", "small letters", ""),
    ],
)
def test_faults_of_a_source_are_told_in_plain_words(
    people: Company, right: str, wrong: str, told: str, remedy: str
) -> None:
    people.config("sources/people.yml", dedent(PEOPLE).strip().replace(right, wrong) + "\n")
    problem = problems(people)[0]
    assert told in problem.problem
    assert remedy in problem.remedy


def test_a_file_that_would_not_be_read_is_told(people: Company) -> None:
    people.config("sources/shop.yaml", dedent(PEOPLE))
    (problem,) = problems(people)
    assert (problem.file, problem.remedy) == ("sources/shop.yaml", "call it shop.yml")


def test_aliases_without_measure_are_refused(people: Company) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    people.config("golden.yml", "\n".join(lines))
    (problem,) = problems(people)
    assert "beyond measure" in problem.problem


def test_nesting_without_measure_is_refused(people: Company) -> None:
    people.config("golden.yml", "[" * 5000)
    (problem,) = problems(people)
    assert "beyond measure" in problem.problem


@pytest.mark.parametrize("name", ["Email", "my attr", "_x", "1st", 'a"b', "größe"])
def test_an_attribute_has_a_plain_name(people: Company, name: str) -> None:
    people.config("identity.yml", f"attributes:\n  points: {{type: number}}\n  {name!r}: {{type: text}}")
    (problem,) = problems(people)
    assert (problem.key, problem.line) == (f"attributes.{name}", 3)
    assert "no name of an attribute" in problem.problem


@pytest.mark.parametrize(
    "name",
    sorted(
        {column.name for table in (PROFILE, RECORD) for column in table.columns}
        | {"rid", "trust", "one_per_person", "claim", "third", "address", "email_all", "points_raw", "given_key"}
    ),
)
def test_an_attribute_is_not_named_like_a_column_of_the_product(people: Company, name: str) -> None:
    people.config("identity.yml", f"attributes: {{{name}: {{type: text}}}}")
    (problem,) = problems(people)
    assert "names a column of the product" in problem.problem


def test_a_semantic_type_keeps_its_name(people: Company) -> None:
    people.config("identity.yml", "attributes: {email: {type: text}}")
    assert "semantic type of its own" in problems(people)[0].problem
    people.config("identity.yml", "attributes: {email: {type: email, holding: exclusive}}")
    assert people.workspace.config.holding("email") == "exclusive"
