"""The fields of segments and their values as people say them, and what people type as the values that are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from cdp.segments.fields import BOOLEAN, NUMBER, PERSON, Field, Fields
from cdp.serve.texts import Texts, all_texts
from cdp.wording import LANGUAGES, Told

_GROUPS = (
    *("profile", "trait", "loyalty", "contactability", "consent", "purchase", "journey_stage", "person_score"),
    *("pain_event", "survey_answer", "interaction", "household"),
)
"""Tables, the most useful first."""
_PERSONAL = (
    *("gender", "birth_date", "country", "region", "city", "postal_code", "children", "income_band"),
    *("partner_tier", "points", "card_status", "partner_since", "email", "phone", "full_name", "sources"),
)
"""Columns of profile, the most useful first."""
_AREAS: dict[str, tuple[str, ...]] = {
    **{
        name: (name,)
        for name in (
            *("gender", "country", "channel", "purpose", "action", "topic", "dimension", "touchpoint", "party"),
            *("source", "card_status"),
        )
    },
    **{
        name: (f"field.{name}",)
        for name in ("state", "consent", "medium", "service", "status", "box", "missing", "attributed_by")
    },
    "sources": ("source",),
    "product_lines": ("product_line",),
    "favourite_product_line": ("product_line",),
    "favourite_place": ("place",),
    "favourite_channel": ("channel",),
    "favourite_device": ("device",),
    "device_type": ("device",),
    "last_topic": ("topic",),
    "rfm_class": ("traits.class",),
    "stage": ("journey.stage",),
    "left_by": ("journey.stage", "action", "journey"),
    "rule": ("journey.rule",),
    "signs": ("journey.rule",),
    "step": ("action", "touchpoint"),
    "question": ("experience.question",),
    "kind": ("field.kind", "journey.loyal", "pain.kind"),
    "basis": ("reach.basis",),
    "reason": ("reach.reason",),
    "shared": ("attribute",),
}
"""Areas of the texts that the values of a column may have, where it is not that of its own name."""
_ALL = "_all"
"""End of the names of columns that hold all values of an attribute."""


def group_of(texts: Texts, table: str) -> str:
    """Return the heading of the fields of a table."""
    return texts.known("field", f"group.{table}") if texts.knows("field", f"group.{table}") else texts.known("", table)


def label(texts: Texts, field: Field) -> str:
    """Return a field as people say it."""
    if field.table == PERSON and field.column.endswith(_ALL):
        return texts("field.all_of", attribute=texts.known("attribute", field.column.removesuffix(_ALL)))
    for area, name in (
        ("field", field.name),
        ("field.any", field.column),
        ("traits.trait", field.name.removeprefix("trait.")),
    ):
        if texts.knows(area, name):
            return texts(f"{area}.{name}")
    area = "attribute" if field.table == PERSON or texts.knows("attribute", field.column) else "fact"
    return texts.known(area, field.column)


def grouped(fields: Fields) -> dict[str, list[Field]]:
    """Return the fields by table, the most useful of both first; fields without a text of their own come last."""
    found: dict[str, list[Field]] = {}
    order = [*(f"{PERSON}.{column}" for column in _PERSONAL), *(key.removeprefix("field.") for key in all_texts())]
    place = {name: number for number, name in enumerate(order)}
    for field in sorted(fields.all(), key=lambda field: place.get(field.name, len(place))):
        found.setdefault(field.table, []).append(field)
    return dict(sorted(found.items(), key=lambda each: _GROUPS.index(each[0]) if each[0] in _GROUPS else len(_GROUPS)))


def value_told(texts: Texts, column: str, value: Any) -> str:
    """Return a value of a column as people say it: 여성 for F of gender, 100,000 for a number."""
    if isinstance(value, bool) or str(value) in ("true", "false", "yes", "no"):
        return texts("segments.yes" if str(value).lower() in ("true", "yes") else "segments.no")
    if isinstance(value, (int, float)):
        return f"{value:,}"
    for area in _AREAS.get(column, (column,)):
        for word in (value, str(value).replace(" ", "_"), str(value).replace("-", "_")):
            if texts.knows(area, word):
                return texts(f"{area}.{word}")
    return str(value)


def choices(texts: Texts, field: Field, known: Iterable[str]) -> list[tuple[str, str]]:
    """Return what is typed for each value, and its words: the words too, unless several values share them."""
    told = [(value, value_told(texts, field.column, value)) for value in known]
    shared = Counter(words for _, words in told)
    return [(words if shared[words] == 1 else value, words) for value, words in told]


def value_meant(field: Field, typed: str, known: Iterable[str], own: Mapping[str, Told] = MappingProxyType({})) -> str:
    """Return the value that is kept for a typed one: one of `known`, or a word for it in any language.

    `own` are the company's own words.
    """
    if field.kind == NUMBER:
        return typed
    known = list(known)
    if typed in known:
        return typed
    for value in known:
        words = {value, *(value_told(Texts(language, own), field.column, value) for language in LANGUAGES)}
        words |= {"yes" if value == "true" else "no"} if field.kind == BOOLEAN else set()
        if typed.casefold() in {word.casefold() for word in words}:
            return value
    return typed
