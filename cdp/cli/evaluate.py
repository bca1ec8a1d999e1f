"""The command that tells how good the result is, by a truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdp.cli.screen import HERE, AsJson, Folder, counted, opened, print_json, say, table, told_evidence
from cdp.errors import UsageError

if TYPE_CHECKING:
    from cdp.evaluate import Evaluation, PeopleScore, WrongPair
    from cdp.store import Store


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(evaluate)


def evaluate(
    truth: Annotated[
        Path | None,
        typer.Argument(
            metavar="[TRUTH.csv]",
            help="CSV with source, record_id, person; or with source_l, record_id_l, source_r, record_id_r, match.",
        ),
    ] = None,
    truth_column: Annotated[
        list[str] | None,
        typer.Option(
            "--truth-column", metavar="SOURCE:COLUMN", help="A landed column that nothing maps says whose a record is."
        ),
    ] = None,
    wrong: Annotated[int, typer.Option("--wrong", min=0, help="Show so many wrong pairs of each kind.")] = 10,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.csv", help="Write all wrong pairs.")] = None,
    values: Annotated[bool, typer.Option("--values", help="Show the records' values too: they are personal.")] = False,
    version: Annotated[str | None, typer.Option("--version", help="Of this published version.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Score the published people against a truth, and show the pairs that are wrong, and why."""
    from cdp.evaluate import evaluate_closely, write_wrong

    if (truth is None) == (not truth_column):
        raise UsageError("give a file with the truth or --truth-column, one of the two", "see `cdp evaluate --help`")
    with opened(workspace) as ws, ws.store(version) as store:
        found = evaluate_closely(ws, store, truth if truth else truth_column or [], wrong)
        written = write_wrong(store, out, values=values) if out else None
        if as_json:
            print_json(_as_dict(store, found, values=values))
            return
        _print_score(found)
        _print_wrong(store, found, values=values)
    if written is not None:
        say(f"wrote {counted(written, 'wrong pair')} to {out}")


def _as_dict(store: Store, found: Evaluation, *, values: bool) -> dict[str, Any]:
    from cdp.evaluate import values_of

    def told(pair: WrongPair) -> dict[str, Any]:
        beside = {name: [left, right] for name, left, right in values_of(store, pair)} if values else None
        return {**vars(pair), **({"values": beside} if values else {})}

    return {
        "version": found.version,
        "truth": found.truth.kind,
        "unpublished": found.truth.unpublished,
        "score": vars(found.score),
        "reasons": [{"error": error, "why": why, "pairs": pairs} for error, why, pairs in found.reasons],
        "wrong": [told(pair) for pair in found.wrong],
    }


def _print_score(found: Evaluation) -> None:
    from cdp.evaluate import LabelledScore, PeopleScore

    score = found.score
    left_out = f"; {found.truth.unpublished:,} more are not published" if found.truth.unpublished else ""
    if isinstance(score, LabelledScore):
        say(f"{found.version} against {counted(score.labelled, 'labelled pair')}{left_out}\n")
        rows = [
            ("precision", score.precision, _interval(score.precision_interval)),
            ("recall", score.recall, _interval(score.recall_interval)),
            ("F1", score.f1, None),
        ]
        table("agreement over labelled pairs", ("measure", "value", "95 % interval"), [_told(row) for row in rows])
        say(f"pairs: {score.true_pairs:,} are one person, {score.found_pairs:,} were put together\n")
    elif isinstance(score, PeopleScore):
        say(f"{found.version} against the truth of {counted(score.records, 'record')}{left_out}\n")
        _print_people(score)


def _print_people(score: PeopleScore) -> None:
    rows = [
        ("pairwise", score.precision, score.recall, score.f1),
        ("B-cubed", score.b_cubed_precision, score.b_cubed_recall, score.b_cubed_f1),
    ]
    table("agreement", ("over", "precision", "recall", "F1"), [_told(row) for row in rows])
    table(
        "counts",
        ("", "true", "found"),
        [
            ("pairs", score.true_pairs, score.found_pairs),
            ("people", score.true_people, score.found_people),
        ],
    )
    say(f"exactly right: {score.exactly_right:.1%} of the people found\n")


def _told(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row with its shares in four digits: two would call 0.996 perfect."""
    return tuple(f"{each:.4f}" if isinstance(each, float) else each for each in row)


def _interval(bounds: tuple[float, float]) -> str:
    return f"{bounds[0]:.4f} – {bounds[1]:.4f}"


def _print_wrong(store: Store, found: Evaluation, *, values: bool) -> None:
    if not found.reasons:
        say("no pair is wrong")
        return
    table("wrong pairs", ("error", "why", "pairs"), found.reasons)
    total = {error: sum(n for each, _, n in found.reasons if each == error) for error, _, _ in found.reasons}
    for error, pairs in total.items():
        shown = [pair for pair in found.wrong if pair.error == error]
        if not shown:
            continue
        order = "the heaviest" if error == "false merge" else "the lightest"
        title = f"{error}: {order} {len(shown):,} of {pairs:,}"
        table(title, ("record", "record", "weight", "why", "evidence"), [_wrong_row(pair) for pair in shown])
        for pair in shown if values else ():
            _print_values(store, pair)


def _wrong_row(pair: WrongPair) -> tuple[Any, ...]:
    one, other = _names(pair)
    return one, other, pair.weight, pair.why, told_evidence(pair.evidence)


def _names(pair: WrongPair) -> tuple[str, str]:
    return f"{pair.source_l}/{pair.record_id_l}", f"{pair.source_r}/{pair.record_id_r}"


def _print_values(store: Store, pair: WrongPair) -> None:
    from cdp.evaluate import values_of

    table(f"{pair.error}, weight {pair.weight}", ("attribute", *_names(pair)), values_of(store, pair))
