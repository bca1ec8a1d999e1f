"""Rows a second from a CSV file to landed and standardised records, and where the time goes.

`python -m tests.bench.landing [--rows 1000000] [--streets]` writes a file of ten columns (id, names, mail, two phones,
birth date, street, city, moment of change) with made-up values as people write them, lands and standardises it, and
prints seconds of wall clock for reading, landing and standardising. Streets are mapped when asked for.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from cdp.database import Database
from cdp.land import Landing, land
from cdp.standardise import standardise
from cdp.workspace import Workspace
from connectors import KINDS

AS_OF = date(2026, 6, 30)
CDP = "company: Bench\nregion: KR\ntimezone: Asia/Seoul\n"
SOURCE = """
source: people
party: first
channel: crm
connector: {kind: csv, path: people.csv}
record: {id: id, updated_at: changed}
attributes:
  given_name: given
  family_name: family
  email: mail
  phone: [mobile, home]
  birth_date: born
address: {%s}
"""
_PEOPLE = """
copy (
    with person as (select range as n, cast(hash(range) % 1000000007 as bigint) as h from range($rows))
    select 'C' || lpad(cast(n as varchar), 8, '0') as id,
           ['민준', '서연', '하늘', 'Mary', 'Peter', '翔太', '花子', 'Anna'][h % 8 + 1] as given,
           ['김', '이', '박', 'Jones', 'Novak', '佐藤', '田中', 'Weber'][h % 8 + 1] as family,
           'user' || n || '@mail' || h % 50 || '.example' as mail,
           printf(['010-%04d-%04d', '010%04d%04d', '+82 10-%04d-%04d'][h % 3 + 1], 2000 + h % 8000, h // 7 % 10000)
               as mobile,
           printf('02-%03d-%04d', 200 + h % 700, h // 11 % 10000) as home,
           cast(date '1940-01-01' + cast(h % 24000 as integer) as varchar) as born,
           '세종대로 ' || h % 400 || '길 ' || h // 13 % 90 as street,
           ['서울', '부산', '대구', 'Incheon'][h % 4 + 1] as city,
           '2025-0' || h % 9 + 1 || '-1' || h % 10 || ' 10:32:00' as changed
    from person
) to '$file' (format csv, header true)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--streets", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ws = workspace(Path(folder), asked.rows, streets=asked.streets)
        with ws, Database(memory_limit="6GB") as db:
            seconds = timed(ws, db)
    total = seconds["land"] + seconds["standardise"]
    print(f"{asked.rows:,} rows in {total:.1f} s: {asked.rows / total:,.0f} a second\n")
    print("| part | seconds | share |\n|---|---|---|")
    for part, took in seconds.items():
        print(f"| {part} | {took:.1f} | {took / total:.0%} |")


def workspace(folder: Path, rows: int, *, streets: bool) -> Workspace:
    """Return a workspace with one source of so many rows."""
    source = SOURCE % ("street: street, city: city" if streets else "city: city")
    (folder / "config" / "sources").mkdir(parents=True)
    (folder / "config" / "sources" / "people.yml").write_text(source, encoding="utf-8")
    for name, text in (("cdp.yml", CDP), ("identity.yml", "{}"), ("golden.yml", "{}")):
        (folder / "config" / name).write_text(text, encoding="utf-8")
    with Database() as db:
        db.run(_PEOPLE.replace("$rows", str(rows)).replace("$file", str(folder / "people.csv")))
    return Workspace(folder)


def timed(ws: Workspace, db: Database) -> dict[str, float]:
    """Return seconds of wall clock by part; reading the file alone is a part of landing it."""
    source, landing = ws.config.source("people"), Landing(ws.folder / "landing", ws.ledger)
    connector = KINDS["csv"](source.connector, ws.folder)
    return {
        "read": _took(lambda: [len(batch) for each in connector.pull({}) for batch in each.batches()]),
        "land": _took(lambda: land(db, landing, ws.ledger, source, ws.folder, 1, lambda _: None)),
        "standardise": _took(lambda: standardise(db, ws.config, {"people": landing.files("people")}, AS_OF)),
    }


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
