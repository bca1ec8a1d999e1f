"""A web service on loopback that answers with what a test gives it, faults included, and remembers what was asked."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass
class Asked:
    """A request as the service got it."""

    path: str
    parameters: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]


@dataclass
class Reply:
    """What the service does."""

    content: Any = None
    """To be written as JSON, unless it is bytes."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    """`reset`: the connection breaks; `cut`: it ends in the middle of the answer; `stall`: it falls silent there."""


Answer = Callable[[Asked], Reply]


class WebService:
    """The service; `url` is where it is."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                service.handle(self)

            def do_POST(self) -> None:
                service.handle(self)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """Answer a request."""
        parts = urlsplit(request.path)
        form = dict(parse_qsl(request.rfile.read(int(request.headers.get("Content-Length", 0))).decode()))
        asked = Asked(unquote(parts.path), dict(parse_qsl(parts.query)), dict(request.headers), form)
        self.asked.append(asked)
        reply = self.answer(asked)
        content = reply.content if isinstance(reply.content, bytes) else json.dumps(reply.content).encode()
        if reply.fault == "reset":
            request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            request.close_connection = True
            request.rfile.close()
            request.connection.close()
            return
        request.send_response(reply.status)
        for name, value in {"Content-Length": str(len(content)), **reply.headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content[: len(content) // 2] if reply.fault else content)
        request.wfile.flush()
        if reply.fault == "stall":
            time.sleep(1)
        if reply.fault:
            request.close_connection = True


def started(answer: Answer) -> WebService:
    """Serve in a thread until the process ends."""
    service = WebService(answer)
    threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return service


@contextmanager
def serving(answer: Answer) -> Iterator[WebService]:
    """Serve in a thread for a while."""
    service = started(answer)
    try:
        yield service
    finally:
        service.server.shutdown()
        service.server.server_close()
