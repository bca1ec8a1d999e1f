"""What commands print: tables that fit the terminal, JSON for machines, progress for people who wait."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.table import Table

from cdp.errors import CdpError
from cdp.workspace import Workspace

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

Folder = Annotated[Path, typer.Option("--workspace", "-w", envvar="CDP_WORKSPACE", help="Folder of the workspace.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
HERE = Path()
Limit = Annotated[int, typer.Option("--limit", min=1, help="At most so many are shown.")]


@contextmanager
def opened(folder: Path) -> Iterator[Workspace]:
    """Open a workspace for one command."""
    with Workspace(folder) as ws:
        yield ws


def fail(message: str) -> None:
    """Print an error."""
    err.print(f"[bold red]error:[/] {escape(message)}")


def say(text: str) -> None:
    """Print a line that may hold markup."""
    out.print(text)


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    sys.stdout.write(json.dumps(value, default=plain, ensure_ascii=False, indent=2) + "\n")


def plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, CdpError):
        return told(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def told(fault: CdpError) -> dict[str, str]:
    """Return an error as `--json` tells it."""
    return {"error": type(fault).__name__, "message": fault.message, "remedy": fault.remedy}


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table; numbers stand right."""
    shown = Table(
        title=title, title_justify="left", title_style="bold", header_style="bold cyan", box=None, pad_edge=False
    )
    rows = [list(row) for row in rows]
    for nth, name in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[nth], (int, float)) for row in rows if row[nth] is not None)
        shown.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(escape(cell(value)) for value in row))
    out.print(shown)
    out.print()


def cell(value: Any) -> str:
    """Return a value as a person reads it."""
    match value:
        case None:
            return "·"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.2f}"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
        case list() | tuple():
            return ", ".join(cell(each) for each in value)
        case _:
            return str(value)


class Spinner:
    """Shows which stage is at work; plain lines where nobody watches a terminal."""

    def __init__(self) -> None:
        self._status: Status | None = None
        self._stage = ""

    def stage(self, name: str) -> None:
        """A stage begins."""
        self._stage = name
        if err.is_terminal:
            if self._status is None:
                self._status = err.status(name)
                self._status.start()
            self._status.update(f"[bold]{name}[/]")
        else:
            err.print(f"{name} …")

    def tell(self, text: str) -> None:
        """Something within the stage is being done."""
        if self._status is not None:
            self._status.update(f"[bold]{self._stage}[/] {escape(text)}")

    def __enter__(self) -> Spinner:
        return self

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()
