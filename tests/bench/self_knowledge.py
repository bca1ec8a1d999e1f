"""How well a run knows itself: expected precision and recall against the truth, on labelled sets and on made ones.

    python -m tests.bench.self_knowledge --data DIR --bench DIR [--only NAME …] [--folders DIR …]

Options are those of matching.py; `--folders` names further workspaces that hold `config/`, `data/` and `truth.csv`.
The sets named *unseen* had no part in choosing the constants of cdp/expected_quality.py. Prints a table and how often
the intervals hold the truth.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cdp.demo import generate
from cdp.evaluate import evaluate
from cdp.intervals import Estimate
from cdp.workspace import Workspace
from tests.bench.labelled_sets import SETS, LabelledSet, Places, gen_people

AS_OF = date(2026, 6, 30)
UNSEEN = (
    gen_people(30_000, 11, name="unseen: gen_people 30k, seed 11"),
    gen_people(30_000, 12, 0.6, name="unseen: gen_people 30k, many families"),
)
DEMOS = {"unseen: demo, 3,000 people, seed 7": (3_000, 7)}


@dataclass(frozen=True)
class Measured:
    """What a set really is, and what the run expected."""

    name: str
    records: int
    precision: float
    recall: float
    expected_precision: Estimate
    expected_recall: Estimate

    @property
    def holds(self) -> tuple[bool, bool]:
        """Whether the interval of precision, of recall holds the truth."""
        precision, recall = self.expected_precision, self.expected_recall
        return precision.low <= self.precision <= precision.high, recall.low <= self.recall <= recall.high

    def line(self) -> str:
        """Return the line of the table."""
        told = [
            f"{true:.4f} | {each.value:.4f} ({each.low:.4f}–{each.high:.4f}){'' if held else ' **no**'}"
            for true, each, held in zip(
                (self.precision, self.recall), (self.expected_precision, self.expected_recall), self.holds, strict=True
            )
        ]
        return f"| {self.name} | {self.records:,} | {told[0]} | {told[1]} |"


def measure(name: str, ws: Workspace, truth: Path) -> Measured:
    """Run the whole job and hold what it expects against the truth."""
    report = ws.run(as_of=AS_OF)
    with ws.store() as store:
        score = evaluate(store, truth)
    found = report.assessment
    assert found is not None and found.recall is not None
    return Measured(name, report.records, score.precision, score.recall, found.precision, found.recall)


@contextmanager
def laid_out(labelled: LabelledSet, data: Path, bench: Path) -> Iterator[tuple[Workspace, Path]]:
    """A workspace of a labelled set."""
    with tempfile.TemporaryDirectory() as name:
        ws, truth = labelled.lay_out(Places(data, bench, Path(name)))
        with ws:
            yield ws, truth


@contextmanager
def made(people: int, seed: int) -> Iterator[tuple[Workspace, Path]]:
    """A workspace of a demo company."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ws"
        with Workspace.init(folder) as ws:
            generate(folder / "data", people, seed)
            yield ws, folder / "data" / "truth" / "records.csv"


@contextmanager
def copied(folder: Path) -> Iterator[tuple[Workspace, Path]]:
    """A fresh copy of a workspace that lies ready with its truth."""
    with tempfile.TemporaryDirectory() as name:
        for part in ("config", "data"):
            shutil.copytree(folder / part, Path(name) / part)
        with Workspace(Path(name)) as ws:
            yield ws, folder / "truth.csv"


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--folders", type=Path, nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=None)
    given = parser.parse_args()
    data, bench = given.data.resolve(), given.bench.resolve()
    sets = {each.name: laid_out(each, data, bench) for each in (*SETS, *UNSEEN) if each.by_default}
    sets |= {name: made(*size) for name, size in DEMOS.items()}
    sets |= {folder.name: copied(folder.resolve()) for folder in given.folders}
    print("| set | records | precision | expected | recall | expected |\n|---|---|---|---|---|---|")
    found = []
    for name, place in sets.items():
        if given.only is None or name in given.only:
            with place as (ws, truth):
                found.append(measure(name, ws, truth))
            print(found[-1].line(), flush=True)
    widths = [[each.high - each.low for each in (one.expected_precision, one.expected_recall)] for one in found]
    precision, recall = (statistics.median(each) for each in zip(*widths, strict=True))
    print(f"\nboth intervals hold the truth: {sum(all(each.holds) for each in found)} of {len(found)} sets")
    print(f"median width: precision {precision:.4f}, recall {recall:.4f}")


if __name__ == "__main__":
    main()
