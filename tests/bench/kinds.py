"""Speed and memory of kinds of source: rows of ten columns read in a second, from made-up files.

    python -m tests.bench.kinds --rows 200000

Prints one line per kind: rows a second of processor time, and the most memory its process took.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from tests.connectors.samples import connect

COLUMNS = ["id", "name", "email", "phone", "city", "note", "points", "price", "joined", "tier"]


def people(count: int) -> list[list[Any]]:
    mail, phone = "p{}@mail.example", "010-{:04}-{:04}"
    return [
        [
            f"{n:07}",
            f"한 사람 {n}",
            mail.format(n),
            phone.format(n // 9999, n % 9999),
            "서울",
            "note",
            n,
            1.5,
            "2024-01-01",
            "A",
        ]
        for n in range(count)
    ]


def write_csv(file: Path, rows: list[list[Any]]) -> None:
    file.write_text("".join(",".join(map(str, row)) + "\n" for row in [COLUMNS, *rows]), encoding="utf-8")


def write_csv_gz(file: Path, rows: list[list[Any]]) -> None:
    write_csv(file, rows)
    file.write_bytes(gzip.compress(file.read_bytes(), 6))


def write_json(file: Path, rows: list[list[Any]]) -> None:
    records = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    file.write_text(json.dumps({"data": {"people": records}}, ensure_ascii=False, indent=1), encoding="utf-8")


def write_excel(file: Path, rows: list[list[Any]]) -> None:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("people")
    for row in [COLUMNS, *rows]:
        sheet.append(row)
    workbook.save(file)


Writer = Callable[[Path, list[list[Any]]], None]
KINDS: dict[str, tuple[str, Writer, dict[str, str]]] = {
    "csv": ("csv", write_csv, {}),
    "csv, gzip": ("csv", write_csv_gz, {}),
    "json": ("json", write_json, {"records": "$.data.people[*]"}),
    "excel": ("excel", write_excel, {}),
}
"""By what is measured: kind, what writes its file, options."""


def measured(name: str, file: Path) -> str:
    kind, _, options = KINDS[name]
    [delivery] = connect(file.parent, kind, path=file.name, **options).pull({})
    start = time.process_time()
    rows = sum(batch.num_rows for batch in delivery.batches())
    speed = rows / (time.process_time() - start)
    return f"| {name} | {rows:,} | {speed:,.0f} | {peak_memory():,} |"


def peak_memory() -> int:
    """MiB this process took at most; what the system counts for processes includes those they were made by."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:", 1)[1].split()[0]) >> 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--measure", nargs=2, help="measure one kind and its file in this process")
    given = parser.parse_args()
    if given.measure:
        print(measured(given.measure[0], Path(given.measure[1])))
        return
    print("| kind | rows | rows per second | MiB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        rows = people(given.rows)
        for number, (name, (_, write, _)) in enumerate(KINDS.items()):
            file = Path(folder) / f"{number}.data"
            write(file, rows)
            command = [sys.executable, "-m", "tests.bench.kinds", "--measure", name, str(file)]
            print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


if __name__ == "__main__":
    main()
