"""goldenmatch by its documentation; runs in a virtual environment of its own.

    python tests/bench/peer_goldenmatch.py (default|probabilistic) RECORDS.parquet CLUSTERS.parquet

`default` is its one line, `probabilistic` its Fellegi-Sunter configuration. CLUSTERS gets (id, cluster).
"""

from __future__ import annotations

import sys

import goldenmatch
import pyarrow as pa
import pyarrow.parquet as pq


def link(mode: str, records: str, clusters: str) -> None:
    """Find the people and write whose each record is."""
    table = pq.read_table(records)
    ids, given = table["id"], table.drop_columns(["id"])
    config = goldenmatch.auto_configure_probabilistic_df(given) if mode == "probabilistic" else None
    found = goldenmatch.dedupe_df(given, config=config)
    cluster_of = list(range(-len(ids), 0))
    for cluster, told in found.clusters.items():
        for row in told["members"]:
            cluster_of[row] = cluster
    pq.write_table(pa.table({"id": ids, "cluster": cluster_of}), clusters)


if __name__ == "__main__":
    link(*sys.argv[1:4])
