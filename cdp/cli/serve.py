"""The command that opens the web UI."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cdp.cli.screen import HERE, AsJson, Folder, opened, print_line, say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    folder: Annotated[Path | None, typer.Argument(metavar="[WORKSPACE]", help="Folder of the workspace.")] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")] = 8765,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Show people and their whole story in the browser, on this machine alone, until interrupted."""
    from cdp.serve.server import serve as serve_workspace

    def ready(address: str) -> None:
        print_line({"address": address}) if as_json else say(f"open {address} (Ctrl+C ends it)")

    with opened(folder or workspace) as ws:
        serve_workspace(ws, port, ready)
