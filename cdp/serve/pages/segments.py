"""Segments: those declared, one beside everybody, the builder with its live count, and the export through consent."""

from __future__ import annotations

from collections.abc import Iterator
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
from cdp.audience.declaring import drafted, plain_text
from cdp.audience.members import fields_of
from cdp.audience.segments import Overlap
from cdp.audience.why_in import Reasoned
from cdp.audience.words import outlined
from cdp.config.segments import Condition
from cdp.errors import CdpError
from cdp.segments.fields import Field, Fields
from cdp.segments.rule import suiting
from cdp.serve.page import Html, Page, Reading, Version
from cdp.serve.pages.area import Area
from cdp.serve.segment_draft import JOINS, added, read_draft, written_draft
from cdp.workspace import Workspace

router = APIRouter()
AREA = Area("segments", router, "/segments")
LATEST = 10
"""Exports that the list tells."""
_WORDED = {"": "attribute", "profile": "attribute", "trait": "traits.trait"}
"""Tables whose columns have words in each language, and the texts where these stand."""


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


class Saved(BaseModel):
    """A segment to be declared: its name, and its rule as segments.yml has it."""

    name: str
    rule: dict[str, Any]


@router.get("/segments", include_in_schema=False)
def segments_page(page: Html, lent: Lent, done: str = "") -> Response:
    """All declared segments, how many every two share, and the last exports."""
    shared = {(each.segment, each.other): each for each in lent.overlap()}
    names = sorted({one for one, _ in shared})
    exports = [{**each, "at": datetime.fromisoformat(each["at"])} for each in lent.exports()[:LATEST]]
    told: dict[str, Any] = {"segments": lent.all(), "names": names, "shared": shared, "exports": exports, "done": done}
    return page.render("segments.html", area="segments", **told)


@router.get("/segments/one", include_in_schema=False)
def segment_page(page: Html, lent: Lent, name: str, purpose: str = "", channel: str = "", why: str = "") -> Response:
    """One segment beside everybody; who of it may be reached for a purpose through a channel; why a person is in it."""
    shown = lent.show(name)
    contact = lent.config.contact
    reachable, fault = _foreseen(lent, name, purpose, channel)
    phrase = partial(_phrase, page)
    reasons = lent.why(name, why, phrase) if why else []
    told: dict[str, Any] = {
        "reachable": reachable,
        "fault": fault,
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
        rule=outlined(segment, phrase),
        edit=edit,
        contact=contact,
        why=why,
        parts=_parts(shown),
        **told,
    )


def _phrase(page: Page, condition: Condition) -> str:
    """Return a condition in the language of the visitor: 국가 — 같음: KR (channel: email, sms)."""
    if condition.field is None:
        joined = next(name for name in ("all", "any", "not") if getattr(condition, f"{name}_") is not None)
        return page.texts("segments.not" if joined == "not" else f"segments.join.{joined}")
    table, _, column = condition.field.rpartition(".")
    worded = _WORDED.get(table)
    label = page.texts.known(worded, column) if worded else condition.field
    ((way, given),) = condition.compared()
    compared = page.texts("segments.there" if (way, given) == ("missing", False) else f"segments.way.{way}")
    value = "" if way == "missing" else f": {_listed(page, given)}"
    rows = [f"{name}: {_listed(page, each)}" for name, each in condition.where.items()]
    rows += [page.texts("segments.at_least_rows", times=condition.times)] if condition.times else []
    among = f" ({'; '.join(rows)})" if rows else ""
    return f"{label} — {compared}{value}{among}"


def _listed(page: Page, given: Any) -> str:
    if isinstance(given, bool):
        return page.texts("segments.yes" if given else "segments.no")
    return ", ".join(map(str, given)) if isinstance(given, tuple) else str(given)


def _foreseen(lent: Segments, name: str, purpose: str, channel: str) -> tuple[Activated | None, str]:
    if not (purpose and channel):
        return None, ""
    try:
        return lent.foresee(Order(name, purpose, channel, Path("segment.csv"))), ""
    except CdpError as fault:
        return None, fault.message


def _parts(shown: Shown) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for part in shown.portrait:
        found.setdefault(part.dimension, []).append(part)
    return found


@router.get("/segments/build", include_in_schema=False)
def build_page(page: Html, request: Request, lent: Lent, store: Reading, rule: str = "", drop: int = -1) -> Response:
    """A rule in the making: add a condition, take one away, and see at once how many it selects."""
    fields, fault = fields_of(store), ""
    try:
        join, conditions = read_draft(rule)
        join = request.query_params.get("join", join) if request.query_params.get("join") in JOINS else join
        if drop in range(len(conditions)):
            del conditions[drop]
        if request.query_params.get("field"):
            conditions.append(added(request.query_params, fields))
        rule = written_draft(join, conditions)
        if drop >= 0 or request.query_params.get("field"):
            return RedirectResponse(f"/segments/build?{urlencode({'rule': rule})}", 303)
        return _built(page, lent, fields, rule, fault)
    except CdpError as wrong:
        return _built(page, lent, fields, rule, f"{wrong.message}: {wrong.remedy}", 400)


def _built(page: Page, lent: Segments, fields: Fields, rule: str, fault: str, status: int = 200) -> Response:
    join, conditions = read_draft(rule)
    people = lent.count(rule) if rule else None
    ways = list(dict.fromkeys(way for field in fields.all() for way in suiting(field)))
    told = {
        "join": join,
        "conditions": [outlined(drafted(each), partial(_phrase, page)) for each in conditions],
        "people": people,
    }
    return page.render(
        "segment_build.html",
        status,
        area="segments",
        rule=rule,
        tables=_by_table(fields),
        ways=ways,
        fault=fault,
        **told,
    )


def _by_table(fields: Fields) -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {}
    for field in fields.all():
        found.setdefault(field.table, []).append(field)
    return found


@router.post("/segments/save", include_in_schema=False)
def save_form(lent: Lent, form: Form) -> Response:
    """Declare what was built; leads back to the list."""
    name, draft = form.get("name", "").strip(), drafted(form.get("rule", ""))
    described = draft.model_copy(update={"description": form.get("description", "").strip()})
    lent.save(name, described)
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


@router.post("/api/segments", status_code=201)
def save(lent: Lent, given: Saved) -> dict[str, Any]:
    """Declare a segment, or another rule for one; the next run publishes it."""
    return {"segment": given.name, "people": lent.save(given.name, given.rule)}
