"""The fields of segments and their values as people say them, and what people type as the values that are kept."""

from __future__ import annotations

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
LINE = "product_line"
"""Column whose rows are told by line of products and, without one, of all lines together."""
TOGETHER = ""
"""What is chosen in a form for rows without a value."""
_NAMED_BY_COMPANY = (PERSON, "trait")
"""Tables whose columns the company names in its configuration."""
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
    "metric": ("experience.question",),
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


def said(field: Field) -> bool:
    """Tell whether people have a word for a field, or the company named it itself; the others are technical."""
    keys = (*(f"field.{name}" for name in (field.name, f"any.{field.column}")), f"attribute.{field.column}")
    return field.table in _NAMED_BY_COMPANY or any(key in all_texts() for key in (*keys, f"fact.{field.column}"))


def grouped(fields: Fields) -> dict[str, list[Field]]:
    """Return the fields that people have words for by table, the most useful of both first."""
    found: dict[str, list[Field]] = {}
    order = [*(f"{PERSON}.{column}" for column in _PERSONAL), *(key.removeprefix("field.") for key in all_texts())]
    place = {name: number for number, name in enumerate(order)}
    for field in sorted(filter(said, fields.all()), key=lambda field: place.get(field.name, len(place))):
        found.setdefault(field.table, []).append(field)
    return dict(sorted(found.items(), key=lambda each: _GROUPS.index(each[0]) if each[0] in _GROUPS else len(_GROUPS)))


def value_told(texts: Texts, column: str, value: Any) -> str:
    """Return a value of a column as people say it: 여성 for F of gender, 100,000 for a number."""
    if value in (None, TOGETHER):
        return texts("journey.all_lines" if column == LINE else "segments.way.missing")
    if isinstance(value, bool) or str(value) in ("true", "false", "yes", "no"):
        return texts("segments.yes" if str(value).lower() in ("true", "yes") else "segments.no")
    if isinstance(value, (int, float)):
        return f"{int(value) if float(value).is_integer() else value:,}"
    for area in _AREAS.get(column, (column,)):
        for word in (value, str(value).replace(" ", "_"), str(value).replace("-", "_")):
            if texts.knows(area, word):
                return texts(f"{area}.{word}")
    return str(value)


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
