"""The command that tells how it stands: overview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from cdp.cli.screen import HERE, AsJson, Folder, in_zone, opened, print_json, say, table, warn

if TYPE_CHECKING:
    from cdp.overview import Overview


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(overview)


def overview(workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Show how it stands: people and their reach, sources and channels, the matching, what changed."""
    with opened(workspace) as ws:
        found, zone = ws.overview(), ws.timezone
    if as_json:
        print_json(vars(found))
        return
    _print(found, str(zone), in_zone({"coverage": found.coverage}, zone)["coverage"])


def _print(found: Overview, zone: str, coverage: list[dict[str, Any]]) -> None:
    say(f"{found.version}: {found.people:,} people from {found.records:,} records, {found.households:,} households")
    if found.events:
        known, until = found.known_events / found.events, found.told_until[:16].replace("T", " ")
        say(f"{found.events:,} events, {known:.0%} of a known person, until {until} UTC")
    say("")
    table(
        "how the experience is",
        ("question", "score", "from", "to", "answers"),
        [(row["question"], row["value"], row["low"], row["high"], row["n"]) for row in found.scores if row["n"]],
    )
    table(
        f"where it hurts most, {found.currency}",
        ("pain", "where", "rate", "usual", "people", "at stake"),
        [_pain(row) for row in found.pains],
    )
    table(
        "stages of the journey",
        ("stage", "people now", "ever"),
        [(row["stage"], row["now"], row["people"]) for row in found.stages],
    )
    table("of the people have", ("attribute", "share"), [(name, f"{share:.1%}") for name, share in found.reach.items()])
    table(
        f"sources and channels, times of {zone}",
        ("source", "channel", "records", "people", "events", "known", "last event", "28 days", "28 before"),
        [_covered(row) for row in coverage],
    )
    expected = [row for row in found.assessment if row["kind"] == "expected"]
    table(
        "the matching, as far as it is known without a truth",
        ("expected", "value", "from", "to"),
        [(row["measure"], *(f"{row[name]:.3f}" for name in ("value", "low", "high"))) for row in expected],
    )
    if found.identity:
        say("in this version: " + ", ".join(f"{n:,} {change}" for change, n in found.identity.items()))
    for row in found.silent:
        warn(
            f"{row['source']} tells little on {row['channel']}: {row['events_28d']:,} events in four weeks, "
            f"{row['events_28d_before']:,} in the four before"
        )
    say("next: `cdp diff` tells what changed, `cdp review` what wants a word, `cdp serve` shows all of it")


def _pain(row: dict[str, Any]) -> tuple[Any, ...]:
    rate, usual = (None if row[name] is None else f"{row[name]:.1%}" for name in ("rate", "baseline"))
    where = "everywhere" if row["split"] == "all" else f"{row['split']} {row['part']}"
    return row["kind"], where, rate, usual, row["people"], row["value_at_stake"]


def _covered(row: dict[str, Any]) -> tuple[Any, ...]:
    known = f"{row['known_events'] / row['events']:.0%}" if row["events"] else None
    last = str(row["last_event_at"])[:10] if row["last_event_at"] else None
    counts = (row["records"] or None, row["people"] or None, row["events"] or None)
    recent = (row["events_28d"], row["events_28d_before"]) if row["events"] else (None, None)
    return row["source"], row["channel"], *counts, known, last, *recent
