"""Unifies real and public data as they are, and prints what came of it.

    python -m tests.bench.real_data --data DIR

DIR holds `resolution/senzing_truthset`, and in `behaviour` online_retail_all.csv.gz, sfo_survey, Chinook_Sqlite.sqlite,
completejourney and sakila; the configurations are in tests/cases. Sakila is read from a real PostgreSQL server.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cdp.evaluate import Score, evaluate
from cdp.run_report import RunReport
from cdp.workspace import Workspace
from tests import postgres

CASES = Path(__file__).parent.parent / "cases"


@dataclass(frozen=True)
class Case:
    """A public data set: how its files come into a workspace, and its truth, if it has one."""

    name: str
    lay_out: Callable[[Path, Path], None]
    """(folder of all data, `data/` of the workspace)."""
    make_truth: Callable[[Path], str] | None = None
    """`data/` of the workspace to CSV text with the columns source, record_id, person."""


def _senzing_files(data: Path, target: Path) -> None:
    shutil.copytree(data / "resolution" / "senzing_truthset", target, dirs_exist_ok=True)


def senzing_truth(target: Path) -> str:
    """Return the truth of the Senzing set as CSV text; `target` holds its key."""
    lines = (target / "actual_truthset_key.csv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split(",") for line in lines)
    return "source,record_id,person\n" + "".join(f"{s.lower()},{record},{c}\n" for _, c, s, record in rows)


def _retail_files(data: Path, target: Path) -> None:
    packed = data / "behaviour" / "online_retail_all.csv.gz"
    with gzip.open(packed) as source, (target / "online_retail_all.csv").open("wb") as unpacked:
        shutil.copyfileobj(source, unpacked)


def _survey_files(data: Path, target: Path) -> None:
    name = "2017_SFO_Customer_Survey_20250817.csv"
    shutil.copy(data / "behaviour" / "sfo_survey" / name, target / name)


def _chinook_files(data: Path, target: Path) -> None:
    shutil.copy(data / "behaviour" / "Chinook_Sqlite.sqlite", target / "chinook.sqlite")


def _journey_files(data: Path, target: Path) -> None:
    folder = data / "behaviour" / "completejourney"
    for name in ("demographics.csv", "coupon_redemptions.csv"):
        shutil.copy(folder / name, target / name)
    with (
        gzip.open(folder / "transactions_sample.csv.gz") as packed,
        (target / "transactions_sample.csv").open("wb") as to,
    ):
        shutil.copyfileobj(packed, to)


def _sakila_server(data: Path, _: Path) -> None:
    """Load the dump into a real PostgreSQL server, whose address the configuration takes from the environment."""
    folder = data / "behaviour" / "sakila"
    files = [folder / f"postgres-sakila-{part}.sql" for part in ("schema", "insert-data-using-copy")]
    postgres.load(files, "sakila")
    os.environ["SAKILA"] = postgres.address("sakila")


SENZING = Case("senzing", _senzing_files, senzing_truth)
RETAIL = Case("online_retail", _retail_files)
SURVEY = Case("sfo_survey", _survey_files)
CHINOOK = Case("chinook", _chinook_files)
JOURNEY = Case("complete_journey", _journey_files)
SAKILA = Case("sakila", _sakila_server)


def make_workspace(case: Case, data: Path, folder: Path) -> Workspace:
    """Make a workspace with the configuration and the files of a case."""
    shutil.copytree(CASES / case.name, folder / "config")
    (folder / "data").mkdir()
    case.lay_out(data, folder / "data")
    return Workspace(folder)


def score(case: Case, ws: Workspace) -> Score | None:
    """Score the published people against the truth of a case."""
    if case.make_truth is None:
        return None
    truth = ws.folder / "truth.csv"
    truth.write_text(case.make_truth(ws.folder / "data"), encoding="utf-8")
    with ws.store() as store:
        return evaluate(store, truth)


def _line(case: Case, report: RunReport, seconds: float, found: Score | None) -> str:
    counts = [
        sum(getattr(c, name) for c in report.sources) for name in ("rows_in", "loaded", "unchanged", "quarantined")
    ]
    told = f"{found.precision:.3f} / {found.recall:.3f} / {found.f1:.3f}" if found else ""
    events = sum(report.events.values())
    cells = [case.name, *(f"{n:,}" for n in counts), f"{report.people:,}", f"{events:,}", told, f"{seconds:.1f}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Run every case and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    print("| set | rows in | loaded | unchanged | quarantined | people | events | precision / recall / F1 | seconds |")
    print("|---|---|---|---|---|---|---|---|---|")
    for case in (SENZING, RETAIL, SURVEY, CHINOOK, JOURNEY, SAKILA):
        with tempfile.TemporaryDirectory() as name, make_workspace(case, data, Path(name) / "ws") as ws:
            started = time.perf_counter()
            report = ws.run()
            print(_line(case, report, time.perf_counter() - started, score(case, ws)))


if __name__ == "__main__":
    main()
