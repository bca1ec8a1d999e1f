"""Finding people: one box for anything they gave, hits as one types, the people looked at last."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from cdp.find import Hit
from cdp.serve.page import Html, Page, Reading, Seen, Version
from cdp.serve.pages.area import Area

router = APIRouter()
AREA = Area("find", router, "/")
MOST = 10
"""Hits shown."""


@router.get("/", include_in_schema=False)
@router.get("/find", include_in_schema=False)
def find_page(page: Html, store: Reading, version: Version, recent: Seen, q: str = "") -> Response:
    """The box, and who was found; before anything is asked, the people looked at last."""
    hits = _in_order(page, version.finder.find(store, q, MOST))
    last = version.finder.people(store, recent.golden_ids()) if not q.strip() else []
    return page.render("find.html", area="find", q=q, hits=hits, last=last, most=MOST)


@router.get("/find/hits", include_in_schema=False)
def hits_part(page: Html, store: Reading, version: Version, q: str = "") -> Response:
    """The hits alone, for the script that asks as one types."""
    hits = _in_order(page, version.finder.find(store, q, MOST))
    return page.render("find/_hits.html", q=q, hits=hits, last=[], most=MOST)


def _in_order(page: Page, hits: list[Hit]) -> list[Hit]:
    """Return hits with those that are equally good in the order of the visitor's language."""
    return sorted(hits, key=lambda hit: (hit.rank, page.formats.sort_key(hit.name, hit.reading)))


@router.get("/api/find")
def find(store: Reading, version: Version, q: str, limit: Annotated[int, Query(ge=1, le=100)] = MOST) -> list[Hit]:
    """People found by anything they gave, the surest first, each with the reason."""
    return version.finder.find(store, q, limit)
