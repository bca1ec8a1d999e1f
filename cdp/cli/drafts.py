"""Sources that are told from data: the options of commands that tell them, what is asked, and how they are shown."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdp.cli.screen import table

if TYPE_CHECKING:
    from cdp.discover.draft import Draft

FROM = typer.Option(
    "--from", metavar="DATA", help="File, folder, glob or database address to look at; may be repeated."
)
MoreData = Annotated[list[str] | None, typer.Argument(metavar="[DATA]...", help="Further data, behind --from.")]
Yes = Annotated[bool, typer.Option("--yes", help="Take all guesses without asking.")]


def ask_origins(drafts: list[Draft]) -> None:
    """Ask whose data they are and through which channel, where somebody sits at the terminal."""
    from cdp.discover.draft import Chosen
    from cdp.discover.origin import TRUST

    if not sys.stdin.isatty():
        return
    for draft in drafts:
        party = typer.prompt(f"{draft.source}: whose data", default=draft.party.value, value_proc=_party)
        channel = typer.prompt(f"{draft.source}: channel", default=draft.channel.value)
        if party != draft.party.value:
            draft.party, draft.trust = Chosen(party, 1, "as answered"), TRUST[party]
        if channel != draft.channel.value:
            draft.channel = Chosen(channel, 1, "as answered")


def _party(answer: str) -> str:
    from cdp.discover.origin import PARTIES

    if answer.strip() not in PARTIES:
        raise typer.BadParameter(f"answer {', '.join(PARTIES)}")
    return answer.strip()


def told(draft: Draft) -> dict[str, Any]:
    """Return what was told of a source, for machines."""
    return {
        "source": draft.source,
        "kind": draft.connector["kind"],
        "holds": draft.told,
        "party": draft.party.value,
        "channel": draft.channel.value,
        "attributes": list(draft.attributes),
        "not_mapped": [each.column for each in draft.left],
    }


def print_drafts(drafts: list[Draft]) -> None:
    """Print what was told of sources."""
    rows = [
        (each["source"], each["kind"], each["holds"], each["party"], each["channel"], each["attributes"])
        for each in map(told, drafts)
    ]
    table("sources", ("source", "kind", "holds", "party", "channel", "attributes"), rows)
