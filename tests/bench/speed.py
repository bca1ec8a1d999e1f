"""Speed and memory: CSV in, published profiles out, beside a bare Splink script on the same people, in turn.

    python tests/bench/speed.py --bench DIR --n 100000 1000000 --times 3

DIR holds `gen_people.py` (makes people with errors), `bare_splink.py` (the yardstick) and `evaluate.py` (scores).
Prints one line per run and, for each number of records, a table of medians: seconds by the clock and of all processors,
peak memory, F1, and the ratio of ours to the yardstick. Of several numbers it tells how time grows: records to which
power. `--memory` and `--bare no` are for numbers that need more than the usual memory, or that the yardstick cannot do.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb

SOURCE = """
source: people
party: first
channel: crm
connector: {kind: csv, path: people.csv}
record: {id: id}
attributes:
  given_name: first_name
  family_name: last_name
  birth_date: dob
  email: email
  phone: phone
address:
  city: city
  postal_code: postcode
"""
FILES = {
    "cdp.yml": "company: Bench\nregion: GB\ntimezone: Europe/London\n",
    "identity.yml": "{}\n",
    "golden.yml": "{}\n",
    "sources/people.yml": SOURCE,
}


@dataclass(frozen=True)
class Measured:
    """One finished process."""

    seconds: float
    cpu_seconds: float
    peak_gb: float
    output: str


def measured(command: list[str]) -> Measured:
    """Run a command; peak memory is that of its largest process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(time.perf_counter() - started, cpu, usage.ru_maxrss / 1024**2, output)


def make_people(bench: Path, folder: Path, n: int, seed: int, households: float) -> None:
    """Write people.csv, people.parquet and their truth."""
    parquet = folder / "people.parquet"
    counts = ["--n", str(n), "--seed", str(seed), "--households", str(households)]
    command = [sys.executable, str(bench / "gen_people.py"), *counts, "--out", str(parquet)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    duckdb.execute(f"copy (from '{parquet}') to '{folder / 'people.csv'}' (header)")


def make_workspace(folder: Path, csv: Path, memory: str | None = None) -> Path:
    """Make a workspace whose only source is the CSV file; `memory` is its limit, if not the usual one."""
    workspace = Path(tempfile.mkdtemp(dir=folder))
    for name, text in FILES.items():
        path = workspace / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + (f"memory_limit: {memory}\n" if memory and name == "cdp.yml" else ""))
    (workspace / "people.csv").symlink_to(csv)
    return workspace


def score(bench: Path, found: Path, truth: Path) -> float:
    """Pairwise F1 of a partition."""
    done = subprocess.run(
        [sys.executable, str(bench / "evaluate.py"), str(found), str(truth)], check=True, capture_output=True, text=True
    )
    return float(json.loads(done.stdout)["f1"])


def run_ours(bench: Path, folder: Path, memory: str | None) -> tuple[Measured, Measured, float, dict[str, float]]:
    """Run the whole job, then once more with nothing new."""
    workspace = make_workspace(folder, folder / "people.csv", memory)
    command = [sys.executable, "-m", "cdp", "run", "--json", "-w", str(workspace)]
    first, again = measured(command), measured(command)
    report = json.loads(first.output)
    membership = workspace / "published" / report["version"] / "membership.parquet"
    found = folder / "ours.parquet"
    duckdb.execute(
        f"copy (select record_id as id, golden_id as cluster from read_parquet('{membership}')) to '{found}'"
    )
    return first, again, score(bench, found, folder / "people_truth.parquet"), report["seconds"]


def run_bare(bench: Path, folder: Path) -> tuple[Measured, float]:
    """Run the yardstick."""
    found = folder / "bare.csv"
    done = measured([sys.executable, str(bench / "bare_splink.py"), str(folder / "people.parquet"), str(found)])
    return done, score(bench, found, folder / "people_truth.parquet")


def measure(told: argparse.Namespace, n: int) -> float:
    """Measure with so many records, print, and return the median seconds of the whole job."""
    runs: dict[str, list[Measured]] = {"bare Splink": [], "whole job": [], "nothing new": []}
    f1: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_people(told.bench, folder, n, told.seed, told.households)
        for nth in range(told.times):
            if told.bare == "yes":
                bare, f1["bare Splink"] = run_bare(told.bench, folder)
                runs["bare Splink"].append(bare)
            ours, again, f1["whole job"], stages = run_ours(told.bench, folder, told.memory)
            runs["whole job"].append(ours)
            runs["nothing new"].append(again)
            told_stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in stages.items())
            print(f"run {nth + 1}: {ours.seconds:.1f} s; {told_stages}", flush=True)
    print(f"\n| {n:,} records | median seconds | of all processors | peak GB | F1 |\n|---|---|---|---|---|")
    for title, measured_runs in runs.items():
        if measured_runs:
            score_of = f"{f1[title]:.4f}" if title in f1 else ""
            print(f"| {title} | {_cells(measured_runs)} | {score_of} |")
    ours_median = _median(runs["whole job"])
    if runs["bare Splink"]:
        print(f"\nwhole job / bare Splink: {ours_median / _median(runs['bare Splink']):.2f}")
    return ours_median


def _median(runs: list[Measured]) -> float:
    return statistics.median(run.seconds for run in runs)


def _cells(runs: list[Measured]) -> str:
    cpu, peak = (statistics.median(getattr(run, name) for run in runs) for name in ("cpu_seconds", "peak_gb"))
    return f"{_median(runs):.1f} | {cpu:.1f} | {peak:.2f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--n", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--households", type=float, default=0.0, help="share of people who live with another")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--memory", help="memory_limit of the workspace, such as 16GB")
    parser.add_argument("--bare", choices=("yes", "no"), default="yes", help="measure the yardstick too")
    told = parser.parse_args()
    seconds = {n: measure(told, n) for n in sorted(told.n)}
    for less, more in pairwise(seconds):
        power = math.log(seconds[more] / seconds[less]) / math.log(more / less)
        print(f"from {less:,} to {more:,} records time grows as records^{power:.2f}")


if __name__ == "__main__":
    main()
