"""What a page is made from: the version being read, the language of the visitor, and a template."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request

from cdp.serve.event_view import days_of, order_lines, plain_facts
from cdp.serve.formats import Formats
from cdp.serve.recent import Recent
from cdp.serve.texts import Texts, chosen_language
from cdp.serve.versions import Snapshot, Versions
from cdp.store import Store
from cdp.svg import in_page
from cdp.wording import LANGUAGES, Language

COOKIE = "lang"
"""Cookie that remembers the language; there is no other one."""
_YEAR = 365 * 24 * 3600


def read_version(request: Request) -> Iterator[Snapshot]:
    """Lend the current version to a request until it is answered. Raises NotFound while nothing is published."""
    versions: Versions = request.app.state.versions
    with versions.reading() as snapshot:
        yield snapshot


Version = Annotated[Snapshot, Depends(read_version)]
"""The published version that a request reads."""


def read_store(version: Version) -> Iterator[Store]:
    """Open a connection of its own for a request: DuckDB's are not shared between threads."""
    with version.store.beside() as store:
        yield store


Reading = Annotated[Store, Depends(read_store)]
"""The tables of that version."""


def seen_last(request: Request) -> Recent:
    """Return the people looked at last."""
    recent: Recent = request.app.state.recent
    return recent


Seen = Annotated[Recent, Depends(seen_last)]
"""The people looked at last."""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("cdp.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"groupby_day": days_of, "order_lines": order_lines, "plain_facts": plain_facts}
    made.filters["chart"] = lambda svg: Markup(in_page(svg))
    return made


class Page:
    """Makes HTML for one visitor."""

    def __init__(self, request: Request) -> None:
        self._request = request
        asked, cookie = request.query_params.get(COOKIE), request.cookies.get(COOKIE)
        self.language: Language = chosen_language(asked, cookie, request.headers.get("accept-language"))
        self._remember = asked in LANGUAGES
        self.own_words = request.app.state.versions.words
        self.texts = Texts(self.language, self.own_words)
        self.formats = Formats(self.language, request.app.state.zone)

    def render(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a template as an answer.

        A template knows `t` (texts), `f` (formats), `language`, `languages`, `here` (a link to this page with some
        query parameters changed), `area`, `areas` and `company`, beside the values given.
        """
        own = {"t": self.texts, "f": self.formats, "language": self.language, "languages": LANGUAGES, "here": self.here}
        app = {"company": self._request.app.state.company, "areas": self._request.app.state.areas}
        html = _environment().get_template(template).render({"area": "", **own, **app, **values})
        answer = HTMLResponse(html, status, {"Content-Language": self.language, "Vary": "Accept-Language, Cookie"})
        if self._remember:
            answer.set_cookie(COOKIE, self.language, max_age=_YEAR, httponly=True, samesite="strict")
        return answer

    def here(self, **changed: str | int | None) -> str:
        """Return the address of this page with some query parameters changed, or gone where None."""
        query = {**self._request.query_params, **changed}
        kept = {name: value for name, value in query.items() if value not in (None, "")}
        return f"{self._request.url.path}?{urlencode(kept)}" if kept else self._request.url.path


Html = Annotated[Page, Depends(Page)]
"""Makes the page of a request."""
