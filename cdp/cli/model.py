"""The command that shows what the matching model has learned."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdp.cli.report import print_assessment
from cdp.cli.screen import HERE, AsJson, Folder, opened, print_json, say, table
from cdp.errors import StorageError

if TYPE_CHECKING:
    from cdp.model_card import ModelCard


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(model)


def model(
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.html", help="Write it as one HTML page.")] = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="DIR", help="Write each chart as SVG.")] = None,
    version: Annotated[str | None, typer.Option("--version", help="Behind this published version.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Show what the matching model has learned: weights, blocking, kinds of pairs; as text, page or charts."""
    with opened(workspace) as ws:
        card = ws.model(version)
    written = _write(card, out, svg)
    if as_json:
        print_json({**_as_dict(card), "written": written})
    elif written:
        for path in written:
            say(f"wrote {path}")
    else:
        _print_card(card)


def _as_dict(card: ModelCard) -> dict[str, Any]:
    """The card with the weight of each level beside its m and u."""
    comparisons = [
        {**vars(each), "levels": [{**vars(level), "weight": level.weight} for level in each.levels]}
        for each in card.comparisons
    ]
    return {**vars(card), "comparisons": comparisons}


def _write(card: ModelCard, out: Path | None, svg: Path | None) -> list[Path]:
    from cdp.model_page import model_charts, model_page

    files: dict[Path, str] = {out: model_page(card)} if out else {}
    if svg:
        files |= {svg / f"{name}.svg": chart for name, chart in model_charts(card).items()}
    write_texts(files)
    return list(files)


def write_texts(files: Mapping[Path, str]) -> None:
    """Write texts to files; raises StorageError."""
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as fault:
            raise StorageError(f"{path} could not be written", "check the folder, its rights and its disk") from fault


def _print_card(card: ModelCard) -> None:
    from cdp.model_page import model_facts

    table(f"model {card.version}, behind {card.published}", ("", "what it is"), model_facts(card))
    rows = [
        (
            each.name if not nth else "",
            level.label,
            f"{level.m:.3g}",
            f"{level.u:.3g}",
            f"{level.weight:+.2f}",
            "by rarity" if level.by_frequency else "",
            f"{level.answers:+.2f}" if level.answers else "",
        )
        for each in card.comparisons
        for nth, level in enumerate(each.levels)
    ]
    table(
        "comparisons (m: share of the pairs of one person, u: of two persons; weight in bits, log2(m / u))",
        ("comparison", "level", "m", "u", "weight", "", "by answers"),
        rows,
    )
    table(
        "blocking rules (pairs of the latest run; a pair may meet several)",
        ("records share", "pairs", "values skipped"),
        [(" + ".join(rule.keys) or "nothing: every pair", rule.pairs, rule.skipped_values) for rule in card.rules],
    )
    table(
        "kinds of pairs among the candidates",
        ("kind", "share", "weight", "personal weight", "one person"),
        [
            (nth, f"{kind.share:.1%}", kind.weight, kind.personal_weight, kind.same_person)
            for nth, kind in enumerate(card.kinds, start=1)
        ],
    )
    print_assessment(card.assessment)
    table(
        "calibration (canaries by weight; observed: share of one person, in the matches' proportions)",
        ("weight from", "predicted", "observed", "95 % interval", "canaries"),
        [
            (f"{each.weight:+g}", each.predicted, each.observed, f"{each.low:.2f} – {each.high:.2f}", each.canaries)
            for each in card.calibration
        ],
    )
    say("pictures: `cdp model --out model.html`")
