"""The command that tells where it hurts customers: pain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from cdp.cli.screen import HERE, AsJson, Folder, Limit, counted, in_zone, opened, print_json, say, table
from cdp.errors import StorageError, UsageError
from cdp.pain_report import by_cause, place

if TYPE_CHECKING:
    from cdp.pain_report import Cause, PainPoint

_WHOLE = frozenset({"KRW", "JPY"})
"""Currencies without a smaller coin."""
_WEEKS = 13
"""Weeks that are shown; --json has all."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(pain)


def pain(
    kind: Annotated[str | None, typer.Argument(help="Kind of pain: its weeks, parts, examples, remedies.")] = None,
    where: Annotated[
        str | None, typer.Option("--where", metavar="SPLIT=PART", help="A place, such as store=K03 or agent=paula.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="What is as usual, too.")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write the weeks as a chart.")] = None,
    limit: Limit = 20,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Show where it hurts customers more than before or than elsewhere, by people and value at stake."""
    if kind is None and (where or svg):
        raise UsageError("--where and --svg need a kind", "for example: `cdp pain failed_pickup --where store=K03`")
    with opened(workspace) as ws:
        zone, currency = ws.timezone, ws.config.currency
        if kind is None:
            points, remedies = ws.pain_points(everything=everything), ws.table("remedy").fetchall()
            columns = ws.table("remedy").columns
            done = [dict(zip(columns, row, strict=True)) for row in remedies]
        else:
            found = ws.pain_point(kind, where)
    if kind is None:
        _tell_list(points, done, limit, zone, currency, as_json=as_json)
        return
    if svg:
        _write(found, svg, zone)
    if as_json:
        print_json(asdict(found))
        return
    _print_point(found, zone, currency, limit if everything else None)
    if svg:
        say(f"wrote {svg}")


def _tell_list(
    points: Sequence[dict[str, Any]],
    remedies: Sequence[dict[str, Any]],
    limit: int,
    zone: ZoneInfo,
    currency: str,
    *,
    as_json: bool,
) -> None:
    if as_json:
        print_json({"points": points, "remedies": remedies})
        return
    if not points:
        say("nothing hurts more than usual; `cdp pain --all` shows what is looked at\n")
    else:
        _print_causes(by_cause(points)[:limit], zone, currency)
    _print_remedies(remedies, zone)
    if points:
        first = by_cause(points)[0].point
        at = f" --where {place(first)}" if place(first) else ""
        say(f"next: `cdp pain {first['kind']}{at}`")


def _print_causes(causes: Sequence[Cause], zone: ZoneInfo, currency: str) -> None:
    """Print every cause once, with where else it shows."""
    columns, rows = _points([cause.point for cause in causes], zone, currency)
    also = [", ".join(place(row) or "everywhere" for row in cause.also) for cause in causes]
    told = [(*row, each) for row, each in zip(rows, also, strict=True)]
    table(f"where it hurts, days of {zone}", (*columns, "also seen in"), told)


def _points(points: Sequence[Mapping[str, Any]], zone: ZoneInfo, currency: str) -> tuple[tuple[str, ...], list[Any]]:
    """Return the columns and rows of a table of pain points."""
    columns = (
        *("pain", "where", "state", "people", f"at stake ({currency})", "of", "rate", "usual", "elsewhere"),
        "turned",
    )
    return columns, [
        (
            row["kind"].replace("_", " "),
            place(row) or "everywhere",
            row["state"],
            row["people"],
            _money(row["value_at_stake"], currency),
            row["stake"],
            f"{_share(row['rate'])} ({row['events']:,} of {row['opportunities']:,})",
            _share(row["baseline"]),
            _share(row["peers"]),
            _day(row["turned_at"], zone),
        )
        for row in points
    ]


def _print_point(found: PainPoint, zone: ZoneInfo, currency: str, limit: int | None) -> None:
    point = found.point
    table(
        f"{point['kind'].replace('_', ' ')}, {_day(point['period_from'], zone)} to {_day(point['period_to'], zone)}",
        *_points([point], zone, currency),
    )
    table(
        "weeks",
        ("week of", "events", "of", "rate", "usual weeks", ""),
        [_week(row, zone) for row in found.weeks[-_WEEKS:]],
    )
    others = found.parts[:limit] if limit else [row for row in found.parts if row["state"] != "usual"]
    if others:
        table("elsewhere", *_points(others, zone, currency))
    table(
        "examples",
        ("when", "event", "person", "channel", "place", "agent", f"value ({currency})"),
        [_example(row, zone, currency) for row in found.examples],
    )
    _print_remedies(found.remedies, zone)


def _week(row: Mapping[str, Any], zone: ZoneInfo) -> tuple[Any, ...]:
    band = f"{_share(row['low'])} to {_share(row['high'])}" if row["low"] is not None else None
    above = "above" if row["rate"] is not None and row["high"] is not None and row["rate"] > row["high"] else ""
    return _day(row["week"], zone), row["events"], row["opportunities"], _share(row["rate"]), band, above


def _example(row: Mapping[str, Any], zone: ZoneInfo, currency: str) -> tuple[Any, ...]:
    told = row["channel"], row["place"], row["agent"], _money(row["value"], currency)
    return in_zone(row["time"], zone), f"{row['source']}/{row['event_id']}", row["golden_id"], *told


def _print_remedies(rows: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> None:
    if not rows:
        return
    table(
        "remedies",
        ("pain", "where", "since", "what", "before", "after", "change, 95 %", "p"),
        [
            (
                row["kind"].replace("_", " "),
                place(row) or "everywhere",
                _day(row["since"], zone),
                row["what"],
                f"{_share(row['rate_before'])} ({row['before_events']:,} of {row['before_opportunities']:,})",
                f"{_share(row['rate_after'])} ({row['after_events']:,} of {row['after_opportunities']:,})",
                _change(row),
                None if row["p"] is None else f"{row['p']:.2g}",
            )
            for row in rows
        ],
    )


def _change(row: Mapping[str, Any]) -> str | None:
    if row["change"] is None:
        return None
    return f"{row['change'] * 100:+.1f} ({row['low'] * 100:+.1f} to {row['high'] * 100:+.1f}) points"


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"


def _day(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return f"{in_zone(moment, zone):%Y-%m-%d}" if moment else None


def _money(value: float | None, currency: str) -> str | None:
    return None if value is None else f"{value:,.{0 if currency in _WHOLE else 2}f}"


def _write(found: PainPoint, path: Path, zone: ZoneInfo) -> None:
    """Write the chart; raises StorageError when that fails, UsageError when there is nothing to draw."""
    from cdp.pain_charts import Wording, pain_trend

    point = found.point
    words = Wording(
        title=f"{point['kind'].replace('_', ' ').capitalize()}, {place(point) or 'everywhere'}",
        told="The rate of every week; the band holds 19 of 20 usual weeks, dots above it are unusual.",
        band="band: usual weeks",
        turned="turned",
        day=lambda moment: f"{in_zone(moment, zone):%d %b %y}",
        week=lambda row: f"{_day(row['week'], zone)}: {counted(row['events'], 'event')} of {row['opportunities']:,}",
    )
    drawn = pain_trend(found.weeks, point["turned_at"], [(row["since"], row["what"]) for row in found.remedies], words)
    if not drawn:
        raise UsageError("there are too few weeks for a chart", "leave out --svg")
    try:
        path.write_text(drawn, encoding="utf-8")
    except OSError as fault:
        raise StorageError(f"{path} cannot be written ({fault.strerror})", "name another file") from fault
