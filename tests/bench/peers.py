"""Peers on the same records as ours: Splink by its tutorials, and goldenmatch, each in a process of its own.

They get opaque ids in mixed order and the values as we have cleaned them (names romanised, dates in ISO form, phones
in E.164), the first one of each attribute: cleaning is not what is measured. Nothing is tuned by set.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from cdp.database import quote
from cdp.workspace import Workspace

TIME_LIMIT = 600
"""Seconds that a peer may take for one set."""
WEIGHTS = range(-6, 41, 2)
"""Match weights (log2 odds) that are tried as thresholds for the best one."""
HERE = Path(__file__).parent
USUAL_NAMES = {
    "coalesce(given_key, given_name)": "first_name",
    "coalesce(family_key, family_name)": "last_name",
    "organisation_name": "organisation",
    "birth_date": "dob",
    "gender": "gender",
    "email": "email",
    "phone": "phone",
    "street": "street",
    "city": "city",
    "region": "state",
    "postal_code": "postcode",
    "national_id": "ssn",
    "social_security": "ssn",
    "passport": "passport",
    "driver_licence": "driver_licence",
    "customer_id": "customer_id",
    "loyalty_id": "loyalty_id",
    "occupation": "occupation",
    "employer": "employer",
}
"""Expression over the standard columns to the name by which peers know what it is."""


@dataclass(frozen=True)
class Records:
    """What peers get, and what they are scored by."""

    file: Path
    """Parquet with `id` and columns of USUAL_NAMES."""
    person: pd.Series[str]
    """Whose each record is, by id; without those of which the truth says nothing."""


def hand_over(ws: Workspace, truth: Path, folder: Path) -> Records:
    """Write the records of the published version for peers."""
    folder.mkdir()
    file = folder / "records.parquet"
    with duckdb.connect() as db:
        published = ws.published.current()
        assert published is not None
        record = ws.published.relation(published, "record")
        columns = {name for (name, *_) in db.execute(f"describe from {record}").fetchall()}
        named = {usual: sql for sql, usual in USUAL_NAMES.items() if _column(sql) in columns}
        named = {usual: sql for usual, sql in named.items() if _is_filled(db, sql, record)}
        values = "".join(f", lower(cast({sql} as varchar)) as {quote(usual)}" for usual, sql in named.items())
        db.execute(
            f"""
            create table mixed as
            select row_number() over (order by md5(source || '/' || record_id)) as id, source, record_id {values}
            from {record} where nth = 0
            """
        )
        db.execute(f"copy (select * exclude (source, record_id) from mixed order by id) to '{file}'")
        person = db.execute(
            "select id, person from mixed join read_csv($1, all_varchar = true) using (source, record_id) "
            "where person <> '' order by id",
            [str(truth)],
        ).df()
    return Records(file, person.set_index("id").person)


def _is_filled(db: duckdb.DuckDBPyConnection, sql: str, record: str) -> bool:
    return bool(db.execute(f"select bool_or({sql} is not null) from {record} where nth = 0").fetchall()[0][0])


def _column(sql: str) -> str:
    return sql.rstrip(")").split(", ")[-1]


def f1(person: pd.Series[str], cluster: pd.Series[int]) -> float:
    """Pairwise F1 of a partition; both by id."""

    def pairs(*by: object) -> float:
        sizes = both.groupby(list(by)).size()
        return float((sizes * (sizes - 1)).sum())

    both = pd.DataFrame({"person": person, "cluster": cluster}).dropna()
    return 2 * pairs("person", "cluster") / max(pairs("person") + pairs("cluster"), 1)


def best_f1(records: Records, pairs: pd.DataFrame) -> tuple[float, int]:
    """Return the best F1 over all thresholds, chosen with the truth, and its match weight."""
    ids = duckdb.execute("select id from read_parquet($1) order by id", [str(records.file)]).df().id.to_numpy()
    found = []
    for weight in WEIGHTS:
        kept = pairs[pairs.match_weight >= weight]
        at = (np.searchsorted(ids, kept.id_l), np.searchsorted(ids, kept.id_r))
        graph = coo_array((np.ones(len(kept), dtype=np.bool_), at), shape=(len(ids), len(ids)))
        _, label = connected_components(graph, directed=False)
        found.append((f1(records.person, pd.Series(label, index=ids)), weight))
    return max(found)


@dataclass(frozen=True)
class Peer:
    """Somebody else's way to find the people, as a script."""

    titles: Sequence[str]
    """Headings of its cells."""
    command: Sequence[str]
    """Takes RECORDS.parquet CLUSTERS.parquet, and PAIRS.parquet when it scores pairs."""
    scores_pairs: bool = False

    def cells(self, records: Records) -> list[str]:
        """Run it on the records; return F1, with scored pairs the best F1 of any threshold too, and seconds."""
        clusters, pairs = (records.file.with_name(name) for name in ("clusters.parquet", "pairs.parquet"))
        files = [records.file, clusters, pairs][: 3 if self.scores_pairs else 2]
        started = time.perf_counter()
        failure = _run([*self.command, *map(str, files)], records.file.parent)
        seconds = f"{time.perf_counter() - started:.1f}"
        if failure:
            return [failure, *["" for _ in self.titles[2:]], seconds]
        found = f1(records.person, pd.read_parquet(clusters).set_index("id").cluster)
        if not self.scores_pairs:
            return [f"{found:.4f}", seconds]
        best, weight = best_f1(records, pd.read_parquet(pairs))
        return [f"{found:.4f}", f"{best:.4f} (at {weight})", seconds]


def _run(command: Sequence[str], folder: Path) -> str:
    """Run a script in `folder`; return why it failed, '' when it did not."""
    quiet = {"GOLDENMATCH_AUTOCONFIG_MEMORY": "0", "HOME": str(folder)}
    try:
        done = subprocess.run(
            command, cwd=folder, env=os.environ | quiet, timeout=TIME_LIMIT, capture_output=True, text=True, check=False
        )
    except subprocess.TimeoutExpired:
        return f"over {TIME_LIMIT // 60} minutes"
    if not done.returncode:
        return ""
    faults = re.findall(r"^(?:\w+\.)*(\w+(?:Error|Exception))\b", done.stderr, re.MULTILINE)
    return f"fails: {faults[-1] if faults else done.returncode}"


def make_peers(environment: Path) -> list[Peer]:
    """Return the peers; installs goldenmatch into a virtual environment, made if there is none."""
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "goldenmatch"], check=True)
    golden = [str(python), str(HERE / "peer_goldenmatch.py")]
    return [
        Peer(
            ("Splink documented, F1", "its best threshold, F1", "seconds"),
            [sys.executable, str(HERE / "peer_splink.py")],
            scores_pairs=True,
        ),
        Peer(("goldenmatch default, F1", "seconds"), [*golden, "default"]),
        Peer(("goldenmatch probabilistic, F1", "seconds"), [*golden, "probabilistic"]),
    ]
