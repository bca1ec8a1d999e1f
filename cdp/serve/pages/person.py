"""One person's whole story: who it is, what happened, what holds the records together, what changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cdp.journeys import person_journey
from cdp.life import Life, Voice
from cdp.reach import reach
from cdp.scorecard import person_scores
from cdp.serve.evidence_chart import evidence_chart
from cdp.serve.open_questions import OpenQuestions
from cdp.serve.page import Html, Reading, Seen, Version
from cdp.serve.pages.area import Area
from cdp.serve.pages.review import PATIENCE, question_link
from cdp.serve.profile_view import golden_values, origins_of, summary_of
from cdp.serve.record_graph import record_graph, record_rows
from cdp.serve.segment_phrases import written
from cdp.timeline import Timeline, Timelines, Wanted
from cdp.why import PersonWhy, Why
from cdp.worth import worth_of

router = APIRouter()
AREA = Area("person", router)


_SEGMENTS = "select segment from segment_member where golden_id = $id order by segment"


class Moved(Exception):
    """The id was merged: the person lives on under another one."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


def living(request: Request, store: Reading, golden_id: str) -> str:
    """Return the id that was asked for, while it lives. Raises Moved where it was merged, NotFound, Retired."""
    alive = store.resolve(golden_id.lower())
    if alive != golden_id and not request.url.path.startswith("/api/"):
        query = f"?{request.url.query}" if request.url.query else ""
        raise Moved(request.url.path.replace(golden_id, alive, 1) + query)
    return alive


Living = Annotated[str, Depends(living)]


Day = date | Literal[""]
"""A day in the company's time zone; forms send empty fields, which ask for nothing."""


def wanted_events(
    channel: str = "",
    action: str = "",
    since: Day = "",
    until: Day = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Wanted:
    """Return what of the timeline is asked for."""
    return Wanted(channel or None, action or None, since or None, until or None, page)


Asked = Annotated[Wanted, Depends(wanted_events)]


async def moved(_: Request, fault: Exception) -> Response:
    """Lead to the person who lives on; never kept by a browser, as an id may live again."""
    assert isinstance(fault, Moved)
    return RedirectResponse(fault.address, 301)


@router.get("/person/{golden_id}", include_in_schema=False)
def person_page(page: Html, store: Reading, version: Version, recent: Seen, alive: Living, asked: Asked) -> Response:
    """Who it is, and everything that happened."""
    recent.add(alive)
    person = store.glance(alive)
    members = [each["golden_id"] for each in person.household if each["golden_id"] != alive]
    spoken = page.formats.sort_key
    events = Timelines(store, alive, version.finder.owned(store, alive))
    return page.render(
        "person.html",
        area="person",
        person=person,
        summary=summary_of(person, version.config, version.told_until),
        worth=worth_of(store, alive, version.config.currency),
        values=golden_values(person, version.config),
        scores=person_scores(store, alive),
        segments=[each["segment"] for each in store.rows(_SEGMENTS, {"id": alive})],
        devices=events.devices(),
        answers=reach(store, version.config, alive, datetime.now(UTC)),
        household=sorted(version.finder.people(store, members), key=lambda hit: spoken(hit.name, hit.reading)),
        timeline=events.page(asked, version.zone),
        asked=asked,
        journey=person_journey(store, alive),
        written=partial(written, page),
    )


@router.get("/person/{golden_id}/origins", include_in_schema=False)
def origins_page(page: Html, store: Reading, version: Version, alive: Living) -> Response:
    """Where each golden value comes from, and what it was preferred to."""
    person = store.person(alive, events=False)
    values = golden_values(person, version.config)
    told: dict[str, Any] = {"values": values, "origins": origins_of(person), "written": partial(written, page)}
    return page.render("person/origins.html", area="person", person=person, **told)


@router.get("/person/{golden_id}/identity", include_in_schema=False)
def identity_page(request: Request, page: Html, store: Reading, version: Version, alive: Living) -> Response:
    """Its records, and what holds them together."""
    person = store.person(alive, events=False)
    kept: OpenQuestions = request.app.state.questions
    found = kept.of(version.version, PATIENCE)
    return page.render(
        "person/identity.html",
        area="person",
        person=person,
        records=record_rows(person),
        graph=record_graph(person, page.texts),
        questions=[each for each in found or () if alive in each.golden_ids],
        waits=found is None,
        link=question_link,
    )


@router.get("/person/{golden_id}/why", include_in_schema=False)
def why_page(page: Html, store: Reading, version: Version, alive: Living) -> Response:
    """The evidence for each join, as charts."""
    found = version.workspace.why(alive, version=version.version)
    assert isinstance(found, PersonWhy), "one id was asked for"
    title, weakest = page.texts("evidence.title"), version.config.identity.weakest_match
    chart = evidence_chart(title, [step.evidence for step in found.steps], weakest, page.texts)
    return page.render(
        "person/why.html", area="person", person=store.person(alive, events=False), why=found, chart=chart
    )


@router.get("/person/{golden_id}/changes", include_in_schema=False)
def changes_page(page: Html, store: Reading, version: Version, alive: Living) -> Response:
    """What became of the id, and which values changed."""
    life = version.workspace.history(alive, voice=Voice(page.texts, page.formats.value))
    return page.render("person/changes.html", area="person", person=store.person(alive, events=False), life=life)


@router.get("/api/person/{golden_id}")
def person(store: Reading, alive: Living) -> dict[str, Any]:
    """The golden values with their origin, records, consent, purchases, matches, household and identity history."""
    found = vars(store.person(alive, events=False))
    del found["timeline"]
    return found


@router.get("/api/person/{golden_id}/timeline")
def person_timeline(store: Reading, version: Version, alive: Living, asked: Asked) -> Timeline:
    """What somebody did, across all channels: a page of it, the newest first."""
    return Timelines(store, alive, version.finder.owned(store, alive)).page(asked, version.zone)


@router.get("/api/person/{golden_id}/why", response_model=None)
def person_why(version: Version, alive: Living) -> Why:
    """How the records came together."""
    return version.workspace.why(alive, version=version.version)


@router.get("/api/person/{golden_id}/history")
def person_history(version: Version, alive: Living) -> Life:
    """What became of the id."""
    return version.workspace.history(alive)
