"""Commands of the steward: merge, split, link, unlink, override, withdraw, decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from inspect import Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from cdp.cli.screen import HERE, AsJson, Folder, counted, opened, print_json, say, table
from cdp.errors import UsageError

if TYPE_CHECKING:
    from cdp.decision import Decision, RecordKey
    from cdp.decision_preview import Foreseen
    from cdp.decisions import Decisions, Stance

_SHOWN = 6
"""Records of a decision or person that a table lists."""

Reason = Annotated[str, typer.Option("--reason", help="Why, for those who ask later.")]
By = Annotated[str | None, typer.Option("--by", help="Who decides; the user of the operating system, if not given.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would do to people, and decide nothing.")]
Records = Annotated[list[str], typer.Argument(metavar="SOURCE/RECORD_ID…")]


Named = Annotated[list[str], typer.Argument(metavar="NAMED…", help="Records (SOURCE/RECORD_ID) or people (GOLDEN_ID).")]
How = Callable[["Decisions", "Stance"], "Decision"]
"""How a decision is made."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for draft in (merge, split, link, unlink, override, withdraw):
        app.command()(_deciding(draft))
    app.command()(decisions)


def _deciding(draft: Callable[..., How]) -> Callable[..., None]:
    """Return the command that makes what `draft` draws up: it takes its arguments, and those of every decision."""

    @wraps(draft, assigned=("__name__", "__doc__"))
    def command(
        *,
        reason: Reason,
        by: By = None,
        dry_run: DryRun = False,
        workspace: Folder = HERE,
        as_json: AsJson = False,
        **asked: object,
    ) -> None:
        _decide(draft(**asked), reason, by, dry_run, workspace, as_json)

    own, every = (signature(each, follow_wrapped=False, eval_str=True).parameters for each in (draft, command))
    taken = [*own.values(), *(each for each in every.values() if each.name != "asked")]
    command.__annotations__ = {each.name: each.annotation for each in taken}
    vars(command)["__signature__"] = Signature(taken)
    return command


def merge(golden_ids: Annotated[list[str], typer.Argument(metavar="GOLDEN_ID…")]) -> How:
    """Decide that people are one, in every later run."""
    return lambda made, stance: made.merge(golden_ids, stance)


def split(golden_id: str, records: Records) -> How:
    """Decide that records are not of a person: they are parted from its other ones."""
    return lambda made, stance: made.split(golden_id, records, stance)


def link(named: Named) -> How:
    """Decide that records, or people, are one person."""
    return lambda made, stance: made.must_link(named, stance)


def unlink(
    one: Annotated[str, typer.Argument(help="A record (SOURCE/RECORD_ID) or person (GOLDEN_ID) …")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER…", help="… that is none of these.")],
) -> How:
    """Decide that a record or person is not one with others."""
    return lambda made, stance: made.cannot_link([one], others, stance)


def override(
    golden_id: str,
    values: Annotated[list[str], typer.Argument(metavar="ATTRIBUTE=VALUE…", help="Several for parts of an address.")],
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day on which it holds.")
    ] = None,
) -> How:
    """Decide what a golden value is, whatever the records say."""
    if not all("=" in each for each in values):
        raise UsageError("a value is set as ATTRIBUTE=VALUE", "for instance email=mary@mail.example")
    told = {name.strip(): value for name, _, value in (each.partition("=") for each in values)}
    last = until.date() if until else None
    return lambda made, stance: made.override(golden_id, told, stance, last)


def withdraw(number: Annotated[int, typer.Argument(help="Number of the decision; see `cdp decisions`.")]) -> How:
    """Decide that an earlier decision holds no longer."""
    return lambda made, stance: made.withdraw(number, stance)


def _decide(how: How, reason: str, by: str | None, dry_run: bool, workspace: Path, as_json: bool) -> None:
    from cdp.decisions import Stance

    with opened(workspace) as ws:
        made = how(ws.decisions, Stance(reason, by, dry_run))
        foreseen = ws.decisions.foresee(made) if dry_run else []
    if as_json:
        print_json({"decision": made, "people": foreseen} if dry_run else {"decision": made})
    elif dry_run:
        _print_foreseen(foreseen)
    else:
        say(escape(f"decision {made.number} by {made.by}: {_told(made)}"))
        say(f"it holds from the next run on: `cdp run`; take it back with `cdp withdraw {made.number}`")


def _print_foreseen(people: Sequence[Foreseen]) -> None:
    rows = [
        (each.golden_id or "an id of its own", len(each.records), _listed(each.records), ", ".join(each.was))
        for each in people
    ]
    table("people as they would be", ("golden_id", "records", "which", "now"), rows)
    for each in people:
        if each.contradictions:
            pairs = counted(each.contradictions, "pair")
            say(f"names and birth dates contradict each other in {pairs} of {each.golden_id or 'the new person'}:")
            say("a decision that ties them holds all the same")
    say("nothing was decided")


def decisions(workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List the decisions of stewards, newest first: in force, withdrawn, ended, sleeping, or new since the last run."""
    with opened(workspace) as ws:
        made = ws.decisions.all()[::-1]
        states = ws.decisions.states() if made else {}
    if as_json:
        print_json([{**vars(each), "state": states[each.number]} for each in made])
        return
    rows = [(each.number, states[each.number], each.by, each.at[:10], _told(each), each.reason) for each in made]
    table(counted(len(made), "decision"), ("number", "state", "by", "at", "what", "reason"), rows)


def _told(each: Decision) -> str:
    """Return what is decided, in records."""
    if each.withdraws is not None:
        return f"withdraw decision {each.withdraws}"
    if each.attribute is not None:
        return f"override {each.attribute} of {each.one[0]}" + (f" until {each.until}" if each.until else "")
    if each.other:
        return f"{each.act} {_listed(each.one)} from {_listed(each.other)}"
    return f"{each.act} {_listed(each.one)}"


def _listed(records: Sequence[RecordKey]) -> str:
    more = f" and {len(records) - _SHOWN:,} more" if len(records) > _SHOWN else ""
    return ", ".join(map(str, records[:_SHOWN])) + more
