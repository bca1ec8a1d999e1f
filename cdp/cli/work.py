"""Commands that do the work and report on it: run, status, runs, quarantine, rollback, export."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdp.cli.report import print_assessment, print_problems, print_quarantine, print_run, quarantine_row
from cdp.cli.screen import HERE, AsJson, Folder, Limit, Spinner, counted, fail, opened, print_json, say, table
from cdp.errors import ExpectationFailed

if TYPE_CHECKING:
    from cdp.published import Manifest
    from cdp.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(run)
    app.command()(status)
    app.command()(runs)
    app.command()(quarantine)
    app.command()(rollback)
    app.command()(export)


def run(
    workspace: Folder = HERE,
    retrain: Annotated[bool, typer.Option("--retrain", help="Train the matching model anew.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Take every record anew, not only what changed.")] = False,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Judge licences for this day.")
    ] = None,
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Do not publish: show what would change, and keep it as candidate.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Do the whole job: connect, land, standardise, link, cluster, identify, survive, publish."""
    with opened(workspace) as ws, Spinner() as spinner:
        day = as_of.date() if as_of else None
        report = ws.run(retrain=retrain, full=full, as_of=day, watch=spinner, candidate=candidate)
        refused = ws.quarantine(run=report.run, limit=10)
    if as_json:
        print_json(report.to_dict())
    else:
        print_run(report)
        print_quarantine(refused)
    if report.exceeded:
        if not as_json:
            fail(f"more changes than `checks` in cdp.yml lets pass: {'; '.join(report.exceeded)}")
        raise typer.Exit(ExpectationFailed.exit_code)
    if as_json or report.status == "candidate":
        return
    say(f"profiles: {ws.published.folder / (report.version or '')}/profile.parquet")
    say("next: `cdp find NAME`, `cdp show GOLDEN_ID`, `cdp export profile --to profiles.csv`")


def status(workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Show what is published, and from what."""
    with opened(workspace) as ws:
        lineage = ws.published.lineage()
        packages = len(ws.ledger.packages())
        last = next(iter(ws.ledger.runs(1)), None)
        is_open = last is not None and last["status"] == "running"
        at_work = last if is_open and ws.is_at_work else None
        made = ws.ledger.report(lineage[0].run) if lineage else {}
        assessment = _assessment(ws) if lineage else []
        candidate = ws.published.candidate()
    if as_json:
        versions = [vars(each) for each in lineage]
        told = {"versions": versions, "packages": packages, "last_run": last, "at_work": at_work}
        told |= {"candidate": candidate and vars(candidate)}
        print_json({**told, "problems": made.get("problems", []), "assessment": assessment})
        return
    if at_work:
        say(f"run {at_work['run']} at work since {at_work['started_at']}")
    elif is_open:
        say("the last run was cut off; the next one finishes or undoes what it left: `cdp run`")
    if lineage:
        _print_versions(lineage)
        print_assessment(assessment)
        print_problems(made.get("problems", []), made.get("records", 0))
    elif not at_work:
        say("nothing has been published yet; next: `cdp run`")
    if candidate:
        say(f"{candidate.version} waits as a candidate since {candidate.created_at}: `cdp diff` shows what it changes")
        say("next: `cdp promote` publishes it, `cdp discard` lets it go")
    say(f"{counted(packages, 'package')} landed; last run: {last['status'] if last else 'none'}")


def _assessment(ws: Workspace) -> list[dict[str, Any]]:
    with ws.store() as store:
        return store.assessment()


def _print_versions(lineage: list[Manifest]) -> None:
    current = lineage[0]
    table(
        f"published: {current.version}, as of {current.as_of}",
        ("table", "rows", "file"),
        [(name, each.rows, each.file) for name, each in current.tables.items()],
    )
    table(
        "versions kept",
        ("version", "published", "run", "model", "people", "content hash"),
        [(m.version, m.created_at, m.run, m.model, m.tables["profile"].rows, m.content_hash[:12]) for m in lineage],
    )


def runs(workspace: Folder = HERE, limit: Limit = 20, as_json: AsJson = False) -> None:
    """List the latest runs."""
    with opened(workspace) as ws:
        found = ws.ledger.runs(limit)
    if as_json:
        print_json(found)
        return
    table(
        "runs", ("run", "kind", "status", "started", "seconds", "version", "people"), [_run_row(each) for each in found]
    )


def _run_row(each: dict[str, Any]) -> tuple[Any, ...]:
    report = each["report"] or {}
    seconds = round(sum(report.get("seconds", {}).values()), 1)
    return each["run"], each["kind"], each["status"], each["started_at"], seconds, each["version"], report.get("people")


def quarantine(
    source: Annotated[str | None, typer.Argument(help="Only of this source.")] = None,
    workspace: Folder = HERE,
    limit: Limit = 100,
    raw: Annotated[bool, typer.Option("--raw", help="Show the refused rows too: they hold personal values.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the rows that were refused, those of the newest delivery first: where they stand, and why."""
    with opened(workspace) as ws:
        found = ws.quarantine(source, limit=limit)
    if as_json:
        print_json([{key: value for key, value in vars(each).items() if raw or key != "raw"} for each in found.rows])
        return
    rows = [(*quarantine_row(each), each.landed_at, *([each.raw] if raw else [])) for each in found.rows]
    columns = ("source", "unit", "place", "reason", "landed", *(["row as received"] if raw else []))
    table(f"{len(found.rows):,} of {counted(found.total, 'row')} in quarantine", columns, rows)


def rollback(
    version: Annotated[str | None, typer.Argument(help="Version to go back to; the one before, if not given.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Publish an earlier version again. What was landed and configured since stays: the next run takes it up again."""
    with opened(workspace) as ws:
        made = ws.rollback(version)
        source = ws.published.manifest(made).rolled_back_to
    if as_json:
        print_json({"version": made, "rolled_back_to": source})
        return
    say(f"published {made}, with the content of {source}")
    say("next: mend the configuration or the source, then `cdp run`")


def export(
    name: Annotated[str, typer.Argument(metavar="TABLE", help="Published table; see `cdp schema --tables`.")],
    to: Annotated[str, typer.Option("--to", help="File (.parquet .csv .jsonl .duckdb) or database URL (sqlite:///…).")],
    workspace: Folder = HERE,
    version: Annotated[str | None, typer.Option("--version")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a published table to a file or a database."""
    from cdp.export import export_table

    with opened(workspace) as ws, ws.store(version) as store:
        rows = export_table(store, name, to)
    if as_json:
        print_json({"table": name, "rows": rows})
        return
    say(f"wrote {counted(rows, 'row')} of {name}")
