"""What people are like: all traits, and what one person is worth."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from cdp.serve.page import Html, Reading, Version
from cdp.serve.pages.area import Area
from cdp.serve.segment_words import value_told
from cdp.trait_summary import TraitSummary, summarise_traits
from cdp.worth import Worth, worth_of

router = APIRouter()
AREA = Area("traits", router, "/traits")
_CELLS = "select * from value_cell"


@router.get("/traits", include_in_schema=False)
def traits_page(page: Html, store: Reading, version: Version) -> Response:
    """The traits, with how many people have them and how they are spread."""
    found = summarise_traits(store, version.config.traits.all)
    cells = {row["value_cell"]: row for row in store.rows(_CELLS)}
    return page.render("traits.html", area="traits", found=found, cells=cells, value_told=value_told)


@router.get("/api/traits")
def traits(store: Reading, version: Version) -> list[TraitSummary]:
    """The traits, with how many people have them and how they are spread."""
    return summarise_traits(store, version.config.traits.all)


@router.get("/api/person/{golden_id}/worth")
def worth(store: Reading, version: Version, golden_id: str) -> Worth:
    """What one person is worth, and what to expect and why; a merged id answers with the person who lives on."""
    return worth_of(store, golden_id.lower(), version.config.currency)
