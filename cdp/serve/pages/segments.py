"""Segments: those declared, one beside everybody, the builder with its live count, and the export through consent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cdp.audience import Activated, Order, Segments, Shown
from cdp.audience.declaring import drafted, plain, plain_text
from cdp.audience.known_values import held_by_nobody, known_values
from cdp.audience.members import fields_of
from cdp.audience.segments import Overlap
from cdp.audience.why_in import Reasoned
from cdp.audience.words import outlined
from cdp.errors import UsageError
from cdp.segments.fields import PERSON, Field, Fields
from cdp.segments.rule import suiting
from cdp.serve.page import Html, Page, Reading, Version
from cdp.serve.pages.area import Area
from cdp.serve.segment_draft import JOINS, added, chosen, read_draft, written_draft
from cdp.serve.segment_entry import WrongEntry
from cdp.serve.segment_phrases import had, phrase
from cdp.serve.segment_words import choices, group_of, grouped, label, value_meant, value_told
from cdp.serve.texts import Texts
from cdp.store import Store
from cdp.workspace import Workspace

router = APIRouter()
AREA = Area("segments", router, "/segments")
LATEST = 10
"""Exports that the list tells."""


def _segments(request: Request, store: Reading, version: Version) -> Iterator[Segments]:
    """Lend the segments to a request, by the version that it reads."""
    workspace = Workspace(request.app.state.folder)
    try:
        yield Segments(workspace, store, version.config)
    finally:
        workspace.close()


Lent = Annotated[Segments, Depends(_segments)]


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace")))


Form = Annotated[dict[str, str], Depends(_form)]


class Export(BaseModel):
    """An export that is asked for; `columns` of profile beside golden_id and address."""

    segment: str
    purpose: str
    channel: str
    by: str | None = None
    columns: tuple[str, ...] = ()


class Saved(BaseModel):
    """A segment to be declared: its name, and its rule as segments.yml has it."""

    name: str
    rule: dict[str, Any]


@router.get("/segments", include_in_schema=False)
def segments_page(page: Html, lent: Lent, done: str = "") -> Response:
    """All declared segments, how many every two share, and the last exports."""
    shared = {(each.segment, each.other): each for each in lent.overlap()}
    names = sorted({one for one, _ in shared}, key=partial(_by_title, page))
    segments = sorted(lent.all(), key=lambda each: _by_title(page, each.segment))
    exports = [{**each, "at": datetime.fromisoformat(each["at"])} for each in lent.exports()[:LATEST]]
    told: dict[str, Any] = {"segments": segments, "names": names, "shared": shared, "exports": exports, "done": done}
    return page.render("segments.html", area="segments", **told)


def _by_title(page: Page, name: str | None) -> tuple[int, str, str]:
    return page.formats.sort_key(page.texts.known("segment", name))


@router.get("/segments/one", include_in_schema=False)
def segment_page(page: Html, lent: Lent, name: str, purpose: str = "", channel: str = "", why: str = "") -> Response:
    """One segment beside everybody; who of it may be reached for a purpose through a channel; why a person is in it."""
    shown = lent.show(name)
    contact = lent.config.contact
    reachable = _foreseen(lent, name, purpose, channel)
    phrased = partial(phrase, page)
    reasons = lent.why(name, why, phrased) if why else []
    told: dict[str, Any] = {
        "reachable": reachable,
        "fault": page.texts("segments.wrong.reach") if purpose and channel and reachable is None else "",
        "purpose": purpose,
        "channel": channel,
        "reasons": reasons,
    }
    segment = lent.declared()[name]
    edit = "" if segment.sql else urlencode({"rule": plain_text(segment)})
    return page.render(
        "segment.html",
        area="segments",
        shown=shown,
        rule=outlined(segment, phrased),
        edit=edit,
        contact=contact,
        why=why,
        parts=_parts(shown),
        value_told=partial(value_told, page.texts),
        had=partial(had, page),
        **told,
    )


def _foreseen(lent: Segments, name: str, purpose: str, channel: str) -> Activated | None:
    """Return who may be reached; None where nothing is asked, or the purpose does not go through the channel."""
    if not (purpose and channel):
        return None
    try:
        return lent.foresee(Order(name, purpose, channel, Path("segment.csv")))
    except UsageError:
        return None


def _parts(shown: Shown) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for part in shown.portrait:
        found.setdefault(part.dimension, []).append(part)
    return found


@router.get("/segments/build", include_in_schema=False)
def build_page(page: Html, request: Request, lent: Lent, store: Reading, rule: str = "", drop: int = -1) -> Response:
    """A rule in the making: choose a field, then how it compares; see at once who is selected, and how they differ."""
    fields, form = fields_of(store), request.query_params
    try:
        join, conditions = read_draft(rule)
        drafted(rule or {"all": [{"field": PERSON, "missing": True}]})
    except UsageError as wrong:
        return _built(page, lent, store, "", _wrong_rule(page, wrong), 400)
    join = form["join"] if form.get("join") in JOINS else join
    if drop in range(len(conditions)):
        del conditions[drop]
    field, entry = None, Entry(form)
    try:
        field = chosen(form["field"], fields) if form.get("field") else None
        if field and form.get("way"):
            conditions.append(added(form, field, fields, partial(_meant, page, store)))
    except WrongEntry as wrong:
        told = page.texts(f"segments.wrong.{wrong.told}", given=wrong.given)
        return _built(page, lent, store, rule, Entry(form, field, wrong.entry, told), 400)
    rule = written_draft(join, conditions)
    if drop >= 0 or form.get("way"):
        return RedirectResponse(f"/segments/build?{urlencode({'rule': rule})}", 303)
    return _built(page, lent, store, rule, Entry(entry.form, field))


@dataclass(frozen=True)
class Entry:
    """What stands in the forms of the builder, and what is wrong with it."""

    form: Mapping[str, str] = dataclass_field(default_factory=dict)
    field: Field | None = None
    """The field that was chosen."""
    wrong: str = ""
    """Name of the entry that cannot be read; empty: the whole rule."""
    fault: str = ""
    detail: str = ""
    """What those who run the service want to know of it, in English."""


def _wrong_rule(page: Page, wrong: UsageError, entry: Entry | None = None) -> Entry:
    """Return the entry of a rule that cannot be taken as a whole."""
    fault, detail = page.texts("segments.wrong.rule"), f"{wrong.message}: {wrong.remedy}"
    return replace(entry or Entry(), wrong="", fault=fault, detail=detail)


def _meant(page: Page, store: Store, field: Field, typed: str) -> str:
    return value_meant(field, typed, known_values(store, field), page.own_words)


def _built(page: Page, lent: Segments, store: Store, rule: str, entry: Entry, status: int = 200) -> Response:
    fields, (join, conditions) = fields_of(store), read_draft(rule)
    shown, notes = None, []
    try:
        shown = lent.preview(rule) if rule else None
        notes = held_by_nobody(store, fields, drafted(rule)) if rule else []
    except UsageError as wrong:
        entry, status = _wrong_rule(page, wrong, entry), 400
    texts, field = page.texts, entry.field
    return page.render(
        "segment_build.html",
        status,
        area="segments",
        rule=rule,
        join=join,
        conditions=[outlined(drafted(each), partial(phrase, page)) for each in conditions],
        shown=shown,
        parts=_parts(shown) if shown else {},
        value_told=partial(value_told, texts),
        nobody=[(label(texts, each), value_told(texts, each.column, value)) for each, value in notes],
        groups=_groups(texts, fields),
        entry=entry,
        chosen=label(texts, field) if field else "",
        ways=suiting(field) if field else (),
        known=choices(texts, field, known_values(store, field)) if field else [],
    )


def _groups(texts: Texts, fields: Fields) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return headings, each with the names and labels of its fields."""
    return [
        (group_of(texts, table), [(field.name, label(texts, field)) for field in found])
        for table, found in grouped(fields).items()
    ]


@router.post("/segments/save", include_in_schema=False)
def save_form(page: Html, lent: Lent, store: Reading, form: Form) -> Response:
    """Declare what was built; leads back to the list."""
    name, rule = form.get("name", "").strip(), form.get("rule", "")
    description = form.get("description", "").strip()
    described = drafted({**plain(rule), "description": description} if description else rule)
    try:
        lent.save(name, described)
    except UsageError:
        told = page.texts("segments.wrong.name", given=name)
        return _built(page, lent, store, rule, Entry(form, None, "name", told), 400)
    return RedirectResponse(f"/segments?{urlencode({'done': name})}", 303)


@router.post("/segments/export", include_in_schema=False)
def export_form(lent: Lent, form: Form) -> Response:
    """The file for spreadsheets, of whoever may be reached now; it is recorded."""
    name = form.get("name", "")
    with TemporaryDirectory(prefix="cdp-") as folder:
        to = Path(folder) / f"{name}.csv"
        lent.export(Order(name, form.get("purpose", ""), form.get("channel", ""), to, form.get("by") or None))
        content = to.read_bytes()
    saved_as = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.csv"}
    return Response(content, media_type="text/csv; charset=utf-8", headers=saved_as)


@router.get("/api/segments")
def segments(lent: Lent) -> list[Shown]:
    """The declared segments, counted now."""
    return lent.all()


@router.get("/api/segments/one")
def segment(lent: Lent, name: str) -> Shown:
    """One segment beside everybody."""
    return lent.show(name)


@router.get("/api/segments/count")
def count(lent: Lent, rule: str) -> dict[str, int]:
    """How many a rule selects that nobody saved yet, given as JSON or YAML."""
    return {"people": lent.count(rule)}


@router.get("/api/segments/preview")
def preview(lent: Lent, rule: str) -> Shown:
    """A rule that nobody saved yet, given as JSON or YAML, beside everybody."""
    return lent.preview(rule)


@router.get("/api/segments/overlap")
def overlap(lent: Lent) -> list[Overlap]:
    """How many people every two published segments share."""
    return lent.overlap()


@router.get("/api/segments/fields")
def fields(store: Reading) -> list[Field]:
    """What conditions may speak of."""
    return list(fields_of(store).all())


@router.get("/api/segments/why")
def why_in_segment(lent: Lent, name: str, golden_id: str) -> list[Reasoned]:
    """Each condition of a segment with a person's value, and whether it holds."""
    return lent.why(name, golden_id)


@router.get("/api/segments/reachable")
def reachable(lent: Lent, name: str, purpose: str, channel: str) -> Activated:
    """How many of a segment may be reached now for a purpose through a channel, and why the others may not."""
    return lent.foresee(Order(name, purpose, channel, Path("segment.csv")))


@router.post("/api/segments/export", status_code=201)
def export(lent: Lent, given: Export) -> dict[str, Any]:
    """Whom of a segment may be reached now, as `rows`, with what came of it; it is recorded."""
    with TemporaryDirectory(prefix="cdp-") as folder:
        to = Path(folder) / f"{given.segment}.jsonl"
        done = lent.export(Order(given.segment, given.purpose, given.channel, to, given.by, given.columns))
        rows = [json.loads(line) for line in to.read_text(encoding="utf-8").splitlines()]
    return {**vars(done), "rows": rows}


@router.get("/api/segments/exports")
def exports(lent: Lent) -> list[dict[str, Any]]:
    """What was exported: when, by whom, which segment, what for, how many."""
    return lent.exports()


@router.delete("/api/segments")
def drop(lent: Lent, name: str) -> dict[str, str]:
    """Declare a segment no longer; the next run publishes the others."""
    lent.drop(name)
    return {"dropped": name}


@router.post("/api/segments", status_code=201)
def save(lent: Lent, given: Saved) -> dict[str, Any]:
    """Declare a segment, or another rule for one; the next run publishes it."""
    return {"segment": given.name, "people": lent.save(given.name, given.rule)}
