"""Matching quality on labelled sets, with the defaults: only the mapping of columns differs.

    python tests/bench/matching.py --data DIR --bench DIR [--only NAME …]

`--data` holds `resolution/…` with the public sets, `--bench` the generator `gen_people.py`. Records come under opaque
ids in mixed order and without truth. Prints a table: records, pairwise precision, recall and F1, seconds of the job.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cdp.evaluate import evaluate
from cdp.workspace import Workspace

CASES = Path(__file__).parent.parent / "cases"
Queries = dict[str, str]
"""Source to a SELECT with `_id` and `_person`, the truth, beside what the source delivers."""


@dataclass(frozen=True)
class Places:
    """Where the material lies."""

    data: Path
    bench: Path
    work: Path


@dataclass(frozen=True)
class LabelledSet:
    """A set whose truth is known."""

    name: str
    case: str
    """Folder of its configuration in tests/cases."""
    queries: Callable[[Places], Queries]


def _fake(name: str, truth: str) -> Callable[[Places], Queries]:
    def queries(at: Places) -> Queries:
        rows = f"read_csv('{at.data}/resolution/{name}.csv', all_varchar = true)"
        return {
            "people": f'select unique_id as _id, "{truth}" as _person, * exclude (unique_id, "{truth}") from {rows}'
        }

    return queries


def _historical(at: Places) -> Queries:
    rows = f"'{at.data}/resolution/historical_figures_with_errors_50k.parquet'"
    return {"people": f"select unique_id as _id, cluster as _person, * exclude (unique_id, cluster) from {rows}"}


def _febrl(**files: str) -> Callable[[Places], Queries]:
    def rows(at: Places, file: str) -> str:
        person = "regexp_extract(rec_id, 'rec-([0-9]+)-', 1)"
        table = f"read_csv('{at.data}/resolution/febrl/{file}', all_varchar = true)"
        return f"select rec_id as _id, {person} as _person, * exclude (rec_id) from {table}"

    return lambda at: {source: rows(at, file) for source, file in files.items()}


def generated(people: int, seed: int, households: float) -> Callable[[Places], Queries]:
    def queries(at: Places) -> Queries:
        file = at.work / "people.parquet"
        options = ["--n", str(people), "--seed", str(seed), "--households", str(households), "--out", str(file)]
        subprocess.run([sys.executable, str(at.bench / "gen_people.py"), *options], check=True, capture_output=True)
        truth = f"{at.work}/people_truth.parquet"
        columns = "id as _id, cluster as _person, p.* exclude (id)"
        return {"people": f"select {columns} from '{file}' p join '{truth}' using (id)"}

    return queries


def _pseudopeople(at: Places) -> Queries:
    files = {
        "census": "decennial_census",
        "survey": "current_population_survey",
        "nutrition_aid": "women_infants_and_children",
        "social_security": "social_security",
        "tax_returns": "taxes_1040",
    }
    found = {}
    for source, name in files.items():
        rows = f"'{at.data}/resolution/pseudopeople/{name}.parquet'"
        years = "where tax_year in (2020, 2030)" if source == "tax_returns" else ""
        dated = "* exclude (simulant_id, date_of_birth), cast(date_of_birth as varchar) as date_of_birth"
        found[source] = f"select row_number() over () as _id, simulant_id as _person, {dated} from {rows} {years}"
    return found


SETS = (
    LabelledSet("fake_1000", "fake_1000", _fake("fake_1000", "cluster")),
    LabelledSet("fake_20000", "fake_1000", _fake("fake_20000", "group")),
    LabelledSet("febrl3", "febrl3", _febrl(people="dataset3.csv")),
    LabelledSet("febrl4", "febrl4", _febrl(a="dataset4a.csv", b="dataset4b.csv")),
    LabelledSet("historical figures 50k", "historical_figures", _historical),
    LabelledSet("gen_people 100k", "gen_people", generated(100_000, 1, 0.0)),
    LabelledSet("gen_people 100k, families", "gen_people", generated(100_000, 1, 0.3)),
    LabelledSet("pseudopeople, five sources", "pseudopeople", _pseudopeople),
)


def lay_out(labelled: LabelledSet, at: Places) -> tuple[Workspace, Path]:
    """Make a workspace with the records of a set under opaque ids, and the truth as CSV."""
    folder = at.work / "ws"
    shutil.copytree(CASES / labelled.case, folder / "config")
    (folder / "data").mkdir()
    truth = folder / "truth.csv"
    with duckdb.connect() as db:
        db.execute("create table truth (source varchar, record_id varchar, person varchar)")
        for source, query in labelled.queries(at).items():
            db.execute(
                f"create or replace table mixed as "
                f"select row_number() over (order by md5(cast(_id as varchar))) as id, * from ({query})"
            )
            db.execute(
                "insert into truth select $1, cast(id as varchar), cast(_person as varchar) from mixed", [source]
            )
            db.execute(
                f"copy (select * exclude (_id, _person) from mixed order by id) to '{folder}/data/{source}.parquet'"
            )
        db.execute(f"copy truth to '{truth}' (header)")
    return Workspace(folder), truth


def measure(labelled: LabelledSet, data: Path, bench: Path) -> str:
    """Run the whole job on a set and return its line of the table."""
    with tempfile.TemporaryDirectory() as name:
        ws, truth = lay_out(labelled, Places(data, bench, Path(name)))
        with ws:
            started = time.perf_counter()
            report = ws.run()
            seconds = time.perf_counter() - started
            with ws.store() as store:
                score = evaluate(store, truth)
    told = f"{score.precision:.4f} | {score.recall:.4f} | {score.f1:.4f}"
    return f"| {labelled.name} | {report.records:,} | {told} | {seconds:.1f} |"


def print_table(sets: Iterable[LabelledSet], data: Path, bench: Path) -> None:
    """Print the table line by line."""
    print("| set | records | precision | recall | F1 | seconds |\n|---|---|---|---|---|---|")
    for labelled in sets:
        print(measure(labelled, data, bench), flush=True)


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=[labelled.name for labelled in SETS], default=None)
    given = parser.parse_args()
    chosen = [labelled for labelled in SETS if given.only is None or labelled.name in given.only]
    print_table(chosen, given.data.resolve(), given.bench.resolve())


if __name__ == "__main__":
    main()
