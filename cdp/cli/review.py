"""The command that works through what is worth a steward's word: review."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from cdp.cli.screen import HERE, AsJson, Folder, counted, fail, opened, print_json, say, table, told_evidence
from cdp.cli.why import print_why
from cdp.errors import CdpError, UsageError

if TYPE_CHECKING:
    from cdp.decisions import Stance
    from cdp.review import Question, Values
    from cdp.workspace import Workspace

_SHOWN = 20
"""Questions of a list, unless more are asked for."""
_RECORDS = 6
"""Further records of a side that are named."""
_KEYS = "s same  d different  k skip  w why  q quit; a reason may follow: s same passport"

_HOLD = "they hold from the next run on: `cdp run`; `cdp run --retrain` lets the model learn from them"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(review)
    app.command()(questions)


def review(
    as_list: Annotated[bool, typer.Option("--list", help="List what is open, ask nothing.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many questions.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the queue as a sheet.")] = None,
    take: Annotated[Path | None, typer.Option("--take", metavar="FILE", help="Take the answers of a sheet.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, for answers that come without a reason.")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Who answers; the user of the operating system.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Work through what is worth a decision, most first: doubtful pairs, bridges, identifiers, large people."""
    from cdp.decisions import Stance

    if sum((as_list, csv is not None, take is not None)) > 1:
        raise UsageError("--list, --csv and --take are three ways to review", "name one of them")
    with opened(workspace) as ws:
        if take is not None:
            _take(ws, take, Stance(reason, by), as_json)
        elif csv is not None:
            _write(ws, csv, limit, as_json)
        elif as_list or as_json:
            _list(ws.review(limit or _SHOWN), as_json)
        else:
            _work_through(ws, Stance(reason, by), limit)


def questions(golden_id: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List what of one person's identity is worth a decision."""
    from cdp.review import about

    with opened(workspace) as ws:
        with ws.store() as store:
            alive = store.resolve(golden_id.strip().lower())
        _list(about(ws.review(), alive), as_json)


def _list(questions: Sequence[Question], as_json: bool) -> None:
    if as_json:
        print_json(questions)
        return
    rows = [
        (nth, each.worth, each.kind, each.weight, f"{each.one} ~ {each.other}", each.size, each.told)
        for nth, each in enumerate(questions, start=1)
    ]
    columns = ("nth", "worth", "kind", "weight", "records", "pairs", "why it is asked")
    table(f"worth a decision, most first: {counted(len(rows), 'question')}", columns, rows)
    if questions:
        say("next: `cdp review` asks, `cdp review --csv FILE` writes a sheet")


def _write(ws: Workspace, path: Path, limit: int | None, as_json: bool) -> None:
    from cdp.review.sheet import write_sheet

    questions = ws.review(limit)
    with ws.store() as store:
        write_sheet(store, questions, path)
    if as_json:
        print_json({"file": str(path), "questions": len(questions)})
        return
    say(escape(f"wrote {counted(len(questions), 'question')} to {path}: it holds personal values"))
    say(escape(f"next: fill in answer (same or different) and reason, then `cdp review --take {path}`"))


def _take(ws: Workspace, path: Path, stance: Stance, as_json: bool) -> None:
    from cdp.review.sheet import take_sheet

    taken = take_sheet(ws, path, stance)
    if as_json:
        print_json(taken)
        return
    say(
        f"{counted(len(taken.made), 'decision')} made, {taken.known:,} known already, {taken.unanswered:,} not answered"
    )
    if taken.made:
        say(_HOLD)


def _work_through(ws: Workspace, stance: Stance, limit: int | None) -> None:
    """Ask question after question until they end, or the steward does."""
    from cdp.review import Settled, read_values

    questions, made = ws.review(limit), 0
    with ws.store() as store, suppress(typer.Abort):
        for nth, question in enumerate(questions, start=1):
            if made and Settled(ws.decisions.all()).answers(question):
                continue
            _show(question, read_values(store, [question]), f"question {nth:,} of {len(questions):,}")
            done = _answered(ws, question, stance)
            if done is None:
                break
            made += done
    say(f"{counted(made, 'decision')} made")
    if made:
        say(_HOLD)


def _answered(ws: Workspace, question: Question, stance: Stance) -> bool | None:
    """Ask until there is an answer: whether it made a decision; None: quit."""
    while True:
        key, _, reason = _read("answer [s/d/k/w/q]").partition(" ")
        match key.lower():
            case "q":
                return None
            case "k":
                return False
            case "w":
                print_why(ws.why(str(question.one), str(question.other)))
            case "s" | "d" as told:
                if _decided(ws, question, told == "s", reason, stance):
                    return True
            case _:
                say(_KEYS)


def _decided(ws: Workspace, question: Question, same: bool, reason: str, stance: Stance) -> bool:
    """Make the decision; False, and why, when it cannot be made."""
    from cdp.decisions import who
    from cdp.review import REASONS, decision_on

    because = reason.strip() or stance.reason.strip() or _read("reason", REASONS[same])
    try:
        (made,) = ws.decisions.make_all([decision_on(question, same, who(stance), because)])
    except CdpError as fault:
        fail(str(fault))
        return False
    say(escape(f"decision {made.number}: {made.act}; take it back with `cdp withdraw {made.number}`\n"))
    return True


def _read(prompt: str, default: str | None = None) -> str:
    """Return what is typed; raises typer.Abort at the end of the input."""
    return str(typer.prompt(prompt, default=default)).strip()


def _show(question: Question, values: Values, title: str) -> None:
    from cdp.review import compared

    people = " and ".join(question.golden_ids)
    say(escape(f"{title}: {question.kind}, worth {question.worth:.1f}\n{people}: {question.told}"))
    rows = [
        (pair.attribute, " / ".join(pair.one), "≠" if pair.differs else "", " / ".join(pair.other))
        for pair in compared(values, question)
    ]
    table(
        "both sides, all their values; ≠: none in common",
        ("attribute", str(question.one), "", str(question.other)),
        [*rows, _further(question)],
    )
    if question.weight is not None:
        say(escape(f"weight {question.weight:.1f}: {told_evidence(question.evidence)}"))
    say(f"all {counted(question.size, 'pair')} between the sides together {question.balance:.1f}; {_KEYS}")


def _further(question: Question) -> tuple[str, str, str, str]:
    """The row that names the further records of either side."""
    sides = ((question.records_one, question.one), (question.records_other, question.other))
    told = [[str(key) for key in side if key != end] for side, end in sides]
    named = [", ".join(each[:_RECORDS]) + (" …" if len(each) > _RECORDS else "") for each in told]
    return "beside", named[0], "", named[1]
