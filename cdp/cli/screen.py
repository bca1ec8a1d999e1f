"""What commands print: tables that fit the terminal, JSON for machines, progress for people who wait."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.status import Status
from rich.table import Table

if TYPE_CHECKING:
    from cdp.workspace import Workspace

UNWRAPPED = 10_000
"""Columns of a terminal that nobody watches."""


def _console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal; where a file or another program reads, lines are not wrapped."""
    watched = (sys.stderr if stderr else sys.stdout).isatty() or "COLUMNS" in os.environ
    return Console(stderr=stderr, highlight=False, width=None if watched else UNWRAPPED)


out = _console()
err = _console(stderr=True)

Folder = Annotated[Path, typer.Option("--workspace", "-w", envvar="CDP_WORKSPACE", help="Folder of the workspace.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="MOMENT", help="As published then: 2026-05-01 (its end) or 2026-05-01T12:00."),
]
HERE = Path()
Limit = Annotated[int, typer.Option("--limit", min=1, help="At most so many are shown.")]


@contextmanager
def opened(folder: Path) -> Iterator[Workspace]:
    """Open a workspace for one command; the details of a fault that nobody expected go to its log."""
    from cdp.cli.faults import logged_in
    from cdp.workspace import Workspace

    with Workspace(folder) as ws, logged_in(ws.folder):
        yield ws


def fail(message: str) -> None:
    """Print an error."""
    err.print(f"[bold red]error:[/] {escape(message)}")


def warn(message: str) -> None:
    """Print a warning."""
    out.print(f"[bold yellow]warning:[/] {escape(message)}\n")


def say(text: str) -> None:
    """Print a line that may hold markup."""
    out.print(text)


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=2) + "\n")


def print_line(value: Any) -> None:
    """Print a value as JSON in one line."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, allow_nan=False) + "\n")


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: NaN and infinity are null, moments and dates ISO text."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case datetime() | date():
            return value.isoformat()
        case _ if is_dataclass(value):
            return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        case _:
            return str(value)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 row, 2 rows."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def told_evidence(evidence: Mapping[str, float]) -> str:
    """Return the weights of a match that say something: given_name +7.4, email -2.1."""
    return ", ".join(f"{name} {weight:+.1f}" for name, weight in evidence.items() if weight)


def in_zone(value: Any, zone: ZoneInfo) -> Any:
    """Return a value with the moments in it, which are kept in UTC, as moments of a time zone."""
    match value:
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(zone)
        case dict():
            return {key: in_zone(each, zone) for key, each in value.items()}
        case list() | tuple():
            return [in_zone(each, zone) for each in value]
        case _:
            return value


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], whole: Collection[str] = ()) -> None:
    """Print a table; numbers stand right, and cells of the columns `whole` are not broken into lines."""
    _print_table(title, _table(columns, rows, whole))


def wide_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a table; when it is wider than the terminal, one line per value instead of one per row."""
    shown = _table(columns, rows)
    if Measurement.get(out, out.options.update(max_width=UNWRAPPED), shown).maximum <= out.width:
        _print_table(title, shown)
        return
    say(f"[bold]{escape(title)}[/]\n")
    for nth, row in enumerate(rows, start=1):
        table(f"row {nth:,}", ("column", "value"), zip(columns, row, strict=True))


def _print_table(title: str, shown: Table) -> None:
    say(f"[bold]{escape(title)}[/]")
    out.print(shown)
    out.print()


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]], whole: Collection[str] = ()) -> Table:
    shown = Table(header_style="bold cyan", box=None, pad_edge=False)
    rows = [list(row) for row in rows]
    for nth, name in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[nth], (int, float)) for row in rows if row[nth] is not None)
        justify: Literal["left", "right"] = "right" if numeric else "left"
        shown.add_column(escape(name), justify=justify, overflow="fold", no_wrap=name in whole)
    for row in rows:
        shown.add_row(*(escape(cell(value)) for value in row))
    return shown


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
