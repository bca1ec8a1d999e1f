"""Commands on traits: traits, traits show."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdp.cli.screen import HERE, AsJson, AsOf, Folder, cell, in_zone, opened, print_json, say, table

if TYPE_CHECKING:
    from cdp.worth import Worth

group = typer.Typer(
    help="What people are like: the traits with how many have them and how they are spread; or one person's.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="traits")


@group.callback()
def traits(context: typer.Context, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Show all traits: what they mean, how many people have them, how they are spread."""
    if context.invoked_subcommand is not None:
        return
    with opened(workspace) as ws:
        found = in_zone([vars(each) for each in ws.traits()], ws.timezone)
    if as_json:
        print_json(found)
        return
    rows = [(each["name"], f"{each['share']:.1%}", _spread(each), each["description"]) for each in found]
    table("traits of people", ("trait", "known", "spread", "meaning"), rows, whole=("trait",))
    say("one person's: `cdp traits show GOLDEN_ID`; all in SQL: the table `trait`")


@group.command()
def show(
    golden_id: Annotated[str, typer.Argument(help="Whose traits.")],
    workspace: Folder = HERE,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show the traits of one person, and what to expect of the person."""
    with opened(workspace) as ws:
        version, zone = ws.version_as_of(as_of) if as_of else None, ws.timezone
        found = in_zone(ws.traits_of(golden_id, version), zone)
        worth = ws.worth(golden_id, version)
    if as_json:
        print_json({"traits": found, "worth": worth})
        return
    print_traits(found, str(zone))
    for sentence in told_worth(worth):
        say(sentence)


def print_traits(traits: dict[str, Any], zone: str) -> None:
    """Print the traits that a person has."""
    filled = [(name, value) for name, value in traits.items() if value is not None and name != "golden_id"]
    if filled:
        table(f"traits, times of {zone}", ("trait", "value"), filled)


def told_worth(worth: Worth) -> list[str]:
    """Return sentences on what to expect of a person, and on what that rests."""
    alike = worth.cell
    if alike is None:
        return ["what to expect is unknown: nothing was bought, or too few people were alike a year ago"]
    low, high = f"{worth.lifetime_value_low:,.0f}", f"{worth.lifetime_value_high:,.0f}"
    return [
        f"to expect in the next 365 days: {worth.lifetime_value:,.0f} {worth.currency} ({low} – {high})",
        f"the {alike['people']:,} people who were alike a year ago ({alike['value_cell']}) spent that on average;"
        f" {alike['bought_again']:,} of them bought again",
    ]


def _spread(each: dict[str, Any]) -> str:
    """Return quartiles of numbers and moments, the most common of other values with their people."""
    if each["quantiles"]:
        return " · ".join(_short(value) for value in each["quantiles"])
    return ", ".join(f"{cell(value)} {people:,}" for value, people in each["common"])


def _short(value: Any) -> str:
    """Return a number or a moment as it fits a table."""
    if isinstance(value, (datetime, date)):
        return f"{value:%Y-%m-%d}"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.2f}"
