"""The labelled sets: how the records of each come into a workspace, and whose they are.

Records come under opaque ids in mixed order and without truth; sets that are read as they are (Senzing, the demo
company) keep the ids of their systems.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from cdp.cli.demo import AS_OF
from cdp.demo import generate
from cdp.workspace import Workspace
from tests.bench.real_data import SENZING, make_workspace, senzing_truth

CASES = Path(__file__).parent.parent / "cases"
Laid = tuple[Workspace, Path]
"""A workspace, and its truth as CSV with the columns source, record_id, person."""
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
    lay_out: Callable[[Places], Laid]
    by_default: bool = True
    """Measured when no set is named."""
    as_of: date | None = None
    """The day it is judged for; today, if none."""


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


def _generated(people: int, seed: int, households: float) -> Callable[[Places], Queries]:
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


def _opaque(case: str, queries: Callable[[Places], Queries]) -> Callable[[Places], Laid]:
    return lambda at: lay_out(case, queries(at), at.work / "ws")


def lay_out(case: str, queries: Queries, folder: Path) -> Laid:
    """Make a workspace with a configuration of tests/cases and the records under opaque ids."""
    shutil.copytree(CASES / case, folder / "config")
    (folder / "data").mkdir()
    truth = folder / "truth.csv"
    with duckdb.connect() as db:
        db.execute("create table truth (source varchar, record_id varchar, person varchar)")
        for source, query in queries.items():
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


def _senzing(at: Places) -> Laid:
    ws = make_workspace(SENZING, at.data, at.work / "ws")
    truth = ws.folder / "truth.csv"
    truth.write_text(senzing_truth(ws.folder / "data"), encoding="utf-8")
    return ws, truth


def _demo(at: Places) -> Laid:
    ws = Workspace.init(at.work / "ws")
    generate(ws.folder / "data")
    return ws, ws.folder / "data" / "truth" / "records.csv"


def gen_people(n: int, seed: int = 1, households: float = 0.0, name: str = "gen_people") -> LabelledSet:
    """Return n records of generated people, whose clean values lie in `people_clean.parquet` of the work folder."""
    return LabelledSet(name, _opaque("gen_people", _generated(n, seed, households)), by_default=n < 1_000_000)


SETS = (
    LabelledSet("fake_1000", _opaque("fake_1000", _fake("fake_1000", "cluster"))),
    LabelledSet("fake_20000", _opaque("fake_1000", _fake("fake_20000", "group"))),
    LabelledSet("febrl3", _opaque("febrl3", _febrl(people="dataset3.csv"))),
    LabelledSet("febrl4", _opaque("febrl4", _febrl(a="dataset4a.csv", b="dataset4b.csv"))),
    LabelledSet("historical figures 50k", _opaque("historical_figures", _historical)),
    gen_people(100_000, name="gen_people 100k"),
    gen_people(100_000, households=0.3, name="gen_people 100k, families"),
    LabelledSet("pseudopeople, five sources", _opaque("pseudopeople", _pseudopeople)),
    LabelledSet("Senzing truth set", _senzing),
    LabelledSet("demo company", _demo, as_of=AS_OF),
    gen_people(1_000_000, name="gen_people 1M"),
)
