"""Commands around what versions change: diff, promote, discard, changes."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from cdp.cli.difference import print_diff
from cdp.cli.screen import HERE, AsJson, Folder, Limit, counted, opened, print_json, say, table


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(diff)
    app.command()(promote)
    app.command()(discard)
    app.command()(changes)


def diff(
    before: Annotated[str | None, typer.Argument(help="Version to hold against the current one, or another.")] = None,
    after: Annotated[str | None, typer.Argument(help="The other version.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Show how much differs between two kept versions; without any, what the candidate, or the last run, changes."""
    with opened(workspace) as ws:
        found = ws.diff(before, after)
    if as_json:
        print_json({**vars(found), "exceeded": found.exceeded})
        return
    print_diff(found)


def promote(
    version: Annotated[str | None, typer.Argument(help="The candidate, to be sure which one.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Publish the candidate."""
    with opened(workspace) as ws:
        made = ws.promote(version)
    if as_json:
        print_json({"version": made})
        return
    say(f"published {made}")


def discard(workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Delete the candidate. What was landed and configured since stays: the next run takes it up again."""
    with opened(workspace) as ws:
        gone = ws.discard()
    if as_json:
        print_json({"discarded": gone})
        return
    say(f"discarded {gone}; what is published stays as it is")
    say("next: mend the configuration or the source, then `cdp run`")


def changes(
    since: Annotated[str, typer.Option("--since", help="Version whose state is known: the changes after it.")],
    to: Annotated[
        str | None, typer.Option("--to", help="File (.parquet .csv .jsonl .duckdb) or database URL to write them to.")
    ] = None,
    workspace: Folder = HERE,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show or write what changed since a version, person by person, for systems that take differences only."""
    from cdp.change_feed import feed_since
    from cdp.export import export_table

    with opened(workspace) as ws, feed_since(ws.published, since) as feed:
        until = feed.manifest.version
        kinds = Counter({row["what"]: row["rows"] for row in feed.rows(_KINDS)})
        rows = [] if to else feed.rows("select * from change limit $limit", {"limit": limit})
        if to:
            export_table(feed, "change", to)
    total = kinds.total()
    if as_json:
        print_json({"since": since, "until": until, "total": total, "by_kind": kinds, "rows": rows})
        return
    what = ", ".join(f"{n:,} {kind}" for kind, n in kinds.items()) or "none"
    say(f"{counted(total, 'change')} from {since} to {until}: {what}")
    if to:
        say(f"next time: `cdp changes --since {until}`")
    elif rows:
        shown = f"the first {len(rows)}; --to writes all" if total > len(rows) else "all of them"
        table(shown, tuple(rows[0]), [tuple(row.values()) for row in rows])


_KINDS = "select what, count(*) as rows from change group by what order by what"
