"""Every word shown comes from the texts, and every text is there in all languages."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from cdp.config.events import ACTIONS
from cdp.config.traits import usual_traits
from cdp.contracts import PROFILE, RECORD, TRAIT
from cdp.link.comparisons import comparisons_for
from cdp.segments.fields import Field
from cdp.segments.members import ABOUT_PEOPLE
from cdp.semantics import ADDRESS_PARTS, TYPES, Rule
from cdp.serve.pages import AREAS
from cdp.serve.segment_words import label
from cdp.serve.texts import Texts, all_texts, chosen_language
from cdp.wording import LANGUAGES

SERVE = Path(str(files("cdp.serve")))
FORMS = ("key", "native", "sound", "initials", "count", "readings")
"""Forms in which names are compared."""
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


def test_every_field_of_segments_has_a_name_in_every_language() -> None:
    fields = [Field(table.name, column.name, column.type, False) for table in ABOUT_PEOPLE for column in table.columns]
    for language in LANGUAGES:
        texts = Texts(language)
        bare = [field.name for field in fields if field.column != "golden_id" and not _is_named(texts, field)]
        assert not bare, language


def _is_named(texts: Texts, field: Field) -> bool:
    return texts.language == "en" or not re.search("[a-z]{2}", label(texts, field).replace("ID", ""))


def test_every_degree_of_agreement_is_told() -> None:
    columns = {column for table in (RECORD, PROFILE) for column in (each.name for each in table.columns)} | set(TYPES)
    parts = [f"{part}_{form}" for part in ("given", "family") for form in FORMS]
    keys = ["street_key", "city_key", "region_key", "organisation_key", "phone", "email", "birth_date"]
    found = comparisons_for([*columns, *ADDRESS_PARTS, "given", "family", *parts, *keys], {"national_id": 0.9})
    labels = {level.label for comparison in found for level in comparison.levels}
    assert len(labels) > 20
    assert not [each for each in labels if not Texts("en").knows("evidence", each)]


def test_what_every_trait_means_is_told_in_every_language() -> None:
    assert all(len(set(trait.description.told.values())) == len(LANGUAGES) for trait in usual_traits().values())
    given = [column.name for column in TRAIT.columns if column.name != "golden_id"]
    assert all(Texts("en").knows("traits.told", name) and Texts("en").knows("traits.trait", name) for name in given)
    assert all(Texts("en").knows("traits.trait", name) for name in usual_traits())


def test_what_is_left_in_english_is_for_those_who_run_the_service() -> None:
    marked = [path.name for path in TEMPLATES if 'lang="en"' in path.read_text(encoding="utf-8")]
    assert marked == ["fault.html", "segment_build.html"]


def test_the_company_calls_its_own_things() -> None:
    title = {"en": "web shop", "ko": "웹 스토어", "ja": "ウェブ{1}ストア"}
    own = {"source.web_shop": {language: text.replace("{1}", "{{1}}") for language, text in title.items()}}
    assert [Texts(language, own).known("source", "web_shop") for language in LANGUAGES] == list(title.values())
    assert Texts("ko").known("source", "web_shop") == "web shop"


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
