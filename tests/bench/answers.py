"""What answers of the review queue are worth: how many of its first questions hit an error, and what a model learns.

    python -m tests.bench.answers --data DIR --bench DIR [--only NAME …] [--answers 100]

`--data` and `--bench` as in `tests.bench.matching`. A set is run, the first questions of the queue are answered from
its truth, and the model is trained anew. *Hits* are questions between whose sides the run has a pair wrong. F1 is
pairwise: as published, with what the new model knows alone (all answers are withdrawn again), and with the decisions.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import duckdb

from cdp.decision import RecordKey
from cdp.decisions import Stance
from cdp.errors import UsageError
from cdp.evaluate import evaluate
from cdp.review import Question, decision_on
from cdp.workspace import Workspace
from tests.bench.labelled_sets import SETS, LabelledSet, Places

HITS = (50, 100, 200)
"""So many of the first questions are looked at."""
Persons = dict[RecordKey, str]


def measure(labelled: LabelledSet, at: Places, count: int) -> Iterator[str]:
    """Yield the lines of a set."""
    ws, truth = labelled.lay_out(at)
    with ws:
        ws.run(as_of=labelled.as_of)
        persons = _persons(truth)
        asked = ws.review()
        hits = [sum(_is_hit(each, persons) for each in asked[:first]) for first in HITS]
        yield f"{labelled.name}: {len(asked):,} questions; hits among the first " + ", ".join(
            f"{first}: {hit}" for first, hit in zip(HITS, hits, strict=True)
        )
        before, answered = _f1(ws, truth), _answer(ws, asked, persons, count)
        report = ws.run(as_of=labelled.as_of, retrain=True)
        decided = _f1(ws, truth)
        for number in range(1, answered + 1):
            ws.decisions.withdraw(number, Stance("only the model counts now", by="bench"))
        ws.run(as_of=labelled.as_of)
        taught = report.link.taught if report.link else None
        yield f"answers of stewards: {taught.told if taught else 'none'}"
        yield f"F1 before {before:.4f}, by the new model alone {_f1(ws, truth):.4f}, with the decisions {decided:.4f}"


def _persons(truth: Path) -> Persons:
    rows = duckdb.execute(
        "select source, record_id, person from read_csv($1, all_varchar = true)", [str(truth)]
    ).fetchall()
    return {RecordKey(source, record_id): person for source, record_id, person in rows}


def _is_hit(asked: Question, persons: Persons) -> bool:
    known = ([key for key in side if key in persons] for side in (asked.records_one, asked.records_other))
    return any((persons[one] == persons[other]) is not asked.is_one_person for one, other in product(*known))


def _answer(ws: Workspace, asked: Sequence[Question], persons: Persons, count: int) -> int:
    """Answer the first questions whose records the truth knows; return how many decisions that made."""
    made = 0
    for each in asked:
        if made == count:
            break
        if each.one in persons and each.other in persons:
            same = persons[each.one] == persons[each.other]
            try:
                ws.decisions.make_all([decision_on(each, same, "bench", "from the truth")])
            except UsageError:
                continue
            made += 1
    return made


def _f1(ws: Workspace, truth: Path) -> float:
    with ws.store() as store:
        return evaluate(store, truth).f1


def main() -> None:
    """Measure the sets that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=[labelled.name for labelled in SETS], default=["demo company"])
    parser.add_argument("--answers", type=int, default=100)
    given = parser.parse_args()
    for labelled in SETS:
        if labelled.name in given.only:
            with tempfile.TemporaryDirectory() as name:
                at = Places(given.data.resolve(), given.bench.resolve(), Path(name))
                for line in measure(labelled, at, given.answers):
                    print(line, flush=True)


if __name__ == "__main__":
    main()
