"""Segments: those declared, one beside everybody, and the export through consent."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from cdp.audience import Activated, Order, Segments, Shown
from cdp.audience.members import fields_of
from cdp.audience.segments import Overlap
from cdp.audience.why_in import Reasoned
from cdp.audience.words import outlined
from cdp.errors import UsageError
from cdp.segments.fields import Field
from cdp.serve.page import Html, Page, Reading
from cdp.serve.pages import segment_builder
from cdp.serve.pages.area import Area
from cdp.serve.segment_phrases import had, phrase
from cdp.serve.segment_view import Form, Lent, parts_of
from cdp.serve.segment_words import value_told

router = APIRouter()
router.include_router(segment_builder.router)
AREA = Area("segments", router, "/segments")
LATEST = 10
"""Exports that the list tells."""


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
    return page.render(
        "segment.html",
        area="segments",
        shown=shown,
        rule=outlined(segment, phrased),
        clickable=segment.sql is None,
        contact=contact,
        why=why,
        parts=parts_of(shown),
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
