"""Reads deliveries and writes their packages under temporary names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cdp.config import SourceConfig
from cdp.database import Database, literal, quote
from cdp.errors import ConfigError, ConfigProblem, SourceError
from cdp.land.count import SourceCount
from cdp.land.fates import content_sql, make_seen, sort_rows
from cdp.land.landing import Landing
from cdp.ledger import Package, now
from cdp.mapping import mapped_columns, reading_hash
from connectors import ConnectorError, Delivery, Rejected
from connectors.contract import POSITION


@dataclass(frozen=True)
class Staged:
    """A package whose files are written under temporary names."""

    package: Package
    files: tuple[tuple[Path, Path], ...]
    """(temporary, final) names."""


class Stager:
    """Sorts the rows of deliveries into loaded, unchanged, quarantined and suppressed, and writes the packages."""

    def __init__(self, db: Database, landing: Landing, source: SourceConfig, run: int, count: SourceCount) -> None:
        self._db, self._landing, self._source, self._run, self._count = db, landing, source, run, count
        self._seen_ready = False

    def stage(self, delivery: Delivery, seq: int) -> Staged:
        """Read one delivery and write its package under temporary names."""
        if not self._seen_ready:
            make_seen(self._db, self._landing.files(self._source.source))
            self._seen_ready = True
        self._receive(delivery)
        before = self._landing.files_of_unit(self._source.source, delivery.unit)
        fates = Counter(sort_rows(self._db, self._source, self._columns, delivery.unit, before))
        rejected = [*delivery.rejected, *self._faulty()]
        files = [*self._write_rows(seq, fates["loaded"]), *self._write_quarantine(seq, rejected)]
        package = Package(
            seq=seq,
            run=self._run,
            source=self._source.source,
            unit=delivery.unit,
            cursor=delivery.cursor,
            content_hash=self._content_hash(),
            rows_in=sum(fates.values()) + len(delivery.rejected),
            loaded=fates["loaded"],
            unchanged=fates["unchanged"],
            quarantined=len(rejected),
            suppressed=fates["suppressed"],
            landed_at=now(),
            reading=reading_hash(self._source),
        )
        self._count.add(package)
        for reason, rows in [*((reject.reason, 1) for reject in rejected), *self._suppressed()]:
            self._count.reason(reason, rows)
        self._db.drop("incoming", "arrived")
        return Staged(package, tuple(files))

    def _receive(self, delivery: Delivery) -> None:
        faults: list[ConnectorError] = []
        batches = _remembering(delivery.batches(), faults)
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
        mapped = mapped_columns(self._source)
        there = {name.lower() for name in self._columns}
        self._count.unmapped = sorted(
            name
            for name in self._columns
            if name.lower() not in {each.lower() for each in mapped | set(self._source.ignore)}
        )
        missing = sorted(name for name in mapped if name.lower() not in there)
        if missing and not empty:
            raise ConfigError(
                [
                    ConfigProblem(
                        f"sources/{self._source.source}.yml",
                        None,
                        f"column {name!r}",
                        f"is not in {unit}; it has {', '.join(self._columns)}",
                        "correct the mapping, or the export",
                    )
                    for name in missing
                ]
            )
        if missing:
            for name in missing:
                self._db.run(f"alter table incoming add column {quote(name)} varchar")
            self._columns += missing

    def _faulty(self) -> list[Rejected]:
        rows = self._db.rows(
            f"""
            select {POSITION}, _fault, {content_sql(self._columns)}
            from arrived join incoming using ({POSITION}) where _fate = 'quarantined' order by {POSITION}
            """
        )
        return [Rejected(position, reason, raw) for position, reason, raw in rows]

    def _suppressed(self) -> list[tuple[str, int]]:
        found = self._db.rows(
            "select _fault, count(*) from arrived where _fate = 'suppressed' group by all order by all"
        )
        return [(reason, int(rows)) for reason, rows in found]

    def _write_rows(self, seq: int, loaded: int) -> list[tuple[Path, Path]]:
        if not loaded:
            return []
        final = self._landing.package_file(self._source.source, seq)
        temporary = _temporary(final)
        columns = ", ".join(map(quote, self._columns))
        self._db.run(
            f"""
            copy (
                select cast({seq} as integer) as _seq, {POSITION}, _key, _hash, {columns}
                from arrived join incoming using ({POSITION}) where _fate = 'loaded' order by {POSITION}
            ) to {literal(str(temporary))} (format parquet, compression zstd)
            """
        )
        return [(temporary, final)]

    def _write_quarantine(self, seq: int, rejected: list[Rejected]) -> list[tuple[Path, Path]]:
        if not rejected:
            return []
        final = self._landing.quarantine_file(self._source.source, seq)
        temporary = _temporary(final)
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

    def _content_hash(self) -> str:
        found = self._db.value("select md5(concat_ws(',', count(*), bit_xor(hash(_position, _hash)))) from arrived")
        return str(found)


def _remembering(batches: Iterator[pa.RecordBatch], faults: list[ConnectorError]) -> Iterator[pa.RecordBatch]:
    """Pass batches on, and keep the connector's fault: the database that reads them would tell another."""
    try:
        yield from batches
    except ConnectorError as fault:
        faults.append(fault)
        raise


def _temporary(final: Path) -> Path:
    final.parent.mkdir(parents=True, exist_ok=True)
    return final.with_name(f".{final.name}.part")
