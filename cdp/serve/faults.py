"""What visitors see when something goes wrong: a friendly page, or a problem as JSON (RFC 9457); never a traceback."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cdp.errors import CdpError, NotFound, Retired, StorageError, UsageError, WorkspaceBusy
from cdp.fault_log import explained
from cdp.serve.guard import Answer
from cdp.serve.page import Page

_STATUS: dict[type[CdpError], int] = {
    Retired: 410,
    NotFound: 404,
    UsageError: 400,
    WorkspaceBusy: 503,
    StorageError: 503,
}


def tell_faults(app: FastAPI) -> None:
    """Let the app answer every fault that it knows in words."""

    async def known(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, CdpError)
        return _answer(request, _STATUS.get(type(fault), 500), fault.message, fault.remedy)

    async def refused(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, HTTPException)
        return _answer(request, fault.status_code)

    async def unreadable(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, RequestValidationError)
        places = sorted({".".join(map(str, each["loc"][1:])) for each in fault.errors()})
        return _answer(request, 422, f"not understood: {', '.join(places)}")

    app.add_exception_handler(CdpError, known)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unreadable)


def catching(log: Path) -> Callable[[Request, Answer], Awaitable[Response]]:
    """Return what answers a fault that nobody expected; its details go to `log`, and no further."""

    async def caught(request: Request, answer: Answer) -> Response:
        try:
            return await answer(request)
        except Exception as fault:
            told = explained(fault, log)
            return _answer(request, 500, told.message, told.remedy)

    return caught


def _answer(request: Request, status: int, message: str = "", remedy: str = "") -> Response:
    if request.url.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
        told = {"detail": message, "remedy": remedy}
        problem |= {name: text for name, text in told.items() if text}
        return JSONResponse(problem, status, media_type="application/problem+json")
    kind = status if status in (400, 404, 410, 422, 503) else 500
    return Page(request).render("fault.html", status, kind=kind, message=message, remedy=remedy)
