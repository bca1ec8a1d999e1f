"""Runs that take only what is new: how long they take, and whether they end where a run of everything does.

    python -m tests.bench.increments --data DIR --bench DIR [--n 1000000] [--orders 20] [--only PART …]

`--data` holds `resolution/…` with the public sets, `--bench` the generator `gen_people.py`. Parts: `census`
(pseudopeople: four sources, then the census of 2020, 2030 and 2040, one after the other), `orders` (fake_1000: a tenth
of the records in random orders, one by one, in batches or at once, on a base of all others), `speed` (10,000 new
records on a base of `--n`). Every part ends with a run of everything under the same model and ledger, and says whether
it published the same.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from cdp.evaluate import evaluate
from cdp.workspace import Workspace
from tests.bench.labelled_sets import SETS, Places
from tests.bench.speed import make_people, make_workspace

NEW = 10_000
"""Records that come on top of the base."""
_MADE_OF = {"self_assessment", "identity_history", "change", "version_diff"}
"""Tables that tell how a version came about, or are measured by runs of everything alone."""


def content(ws: Workspace) -> dict[str, str]:
    """Return the hashes of the published tables."""
    manifest = ws.published.current()
    assert manifest is not None
    return {name: table.hash for name, table in manifest.tables.items() if name not in _MADE_OF}


def is_as_of_all(ws: Workspace) -> bool:
    """Tell whether a run of everything publishes the same."""
    step_by_step = content(ws)
    ws.run(full=True)
    return content(ws) == step_by_step


def census(at: Places) -> Iterator[str]:
    """Deliver the census of three years, one after the other."""
    labelled = next(each for each in SETS if each.name.startswith("pseudopeople"))
    ws, truth = labelled.lay_out(at)
    source = ws.folder / "config" / "sources" / "census.yml"
    source.write_text(source.read_text("utf-8").replace("census.parquet", "census-*.parquet"), encoding="utf-8")
    whole = ws.folder / "data" / "census.parquet"
    yield "| census of | records taken | people | merged | seconds | precision | recall | F1 |"
    yield "|---|---|---|---|---|---|---|---|"
    for year in (2020, 2030, 2040):
        part = whole.with_name(f"census-{year}.parquet")
        duckdb.execute(f"copy (select * from '{whole}' where year = {year}) to '{part}'")
        if year == 2040:
            whole.unlink()
        started = time.perf_counter()
        report = ws.run()
        seconds = time.perf_counter() - started
        with ws.store() as store:
            score = evaluate(store, truth)
        cells = [f"{score.precision:.4f}", f"{score.recall:.4f}", f"{score.f1:.4f}"]
        taken = report.records if report.changed is None else report.changed
        merged = report.identity.get("merge", 0)
        yield f"| {year} | {taken:,} | {report.people:,} | {merged:,} | {seconds:.1f} | {' | '.join(cells)} |"
    yield f"the same as a run of everything: {'yes' if is_as_of_all(ws) else 'NO'}"


def orders(at: Places, count: int) -> Iterator[str]:
    """Deliver a tenth of a set in random orders and batches on a base of all other records."""
    labelled = next(each for each in SETS if each.name == "fake_1000")
    ws, _ = labelled.lay_out(at)
    source = next((ws.folder / "config" / "sources").glob("*.yml"))
    path = next((ws.folder / "data").glob("*.parquet"))
    source.write_text(source.read_text("utf-8").replace(path.name, "part-*.parquet"), encoding="utf-8")
    rows = duckdb.read_parquet(str(path)).order("md5(cast(id as varchar))").to_arrow_table()
    path.unlink()
    late = len(rows) // 10
    duckdb.from_arrow(rows.slice(late)).write_parquet(str(path.with_name("part-base.parquet")))
    ws.run()
    ws.close()
    found = set()
    for nth in range(count):
        folder = at.work / f"order-{nth}"
        shutil.copytree(ws.folder, folder)
        found.add(_in_order(Workspace(folder), rows.slice(0, late), nth))
        shutil.rmtree(folder)
    yield f"{count} orders of {late} records on a base of {len(rows) - late}: {len(found)} different results"
    yield f"the same as a run of everything: {'yes' if all(same for _, same in found) else 'NO'}"


def _in_order(ws: Workspace, rows: pa.Table, seed: int) -> tuple[str, bool]:
    """Deliver rows in an order and batches drawn with a seed; return partition and values as text, and if all is so."""
    draw = random.Random(seed)
    order = draw.sample(range(len(rows)), len(rows))
    batches = draw.choice([1, 2, 5, 10])
    for nth in range(batches):
        part = rows.take(order[nth::batches])
        duckdb.from_arrow(part).write_parquet(str(ws.folder / "data" / f"part-{nth}.parquet"))
        ws.run()
    same = is_as_of_all(ws)
    with ws.store() as store:
        told = store.sql(_TOLD)[1]
    ws.close()
    return str(told[0][0]), same


_TOLD = """
select sha256(string_agg(told, ';' order by told))
from (
    select cast(list(record_id order by record_id) as varchar) as told from membership group by golden_id
    union all
    select attribute || value || record_id from provenance
)
"""
"""The people, and their golden values with their origin, as one hash."""


def speed(at: Places, n: int) -> Iterator[str]:
    """Publish new records on a large base, then nothing new."""
    folder = at.work / "speed"
    folder.mkdir()
    make_people(at.bench, folder, n, 1, 0.0)
    ws = make_workspace(folder, folder / "people.csv")
    data = ws / "people.csv"
    source = ws / "config" / "sources" / "people.yml"
    source.write_text(source.read_text("utf-8").replace("people.csv", "part-*.csv"), encoding="utf-8")
    late = f"(md5(cast(id as varchar)) < (select quantile_disc(md5(cast(id as varchar)), {NEW / n}) from '{data}'))"
    rows = f"read_csv('{data}', all_varchar = true)"
    duckdb.execute(f"copy (select * from {rows} where not {late}) to '{ws / 'part-base.csv'}' (header)")
    yield "| run | records taken | seconds |\n|---|---|---|"
    for name in ("base", "new", "nothing new"):
        if name == "new":
            duckdb.execute(f"copy (select * from {rows} where {late}) to '{ws / 'part-new.csv'}' (header)")
        started = time.perf_counter()
        command = [sys.executable, "-m", "cdp", "run", "--json", "-w", str(ws)]
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - started
        report = Workspace(ws).ledger.runs(1)[0]["report"]
        taken = 0 if name == "nothing new" else report["changed"] or report["records"]
        yield f"| {name} | {taken:,} | {seconds:.1f} |"
    yield f"the same as a run of everything: {'yes' if is_as_of_all(Workspace(ws)) else 'NO'}"


def main() -> None:
    """Measure the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=("census", "orders", "speed"))
    asked = parser.parse_args()
    for part in asked.only:
        with tempfile.TemporaryDirectory() as name:
            at = Places(asked.data, asked.bench, Path(name))
            measured: dict[str, Callable[[Places], Iterator[str]]] = {
                "census": census,
                "orders": partial(orders, count=asked.orders),
                "speed": partial(speed, n=asked.n),
            }
            for line in measured[part](at):
                print(line, flush=True)


if __name__ == "__main__":
    main()
