"""The report of a run, as a person reads it."""

from __future__ import annotations

from rich.markup import escape

from cdp.cli.screen import say, table
from cdp.pipeline import RunReport


def print_run(report: RunReport) -> None:
    """Print what a run did."""
    for each in report.mended:
        say(f"[bold yellow]mended:[/] {escape(each)}")
    rows = [(c.source, c.rows_in, c.loaded, c.unchanged, c.quarantined, c.suppressed) for c in report.sources]
    numbers = [row[1:] for row in rows]
    total = ("total", *map(sum, zip(*numbers, strict=True)))
    table("rows", ("source", "in", "loaded", "unchanged", "quarantined", "suppressed"), [*rows, total])
    _print_reasons(report)
    if report.status == "unchanged":
        say(f"nothing new: {report.version} with {report.people:,} people stays published\n")
        return
    assert report.clusters is not None and report.link is not None
    per_person = report.records / report.people if report.people else 0.0
    say(
        f"[bold]{report.people:,} people[/] from {report.records:,} records: {per_person:.2f} records per person, "
        f"{report.clusters.largest:,} at most"
    )
    link = report.link
    how = (
        f"model {link.model}{' (trained in this run)' if link.trained else ''}"
        if link.model
        else "unique identifiers only"
    )
    say(f"linked by {how}: {link.candidates:,} pairs looked at, {link.matches:,} kept, {link.deterministic:,} certain")
    if report.events:
        total_events = sum(report.events.values())
        known = report.events.get("attributed", 0)
        say(f"events: {total_events:,}, of which {known:,} ({known / total_events:.0%}) speak of a known person")
    if report.identity:
        say(
            "identities since the last version: "
            + ", ".join(f"{n:,} {change}" for change, n in report.identity.items())
        )
    say("")
    table("seconds", ("stage", "seconds"), [*report.seconds.items(), ("total", sum(report.seconds.values()))])
    say(f"published {report.version}")


def _print_reasons(report: RunReport) -> None:
    reasons = [(c.source, reason, n) for c in report.sources for reason, n in c.reasons.items()]
    if reasons:
        table("quarantined and suppressed", ("source", "reason", "rows"), reasons)
    unmapped = [(c.source, ", ".join(c.unmapped)) for c in report.sources if c.unmapped]
    if unmapped:
        table("columns that nothing maps (name them under `ignore` to silence this)", ("source", "columns"), unmapped)
