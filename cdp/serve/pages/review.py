"""What is worth a steward's word: the queue, one question with both sides beside each other, and the answer."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cdp.decisions import Stance, who
from cdp.errors import NotFound, UsageError
from cdp.review import REASONS, Question, compared, decision_on, read_values
from cdp.serve.evidence_chart import evidence_chart
from cdp.serve.open_questions import OpenQuestions
from cdp.serve.page import Html, Page, Reading, Version
from cdp.serve.pages.area import Area
from cdp.serve.segment_phrases import written
from cdp.serve.versions import Snapshot
from cdp.why import PairWhy
from cdp.workspace import Workspace

router = APIRouter()
AREA = Area("review", router, "/review")
SHOWN = 25
"""Questions of a page."""
PATIENCE = 3.0
"""Seconds that a page waits for the queue before it asks the visitor to come again."""
LONG = 120.0
"""Seconds that a program waits for it."""


class Answer(BaseModel):
    """A steward's word on a question, which is named by the two records that stand for its sides."""

    one: str
    other: str
    same: bool
    reason: str = ""
    by: str | None = None


def _questions(request: Request, version: str, patience: float) -> list[Question] | None:
    kept: OpenQuestions = request.app.state.questions
    return kept.of(version, patience)


@router.get("/review", include_in_schema=False)
def review_page(
    page: Html, request: Request, store: Reading, version: Version, start: int = 0, done: int = 0
) -> Response:
    """The queue, worth most first."""
    found, start = _questions(request, version.version, PATIENCE), max(start, 0)
    shown = (found or [])[start : start + SHOWN]
    names = version.names(store, [each for question in shown for each in question.golden_ids])
    told: dict[str, Any] = {"waits": found is None, "questions": shown, "open": len(found or []), "done": done}
    told |= {"names": names}
    return page.render("review.html", area="review", start=start, shown=SHOWN, link=question_link, **told)


@router.get("/review/question", include_in_schema=False)
def question_page(page: Html, request: Request, store: Reading, version: Version, one: str, other: str) -> Response:
    """One question: both sides beside each other, and what speaks for and against."""
    question = _named(_questions(request, version.version, LONG), one, other)
    sides = compared(read_values(store, [question]), question)
    chart = _evidence_chart(page, version, question)
    names = version.names(store, question.golden_ids)
    told: dict[str, Any] = {"question": question, "sides": sides, "chart": chart, "names": names}
    told |= {"written": partial(written, page)}
    return page.render("review_question.html", area="review", by=who(Stance("")), **told)


@router.get("/api/review")
def review(request: Request, version: Version, limit: int = SHOWN) -> list[Question]:
    """What is worth a steward's word, worth most first."""
    return (_questions(request, version.version, LONG) or [])[:limit]


@router.get("/api/review/question")
def question(request: Request, store: Reading, version: Version, one: str, other: str) -> dict[str, Any]:
    """One question with the values of both sides."""
    found = _named(_questions(request, version.version, LONG), one, other)
    return {"question": found, "values": compared(read_values(store, [found]), found)}


@router.post("/api/review/answer", status_code=201)
def answer(request: Request, version: Version, given: Answer) -> dict[str, Any]:
    """Make a decision of an answer; it holds from the next run on."""
    return {"decision": _decide(request, version.version, given)}


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace")))


@router.post("/review/answer", include_in_schema=False)
def answer_form(request: Request, version: Version, form: Annotated[dict[str, str], Depends(_form)]) -> Response:
    """The same for a form; leads back to the queue."""
    if form.get("answer") not in ("same", "different"):
        raise UsageError("the answer is neither same nor different", "press one of the two buttons")
    given = Answer(
        one=form.get("one", ""),
        other=form.get("other", ""),
        same=form["answer"] == "same",
        reason=form.get("reason", ""),
        by=form.get("by") or None,
    )
    return RedirectResponse(f"/review?done={_decide(request, version.version, given)}", 303)


def _decide(request: Request, version: str, given: Answer) -> int:
    found = _named(_questions(request, version, LONG), given.one, given.other)
    stance = Stance(given.reason.strip() or REASONS[given.same], given.by)
    workspace = Workspace(request.app.state.folder)
    try:
        draft = decision_on(found, given.same, who(stance), stance.reason)
        return int(workspace.decisions.make_all([draft])[0].number)
    finally:
        workspace.close()


def _named(questions: list[Question] | None, one: str, other: str) -> Question:
    for each in questions or ():
        if (str(each.one), str(each.other)) == (one, other):
            return each
    raise NotFound("this question is not open any more", "go back to the queue: somebody has answered it, or a run has")


def question_link(question: Question) -> str:
    """Return the address of a question's page."""
    return f"/review/question?{urlencode({'one': str(question.one), 'other': str(question.other)})}"


def _evidence_chart(page: Page, version: Snapshot, question: Question) -> str:
    """Return the evidence between both ends as a waterfall that ends at their weight, SVG; nothing without a weight."""
    found = version.workspace.why(str(question.one), str(question.other), version=version.version)
    assert isinstance(found, PairWhy), "two records were asked for"
    title = page.texts("review.evidence")
    return evidence_chart(title, [found.evidence], version.config.identity.weakest_match, page.texts)
