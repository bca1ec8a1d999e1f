"""Runs that take only what is new: how long they take, and whether they end where a run of everything does.

    python -m tests.bench.increments --data DIR --bench DIR [--n 1000000] [--orders 20] [--only PART …]

`--data` holds `resolution/…` with the public sets, `--bench` the generator `gen_people.py`. Parts: `census`
(pseudopeople: four sources, then the census of 2020, 2030 and 2040, one after the other), `company` (the demo company:
one half of what every system holds, then ten deliveries of a twentieth, in the order of its files), `orders`
(fake_1000: a tenth of the records in random orders, one by one, in batches or at once, on a base of all others),
`speed` (10,000 new records on a base of `--n`, then ten, then nothing). Every part ends with a run of everything under
the same model and ledger, and says whether it published the same.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from cdp.evaluate import evaluate
from cdp.workspace import Workspace
from connectors.contract import RESERVED
from tests.bench.labelled_sets import SETS, Places
from tests.bench.speed import make_people, make_workspace

NEW = 10_000
"""Records that come on top of the base."""
FEW = 10
"""Records of a small delivery that comes then."""
DELIVERIES = 10
"""Parts in which the second half of the demo company comes."""
_MADE_OF = {"self_assessment", "identity_history", "change", "version_diff"}
"""Tables that tell how a version came about, or are measured by runs of everything alone."""


def content(ws: Workspace) -> dict[str, str]:
    """Return the hashes of the published tables."""
    manifest = ws.published.current()
    assert manifest is not None
    return {name: table.hash for name, table in manifest.tables.items() if name not in _MADE_OF}


def is_as_of_all(ws: Workspace, as_of: date | None = None) -> bool:
    """Tell whether a run of everything publishes the same."""
    step_by_step = content(ws)
    ws.run(full=True, as_of=as_of)
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


def company(at: Places) -> Iterator[str]:
    """Deliver one half of the demo company at once, the other in ten parts; then one run of everything anew."""
    labelled = next(each for each in SETS if each.name == "demo company")
    whole, truth = labelled.lay_out(at)
    yield "| delivery | records taken | events | people | merged | split | seconds | precision | recall | F1 |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    yield _delivered("all at once", whole, truth, labelled.as_of)
    folder = _emptied(whole, at.work / "bit by bit")
    for nth in range(DELIVERIES + 1):
        for landed in whole.folder.glob("landing/*/"):
            deliver_part(landed, folder / "data" / landed.name, nth)
        name = "a half" if nth == 0 else str(nth)
        yield _delivered(name, Workspace(folder), truth, labelled.as_of)
    same = is_as_of_all(Workspace(folder), labelled.as_of)
    yield f"the same as a run of everything: {'yes' if same else 'NO'}"


def _emptied(whole: Workspace, folder: Path) -> Path:
    """Make a workspace of the same configuration whose sources read Parquet files of rows as they landed."""
    shutil.copytree(whole.folder / "config", folder / "config")
    for source in whole.config.sources:
        path = folder / "config" / "sources" / f"{source.source}.yml"
        own = f"connector: {{kind: parquet, path: 'data/{source.source}/*.parquet'}}\n"
        path.write_text(_CONNECTOR.sub(own, path.read_text("utf-8"), count=1), encoding="utf-8")
    return folder


_CONNECTOR = re.compile(r"^connector:.*\n(?:[ #].*\n|\n)*", re.MULTILINE)
"""The connector of a source file, to the next key."""


def deliver_part(landed: Path, folder: Path, nth: int) -> None:
    """Write the first half (`nth` 0) or the nth twentieth of the other half of the rows that landed of a source."""
    folder.mkdir(parents=True, exist_ok=True)
    packages = [str(path) for path in sorted(landed.glob("*.parquet")) if "quarantine" not in path.name]
    rows = duckdb.read_parquet(packages, union_by_name=True).order("_seq, _position").to_arrow_table()
    rows = rows.drop_columns([name for name in RESERVED if name in rows.column_names])
    half = len(rows) // 2
    begin, end = (
        (0, half) if nth == 0 else (half + (nth + place) * (len(rows) - half) // DELIVERIES for place in (-1, 0))
    )
    duckdb.from_arrow(rows.slice(begin, end - begin)).write_parquet(str(folder / f"{nth:02}.parquet"))


def _delivered(name: str, ws: Workspace, truth: Path, as_of: date | None) -> str:
    """Run, and return what came of it as a row of the table."""
    started = time.perf_counter()
    report = ws.run(as_of=as_of)
    seconds = time.perf_counter() - started
    with ws.store() as store:
        score = evaluate(store, truth)
    taken = f"all {report.records:,}" if report.changed is None else f"{report.changed:,}"
    fate = f"{report.identity.get('merge', 0):,} | {report.identity.get('split', 0):,}"
    events = sum(report.events.values())
    quality = f"{score.precision:.4f} | {score.recall:.4f} | {score.f1:.4f}"
    return f"| {name} | {taken} | {events:,} | {report.people:,} | {fate} | {seconds:.1f} | {quality} |"


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
    ranked = f"(select *, row_number() over (order by md5(id)) as place from read_csv('{data}', all_varchar = true))"
    parts = {"base": f"> {NEW + FEW}", "new": f"<= {NEW}", "few new": f"between {NEW + 1} and {NEW + FEW}"}
    yield "| run | records taken | seconds |\n|---|---|---|"
    for name in (*parts, "nothing new"):
        if name in parts:
            rows = f"select * exclude (place) from {ranked} where place {parts[name]}"
            duckdb.execute(f"copy ({rows}) to '{ws / f'part-{name}.csv'}' (header)")
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
    parser.add_argument("--only", nargs="*", default=("census", "company", "orders", "speed"))
    asked = parser.parse_args()
    for part in asked.only:
        with tempfile.TemporaryDirectory() as name:
            at = Places(asked.data, asked.bench, Path(name))
            measured: dict[str, Callable[[Places], Iterator[str]]] = {
                "census": census,
                "company": company,
                "orders": partial(orders, count=asked.orders),
                "speed": partial(speed, n=asked.n),
            }
            for line in measured[part](at):
                print(line, flush=True)


if __name__ == "__main__":
    main()
