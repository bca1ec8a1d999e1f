"""The web application over a workspace: pages for people, the same as JSON under /api for programs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from cdp import charts
from cdp.config import load_company
from cdp.fault_log import LOG
from cdp.serve.faults import catching, tell_faults
from cdp.serve.guard import guarded, logged
from cdp.serve.open_questions import OpenQuestions
from cdp.serve.pages import AREAS, person
from cdp.serve.recent import Recent
from cdp.serve.versions import Versions
from cdp.version import __version__
from cdp.workspace import Workspace


def make_app(workspace: Workspace) -> FastAPI:
    """Return the application, with the published version open.

    Raises ConfigError, or StorageError for a version that cannot be read.
    """
    versions, questions = Versions(workspace), OpenQuestions(workspace.folder)
    versions.start()

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        questions.stop()
        versions.stop()

    app = FastAPI(
        title="cdp", version=__version__, lifespan=life, openapi_url="/api/openapi.json", docs_url=None, redoc_url=None
    )
    company = load_company(workspace.folder / "config")
    app.state.versions, app.state.company, app.state.areas = versions, company.company, AREAS
    app.state.questions, app.state.folder = questions, workspace.folder
    app.state.zone, app.state.recent = ZoneInfo(company.timezone), Recent()
    for area in AREAS:
        app.include_router(area.router)
    app.add_api_route("/static/charts.css", _chart_style, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=Path(str(files("cdp.serve") / "static"))))
    app.add_exception_handler(person.Moved, person.moved)
    tell_faults(app)
    app.add_middleware(BaseHTTPMiddleware, dispatch=catching(workspace.folder / LOG))
    app.add_middleware(BaseHTTPMiddleware, dispatch=guarded)
    app.add_middleware(BaseHTTPMiddleware, dispatch=logged)
    return app


def _chart_style() -> Response:
    """The style that charts bring along, for those that stand in a page."""
    return Response(charts.STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})
