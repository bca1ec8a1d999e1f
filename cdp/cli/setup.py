"""Commands that prepare a workspace: init, check, schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from cdp.cli.drafts import FROM, MoreData, Yes, ask_origins, print_drafts, told
from cdp.cli.faults import as_dict
from cdp.cli.screen import HERE, AsJson, Folder, counted, fail, opened, print_json, say, table
from cdp.errors import UsageError

if TYPE_CHECKING:
    from cdp.check import Sample


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(init)
    app.command()(check)
    app.command()(schema)


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make the workspace in.")] = HERE,
    more: MoreData = None,
    data: Annotated[list[str] | None, FROM] = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Make a workspace: with a commented example configuration, or with one told from your data."""
    from cdp.workspace import Workspace

    if data:
        _init_from(folder, [*data, *(more or [])], ask=not (yes or as_json), as_json=as_json)
        return
    if more:
        raise UsageError(f"{', '.join(more)}: one folder is enough", "for data write `cdp init FOLDER --from DATA`")
    ws = Workspace.init(folder)
    if as_json:
        print_json({"workspace": ws.folder})
        return
    say(f"workspace made in {ws.folder}")
    say("next: edit config/cdp.yml and config/sources/*.yml, then `cdp check`, then `cdp run`")


def _init_from(folder: Path, data: list[str], *, ask: bool, as_json: bool) -> None:
    from cdp.discover.write_config import new_workspace, write_workspace

    target, found = new_workspace(folder, data)
    if ask:
        ask_origins(found.drafts)
    ws = write_workspace(target, found)
    if as_json:
        print_json({"workspace": ws.folder, "sources": [told(draft) for draft in found.drafts], "left": found.left})
        return
    print_drafts(found.drafts)
    for each in found.left:
        say(f"  left out: {escape(each)}")
    say(f"workspace made in {ws.folder}")
    say("next: look over config/sources/*.yml (each guess has its reason beside it), then `cdp check`, then `cdp run`")


def check(workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Validate the configuration, reach every source, and show sample rows as mapped."""
    from cdp.check import check_sources

    with opened(workspace) as ws:
        samples = check_sources(ws)
    faults = [sample.fault for sample in samples if sample.fault]
    if as_json:
        print_json([{**vars(each), "fault": each.fault and as_dict(each.fault)} for each in samples])
    else:
        _print_samples(samples)
        for fault in faults:
            fail(str(fault))
    if faults:
        raise typer.Exit(faults[0].exit_code)


def _print_samples(samples: list[Sample]) -> None:
    good = [sample for sample in samples if not sample.fault]
    for sample in good:
        table(f"{sample.source} ({counted(sample.units, 'unit')})", sample.columns, sample.rows)
        if sample.unmapped:
            say(f"  not mapped: {', '.join(sample.unmapped)}\n")
    if len(good) < len(samples):
        say(f"{len(good)} of {counted(len(samples), 'source')} can be reached and read as configured")
    else:
        say(f"{counted(len(samples), 'source')} can be reached and read as configured; next: `cdp run`")


def schema(
    tables: Annotated[bool, typer.Option("--tables", help="The published tables.")] = False,
    types: Annotated[bool, typer.Option("--types", help="The semantic types.")] = False,
    folder: Annotated[Path | None, typer.Option("--write", help="Write JSON schemas for editors here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Describe configuration files (JSON schema for editors), semantic types, and published tables."""
    from cdp.contracts import TABLES, VIEWS
    from cdp.schema import json_schemas, write_schemas
    from cdp.semantics import TYPES

    if not (tables or types or folder):
        print_json(json_schemas())
        return
    written = write_schemas(folder) if folder else []
    if as_json:
        asked = {"tables": tables and (*TABLES, *VIEWS), "types": types and list(TYPES.values()), "written": written}
        print_json({name: told for name, told in asked.items() if told})
        return
    for each in (*TABLES, *VIEWS) if tables else ():
        rows = [(c.name, c.type, c.meaning) for c in each.columns]
        table(f"{each.name}: {each.meaning}", ("column", "type", "meaning"), rows)
    if types:
        kinds = [(t.name, t.kind, t.holding, t.rule, t.meaning) for t in TYPES.values()]
        table("semantic types", ("type", "kind", "held", "golden rule", "meaning"), kinds)
    for path in written:
        say(f"wrote {path}")
