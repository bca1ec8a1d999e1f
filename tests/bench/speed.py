"""Speed and memory: CSV in, published profiles out, beside a bare Splink script on the same people, in turn.

    python tests/bench/speed.py --bench DIR --n 1000000 --times 3

DIR holds `gen_people.py` (makes people with errors), `bare_splink.py` (the yardstick) and `evaluate.py` (scores).
Prints one line per run and a table of medians: wall seconds, peak memory, F1, and the ratio of ours to the yardstick.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
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
    return Measured(time.perf_counter() - started, _peak_gb(usage), output)


def _peak_gb(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024**2


def make_people(bench: Path, folder: Path, n: int, seed: int, households: float) -> None:
    """Write people.csv, people.parquet and their truth."""
    parquet = folder / "people.parquet"
    counts = ["--n", str(n), "--seed", str(seed), "--households", str(households)]
    command = [sys.executable, str(bench / "gen_people.py"), *counts, "--out", str(parquet)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    duckdb.execute(f"copy (from '{parquet}') to '{folder / 'people.csv'}' (header)")


def make_workspace(folder: Path, csv: Path) -> Path:
    """Make a workspace whose only source is the CSV file."""
    workspace = Path(tempfile.mkdtemp(dir=folder))
    for name, text in FILES.items():
        path = workspace / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (workspace / "people.csv").symlink_to(csv)
    return workspace


def score(bench: Path, found: Path, truth: Path) -> float:
    """Pairwise F1 of a partition."""
    done = subprocess.run(
        [sys.executable, str(bench / "evaluate.py"), str(found), str(truth)], check=True, capture_output=True, text=True
    )
    return float(json.loads(done.stdout)["f1"])


def run_ours(bench: Path, folder: Path) -> tuple[Measured, Measured, float, dict[str, float]]:
    """Run the whole job, then once more with nothing new."""
    workspace = make_workspace(folder, folder / "people.csv")
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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--households", type=float, default=0.0, help="share of people who live with another")
    parser.add_argument("--times", type=int, default=3)
    told = parser.parse_args()
    ours, bare, again = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_people(told.bench, folder, told.n, told.seed, told.households)
        for nth in range(told.times):
            b, bare_f1 = run_bare(told.bench, folder)
            o, second, our_f1, stages = run_ours(told.bench, folder)
            ours.append(o)
            bare.append(b)
            again.append(second)
            told_stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in stages.items())
            times = f"bare {b.seconds:.1f} s, ours {o.seconds:.1f} s, again {second.seconds:.1f} s"
            print(f"run {nth + 1}: {times}; {told_stages}")

    print(f"\n| {told.n:,} records | median seconds | peak GB | F1 |\n|---|---|---|---|")
    for title, runs, f1 in (("bare Splink", bare, bare_f1), ("whole job", ours, our_f1), ("nothing new", again, None)):
        seconds = statistics.median(run.seconds for run in runs)
        peak = statistics.median(run.peak_gb for run in runs)
        print(f"| {title} | {seconds:.1f} | {peak:.2f} | {f'{f1:.4f}' if f1 is not None else ''} |")
    ratio = statistics.median(o.seconds for o in ours) / statistics.median(b.seconds for b in bare)
    print(f"\nwhole job / bare Splink: {ratio:.2f}")


if __name__ == "__main__":
    main()
