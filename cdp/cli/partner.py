"""Commands on partners: how much of what they sent was matched, and how many people both companies know."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cdp.cli.screen import HERE, AsJson, Folder, opened, print_json, say, table

Salt = Annotated[str, typer.Option("--secret", metavar="NAME", help="Environment variable of the common secret.")]
overlap = typer.Typer(help="How many people two companies share, without exchange of raw data.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(partners)
    app.add_typer(overlap, name="overlap")


def partners(source: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Tell how many records of a source were found to be people of first-party sources, and what by."""
    from cdp.match_rate import match_rate

    with opened(workspace) as ws, ws.store() as store:
        found = match_rate(store, ws.config, source)
    if as_json:
        print_json({**vars(found), "rate": found.rate})
        return
    share = f" ({found.rate:.1%})" if found.rate is not None else ""
    say(f"{source} ({found.party} party, {found.version}): {found.matched:,} of {found.sent:,} records matched{share}")
    say(f"{found.people:,} people of first-party sources have one\n")
    sent = [(row["attribute"], row["sent"], row["matched"], _share(row)) for row in found.identifiers]
    table("what was sent", ("attribute", "records with it", "matched", "rate"), sent)
    table("what agreed in the best match", ("by", "records"), [(row["by"], row["records"]) for row in found.ways])


def _share(row: dict[str, Any]) -> str | None:
    return f"{row['matched'] / row['sent']:.1%}" if row["sent"] else None


@overlap.command()
def export(
    file: Annotated[Path, typer.Argument(help="CSV to write.")],
    workspace: Folder = HERE,
    secret: Salt = "CDP_OVERLAP_SECRET",
    as_json: AsJson = False,
) -> None:
    """Write keyed hashes of the e-mails and phones of our people, for the other company to compare."""
    from cdp.overlap import export_hashes

    with opened(workspace) as ws, ws.store() as store:
        written = export_hashes(store, secret, file)
    if as_json:
        print_json({"file": file, "hashes": written})
        return
    say(f"wrote {written:,} hashes to {file}")


@overlap.command()
def compare(
    file: Annotated[Path, typer.Argument(help="CSV of the other company.")],
    workspace: Folder = HERE,
    secret: Salt = "CDP_OVERLAP_SECRET",
    as_json: AsJson = False,
) -> None:
    """Tell how many identifiers and people both companies know; never who. Numbers below ten are not told."""
    from cdp.overlap import FEWEST, compare_hashes

    with opened(workspace) as ws, ws.store() as store:
        found = compare_hashes(store, secret, file)
    if as_json:
        print_json([vars(each) for each in found])
        return
    few = f"fewer than {FEWEST}"
    rows = [tuple(few if value is None else value for value in vars(each).values()) for each in found]
    table("overlap", ("identifier", "ours", "theirs", "both", "people of ours"), rows)
