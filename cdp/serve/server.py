"""Runs the web application on this machine alone: there is no way to bind it to another address."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

import uvicorn

from cdp.errors import UsageError
from cdp.serve.app import make_app
from cdp.workspace import Workspace

HOST = "127.0.0.1"
PORT = 8765
"""Port unless another is given."""


def serve(workspace: Workspace, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is called with the address. Port 0 takes any that is free.

    Raises UsageError when the port is taken, and as `make_app` does.
    """
    with _listening(port) as listening:
        app = make_app(workspace)
        ready(f"http://{HOST}:{listening.getsockname()[1]}/")
        settings = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(settings).run(sockets=[listening])


def _listening(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as fault:
        listening.close()
        if fault.errno in (errno.EADDRINUSE, errno.EACCES):
            raise UsageError(f"port {port} cannot be used: {fault.strerror}", "choose another with --port") from fault
        raise
    listening.listen(128)
    return listening
