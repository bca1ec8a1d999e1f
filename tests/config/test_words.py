"""Texts of the configuration: one for everybody, or one for each language."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from cdp.config.traits import Trait
from cdp.errors import ConfigError
from tests.conftest import Company


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("age", {"en": "age", "ko": "age", "ja": "age"}),
        ({"en": "age", "ko": "나이", "ja": "年齢"}, {"en": "age", "ko": "나이", "ja": "年齢"}),
        ({"en": "age", "ja": "年齢"}, {"en": "age", "ko": "age", "ja": "年齢"}),
    ],
)
def test_a_text_is_for_everybody_or_for_each_language(given: Any, told: dict[str, str]) -> None:
    trait = Trait.model_validate({"description": given, "sql": "1"})
    assert trait.description.told == told
    assert trait.model_dump(mode="json")["description"] == given


def test_a_language_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="fr"):
        Trait.model_validate({"description": {"en": "age", "fr": "âge"}, "sql": "1"})


def test_titles_match_nobody_anew_and_a_remedy_says_what_was_done(people: Company) -> None:
    with people.workspace as ws:
        before = ws.config.hash
        source = people.folder / "config" / "sources" / "people.yml"
        source.write_text(source.read_text() + "title: {en: people, ko: 사람}\n")
        assert ws.config.hash == before
        people.config("pain.yml", "remedies: [{pain: long_wait, since: 2026-01-01, what: ''}]")
        with pytest.raises(ConfigError, match="must not be empty"):
            assert ws.config
