"""The command that tells how customers experience the company: experience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdp.cli.screen import HERE, AsJson, Folder, counted, opened, print_json, say, table
from cdp.errors import StorageError

if TYPE_CHECKING:
    from cdp.scorecard import Scorecard

_SHOWN = 40
"""Rows of a table that are shown; --json has all."""
_BOXES = {
    "nps": {"top": "promoters", "middle": "passives", "bottom": "detractors"},
    "csat": {"top": "satisfied", "middle": "neither", "bottom": "dissatisfied"},
}
_OTHER_BOXES = {"top": "better than the middle", "middle": "the middle", "bottom": "worse than the middle"}
_DECIMALS = {"nps": 1, "csat": 1, "ces": 2, "rating": 2}


@dataclass(frozen=True)
class _Given:
    """Options that were given before the name of a command below."""

    workspace: Path
    as_json: bool


commands = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the command, and the one below it."""
    app.add_typer(commands, name="experience")


@commands.callback()
def experience(
    context: typer.Context,
    metric: Annotated[
        str | None,
        typer.Option("--metric", help="nps, csat, ces, rating, a question; engagement, recognition, response_time."),
    ] = None,
    by: Annotated[
        str,
        typer.Option("--by", help="all, touchpoint, channel, device, store, agent, stage, segment or dimension."),
    ] = "all",
    period: Annotated[
        str, typer.Option("--period", help="all, quarter, month, or one such as 2026-Q2 or 2026-06.")
    ] = "all",
    svg: Annotated[Path | None, typer.Option("--svg", metavar="DIR", help="Write charts of the scores as SVG.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Tell how customers experience the company: scores with interval, recognition, engagement, response times."""
    if context.invoked_subcommand is not None:
        context.obj = _Given(workspace, as_json)
        return
    with opened(workspace) as ws:
        card = ws.experience(metric, by, period)
        written = _write(ws.experience_charts(metric, by), svg) if svg else []
    if as_json:
        print_json({**asdict(card), "written": written})
        return
    _print_card(card)
    for path in written:
        say(f"wrote {path}")


@commands.command()
def benchmark(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV file with the columns metric, value, source, date.")],
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Import what others report, to be shown beside our own; one of the same metric, source and date is replaced."""
    given: _Given = context.obj
    with opened(given.workspace if workspace == HERE else workspace) as ws:
        taken, known = ws.import_benchmarks(file)
    if as_json or given.as_json:
        print_json({"taken": taken, "known": known})
        return
    say(f"{counted(taken, 'benchmark')} taken, {known:,} known now")
    say("next: `cdp run` publishes them")


def _write(charts: Mapping[str, str], folder: Path) -> list[Path]:
    written = []
    for name, chart in charts.items():
        path = folder / f"{name}.svg"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(chart, encoding="utf-8")
        except OSError as fault:
            raise StorageError(f"{path} could not be written", "check the folder, its rights and its disk") from fault
        written.append(path)
    return written


def _print_card(card: Scorecard) -> None:
    told = False
    for title, head, cells in _tables(card):
        if cells:
            columns, rows = _filled(head, cells)
            more = f" (the first {_SHOWN} of {len(rows):,}; --json has all)" if len(rows) > _SHOWN else ""
            table(f"{title}{more}", columns, rows[:_SHOWN])
            told = True
    if not told:
        say("nothing to tell: no answers and no interactions for that")
        return
    for question, first in {row["question"]: row for row in reversed(card.scores)}.items():
        better = "lower" if first["lower_is_better"] else "higher"
        say(f"{question}: {card.formulas[first['metric']]}; {better} is better")
    if card.recognition:
        others = [
            f"{each['value']:g} ({each['source']})" for each in card.benchmarks if each["metric"] == "recognition"
        ]
        beside = f"; others report {', '.join(others)}" if others else ""
        say(f"recognition: {card.formulas['recognition']}{beside}")


def _filled(columns: Sequence[str], rows: list[tuple[Any, ...]]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return a table without the columns that hold nothing."""
    kept = [nth for nth in range(len(columns)) if any(row[nth] not in (None, "") for row in rows)]
    return [columns[nth] for nth in kept], [tuple(row[nth] for nth in kept) for row in rows]


def _tables(card: Scorecard) -> Iterator[tuple[str, Sequence[str], list[tuple[Any, ...]]]]:
    place = () if card.by == "all" else (card.by,)
    when = () if card.period not in ("quarter", "month") else ("period",)
    head = (*place, *when)

    def start(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return (*([row["part"]] if place else []), *([row["period"]] if when else []))

    columns = (
        "question",
        *head,
        "value",
        "95 % interval",
        "answers",
        "response",
        "change",
        "weighted",
        "others report",
    )
    beside = [] if place else card.benchmarks
    scores = [(row["question"], *start(row), *_score(row, beside)) for row in card.scores]
    yield f"scores ({card.version})", columns, scores
    columns = ("question", *place, "a month", "95 % interval", "answers", "")
    yield "where it is going, last 12 months", columns, [_trend(row, place) for row in card.trends if row["enough"]]
    columns = (*head, "known", "95 % interval", "interactions", "new devices", "known since", "half of them within")
    rows = [(*start(row), *_recognised(row)) for row in card.recognition]
    yield "recognition: interactions tied to a known person", columns, rows
    columns = (*head, "interactions", "people", "per person", "digital")
    rows = [
        (*start(row), row["interactions"], row["people"], row["per_person"], _share(row["digital_share"]))
        for row in card.engagement
    ]
    yield "engagement: what people do", columns, rows
    columns = (*head, "contacts", "answered", "median wait", "nine of ten within")
    rows = [
        (
            *start(row),
            row["contacts"],
            _share(row["answered_share"]),
            *map(_span, (row["median_seconds"], row["p90_seconds"])),
        )
        for row in card.response_time
    ]
    yield "response to those who got in touch", columns, rows
    columns = ("dimension", "question", "value", "95 % interval", "answers", "weighted", "interactions", "people")
    yield (
        "the six dimensions: questions and interactions that speak of them",
        columns,
        list(map(_dimension, card.dimensions)),
    )
    columns = ("question", "one", "other", "people", "one mean", "other mean", "gap", "95 % interval", "")
    yield "the same people at two touchpoints", columns, [_gap(row) for row in card.channel_gap if row["enough"]]
    columns = ("question", "latest answer", "people", "revenue", "of it", "per person", "95 % interval")
    yield (
        f"revenue by latest answer, {card.revenue_days} days ({card.currency})",
        columns,
        [_revenue(row) for row in card.revenue],
    )


def _score(row: Mapping[str, Any], benchmarks: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    digits = _DECIMALS[row["metric"]]
    others = [
        f"{each['value']:g} ({each['source']}, {each['date']})"
        for each in benchmarks
        if each["metric"] in (row["metric"], row["question"])
    ]
    change = row["change"]
    return (
        _figure(row["value"], digits),
        _interval(row["low"], row["high"], digits),
        f"{row['n']:,}{'' if row['enough'] else ' (too few)'}",
        _share(row["response_rate"]),
        None if change is None else f"{change:+.{digits}f}{' *' if row['significant'] else ''}",
        _figure(row["weighted_value"], digits),
        "; ".join(others) or None,
    )


def _dimension(row: Mapping[str, Any]) -> tuple[Any, ...]:
    if row["question"] is None:
        return row["dimension"], None, None, None, None, None, row["interactions"], row["people"]
    digits = _DECIMALS[row["metric"]]
    return (
        row["dimension"],
        row["question"],
        _figure(row["value"], digits),
        _interval(row["low"], row["high"], digits),
        f"{row['n']:,}{'' if row['enough'] else ' (too few)'}",
        _figure(row["weighted_value"], digits),
        row["interactions"],
        row["people"],
    )


def _recognised(row: Mapping[str, Any]) -> tuple[Any, ...]:
    interval = _interval(100 * row["low"], 100 * row["high"], 1)
    days = row["days_until_known"]
    known = _span(None if days is None else 86_400 * days)
    return _share(row["rate"]), interval, row["interactions"], row["devices"], row["devices_known"], known


def _trend(row: Mapping[str, Any], place: Sequence[str]) -> tuple[Any, ...]:
    told = (f"{row['slope']:+.2f}", _interval(row["low"], row["high"], 2), row["n"])
    part = (row["part"],) if place else ()
    return row["question"], *part, *told, "significant" if row["significant"] else "may be chance"


def _gap(row: Mapping[str, Any]) -> tuple[Any, ...]:
    means = (row["one_mean"], row["other_mean"], f"{row['gap']:+.2f}", _interval(row["low"], row["high"], 2))
    return row["question"], row["one"], row["other"], row["people"], *means, "significant" if row["significant"] else ""


def _revenue(row: Mapping[str, Any]) -> tuple[Any, ...]:
    box = _BOXES.get(row["metric"], _OTHER_BOXES)[row["box"]]
    interval = None if row["low"] is None else f"{row['low']:,.0f} – {row['high']:,.0f}"
    money = (f"{row['revenue']:,.0f}", _share(row["revenue_share"]), f"{row['per_person']:,.0f}", interval)
    return row["question"], box, row["people"], *money


def _figure(value: float | None, digits: int) -> str | None:
    return None if value is None else f"{value:.{digits}f}"


def _interval(low: float | None, high: float | None, digits: int) -> str | None:
    return None if low is None or high is None else f"{low:.{digits}f} – {high:.{digits}f}"


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"


def _span(seconds: float | None) -> str | None:
    """Seconds as a person says them."""
    if seconds is None:
        return None
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} seconds"
