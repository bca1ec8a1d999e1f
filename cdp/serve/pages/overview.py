"""The Monday page: how it stands, at a glance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from cdp import overview as glance
from cdp.serve.page import Html, Reading
from cdp.serve.pages.area import Area

router = APIRouter()
AREA = Area("overview", router, "/overview")


@router.get("/overview", include_in_schema=False)
def overview_page(page: Html, store: Reading) -> Response:
    """People and their reach, sources, the matching, and what changed."""
    found = glance.overview(store)
    told_until = datetime.fromisoformat(found.told_until) if found.told_until else None
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in found.assessment:
        kinds.setdefault(row["kind"], []).append(row)
    return page.render("overview.html", area="overview", found=found, told_until=told_until, assessed=kinds)


@router.get("/api/overview")
def overview(store: Reading) -> glance.Overview:
    """How the published version stands."""
    return glance.overview(store)
