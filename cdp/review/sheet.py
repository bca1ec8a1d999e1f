"""The review queue as a sheet: written for a spreadsheet program, read back with the answers of people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cdp.decision import Decision, RecordKey
from cdp.decision_closure import in_force, refuse_conflict, says_the_same
from cdp.decisions import Stance, who
from cdp.errors import StorageError, UsageError
from cdp.review.question import REASONS, Doubt, Kind, Question, decision_on
from cdp.review.values import Values, compared, published, read_values

if TYPE_CHECKING:
    from cdp.store import Store
    from cdp.workspace import Workspace

COLUMNS = (
    *("answer", "reason", "nth", "kind", "told", "worth", "weight", "person_one", "person_other"),
    *("record_one", "values_one", "record_other", "values_other", "differ", "evidence", "records_one", "records_other"),
)
"""Columns of the sheet; `records_*`, JSON lists, are all the records of a side."""
_READ = ("answer", "reason", "kind", "person_one", "person_other", "record_one", "record_other")
_NEEDED = (*_READ, "records_one", "records_other")
ANSWERS = {"same": True, "s": True, "different": False, "d": False}
"""What may stand in `answer`: whether both sides are one person."""
OPEN = ("", "skip", "k")
"""Answers that decide nothing."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula."""


def write_sheet(store: Store, questions: Sequence[Question], path: Path) -> None:
    """Write questions as CSV that spreadsheet programs open right: UTF-8 with its mark, and no cell is a formula.

    Raises StorageError. The sheet holds personal values; it is readable by its owner alone.
    """
    values = read_values(store, questions)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(COLUMNS)
            sheet.writerows(_row(nth, each, values) for nth, each in enumerate(questions, start=1))
    except OSError as fault:
        raise StorageError(f"{path.name} could not be written", "check the folder, its rights and its disk") from fault


def _row(nth: int, each: Question, values: Values) -> list[object]:
    pairs = compared(values, each)
    texts = (
        each.golden_ids[0],
        each.golden_ids[-1],
        str(each.one),
        "; ".join(f"{pair.attribute}: {' / '.join(pair.one)}" for pair in pairs if pair.one),
        str(each.other),
        "; ".join(f"{pair.attribute}: {' / '.join(pair.other)}" for pair in pairs if pair.other),
        ", ".join(pair.attribute for pair in pairs if pair.differs),
        ", ".join(f"{name} {weight:+.1f}" for name, weight in each.evidence.items() if weight),
        _listed(each.records_one),
        _listed(each.records_other),
    )
    weight = "" if each.weight is None else round(each.weight, 2)
    return ["", "", nth, str(each.kind), each.told, round(each.worth, 3), weight, *map(plain, texts)]


def plain(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: an apostrophe goes before what looks like one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _listed(records: Sequence[RecordKey]) -> str:
    return json.dumps([[key.source, key.record_id] for key in records], ensure_ascii=False)


@dataclass(frozen=True)
class Taken:
    """What became of a sheet."""

    made: list[Decision]
    known: int
    """Answers that decisions in force give already."""
    unanswered: int


@dataclass(frozen=True)
class _Answer:
    """An answered line of a sheet."""

    line: int
    draft: Decision

    @property
    def keys(self) -> tuple[RecordKey, ...]:
        """The records that it names."""
        return tuple(key for side in self.draft.sides for key in side)


_GONE = ("some of its records are published no more", "write a new sheet with `cdp review --csv FILE`")


class _Wrong(Exception):
    """A line that cannot be taken: what is wrong, and the remedy."""


def take_sheet(ws: Workspace, path: Path, stance: Stance) -> Taken:
    """Make a decision of every answered row of a sheet; all of them, or none.

    The reason is the row's own, that of `stance`, or a standard one. Raises UsageError that tells every line that
    cannot be taken, without its values.
    """
    rows = list(_rows(path))
    answers: list[_Answer] = []
    wrong: list[str] = []
    for line, row in rows:
        try:
            draft = _draft(row, stance)
        except _Wrong as fault:
            wrong.append(_told(path, line, *fault.args))
        else:
            answers += [_Answer(line, draft)] if draft else []
    with ws.store() as store:
        there = published(store, (key for each in answers for key in each.keys))
    wrong += [_told(path, each.line, *_GONE) for each in answers if not there.issuperset(each.keys)]
    taken, conflicts = _tried(ws.ledger.decisions(), answers, path, date.today())
    if wrong or conflicts:
        raise UsageError(
            "\n".join([*wrong, *conflicts]), "mend these lines and take the sheet again: nothing was decided"
        )
    unanswered = len(rows) - len(answers)
    return Taken(ws.decisions.make_all(taken), len(answers) - len(taken), unanswered)


def _tried(
    decisions: Sequence[Decision], answers: Sequence[_Answer], path: Path, today: date
) -> tuple[list[Decision], list[str]]:
    """Return the answers that are new, and what is told of those that contradict a decision or a line before."""
    said, new, conflicts = in_force(decisions), list[Decision](), list[str]()
    for answer in answers:
        draft = answer.draft
        if any(says_the_same(each, draft, today) for each in said):
            continue
        try:
            refuse_conflict(draft, [*decisions, draft], today)
            _refuse_contrary(draft, said, today)
        except UsageError as fault:
            conflicts.append(_told(path, answer.line, fault.message, fault.remedy))
        else:
            said.append(replace(draft, number=len(decisions) + len(new) + 1))
            new.append(draft)
    return new, conflicts


def _refuse_contrary(draft: Decision, said: Sequence[Decision], today: date) -> None:
    try:
        refuse_conflict(draft, [*said, draft], today)
    except UsageError as fault:
        raise UsageError("it contradicts lines before it", "change the answer of one of them") from fault


def _told(path: Path, line: int, message: str, remedy: str) -> str:
    return f"{path.name}:{line}: {message} ({remedy})"


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Return the rows with the line on which each begins; commas, semicolons and tabs may part the cells."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as fault:
        raise UsageError(f"there is no file {path.name}", "write one with `cdp review --csv FILE`") from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path.name} cannot be read", "save it as CSV UTF-8") from fault
    first = text.split("\n", 1)[0]
    sheet = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    names = [name.strip().lower() for name in next(sheet, [])]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise UsageError(
            f"{path.name}:1: no column {', '.join(missing)}", "keep the columns that `cdp review --csv FILE` wrote"
        )
    line = sheet.line_num + 1
    for cells in sheet:
        if any(cells):
            yield line, dict.fromkeys(names, "") | dict(zip(names, map(str.strip, cells), strict=False))
        line = sheet.line_num + 1


def _draft(row: Mapping[str, str], stance: Stance) -> Decision | None:
    """Return the decision of a row; None for one without an answer."""
    answer = row["answer"].lower()
    if answer in OPEN:
        return None
    if answer not in ANSWERS:
        raise _Wrong("the answer is none that is known", f"write one of {', '.join((*ANSWERS, *OPEN[1:]))}, or nothing")
    same = ANSWERS[answer]
    reason = row["reason"] or stance.reason.strip() or REASONS[same]
    return decision_on(_doubt(row), same, who(stance), reason)


def _doubt(row: Mapping[str, str]) -> Doubt:
    """Return what a row asks."""
    try:
        kind = Kind(row["kind"])
        one, other = (
            tuple(RecordKey(source, record_id) for source, record_id in json.loads(row[side]))
            for side in ("records_one", "records_other")
        )
        ends = _end(one, row["record_one"]), _end(other, row["record_other"])
    except (ValueError, TypeError) as fault:
        raise _Wrong("its question is damaged", "change nothing but answer and reason") from fault
    return Doubt(kind, tuple(dict.fromkeys((row["person_one"], row["person_other"]))), *ends, one, other)


def _end(side: Sequence[RecordKey], name: str) -> RecordKey:
    """Return the record of a side that has this name; raises ValueError."""
    return side[[str(key) for key in side].index(name)]
