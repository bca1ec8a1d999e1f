"""The command that tells the life of a golden_id: history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cdp.cli.screen import HERE, AsJson, AsOf, Folder, in_zone, opened, print_json, say, table

if TYPE_CHECKING:
    from cdp.life import Life


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(history)


def history(golden_id: str, workspace: Folder = HERE, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Tell the life of a golden_id: first published, merged, split, retired, back to life, changed; and why."""
    with opened(workspace) as ws:
        life, zone = ws.history(golden_id, as_of), ws.timezone
    if as_json:
        print_json({**vars(life), "chapters": [{**vars(each), "at": in_zone(each.at, zone)} for each in life.chapters]})
        return
    rows = [(f"{in_zone(each.at, zone):%Y-%m-%d %H:%M}", each.text) for each in life.chapters]
    table(f"life of {life.golden_id}, times of {zone}", ("published", "what happened"), rows)
    say(_end(life, as_of))


def _end(life: Life, as_of: str | None) -> str:
    """Return a sentence on where the story ends."""
    at = f"as of {as_of}" if as_of else "now"
    if life.lives_as is None:
        return f"{at}: {'retired' if life.state == 'retired' else 'merged into an id that is retired'}"
    if life.state == "alive":
        return f"{at}: alive; `cdp show {life.golden_id}{f' --as-of {as_of}' if as_of else ''}`"
    return f"{at}: part of {life.lives_as}; `cdp history {life.lives_as}` tells more"
