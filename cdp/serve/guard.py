"""What every answer goes through: who may ask, what a browser may do with it, and one line in the log."""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Names by which this machine reaches itself. A page of elsewhere that lets its own name point here is refused."""

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Nothing from elsewhere is loaded, no script or style stands in a page, and no other page may hold one of ours."""

Answer = Callable[[Request], Awaitable[Response]]


async def guarded(request: Request, answer: Answer) -> Response:
    """Refuse foreign names, add the headers; pages about people are kept by no cache."""
    if _host(request) not in HOSTS:
        response: Response = PlainTextResponse("This service answers to localhost only.\n", status_code=421)
    elif _comes_from_elsewhere(request):
        response = PlainTextResponse("Only this service's own pages may change anything.\n", status_code=403)
    else:
        response = await answer(request)
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _comes_from_elsewhere(request: Request) -> bool:
    """Tell whether the page of another site lets a browser change something here; browsers say so, programs do not.

    What the browser says of the site counts first: under our referrer policy the origin of our own forms is `null`.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return False
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and origin != f"{request.url.scheme}://{request.headers.get('host', '')}"


def _host(request: Request) -> str:
    host = request.headers.get("host", "").lower()
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host


async def logged(request: Request, answer: Answer) -> Response:
    """Write a line per request: method, the route without any id or query, status and milliseconds."""
    began = time.perf_counter()
    response = await answer(request)
    route = getattr(request.scope.get("route"), "path", "(no such page)")
    took = (time.perf_counter() - began) * 1000
    sys.stderr.write(f"{request.method} {route} {response.status_code} {took:.0f} ms\n")
    return response
