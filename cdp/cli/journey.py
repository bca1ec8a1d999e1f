"""The command that tells journeys: of everybody, or of one person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdp.cli.screen import HERE, AsJson, AsOf, Folder, in_zone, opened, print_json, say, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cdp.journeys import Journeys, PersonJourney, Row


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(journey)


def journey(
    golden_id: Annotated[str | None, typer.Argument(help="Of this person; of everybody if left out.")] = None,
    line: Annotated[str | None, typer.Option("--product-line", metavar="LINE", help="In this line alone.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many are shown of each kind.")] = 10,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="DIR", help="Write each chart as SVG.")] = None,
    workspace: Folder = HERE,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Tell how people come to buy and stay: stages, transitions, entries, touchpoints, loyalty; or one person's way."""
    with opened(workspace) as ws:
        version = ws.version_as_of(as_of) if as_of else None
        if golden_id is not None:
            _tell_person(ws.journey(golden_id, product_line=line, version=version), ws.timezone, as_json=as_json)
            return
        told, currency = ws.journey(product_line=line, version=version, limit=limit), ws.config.currency
    written = _written(told, svg) if svg else []
    if as_json:
        print_json({**vars(told), "written": written})
        return
    for path in written:
        say(f"wrote {path}")
    if not written:
        _tell(told, currency)


def _written(told: Journeys, folder: Path) -> list[Path]:
    from cdp.cli.model import write_texts
    from cdp.journey_charts import journey_charts

    files = {folder / f"{name}.svg": chart for name, chart in journey_charts(told).items()}
    write_texts(files)
    return list(files)


def _tell(told: Journeys, currency: str) -> None:
    of = told.product_line or "all lines of products"
    table(
        f"stages of the journey, {of}, as of {told.told_until}Z ({told.version})",
        (
            "stage",
            "people",
            "entries",
            "in it now",
            "still",
            "again",
            "stay until left: quarter",
            "half",
            "three quarters",
        ),
        [_stage(row) for row in told.stages],
    )
    table(
        "what follows what",
        ("from", "to", "people", "times", "share", "after (median)"),
        [
            (
                row["from_stage"] or "(begins)",
                row["to_stage"] or "(nothing so far)",
                row["people"],
                row["entries"],
                share(row["share"]),
                duration(row["median_days"]),
            )
            for row in told.transitions
        ],
    )
    table(
        "ways to the purchase",
        ("path", "people", "journeys", "bought", "under way", "share bought", "takes (median)", f"revenue, {currency}"),
        [_path(row) for row in told.paths],
    )
    _tell_entries(told, currency)
    _tell_touchpoints(told, currency)
    _tell_loyalty(told, currency)


def _stage(row: Row) -> tuple[Any, ...]:
    stays = (duration(row[name]) for name in ("quarter_days", "median_days", "three_quarters_days"))
    return (
        row["stage"],
        row["people"],
        row["entries"],
        row["now"],
        share(row["now"] / row["entries"]),
        row["again"],
        *stays,
    )


def _path(row: Row) -> tuple[Any, ...]:
    counts = (row[name] for name in ("people", "journeys", "bought", "under_way"))
    way = row["path"] or "(straight to the purchase)"
    return way, *counts, share(row["bought_share"]), duration(row["median_days"]), whole(row["revenue"])


def _tell_entries(told: Journeys, currency: str) -> None:
    table(
        "where journeys begin (lift: share bought against that of all others but straight purchases, 95 % interval)",
        ("entry", "by", "", "people", "journeys", "bought", "share", "lift", "interval", f"revenue, {currency}"),
        [
            (
                row["entry"],
                row["split"],
                row["part"],
                row["people"],
                row["journeys"],
                row["bought"],
                share(row["purchase_share"]),
                row["lift"],
                _interval(row),
                whole(row["revenue"]),
            )
            for row in told.entries
        ],
    )


def _interval(row: Row) -> str | None:
    return None if row["lift_low"] is None else f"{row['lift_low']:.2f} – {row['lift_high']:.2f}"


def _tell_touchpoints(told: Journeys, currency: str) -> None:
    counts = ("people", "reach", "bought", "first", "middle", "last", "removal", f"value, {currency}")
    for kind, head in (("action", "channel and action"), ("campaign", "campaign")):
        rows = [_touchpoint(row) for row in told.touchpoints if row["kind"] == kind]
        if rows:
            title = f"touchpoints before a purchase by {head}{_in_line(told)}"
            table(f"{title} (removal effect: share of the purchases lost without it)", (head, *counts), rows)


def _touchpoint(row: Row) -> tuple[Any, ...]:
    counts = (row[name] for name in ("bought", "first", "middle", "last"))
    met = row["touchpoint"] or "(bought without any)", row["people"], share(row["reach"])
    return *met, *counts, share(row["removal_effect"]), whole(row["value"])


def _in_line(told: Journeys) -> str:
    return f", {told.product_line}" if told.product_line else ""


def _tell_loyalty(told: Journeys, currency: str) -> None:
    from cdp.journeys import definition_in_words

    loyal = told.loyalty
    rows = [(kind, getattr(loyal, kind), whole(loyal.values.get(kind))) for kind in ("active", "passive", "lapsed")]
    table(f"loyalists{_in_line(told)}", ("kind", "people", f"bought lately, {currency}"), rows)
    if loyal.passive_per_active is not None:
        ratio = f"{loyal.passive_per_active:.1f} passive loyalists for each active one"
        say(f"{ratio}; {loyal.at_risk:,} of the passive are at risk\n")
    say("[bold]by these definitions (journey.yml)[/]")
    for row in told.definitions:
        say(f"- {definition_in_words(row)}")


def _tell_person(told: PersonJourney, zone: ZoneInfo, *, as_json: bool) -> None:
    if as_json:
        print_json(in_zone(vars(told), zone))
        return
    moment = in_zone(datetime.fromisoformat(told.told_until), zone)
    now = [f"{row['stage']}{_of(row)} since {in_zone(row['entered_at'], zone):%Y-%m-%d}" for row in told.current]
    say(f"as of {moment:%Y-%m-%d %H:%M} in: {', '.join(now) or 'no stage'}\n")
    table(
        f"journey of {told.golden_id} ({told.version}), times of {zone}",
        ("entered", "left", "line", "stage", "nth", "rule", "evidence", "event"),
        [_entered(row, zone) for row in told.stages],
    )
    if told.loyalty:
        risk = ", at risk" if told.loyalty["at_risk"] else ""
        signs = ", ".join(told.loyalty["signs"]) or "none"
        since = in_zone(told.loyalty["loyal_since"], zone)
        say(f"{told.loyalty['kind']} loyalist{risk}, since {since:%Y-%m-%d}; signs of activity: {signs}")


def _of(row: Row) -> str:
    return f" ({row['product_line']})" if row["product_line"] else ""


def _entered(row: Row, zone: ZoneInfo) -> tuple[Any, ...]:
    left = f"{in_zone(row['left_at'], zone):%Y-%m-%d %H:%M} {row['left_by']}" if row["left_at"] else None
    evidence = f"{row['channel']} {row['action']}"
    entered = f"{in_zone(row['entered_at'], zone):%Y-%m-%d %H:%M}"
    event = f"{row['source']}/{row['event_id']}"
    return entered, left, row["product_line"], row["stage"], row["nth"], row["rule"], evidence, event


def share(value: float | None) -> str | None:
    """Return a share as percent."""
    return None if value is None else f"{value:.1%}"


def whole(value: float | None) -> str | None:
    """Return money without its decimals."""
    return None if value is None else f"{value:,.0f}"


def duration(days: float | None) -> str | None:
    """Return days as minutes, hours or days, whichever reads best."""
    if days is None:
        return None
    from cdp.journeys import spell

    number, unit = spell(days)
    return f"{number:.{0 if unit == 'minutes' else 1}f} {unit}"
