"""Commands of segments: list, show, count, why, overlap, fields, save, drop, export, exports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdp.cli.screen import HERE, AsJson, Folder, cell, counted, opened, print_json, say, table
from cdp.errors import UsageError

if TYPE_CHECKING:
    from cdp.audience import Shown

segments = typer.Typer(help="Named groups of people: count, explain, save, and export to those who may be reached.")

Rule = Annotated[str | None, typer.Option("--rule", help="Conditions as YAML or JSON: '{field: country, is: KR}'.")]
Sql = Annotated[str | None, typer.Option("--sql", help="Expression over tables with one row per person.")]
Name = Annotated[str, typer.Argument(metavar="NAME")]
_TELLING = 1.2
"""Lift from which a part is marked as more usual in a segment; from its inverse down, as less usual."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(segments, name="segments")


@segments.callback(invoke_without_command=True)
def every(context: typer.Context, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List the segments that segments.yml declares, counted now; further commands do more with them."""
    if context.invoked_subcommand:
        return
    with opened(workspace) as ws:
        found = ws.segments.all()
    if as_json:
        print_json(found)
        return
    rows = [(each.segment, each.people, f"{each.share:.1%}", each.description) for each in found]
    table(counted(len(found), "segment"), ("segment", "people", "share", "description"), rows)
    say("next: `cdp segments show NAME`, or `cdp segments save NAME --rule …`")


@segments.command()
def show(name: Name, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Show a segment: how many are in it, how they differ from everybody, and its SQL."""
    with opened(workspace) as ws:
        shown = ws.segments.show(name)
    _print_shown(shown, as_json)


@segments.command()
def count(rule: Rule = None, sql: Sql = None, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Count who meets a rule that nobody saved yet, and show how they differ from everybody."""
    with opened(workspace) as ws:
        shown = ws.segments.preview(_draft(rule, sql, ""))
    _print_shown(shown, as_json)


@segments.command()
def save(
    name: Name,
    rule: Rule = None,
    sql: Sql = None,
    description: Annotated[str, typer.Option("--description", help="What it is for.")] = "",
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Write a segment into segments.yml, in place of one of that name; the next run publishes it."""
    with opened(workspace) as ws:
        people = ws.segments.save(name, _draft(rule, sql, description))
    if as_json:
        print_json({"segment": name, "people": people})
        return
    say(f"{name}: {counted(people, 'person').replace('persons', 'people')}; `cdp run` publishes it")


@segments.command()
def drop(name: Name, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Take a segment out of segments.yml."""
    with opened(workspace) as ws:
        ws.segments.drop(name)
    if as_json:
        print_json({"dropped": name})
        return
    say(f"{name} is declared no longer; `cdp run` publishes the others")


@segments.command()
def why(name: Name, golden_id: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Tell why a person is in a segment, or is not: each condition with the person's value."""
    with opened(workspace) as ws:
        reasons = ws.segments.why(name, golden_id)
    if as_json:
        print_json(reasons)
        return
    say(f"{golden_id} is {'' if reasons[0].holds else 'not '}in {name}\n")
    rows = [(f"{'  ' * each.depth}{each.condition}", _value(each.value), each.holds) for each in reasons]
    table("conditions", ("condition", "value", "holds"), rows)


def _value(value: Any) -> Any:
    return ", ".join(f"{name}: {cell(each)}" for name, each in value.items()) if isinstance(value, dict) else value


@segments.command()
def overlap(workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Show how many people every two published segments share."""
    with opened(workspace) as ws:
        found = ws.segments.overlap()
    if as_json:
        print_json(found)
        return
    names = sorted({each.segment for each in found})
    shared = {(each.segment, each.other): each.people for each in found}
    rows = [(one, *(shared.get((one, other), 0) for other in names)) for one in names]
    table("people in both", ("segment", *names), rows)


@segments.command()
def fields(workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List what conditions may speak of: columns of the published tables."""
    with opened(workspace) as ws:
        found = ws.segments.fields()
    if as_json:
        print_json(found)
        return
    table(
        "fields", ("field", "type", "rows per person"), [(f.name, f.type, "one" if f.once else "many") for f in found]
    )


@segments.command()
def export(
    name: Name,
    purpose: Annotated[str, typer.Option("--purpose", help="What for, as contact.yml declares it.")],
    channel: Annotated[str, typer.Option("--channel", help="Through which channel.")],
    to: Annotated[Path, typer.Option("--to", help="File: .csv for spreadsheets, .parquet or .jsonl.")],
    columns: Annotated[str, typer.Option("--columns", help="Columns of profile, with commas between.")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Who exports it; else the user of the system.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Export a segment to those who may be reached for a purpose through a channel: no consent, no row."""
    from cdp.audience import Order

    chosen = tuple(each.strip() for each in columns.split(",") if each.strip())
    with opened(workspace) as ws:
        done = ws.segments.export(Order(name, purpose, channel, to, by, chosen))
    if as_json:
        print_json(done)
        return
    say(f"{done.people:,} of {done.members:,} people of {name} written to {to}, for {purpose} by {channel}")
    if done.excluded:
        table("left out", ("reason", "people"), list(done.excluded.items()))
    if done.quiet_now:
        say(f"quiet hours now for {done.quiet_now:,} of them: not_before tells from when on, UTC")
    for column, values in done.values_left_out.items():
        say(f"{values:,} values of {column} are left out: its licence has ended, or does not cover this purpose")


@segments.command()
def exports(workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List what was exported: when, by whom, which segment, what for, how many."""
    with opened(workspace) as ws:
        found = ws.segments.exports()
    if as_json:
        print_json(found)
        return
    rows = [
        (each["at"], each["by"], each["segment"], each["purpose"], each["channel"], each["people"], _told(each))
        for each in found
    ]
    table(counted(len(found), "export"), ("at", "by", "segment", "purpose", "channel", "people", "left out"), rows)


def _told(exported: dict[str, Any]) -> str | None:
    return ", ".join(f"{people:,} {reason}" for reason, people in exported["excluded"].items()) or None


def _draft(rule: str | None, sql: str | None, description: str) -> Any:
    """Return what was given as plain values. Raises UsageError unless it is one of the two."""
    from cdp.audience.declaring import plain

    if (rule is None) == (sql is None):
        raise UsageError("give one of --rule and --sql", "for instance --rule '{field: country, is: KR}'")
    told = plain(rule) if rule is not None else {"sql": sql}
    return {**told, "description": description} if description else told


def _print_shown(shown: Shown, as_json: bool) -> None:
    if as_json:
        print_json(shown)
        return
    say(f"[bold]{shown.people:,} people[/], {shown.share:.1%} of all")
    if shown.description:
        say(shown.description)
    rows = [
        (part.dimension, part.part, part.people, _percent(part.share), _percent(part.share_of_all), _lift(part.lift))
        for part in shown.portrait
    ]
    table("\nbeside everybody", ("", "part", "people", "share", "of all", "lift"), rows)
    table("rule", ("sql",), [(shown.rule,)])


def _percent(share: float | None) -> str:
    return "·" if share is None else f"{share:.1%}"


def _lift(lift: float | None) -> str | None:
    if lift is None:
        return None
    mark = "▲" if lift >= _TELLING else "▼" if lift <= 1 / _TELLING else " "
    return f"{lift:.2f} {mark}"
