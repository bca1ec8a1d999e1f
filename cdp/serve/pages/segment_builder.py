"""The builder of segments: conditions clicked together in groups, counted at once, saved into segments.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from cdp.audience import Segments
from cdp.audience.declaring import drafted, plain_text
from cdp.audience.known_values import held_by_nobody
from cdp.audience.members import fields_of, named
from cdp.config.segments import Condition, Segment
from cdp.errors import UsageError
from cdp.segments.fields import UnknownField
from cdp.serve.page import Html, Page, Reading, Version
from cdp.serve.segment_draft import ROOT, Group, Leaf, added_at, changed_at, draft_text, found_at, read_draft, rule_of
from cdp.serve.segment_entry import WrongEntry
from cdp.serve.segment_form import ConditionForm, Entries, Known, chosen_field, entries_of, first, form_of, leaf_of
from cdp.serve.segment_phrases import phrase
from cdp.serve.segment_view import DraftView, Form, Lent, parts_of
from cdp.serve.segment_words import group_of, grouped, label, value_told
from cdp.serve.versions import Snapshot
from cdp.store import Store

router = APIRouter()
ADDRESS = "/segments/build"


@dataclass(frozen=True)
class Asked:
    """What a visitor is about to enter."""

    at: str = ""
    """The group that gets a condition, or the condition that becomes another one; empty: neither."""
    form: ConditionForm | None = None
    """None: a field is to be chosen."""
    wrong: str = ""
    """Name of the entry that cannot be read; empty: the whole rule."""
    fault: str = ""
    detail: str = ""
    """What those who run the service want to know of it, in English."""


class Builder:
    """The builder as one request sees it."""

    def __init__(self, page: Page, lent: Segments, store: Store, version: Snapshot, name: str) -> None:
        """`name` is the declared segment that is being changed; empty for a new one."""
        self._page, self._lent, self._store, self._name = page, lent, store, name
        self._fields = fields_of(store)
        self._known = Known(partial(version.values, store), page.own_words)

    def draft(self, rule: str) -> Group:
        """Return the draft of an address, else of the declared segment. Raises UsageError, NotFound."""
        if self._name and self._declared().sql is not None:
            raise UsageError(f"{self._name} is an expression in SQL", "change it in segments.yml")
        draft = read_draft(rule or (plain_text(self._declared()) if self._name else ""))
        if plain := rule_of(draft):
            drafted(plain)
        return draft

    def _declared(self) -> Segment:
        return named(self._lent.declared(), self._name)

    def link(self, draft: Group, **entries: str) -> str:
        """Return the address of the builder with a draft."""
        query = {"rule": draft_text(draft), "segment": self._name, **entries}
        there = "#entry" if "at" in entries else ""
        return f"{ADDRESS}?{urlencode({name: value for name, value in query.items() if value})}{there}"

    def changed(self, draft: Group, at: str, entries: Entries) -> Group:
        """Return the draft with the condition that was entered. Raises WrongEntry, UsageError."""
        leaf = leaf_of(chosen_field(first(entries, "field"), self._fields), self._fields, entries, self._known)
        place = at or ROOT
        if isinstance(found_at(draft, place), Group):
            return added_at(draft, place, leaf)
        return changed_at(draft, place, leaf)

    def asked(self, draft: Group, at: str, entries: Entries, wrong: WrongEntry | None = None) -> Asked:
        """Return the form of a place: of the field that was chosen, else of the condition there."""
        at = at or ("" if draft.parts and not first(entries, "field") else ROOT)
        told = self._page.texts(f"segments.wrong.{wrong.told}", given=wrong.given) if wrong else ""
        named_wrong = wrong.entry if wrong else ""
        if not at or named_wrong == "field":
            return Asked(at, None, named_wrong, told)
        there = found_at(draft, at)
        if not first(entries, "field") and isinstance(there, Leaf) and not first(entries, "other"):
            entries = {**entries_of(there, self._fields, self._known), "field": [str(there.condition.get("field"))]}
        if not first(entries, "field"):
            return Asked(at)
        if first(entries, "by"):
            entries = {**entries, "way": entries["by"]}
        field = chosen_field(first(entries, "field"), self._fields)
        return Asked(at, form_of(field, self._fields, entries, self._known), named_wrong, told)

    def rendered(self, draft: Group, asked: Asked, saving: Mapping[str, str] | None = None) -> HTMLResponse:
        """Return the page: the draft, whom it selects, and what is about to be entered."""
        rule, shown, nobody = rule_of(draft), None, []
        try:
            view = DraftView(draft, self.link, self._words).shown()
            shown = self._lent.preview(rule) if rule else None
            nobody = held_by_nobody(self._store, self._fields, drafted(rule)) if rule else []
        except (UsageError, UnknownField) as wrong:
            view, asked = DraftView(Group(), self.link, self._words).shown(), _wrong_rule(self._page, wrong)
        texts = self._page.texts
        return self._page.render(
            "segment_build.html",
            400 if asked.fault else 200,
            area="segments",
            rule=draft_text(draft) if draft.parts else "",
            segment=self._name,
            root=view,
            shown=shown,
            parts=parts_of(shown) if shown else {},
            nobody=[(label(texts, each), value_told(texts, each.column, value)) for each, value in nobody],
            asked=asked,
            saving=saving or self._saving(),
            value_told=partial(value_told, texts),
            label=partial(label, texts),
            groups=self._groups(),
            at_form=partial(self.link, draft, at=asked.at),
        )

    def _words(self, condition: Condition) -> str:
        return phrase(self._page, condition)

    def _saving(self) -> dict[str, str]:
        return {"name": self._name, "description": self._meaning()} if self._name else {}

    def _meaning(self) -> str:
        """Return what the declared segment is for, as the visitor reads it."""
        meaning = self._declared().meaning
        return self._page.texts.known("segments.told", meaning) if meaning else ""

    def described(self, description: str) -> dict[str, Any]:
        """Return what a segment is for, to be saved; words that were not changed stay in every language."""
        if self._name and description == self._meaning():
            return self._declared().model_dump(include={"description"}, exclude_none=True)
        return {"description": description} if description else {}

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return headings, each with the names and labels of its fields."""
        texts = self._page.texts
        return [
            (group_of(texts, table), [(field.name, label(texts, field)) for field in found])
            for table, found in grouped(self._fields).items()
        ]


def _wrong_rule(page: Page, wrong: Exception) -> Asked:
    """Return what is told of a rule that cannot be taken as a whole."""
    detail = f"{wrong.message}: {wrong.remedy}" if isinstance(wrong, UsageError) else str(wrong)
    return Asked(fault=page.texts("segments.wrong.rule"), detail=detail)


def _entries(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


@router.get(ADDRESS, include_in_schema=False)
def build_page(
    page: Html,
    request: Request,
    lent: Lent,
    store: Reading,
    version: Version,
    rule: str = "",
    segment: str = "",
    at: str = "",
) -> Response:
    """A rule in the making: choose a field, then how it compares; see at once who is selected, and how they differ."""
    builder, entries = Builder(page, lent, store, version, segment), _entries(request)
    try:
        draft = builder.draft(rule)
    except UsageError as wrong:
        return builder.rendered(Group(), _wrong_rule(page, wrong))
    try:
        if first(entries, "way"):
            return RedirectResponse(builder.link(builder.changed(draft, at, entries)), 303)
        asked = builder.asked(draft, at, entries)
    except WrongEntry as wrong:
        asked = builder.asked(draft, at, entries, wrong)
    except UsageError as wrong:
        asked = _wrong_rule(page, wrong)
    return builder.rendered(draft, asked)


@router.get(f"{ADDRESS}/count", include_in_schema=False)
def build_count(
    page: Html, request: Request, lent: Lent, store: Reading, version: Version, rule: str = "", at: str = ""
) -> Response:
    """How many a draft selects with the condition that is being entered, in words; nothing while it cannot be read."""
    builder = Builder(page, lent, store, version, "")
    try:
        changed = rule_of(builder.changed(builder.draft(rule), at, _entries(request)))
        told = page.texts.counted("segments.with_this", lent.count(changed)) if changed else ""
    except UsageError:
        told = ""
    return PlainTextResponse(told)


@router.post("/segments/save", include_in_schema=False)
def save_form(page: Html, lent: Lent, store: Reading, version: Version, form: Form) -> Response:
    """Declare what was built; leads back to the list."""
    builder, name = Builder(page, lent, store, version, form.get("segment", "")), form.get("name", "").strip()
    draft = builder.draft(form.get("rule", ""))
    try:
        lent.save(name, {**(rule_of(draft) or {}), **builder.described(form.get("description", "").strip())})
    except UsageError:
        told = page.texts("segments.wrong.name", given=name)
        return builder.rendered(draft, Asked(wrong="name", fault=told), form)
    return RedirectResponse(f"/segments?{urlencode({'done': name})}", 303)
