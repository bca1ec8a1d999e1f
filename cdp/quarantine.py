"""Reads the quarantine: rows that were refused when they were delivered, with place and reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cdp.errors import NotFound
from cdp.land import Landing
from cdp.ledger import Ledger, Package


@dataclass(frozen=True)
class Rejection:
    """A row that was refused."""

    source: str
    unit: str
    """File, or part of the source, that it came in."""
    position: int
    """Line in the file of a row that could not be read; else its number among the records (no header), from 1."""
    reason: str
    """What is wrong, without the values of the row."""
    landed_at: str
    raw: str
    """The row as received: may hold personal values."""


@dataclass(frozen=True)
class Quarantine:
    """Refused rows, those of the newest delivery first."""

    total: int
    """Rows there are; `rows` may be the first of them only."""
    files: list[str]
    """The files that keep them, readable by the owner alone."""
    rows: list[Rejection]


def quarantined(
    ledger: Ledger, folder: Path, source: str | None = None, run: int | None = None, limit: int | None = None
) -> Quarantine:
    """Return what was refused below the landing `folder`, of one source or run, if named; at most `limit` rows.

    Raises NotFound when nothing of the source has landed.
    """
    packages = ledger.packages(source)
    if source is not None and not packages:
        known = sorted({package.source for package in ledger.packages()})
        raise NotFound(f"nothing of a source {source!r} has landed", f"landed sources: {', '.join(known) or 'none'}")
    held = [each for each in reversed(packages) if each.quarantined and run in (None, each.run)]
    landing = Landing(folder, ledger)
    files = [landing.quarantine_file(each.source, each.seq) for each in held]
    total = sum(each.quarantined for each in held)
    return Quarantine(total, [str(file) for file in files], _first_rows(held, files, total if limit is None else limit))


def _first_rows(packages: Sequence[Package], files: Sequence[Path], limit: int) -> list[Rejection]:
    import pyarrow.parquet as pq

    found: list[Rejection] = []
    for package, file in zip(packages, files, strict=True):
        if len(found) >= limit:
            break
        rows = pq.read_table(file).slice(0, limit - len(found)).to_pylist()
        found += [Rejection(package.source, package.unit, landed_at=package.landed_at, **row) for row in rows]
    return found
