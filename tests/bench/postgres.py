"""How fast, and in how much memory, rows come from a real PostgreSQL: `python -m tests.bench.postgres [--rows N]`."""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from tests import postgres
from tests.connectors.samples import connect

TABLE = """
drop table if exists customer;
create table customer as
select n as customer_no, 'Name ' || n as name, 'u' || n || '@mail.example' as email, '010-' || n as phone,
       date '1950-01-01' + (n % 20000) as born, now() - n * interval '1 second' as changed,
       (n * 1.5)::numeric(12, 2) as spent, n % 2 = 0 as opted_in, jsonb_build_object('tier', n % 4) as more,
       array[n, n + 1] as visited
from generate_series(1, {rows}) n
"""


def main() -> None:
    """Print rows, seconds, and how much the memory of the process grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    rows = parser.parse_args().rows
    postgres.run(TABLE.format(rows=rows))
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    [delivery] = connect(Path(), "sql", url=postgres.server(), table="customer", cursor_column="changed").pull({})
    read = sum(batch.num_rows for batch in delivery.batches())
    seconds = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    print(f"{read:,} rows of ten columns in {seconds:.2f} s, {grown} MiB more memory at most")


if __name__ == "__main__":
    main()
