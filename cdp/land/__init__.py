"""Stage *land*: every row kept as received, in immutable packages; nothing is dropped silently.

rows in = loaded + unchanged + quarantined + suppressed, for every delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from cdp.config import SourceConfig
from cdp.database import Database, disk_full, is_disk_full
from cdp.errors import ExpectationFailed, SourceError
from cdp.land.count import SourceCount
from cdp.land.landing import Landing
from cdp.land.stager import Staged, Stager
from cdp.ledger import Ledger
from cdp.mapping import reading_hash
from connectors import KINDS, ConnectorError, Delivery

Progress = Callable[[str], None]

_SHOWN_REASONS = 3


def land(
    db: Database, landing: Landing, ledger: Ledger, source: SourceConfig, base: Path, run: int, tell: Progress
) -> SourceCount:
    """Pull one source and keep what is new.

    `base` is where relative paths of the source start. Raises SourceError, ConfigError (a mapped column is missing)
    or ExpectationFailed; in all three cases nothing of this source has landed.
    """
    count = SourceCount(source.source)
    before = ledger.last_package_by_unit(source.source)
    reading = reading_hash(source)
    cursors = {unit: package.cursor for unit, package in before.items() if package.reading == reading}
    staged: list[Staged] = []
    seq = ledger.next_seq()
    stager = Stager(db, landing, source, run, count)
    try:
        for delivery in _pull(source, base, cursors):
            if delivery.unchanged:
                count.add_unchanged(before[delivery.unit])
                continue
            tell(f"{source.source}: {delivery.unit}")
            staged.append(stager.stage(delivery, seq + len(staged)))
        _check(source, count)
        _commit(ledger, staged)
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


def _commit(ledger: Ledger, staged: list[Staged]) -> None:
    for each in staged:
        for temporary, final in each.files:
            temporary.replace(final)
    ledger.add_packages([each.package for each in staged])


def _check(source: SourceConfig, count: SourceCount) -> None:
    """Hold the declared expectations against what was delivered."""
    expect, broken = source.expect, []
    if expect.min_rows is not None and count.rows_in < expect.min_rows:
        broken.append(f"{count.rows_in} rows delivered, at least {expect.min_rows} expected")
    if expect.max_rows is not None and count.rows_in > expect.max_rows:
        broken.append(f"{count.rows_in} rows delivered, at most {expect.max_rows} expected")
    if count.rows_in and count.quarantined / count.rows_in > expect.max_quarantine_share:
        most = sorted(count.reasons.items(), key=lambda item: -item[1])[:_SHOWN_REASONS]
        top = "; ".join(f"{reason} ({n})" for reason, n in most)
        broken.append(
            f"{count.quarantined} of {count.rows_in} rows are faulty, "
            f"more than the share of {expect.max_quarantine_share} allowed: {top}"
        )
    if broken:
        raise ExpectationFailed(
            f"source {source.source}: " + "; ".join(broken),
            f"mend the delivery, or `expect` in sources/{source.source}.yml; nothing of it was landed",
        )


__all__ = ["Landing", "SourceCount", "land"]
