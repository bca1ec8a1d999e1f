"""The Monday page: how it stands, at a glance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cdp import overview as glance
from cdp.serve.open_questions import OpenQuestions
from cdp.serve.page import Html, Reading, Version
from cdp.serve.pages.area import Area
from cdp.serve.pages.pain import pain_words
from cdp.serve.pages.review import question_link

router = APIRouter()
AREA = Area("overview", router, "/overview")
ASKED = 3
"""Open questions that are shown, those worth most."""
PATIENCE = 0.2
"""Seconds that the page waits for the questions; a later visit shows them."""


@router.get("/overview", include_in_schema=False)
def overview_page(page: Html, request: Request, store: Reading, version: Version) -> Response:
    """Scores, pain points, journeys, people and their reach, sources, the matching, and what changed."""
    found = glance.overview(store, version.config)
    told_until = datetime.fromisoformat(found.told_until) if found.told_until else None
    kept: OpenQuestions = request.app.state.questions
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in found.assessment:
        kinds.setdefault(row["kind"], []).append(row)
    questions = kept.of(version.version, PATIENCE)
    asked = [each for question in (questions or [])[:ASKED] for each in question.golden_ids]
    return page.render(
        "overview.html",
        area="overview",
        found=found,
        told_until=told_until,
        assessed=kinds,
        questions=questions,
        names=version.names(store, asked),
        asked=ASKED,
        question_link=question_link,
        **pain_words(page, found.currency),
    )


@router.get("/api/overview")
def overview(store: Reading, version: Version) -> glance.Overview:
    """How the published version stands."""
    return glance.overview(store, version.config)
