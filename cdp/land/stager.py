"""Reads deliveries and writes their packages under temporary names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cdp.columns import missing_columns, unmapped_columns
from cdp.config import SourceConfig
from cdp.database import LARGEST_DICTIONARY, Database, literal, quote
from cdp.errors import ConfigError, SourceError
from cdp.land.count import SourceCount
from cdp.land.fates import content_hash, content_sql, make_arrived, make_seen, sort_rows
from cdp.land.landing import Landing, Staged
from cdp.land.redaction import Redaction
from cdp.land.roll_call import RollCall
from cdp.land.units import Units
from cdp.ledger import Package, now
from cdp.mapping import mapped_columns, reading_hash
from connectors import ConnectorError, Delivery, Rejected
from connectors.contract import POSITION


class Stager:
    """Sorts the rows of deliveries into loaded, unchanged, quarantined and suppressed, and writes the packages."""

    def __init__(self, db: Database, landing: Landing, source: SourceConfig, run: int, units: Units) -> None:
        self._db, self._landing, self._source, self._run, self._units = db, landing, source, run, units
        self._seen_ready = False
        self._roll_call = RollCall(db, landing, source) if source.deliveries == "whole" else None
        self.redaction = Redaction(source)
        self.unmapped: set[str] = set()
        """Columns of the deliveries that no mapping reads and no `ignore` names."""

    def stage(self, delivery: Delivery, seq: int) -> Staged:
        """Read one delivery and write its package under temporary names."""
        if not self._seen_ready:
            make_seen(self._db, self._units.packages, self._units.withdrawals)
            self._seen_ready = True
        self._receive(delivery)
        content, fates = self._sort(delivery.unit, seq)
        if self._roll_call:
            self._roll_call.hear(len(delivery.rejected))
        rejected = [*self.redaction.rejected(delivery.rejected), *self._faulty(fates["quarantined"])]
        files = [*self._write_rows(seq, fates["loaded"]), *self._write_quarantine(seq, rejected)]
        package = Package(
            seq=seq,
            run=self._run,
            source=self._source.source,
            unit=delivery.unit,
            cursor=delivery.cursor,
            content_hash=content,
            rows_in=sum(fates.values()) + len(delivery.rejected),
            loaded=fates["loaded"],
            unchanged=fates["unchanged"],
            quarantined=len(rejected),
            suppressed=fates["suppressed"],
            landed_at=now(),
            reading=reading_hash(self._source),
            reasons={**Counter(each.reason for each in rejected), **self._suppressed(fates["suppressed"])},
        )
        self._units.add(package)
        self._db.drop("incoming", "arrived")
        return Staged(package, tuple(files))

    def stage_withdrawals(self, seq: int, count: SourceCount) -> list[Staged]:
        """Write the package of the records that no delivery held, if each delivery holds all; see RollCall.stage."""
        return self._roll_call.stage(seq, self._run, count) if self._roll_call else []

    def _receive(self, delivery: Delivery) -> None:
        faults: list[ConnectorError] = []
        batches = self.redaction.rows(_remembering(delivery.batches(), faults))
        try:
            first = next(batches)
            reader = pa.RecordBatchReader.from_batches(first.schema, chain([first], batches))
            with self._db.registered("delivered", reader):
                self._db.run("create or replace temp table incoming as select * from delivered")
        except Exception as fault:
            if faults:
                raise SourceError(f"source {self._source.source}: {faults[0].message}", faults[0].remedy) from fault
            raise
        self._columns = [name for name in first.schema.names if name != POSITION]
        self._check_columns(delivery.unit, empty=first.num_rows == 0 and len(first.schema) == 1)

    def _check_columns(self, unit: str, *, empty: bool) -> None:
        self.unmapped |= set(unmapped_columns(self._source, self._columns))
        if not empty:
            if missing := missing_columns(self._source, self._columns, unit):
                raise ConfigError(missing)
            return
        self._columns = sorted(mapped_columns(self._source))
        for name in self._columns:
            self._db.run(f"alter table incoming add column {quote(name)} varchar")

    def _sort(self, unit: str, seq: int) -> tuple[str, Counter[str]]:
        """Give every row its fate; return the fingerprint of the content and the number of rows by fate."""
        name = self._units.name(unit, "")
        make_arrived(self._db, self._source, self._columns, name)
        content = content_hash(self._db, self._columns)
        known_as = self._units.name(unit, content)
        if known_as != name:
            make_arrived(self._db, self._source, self._columns, known_as)
        before = self._units.files(known_as)
        return content, Counter(sort_rows(self._db, self._source, self._columns, known_as, before, seq))

    def _faulty(self, rows: int) -> list[Rejected]:
        if not rows:
            return []
        found = self._db.rows(
            f"""
            select {POSITION}, _fault, {content_sql(self._columns)}
            from arrived join incoming using ({POSITION}) where _fate = 'quarantined' order by {POSITION}
            """
        )
        return [Rejected(position, reason, raw) for position, reason, raw in found]

    def _suppressed(self, rows: int) -> Mapping[str, int]:
        if not rows:
            return {}
        found = self._db.rows("select _fault, count(*) from arrived where _fate = 'suppressed' group by all")
        return {reason: int(n) for reason, n in found}

    def _write_rows(self, seq: int, loaded: int) -> list[tuple[Path, Path]]:
        if not loaded:
            return []
        final = self._landing.package_file(self._source.source, seq)
        temporary = self._landing.temporary(final)
        columns = ", ".join(map(quote, self._columns))
        self._db.run(
            f"""
            copy (
                select cast({seq} as integer) as _seq, {POSITION}, _key, _hash, {columns}
                from arrived join incoming using ({POSITION}) where _fate = 'loaded' order by {POSITION}
            ) to {literal(str(temporary))}
            (format parquet, compression zstd, compression_level 1, dictionary_size_limit {LARGEST_DICTIONARY})
            """
        )
        return [(temporary, final)]

    def _write_quarantine(self, seq: int, rejected: list[Rejected]) -> list[tuple[Path, Path]]:
        if not rejected:
            return []
        final = self._landing.quarantine_file(self._source.source, seq)
        temporary = self._landing.temporary(final)
        temporary.touch(mode=0o600)
        table = pa.table(
            {
                "position": [each.position for each in rejected],
                "reason": [each.reason for each in rejected],
                "raw": [each.raw for each in rejected],
            },
            schema=pa.schema([("position", pa.int64()), ("reason", pa.string()), ("raw", pa.string())]),
        )
        pq.write_table(table, temporary)
        return [(temporary, final)]


def _remembering(batches: Iterator[pa.RecordBatch], faults: list[ConnectorError]) -> Iterator[pa.RecordBatch]:
    """Pass batches on, and keep the connector's fault: the database that reads them would tell another."""
    try:
        yield from batches
    except ConnectorError as fault:
        faults.append(fault)
        raise
