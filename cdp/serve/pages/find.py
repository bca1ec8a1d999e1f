"""Finding people: one box for anything they gave, hits as one types, the people looked at last."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from cdp.serve.page import Html, Reading, Version
from cdp.serve.pages.area import Area

router = APIRouter()
AREA = Area("find", router, "/")
MOST = 10
"""Hits shown."""


@router.get("/", include_in_schema=False)
@router.get("/find", include_in_schema=False)
def find_page(page: Html, store: Reading, version: Version, q: str = "") -> Response:
    """The box, and who was found."""
    hits = store.find(q, version.config, MOST) if q.strip() else []
    return page.render("find.html", area="find", q=q, hits=hits)


@router.get("/api/find")
def find(store: Reading, version: Version, q: str, limit: int = MOST) -> list[dict[str, Any]]:
    """People found by anything they gave, the surest first, each with the reason."""
    return store.find(q, version.config, limit)
