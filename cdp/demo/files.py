"""Write files the same way everywhere: given encoding, rows in the order given, missing folders made."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> int:
    """Write header and rows, CRLF line ends; returns the number of rows. A sign outside the encoding is an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def write_lines(folder: Path, lines: Iterable[tuple[str, str]], separator: str = "\n") -> dict[str, int]:
    """Write (file name, text) pairs as UTF-8, each text followed by the separator; returns the number by file."""
    texts: dict[str, list[str]] = {}
    for name, text in lines:
        texts.setdefault(name, []).append(text + separator)
    for name, parts in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(parts), encoding="utf-8", newline="")
    return {name: len(parts) for name, parts in texts.items()}
