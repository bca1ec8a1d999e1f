"""What the configuration calls the company's own things, as texts beside those of the product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdp.config.words import InLanguages
from cdp.wording import Told

if TYPE_CHECKING:
    from cdp.config import Config


def own_words(config: Config) -> dict[str, Told]:
    """Return the titles and meanings that a configuration gives, by the keys under which pages ask for them.

    Where a version publishes the English text, as of remedies, that is in the key.
    """
    return {key: _as_it_is(words) for key, words in _given(config) if words is not None}


def _as_it_is(words: InLanguages) -> Told:
    """Return a text whose braces stand for themselves."""
    return {language: text.replace("{", "{{").replace("}", "}}") for language, text in words.told.items()}


def _given(config: Config) -> Iterator[tuple[str, InLanguages | None]]:
    for area, values in config.company.words.items():
        yield from ((f"{area}.{value}", words) for value, words in values.items())
    for source in config.sources:
        yield f"source.{source.source}", source.title
    for name, trait in config.traits.all.items():
        yield f"traits.trait.{name}", trait.title
        yield f"field.trait.{name}", trait.title
        yield f"traits.told.{name}", trait.description
    for name, segment in config.segments.segments.items():
        yield f"segment.{name}", segment.title
        yield f"segments.told.{segment.meaning}", segment.description
    for name, question in config.experience.questions.items():
        yield f"experience.question.{name}", question.title
    for name, kind in config.pain.kinds.items():
        yield f"pain.kind.{name}", kind.title
        yield f"pain.told.{name}", kind.description
    for remedy in config.pain.remedies:
        yield f"pain.remedy.{remedy.what.en}", remedy.what
