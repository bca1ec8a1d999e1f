"""The command that tells what may be sent to a person: reach."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cdp.cli.screen import HERE, AsJson, Folder, in_zone, opened, print_json, say, table

Purpose = Annotated[str | None, typer.Option("--purpose", help="One purpose alone, as contact.yml declares it.")]
Channel = Annotated[str | None, typer.Option("--channel", help="One channel alone.")]
At = Annotated[
    str | None, typer.Option("--at", metavar="MOMENT", help="Then, instead of now: 2026-05-01T21:30, company time.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(reach)


def reach(
    golden_id: str,
    workspace: Folder = HERE,
    purpose: Purpose = None,
    channel: Channel = None,
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Tell what may be sent to a person now: by purpose and channel, yes or no, why not, and from when on."""
    with opened(workspace) as ws:
        answers, zone = ws.reach(golden_id, purpose, channel, at), ws.timezone
    if as_json:
        print_json([in_zone(vars(each), zone) for each in answers])
        return
    rows = [_row(in_zone(vars(each), zone)) for each in answers]
    table(
        f"what may be sent to {golden_id} {f'at {at}' if at else 'now'}, times of {zone}",
        ("purpose", "channel", "allowed", "why not", "possible from", "to", "consent", "since", "ends"),
        rows,
    )
    if told := list(dict.fromkeys(law for each in answers for law in each.laws)):
        say("rules of the country: " + "; ".join(told))


def _row(told: dict[str, Any]) -> tuple[Any, ...]:
    waits = None if told["allowed"] else told["possible_from"]
    since = told["consent_since"].date() if told["consent_since"] else None
    why = ", ".join(told["reasons"]) or None
    consent = told["consent"] or ("·" if told["basis"] == "opt-in" else told["basis"])
    return (
        told["purpose"],
        told["channel"],
        told["allowed"],
        why,
        waits,
        told["address"],
        consent,
        since,
        told["reconfirm_by"],
    )
