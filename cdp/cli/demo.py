"""The command that shows it all: makes a company, unifies its customers, and tells how well that went."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdp.cli.faults import logged_in
from cdp.cli.report import print_run
from cdp.cli.screen import AsJson, Spinner, print_json, say, table
from cdp.errors import UsageError

AS_OF = date(2026, 6, 30)
"""The demo company's today: licences are judged by it, so that every run tells the same."""


if TYPE_CHECKING:
    from cdp.demo import Story


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    folder: Annotated[Path, typer.Argument(help="Folder of the workspace to make, or to make again.")] = Path(
        "cdp-demo"
    ),
    people: Annotated[int, typer.Option(help="Customers of the company.", min=50)] = 20_000,
    seed: Annotated[int, typer.Option(help="Another seed makes another company.")] = 1,
    files_only: Annotated[bool, typer.Option("--files-only", help="Only write the company's files.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a company with nine kinds of systems in three countries, unify its customers, and score the result."""
    from cdp.demo import generate

    _refuse_others(folder)
    started = time.perf_counter()
    with Spinner() as spinner:
        spinner.stage("generate")
        company = generate(folder / "data", people, seed)
    generated = time.perf_counter() - started
    if files_only:
        if as_json:
            print_json(company.rows)
            return
        table(f"written to {company.folder}", ("file", "rows"), company.rows.items())
        return
    _unify(folder, company.stories, generated, as_json=as_json)


def _refuse_others(folder: Path) -> None:
    """Raise UsageError when the folder holds anything but a demo: its files would be mixed with somebody's own."""
    if (folder / "data" / "truth" / "stories.json").exists():
        return
    config, data = folder / "config", folder / "data"
    has_own_config = config.exists() and not _is_template(config)
    if has_own_config or (data.exists() and any(data.iterdir())):
        raise UsageError(
            f"{folder.resolve()} holds a {'configuration' if has_own_config else 'data/ folder'} of your own",
            "give a new folder: `cdp demo FOLDER`",
        )


def _is_template(config: Path) -> bool:
    from cdp.workspace import template_folder

    def contents(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    return contents(config) == contents(template_folder())


def _unify(folder: Path, stories: list[Story], generated: float, *, as_json: bool) -> None:
    from cdp.evaluate import evaluate
    from cdp.workspace import Workspace

    ws = Workspace(folder) if (folder / "config").exists() else Workspace.init(folder)
    with ws, logged_in(ws.folder):
        with Spinner() as spinner:
            report = ws.run(as_of=AS_OF, watch=spinner)
        with ws.store() as store:
            score = evaluate(store, folder / "data" / "truth" / "records.csv")
    if as_json:
        print_json({**report.to_dict(), "score": vars(score), "seconds_to_generate": generated})
        return
    print_run(report)
    say(
        f"against the truth: precision {score.precision:.4f}, recall {score.recall:.4f}, F1 {score.f1:.4f} "
        f"({score.true_pairs:,} true pairs, {score.found_pairs:,} found)"
    )
    say(f"generated in {generated:.1f} s, unified in {sum(report.seconds.values()):.1f} s\n")
    _print_stories(stories)
    say(f"profiles: {ws.published.folder / (report.version or '')}/profile.parquet")
    record = stories[0].records[0][1]
    say(f"next: `cd {folder}`, then `cdp find {record}`, `cdp show GOLDEN_ID --why`, `cdp sql 'from profile limit 5'`")


def _print_stories(stories: list[Story]) -> None:
    say("[bold]stories to look up[/]\n")
    for story in stories:
        say(f"[bold cyan]{story.title}[/]: {' '.join(record for _, record in story.records)}")
        say(f"  {story.text}")
        say(f"  look for: {story.look_for}\n")
