"""The fields of segments and their values as people say them, and what people type as the values that are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cdp.config.segments import Condition
from cdp.segments.fields import BOOLEAN, NUMBER, PERSON, Field, Fields
from cdp.serve.texts import LANGUAGES, Texts, all_texts

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
_AREAS = {
    **{
        name: name for name in ("gender", "country", "channel", "purpose", "action", "topic", "dimension", "touchpoint")
    },
    **{name: f"field.{name}" for name in ("state", "consent", "medium", "service", "status")},
    "favourite_channel": "channel",
    "favourite_device": "device",
    "device_type": "device",
    "last_topic": "topic",
    "party": "party",
    "rfm_class": "traits.class",
    "stage": "journey.stage",
    "basis": "reach.basis",
    "reason": "reach.reason",
    "pain_event.kind": "pain.kind",
    "loyalty.kind": "field.loyal",
    "purchase.kind": "field.kind",
    "question": "experience.question",
    "metric": "experience.question",
    "box": "field.box",
    "step": "action",
    "left_by": "journey.stage",
}
"""Texts of the values of a column, or of the column of one table."""


def group_of(texts: Texts, table: str) -> str:
    """Return the heading of the fields of a table."""
    return texts.known("field", f"group.{table}") if texts.knows("field", f"group.{table}") else texts.known("", table)


def label(texts: Texts, field: Field) -> str:
    """Return a field as people say it."""
    if texts.knows("field", field.name):
        return texts("field." + field.name)
    area = "attribute" if field.table == PERSON or texts.knows("attribute", field.column) else "fact"
    return texts.known(area, field.column)


def said(field: Field) -> bool:
    """Tell whether people have a word for a field, or the company named it itself; the others are technical."""
    own = field.table in _NAMED_BY_COMPANY
    texts = all_texts()
    return own or any(
        key in texts for key in (f"field.{field.name}", f"attribute.{field.column}", f"fact.{field.column}")
    )


def grouped(fields: Fields) -> dict[str, list[Field]]:
    """Return the fields that people have words for by table, the most useful of both first."""
    found: dict[str, list[Field]] = {}
    order = [*(f"{PERSON}.{column}" for column in _PERSONAL), *(key.removeprefix("field.") for key in all_texts())]
    place = {name: number for number, name in enumerate(order)}
    for field in sorted(filter(said, fields.all()), key=lambda field: place.get(field.name, len(place))):
        found.setdefault(field.table, []).append(field)
    return dict(sorted(found.items(), key=lambda each: _GROUPS.index(each[0]) if each[0] in _GROUPS else len(_GROUPS)))


def value_told(texts: Texts, name: str, value: Any) -> str:
    """Return a value of a column, or of the field of a name, as people say it: 여성 for F of gender, 100,000."""
    if value in (None, TOGETHER):
        return texts("journey.all_lines") if name.endswith(LINE) else texts("segments.way.missing")
    if isinstance(value, bool) or str(value) in ("true", "false"):
        return texts("segments.yes" if str(value).lower() == "true" else "segments.no")
    if isinstance(value, (int, float)):
        return f"{value:,}"
    area = _AREAS.get(name) or _AREAS.get(name.rpartition(".")[2])
    for word in (value, str(value).replace(" ", "_"), str(value).replace("-", "_")):
        if area and texts.knows(area, word):
            return texts(f"{area}.{word}")
    return str(value)


def phrase(texts: Texts, fields: Fields, condition: Condition) -> str:
    """Return a condition, without those inside of it: 국가 — 같음: 한국 (채널: 이메일)."""
    if condition.field is None:
        joined = next(name for name in ("all", "any", "not") if getattr(condition, f"{name}_") is not None)
        return texts("segments.not" if joined == "not" else f"segments.join.{joined}")
    field = fields.find(condition.field)
    ((way, given),) = condition.compared()
    compared = texts("segments.way.there" if (way, given) == ("missing", False) else f"segments.way.{way}")
    value = "" if way == "missing" else f": {_listed(texts, field, given)}"
    others = {fields.find(f"{field.table}.{name}"): each for name, each in condition.where.items()}
    rows = [f"{label(texts, other)}: {_listed(texts, other, each)}" for other, each in others.items()]
    rows += [texts("segments.at_least_rows", times=condition.times)] if condition.times else []
    among = f" ({'; '.join(rows)})" if rows else ""
    return f"{label(texts, field)} — {compared}{value}{among}"


def _listed(texts: Texts, field: Field, given: Any) -> str:
    return ", ".join(value_told(texts, field.name, each) for each in (given if isinstance(given, tuple) else (given,)))


def value_meant(field: Field, typed: str, known: Iterable[str]) -> str:
    """Return the value that is kept for a typed one: one of `known`, or a word for it in any language."""
    if field.kind == NUMBER:
        return typed
    known = list(known)
    if typed in known:
        return typed
    for value in known:
        words = {value, *(value_told(Texts(language), field.name, value) for language in LANGUAGES)}
        words |= {"yes" if value == "true" else "no"} if field.kind == BOOLEAN else set()
        if typed.casefold() in {word.casefold() for word in words}:
            return value
    return typed
