"""Stage *land*: every row kept as received, in immutable packages; nothing is dropped silently.

rows in = loaded + unchanged + quarantined + suppressed, for every delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from cdp.columns import missing_columns
from cdp.config import SourceConfig
from cdp.database import Database, disk_full, is_disk_full
from cdp.durable import make_durable
from cdp.errors import ConfigError, ConfigProblem, ExpectationFailed, SourceError
from cdp.land.count import SourceCount
from cdp.land.landing import Landing, Staged
from cdp.land.roll_call import WITHDRAWN
from cdp.land.stager import Stager
from cdp.land.units import Units
from cdp.ledger import Ledger, Package
from cdp.mapping import reading_hash
from connectors import KINDS, ConnectorError, Delivery
from connectors.contract import NO_ROWS, RESERVED

Progress = Callable[[str], None]

_SHOWN_REASONS = 3


def land(
    db: Database, landing: Landing, ledger: Ledger, source: SourceConfig, base: Path, run: int, tell: Progress
) -> SourceCount:
    """Pull one source and keep what is new.

    `base` is where relative paths of the source start. Raises SourceError, ConfigError (a mapped column is missing)
    or ExpectationFailed; in all three cases nothing of this source has landed.
    """
    packages = ledger.packages(source.source)
    before = {package.unit: package for package in packages}
    reading = reading_hash(source)
    cursors = {unit: package.cursor for unit, package in before.items() if package.reading == reading}
    count, units = SourceCount(source.source), Units(landing, packages)
    stager = Stager(db, landing, source, run, units)
    staged: list[Staged] = []
    seq, continued, every = ledger.next_seq(), False, False
    try:
        deliveries: Iterable[Delivery] = _pull(source, base, cursors)
        if source.deliveries == "whole":
            deliveries = list(deliveries)
            every = _differs(deliveries, packages)
        for delivery in deliveries:
            continued = continued or delivery.continued
            if delivery.unchanged and not every:
                count.add_unchanged(before[delivery.unit])
                continue
            tell(f"{source.source}: {delivery.unit}")
            staged.append(stager.stage(delivery, seq + len(staged)))
            count.add(staged[-1].package)
        count.unmapped, count.redacted = sorted(stager.unmapped), dict(stager.redaction.found)
        _check(source, count, continued=continued)
        if every:
            staged += stager.stage_withdrawals(seq + len(staged), count)
        if not any(each.package.loaded for each in staged):
            _check_landed(source, [file for _, _, file in units.packages])
        _commit(landing, ledger, staged)
    except OSError as fault:
        if is_disk_full(fault):
            raise disk_full() from fault
        raise
    finally:
        for each in staged:
            for temporary, _ in each.files:
                temporary.unlink(missing_ok=True)
    return count


def _pull(source: SourceConfig, base: Path, cursors: dict[str, str]) -> Iterator[Delivery]:
    connector = KINDS[source.connector.kind](source.connector, base)
    try:
        yield from connector.pull(cursors)
    except ConnectorError as fault:
        raise SourceError(f"source {source.source}: {fault.message}", fault.remedy) from fault


def _differs(deliveries: Sequence[Delivery], packages: Sequence[Package]) -> bool:
    """Tell whether a source that delivers all its records has a unit that is new, changed or gone since the last pull.

    Then every unit is read: only all of them together tell which records are gone.
    """
    last = max((package.run for package in packages), default=0)
    before = {package.unit for package in packages if package.run == last and package.unit != WITHDRAWN}
    return {each.unit for each in deliveries} != before or not all(each.unchanged for each in deliveries)


def _check_landed(source: SourceConfig, files: Sequence[Path]) -> None:
    """Raise ConfigError when the mapping reads a column that no landed row has: what is unchanged is not read again."""
    landed: dict[str, None] = {}
    missing: list[ConfigProblem] = []
    for file in reversed(files):
        landed |= dict.fromkeys(name for name in pq.read_schema(file).names if name not in RESERVED)
        missing = missing_columns(source, list(landed), "what has landed")
        if not missing:
            return
    if missing:
        raise ConfigError(missing)


def _commit(landing: Landing, ledger: Ledger, staged: list[Staged]) -> None:
    """Make the packages exist: files first, durably, then the rows of the manifest that name them."""
    files = [pair for each in staged for pair in each.files]
    make_durable(*(temporary for temporary, _ in files))
    for temporary, final in files:
        temporary.replace(final)
    if files:
        make_durable(files[0][1].parent, landing.folder, landing.folder.parent)
    ledger.add_packages([each.package for each in staged])


def _check(source: SourceConfig, count: SourceCount, *, continued: bool) -> None:
    """Hold the declared expectations against what was delivered.

    The fewest rows are not expected of a delivery that only went on where the last one ended.
    """
    expect, broken = source.expect, []
    if expect.min_rows is not None and count.rows_in < expect.min_rows and not continued:
        broken.append(f"{count.rows_in} rows delivered, at least {expect.min_rows} expected")
    if expect.max_rows is not None and count.rows_in > expect.max_rows:
        broken.append(f"{count.rows_in} rows delivered, at most {expect.max_rows} expected")
    faulty = count.quarantined - sum(count.reasons.get(reason, 0) for reason in NO_ROWS)
    if count.rows_in and faulty / count.rows_in > expect.max_quarantine_share:
        most = sorted(count.reasons.items(), key=lambda item: -item[1])[:_SHOWN_REASONS]
        top = "; ".join(f"{reason} ({n})" for reason, n in most)
        broken.append(
            f"{faulty} of {count.rows_in} rows are faulty, "
            f"more than the share of {expect.max_quarantine_share} allowed: {top}"
        )
    if broken:
        raise ExpectationFailed(
            f"source {source.source}: " + "; ".join(broken),
            f"mend the delivery, or `expect` in sources/{source.source}.yml; nothing of it was landed",
        )


__all__ = ["Landing", "SourceCount", "land"]
