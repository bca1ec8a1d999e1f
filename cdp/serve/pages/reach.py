"""Can I send now? What may be sent to a person at a moment, by purpose and channel."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from cdp.reach import Answer, moment_asked, reach
from cdp.serve.page import Html, Reading, Version
from cdp.serve.pages.area import Area

router = APIRouter()
AREA = Area("reach", router)


@router.get("/reach/{golden_id}", include_in_schema=False)
def reach_page(page: Html, store: Reading, version: Version, golden_id: str, at: str = "") -> Response:
    """What may be sent to a person now, or at another moment of the company's time zone."""
    moment = moment_asked(at or None, version.zone)
    answers = reach(store, version.config, golden_id, moment)
    laws = list(dict.fromkeys(law for each in answers for law in each.laws))
    told = {"answers": answers, "laws": laws, "moment": moment, "golden_id": store.resolve(golden_id), "at": at}
    return page.render("reach.html", 200, area="", **told)


@router.get("/api/reach/{golden_id}")
def answers(
    store: Reading,
    version: Version,
    golden_id: str,
    at: str | None = None,
    purpose: str | None = None,
    channel: str | None = None,
) -> list[Answer]:
    """Whether a person may be sent something now, or `at` a moment, by purpose and channel."""
    return reach(store, version.config, golden_id, moment_asked(at, version.zone), purpose, channel)
