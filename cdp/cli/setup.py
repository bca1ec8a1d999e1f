"""Commands that prepare a workspace: init, check, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cdp.cli.screen import HERE, AsJson, Folder, counted, opened, print_json, say, table


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(init)
    app.command()(check)
    app.command()(schema)


def init(folder: Annotated[Path, typer.Argument(help="Folder to make the workspace in.")] = HERE) -> None:
    """Make a workspace with a commented example configuration."""
    from cdp.workspace import Workspace

    ws = Workspace.init(folder)
    say(f"workspace made in {ws.folder}")
    say("next: edit config/cdp.yml and config/sources/*.yml, then `cdp check`, then `cdp run`")


def check(workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Validate the configuration, reach every source, and show sample rows as mapped."""
    from cdp.check import check_sources

    with opened(workspace) as ws:
        samples = check_sources(ws)
    if as_json:
        print_json([vars(sample) for sample in samples])
        return
    for sample in samples:
        table(f"{sample.source} ({counted(sample.units, 'unit')})", sample.columns, sample.rows)
        if sample.unmapped:
            say(f"  not mapped: {', '.join(sample.unmapped)}\n")
    say(f"{counted(len(samples), 'source')} can be reached and read as configured; next: `cdp run`")


def schema(
    tables: Annotated[bool, typer.Option("--tables", help="The published tables.")] = False,
    types: Annotated[bool, typer.Option("--types", help="The semantic types.")] = False,
    folder: Annotated[Path | None, typer.Option("--write", help="Write JSON schemas for editors here.")] = None,
) -> None:
    """Describe configuration files (JSON schema for editors), semantic types, and published tables."""
    from cdp.contracts import TABLES
    from cdp.schema import json_schemas, write_schemas
    from cdp.semantics import TYPES

    if tables:
        for each in TABLES:
            table(
                f"{each.name}: {each.meaning}",
                ("column", "type", "meaning"),
                [(c.name, c.type, c.meaning) for c in each.columns],
            )
    if types:
        rows = [(t.name, t.kind, t.holding, t.rule, t.meaning) for t in TYPES.values()]
        table("semantic types", ("type", "kind", "held", "golden rule", "meaning"), rows)
    if folder:
        for path in write_schemas(folder):
            say(f"wrote {path}")
    if not (tables or types or folder):
        print_json(json_schemas())
