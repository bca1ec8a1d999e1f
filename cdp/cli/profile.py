"""The command that looks at data before any run: profile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdp.cli.screen import HERE, AsJson, Folder, counted, print_json, say, table

if TYPE_CHECKING:
    from cdp.discover.profile import ColumnProfile, Overlap, Profile, TableProfile


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(profile)


def profile(
    asked: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE|DATA]...", help="Sources, files, folders, databases; all sources if none."),
    ] = None,
    values: Annotated[bool, typer.Option("--values", help="Show values as they are; they may be personal.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with pictures here.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Profile sources or any data before a run: columns, patterns, and the identifiers that tables share."""
    from cdp.cli.model import write_texts
    from cdp.discover.profile import profile as profiled
    from cdp.discover.profile_page import profile_page
    from cdp.workspace import Workspace

    ws = Workspace(workspace) if (workspace / "config").is_dir() else None
    found = profiled(ws, asked or [], workspace.resolve(), values=values)
    if html is not None:
        write_texts({html: profile_page(found)})
    if as_json:
        print_json(found)
        return
    _print(found)
    if html is not None:
        say(f"wrote {html}")


def _print(found: Profile) -> None:
    for each in found.tables:
        rows = [_row(column) for column in each.columns]
        table(_title(each), ("column", "means", "filled", "distinct", "length", "shape", "commonest", "noted"), rows)
    if found.overlaps:
        _print_overlaps(found.overlaps)


def _print_overlaps(overlaps: list[Overlap]) -> None:
    most = sorted((each for each in overlaps if each.shared), key=lambda each: -max(each.left_share, each.right_share))
    rows = [
        (each.identifier, each.left, each.right, each.shared, f"{each.left_share:.1%}", f"{each.right_share:.1%}")
        for each in most
    ]
    head = ("by", "source", "other source", "shared", "of the source", "of the other")
    table("identifiers that sources share: the match rate to expect by each alone", head, rows)
    if nothing := len(overlaps) - len(most):
        say(f"  {counted(nothing, 'further pair')} of sources with the same identifier share no value of it\n")


def _title(each: TableProfile) -> str:
    return f"{each.table}: {each.rows:,} rows" + ("" if each.complete else ", the first ones")


def _row(each: ColumnProfile) -> tuple[str | int, ...]:
    noted = {"placeholders": each.placeholders, "outliers": each.outliers}
    return (
        each.column,
        each.meaning,
        f"{each.fill:.0%}",
        each.distinct,
        f"{each.shortest}-{each.longest}" if each.shortest != each.longest else str(each.longest),
        each.patterns[0][0] if each.patterns else "",
        f"{each.common[0][0]} ({each.common[0][1]:,})" if each.common else "",
        ", ".join(f"{count:,} {name}" for name, count in noted.items() if count),
    )
