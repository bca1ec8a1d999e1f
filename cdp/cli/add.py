"""The command that adds a source to a workspace: add."""

from __future__ import annotations

from typing import Annotated

import typer

from cdp.cli.drafts import FROM, MoreData, Yes, ask_origins, print_drafts, told
from cdp.cli.screen import HERE, AsJson, Folder, opened, print_json, say, table
from cdp.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(add)


def add(
    source: Annotated[str | None, typer.Argument(help="Name of the new source.", show_default=False)] = None,
    more: MoreData = None,
    data: Annotated[list[str] | None, FROM] = None,
    yes: Yes = False,
    preset: Annotated[str | None, typer.Option("--preset", help="Which system's export it is.")] = None,
    path: Annotated[str | None, typer.Option("--path", help="Of a preset: file, folder or glob.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Add a source: told from your data, or of a system whose exports are known; with neither, list these systems."""
    if source and data and not preset:
        _add_from(workspace, source, [*data, *(more or [])], ask=not (yes or as_json), as_json=as_json)
    elif source and preset and not (data or more):
        _add_preset(workspace, source, preset, path, as_json=as_json)
    elif data or preset or more:
        raise UsageError(
            "a new source has a name, and data or a preset", "cdp add NAME --from DATA, or --preset PRESET"
        )
    else:
        _list_presets(as_json=as_json)


def _add_from(workspace: Folder, source: str, data: list[str], *, ask: bool, as_json: bool) -> None:
    from cdp.discover.write_config import new_source, write_source

    with opened(workspace) as ws:
        draft = new_source(ws, source, data)
        if ask:
            ask_origins([draft])
        path = write_source(ws, draft)
    if as_json:
        print_json({"file": path, **told(draft)})
        return
    print_drafts([draft])
    say(f"wrote {path}; next: look it over, then `cdp check`, then `cdp run`")


def _add_preset(workspace: Folder, source: str, preset: str, path: str | None, *, as_json: bool) -> None:
    from cdp.presets import add_preset

    with opened(workspace) as ws:
        written = add_preset(ws.folder, source, preset, path)
    if as_json:
        print_json({"source": source, "preset": preset, "file": written})
        return
    say(f"wrote {written}")
    say("next: put the export where `path` says, look over the file, then `cdp check`")


def _list_presets(*, as_json: bool) -> None:
    from cdp.presets import presets

    known = presets()
    if as_json:
        print_json(known)
        return
    table("presets", ("preset", "export"), list(known.items()))
    say("next: `cdp add NAME --preset PRESET`, or `cdp add NAME --from DATA`")
