"""Every word shown comes from the texts, and every text is there in all languages."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from cdp.config.events import ACTIONS
from cdp.semantics import TYPES, Rule
from cdp.serve.pages import AREAS
from cdp.serve.texts import Texts, all_texts, chosen_language
from cdp.wording import LANGUAGES

SERVE = Path(str(files("cdp.serve")))
TEMPLATES = sorted((SERVE / "templates").rglob("*.html"))
SOURCES = [*TEMPLATES, *sorted(SERVE.rglob("*.py"))]


def test_all_languages_have_all_texts_with_the_same_places() -> None:
    for key, told in all_texts().items():
        assert set(told) == set(LANGUAGES), key
        assert all(isinstance(text, str) and text.strip() for text in told.values()), key
        places = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in told.values()]
        assert all(each <= places[0] for each in places), key


def test_korean_and_japanese_are_not_left_in_english() -> None:
    words = {key: re.sub(r"\{\w+\}", "", told["en"]) for key, told in all_texts().items()}
    spoken = {key: told for key, told in all_texts().items() if re.search("[a-z]{4}", words[key])}
    assert not [key for key, told in spoken.items() if told["en"] in (told["ko"], told["ja"])]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", "\n", text)
    assert not re.findall(r"[^\W\d_]{2,}", shown)
    attributes = re.findall(r'\b(?:alt|title|placeholder|aria-label)="([^"]*)"', text)
    assert not [each for each in attributes if re.search(r"\w", each) and "=" not in each]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_texts_that_are_asked_for_exist(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    asked = re.findall(r"""\b(?:t|texts|page\.texts)\(\s*["']([\w. -]+)["']\s*[,)]""", text)
    counted = re.findall(r"""\.counted\(\s*["']([\w. -]+)["']""", text)
    missing = [key for key in asked if key not in all_texts()]
    missing += [key for key in counted if f"{key}.one" not in all_texts() or f"{key}.other" not in all_texts()]
    assert not missing


def test_the_words_of_the_product_are_known() -> None:
    texts = Texts("ko")
    assert all(texts.knows("action", each) for each in ACTIONS)
    assert all(texts.knows("rule", rule) for rule in Rule)
    named = {name for name, kind in TYPES.items() if kind.kind.value in ("name", "birth", "contact", "address")}
    assert all(texts.knows("attribute", name) for name in named)
    assert all(texts.knows(area.name, "name") for area in AREAS if area.path)


def test_unknown_words_stay_as_they_are() -> None:
    texts = Texts("ja")
    assert texts.known("channel", "call_center") == "コールセンター"
    assert texts.known("channel", "pop_up_store") == "pop up store"
    assert texts.known("fact", "@haneul_on_linen") == "@haneul_on_linen"


@pytest.mark.parametrize(
    ("asked", "cookie", "accepted", "language"),
    [
        ("ko", "ja", "en", "ko"),
        (None, "ja", "en", "ja"),
        (None, None, "fr-FR, ko-KR;q=0.9, en;q=0.8", "ko"),
        (None, None, "en;q=0.1, ja;q=0.2", "ja"),
        ("xx", "yy", "zz;q=nonsense", "en"),
        (None, None, None, "en"),
    ],
)
def test_which_language_is_spoken(asked: str | None, cookie: str | None, accepted: str | None, language: str) -> None:
    assert chosen_language(asked, cookie, accepted) == language
