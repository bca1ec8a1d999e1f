"""One person's whole story."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from cdp.serve.page import Html, Reading
from cdp.serve.pages.area import Area

router = APIRouter()
AREA = Area("person", router)


@router.get("/person/{golden_id}", include_in_schema=False)
def person_page(page: Html, store: Reading, golden_id: str) -> Response:
    """Everything about one person; an id that was merged leads to the person who lives on."""
    alive = store.resolve(golden_id.lower())
    if alive != golden_id:
        return RedirectResponse(f"/person/{alive}", 301)
    return page.render("person.html", area="person", person=store.person(alive))


@router.get("/api/person/{golden_id}")
def person(store: Reading, golden_id: str) -> dict[str, Any]:
    """Everything about one person; a merged id answers with the person who lives on."""
    return vars(store.person(golden_id.lower()))
