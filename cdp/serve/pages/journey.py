"""Journeys: how people come to buy and stay, and one person's way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from cdp.config.journey import STAGES
from cdp.journey_charts import Wording, flow_chart
from cdp.journeys import Journeys, PersonJourney, journeys, person_journey, spell
from cdp.serve.page import Html, Page, Reading, Version
from cdp.serve.pages.area import Area
from cdp.serve.pages.person import Living
from cdp.serve.texts import Texts

router = APIRouter()
AREA = Area("journey", router, "/journey")
_SHOWN = 10
"""Paths, entries and touchpoints on the page; the JSON route gives as many as are asked for."""


@router.get("/journey", include_in_schema=False)
def journey_page(page: Html, store: Reading, version: Version, line: str = "") -> Response:
    """Stages, what follows what, ways to the purchase, entries, touchpoints, loyalty; in one line of products."""
    told = journeys(store, line or None, _SHOWN)
    flow = flow_chart(told.stages, told.transitions, _wording(page.texts)) if told.stages else ""
    return page.render(
        "journey.html",
        area="journey",
        told=told,
        flow=flow,
        currency=version.config.currency,
        **_helpers(page, told.told_until),
    )


@router.get("/api/journey")
def journey(store: Reading, line: str | None = None, limit: int = 100) -> Journeys:
    """How people pass through the stages; `line` is a line of products, `limit` that of paths, entries, touchpoints."""
    return journeys(store, line, limit)


@router.get("/person/{golden_id}/journey", include_in_schema=False)
def person_journey_page(page: Html, store: Reading, alive: Living) -> Response:
    """One person's stages with their evidence."""
    told = person_journey(store, alive)
    person = store.glance(alive)
    return page.render(
        "person/journey.html", area="person", person=person, journey=told, **_helpers(page, told.told_until)
    )


@router.get("/api/person/{golden_id}/journey")
def api_person_journey(store: Reading, alive: Living) -> PersonJourney:
    """One person's stages with their evidence, and loyalty."""
    return person_journey(store, alive)


def _helpers(page: Page, told_until: str) -> dict[str, Any]:
    """What the templates of journeys write with: until when the data tell, durations, words, paths, touchpoints."""
    texts = page.texts

    def duration(days: float | None) -> str:
        if days is None:
            return ""
        number, unit = spell(days)
        return texts(f"journey.{unit}", number=page.formats.number(number, 0 if unit == "minutes" else 1))

    return {
        "told_until": datetime.fromisoformat(told_until) if told_until else None,
        "duration": duration,
        "path": lambda path: " → ".join(texts(f"journey.stage.{each}") for each in path.split(" → ")),
        "word": lambda name: texts.known("journey.stage" if name in STAGES else "action", name),
        "touch": lambda touchpoint: _touch(texts, touchpoint),
    }


def _touch(texts: Texts, touchpoint: str) -> str:
    """Return a touchpoint, channel and action or a campaign, as people say it."""
    channel, _, action = touchpoint.partition(" ")
    return f"{texts.known('channel', channel)} · {texts.known('action', action)}" if action else touchpoint


def _wording(texts: Texts) -> Wording:
    return Wording(
        flow=texts("journey.flow"),
        flow_told=texts("journey.flow_told"),
        entries=texts("journey.n_entries", count="{count}"),
        again=texts("journey.n_again", share="{share}"),
        begins=texts("journey.n_begin", count="{count}"),
        names=lambda name: texts(f"journey.stage.{name}"),
    )
