"""Stage *land*: every row kept as received, in immutable packages; nothing is dropped silently.

rows in = loaded + unchanged + quarantined + suppressed, for every delivery.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cdp.config import SourceConfig
from cdp.database import Database, disk_full, is_disk_full, literal, quote
from cdp.errors import ConfigError, ConfigProblem, ExpectationFailed, SourceError
from cdp.ledger import Ledger, Package, now
from cdp.mapping import fault_sql, keeps_versions, mapped_columns, row_key_sql
from connectors import KINDS, Delivery, Rejected, SourceUnreachable, SourceUnreadable
from connectors.contract import POSITION

Progress = Callable[[str], None]

_SHOWN_REASONS = 3


@dataclass
class SourceCount:
    """What became of the rows of one source in this run."""

    source: str
    rows_in: int = 0
    loaded: int = 0
    unchanged: int = 0
    quarantined: int = 0
    suppressed: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    """Rows quarantined or suppressed, by reason."""
    unmapped: list[str] = field(default_factory=list)
    """Columns that no mapping reads and no `ignore` names."""

    def reason(self, text: str, rows: int = 1) -> None:
        """Count rows under a reason."""
        self.reasons[text] = self.reasons.get(text, 0) + rows

    def add(self, package: Package) -> None:
        """Count a package in."""
        self.rows_in += package.rows_in
        self.loaded += package.loaded
        self.unchanged += package.unchanged
        self.quarantined += package.quarantined
        self.suppressed += package.suppressed


@dataclass(frozen=True)
class _Staged:
    """A package whose files are written under temporary names."""

    package: Package
    files: tuple[tuple[Path, Path], ...]
    """(temporary, final) names."""


class Landing:
    """The folder of packages: `<source>/<seq>.parquet`, beside it `<seq>.quarantine.parquet`."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder = folder
        self._ledger = ledger

    def files(self, source: str) -> list[Path]:
        """Return the packages of a source that hold rows, oldest first."""
        held = (package for package in self._ledger.packages(source) if package.loaded)
        return [self.package_file(package.source, package.seq) for package in held]

    def package_file(self, source: str, seq: int) -> Path:
        """Return where the rows of a package lie."""
        return self.folder / source / f"{seq:08d}.parquet"

    def quarantine_file(self, source: str, seq: int) -> Path:
        """Return where the rejected rows of a package lie."""
        return self.folder / source / f"{seq:08d}.quarantine.parquet"

    def remove_orphans(self) -> int:
        """Delete files that no manifest row names (a run was cut off while landing); return how many."""
        known = {
            path
            for package in self._ledger.packages()
            for path in (
                self.package_file(package.source, package.seq),
                self.quarantine_file(package.source, package.seq),
            )
        }
        orphans = [path for path in self.folder.glob("*/*") if path.is_file() and path not in known]
        for path in orphans:
            path.unlink()
        return len(orphans)


def land(
    db: Database, landing: Landing, ledger: Ledger, source: SourceConfig, base: Path, run: int, tell: Progress
) -> SourceCount:
    """Pull one source and keep what is new.

    `base` is where relative paths of the source start. Raises SourceError, ConfigError (a mapped column is missing)
    or ExpectationFailed; in all three cases nothing of this source has landed.
    """
    count = SourceCount(source.source)
    before = ledger.last_package_by_unit(source.source)
    staged: list[_Staged] = []
    seq = ledger.next_seq()
    stager = _Stager(db, landing, source, run, count)
    try:
        for delivery in _pull(source, base, {unit: package.cursor for unit, package in before.items()}):
            if delivery.unchanged:
                _count_unchanged(count, before[delivery.unit])
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
    except (SourceUnreachable, SourceUnreadable) as fault:
        raise SourceError(f"source {source.source}: {fault}") from fault


def _count_unchanged(count: SourceCount, package: Package) -> None:
    count.rows_in += package.rows_in
    count.unchanged += package.rows_in


def _commit(ledger: Ledger, staged: list[_Staged]) -> None:
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


class _Stager:
    """Sorts the rows of deliveries into loaded, unchanged, quarantined and suppressed, and writes the packages."""

    def __init__(self, db: Database, landing: Landing, source: SourceConfig, run: int, count: SourceCount) -> None:
        self._db, self._landing, self._source, self._run, self._count = db, landing, source, run, count
        self._seen_ready = False

    def stage(self, delivery: Delivery, seq: int) -> _Staged:
        """Read one delivery and write its package under temporary names."""
        self._receive(delivery)
        fates = self._fates(delivery.unit)
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
        )
        self._count.add(package)
        for reject in rejected:
            self._count.reason(reject.reason)
        self._db.drop("incoming", "arrived", "repeated")
        return _Staged(package, tuple(files))

    def _receive(self, delivery: Delivery) -> None:
        faults: list[Exception] = []
        batches = _remembering(delivery.batches(), faults)
        try:
            first = next(batches)
            reader = pa.RecordBatchReader.from_batches(first.schema, chain([first], batches))
            with self._db.registered("delivered", reader):
                self._db.run("create or replace temp table incoming as select * from delivered")
        except Exception as fault:
            if faults:
                raise SourceError(f"source {self._source.source}: {faults[0]}") from fault
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

    def _fates(self, unit: str) -> Counter[str]:
        arrived = arrived_sql(self._source, self._columns)
        bound = {"unit": unit} if "$unit" in arrived else None
        self._db.run(f"create or replace temp table arrived as {arrived}", bound)
        self._db.run(_REPEATED)
        if not keeps_versions(self._source):
            self._db.run(_TWINS)
        self._db.run(_AGAIN)
        self._make_seen()
        self._db.run(_UNCHANGED.format(which="ever" if keeps_versions(self._source) else "latest"))
        self._db.run(_REMEMBER)
        fates = Counter(dict(self._db.rows("select _fate, count(*) from arrived group by all")))
        for reason, n in self._db.rows("select _fault, count(*) from arrived where _fate = 'suppressed' group by all"):
            self._count.reason(reason, n)
        return fates

    def _make_seen(self) -> None:
        if self._seen_ready:
            return
        files = [str(path) for path in self._landing.files(self._source.source)]
        if files:
            self._db.run(_SEEN, {"files": files})
        else:
            self._db.run(
                "create or replace temp table seen (_key varchar, _hash varchar, latest boolean, ever boolean)"
            )
        self._seen_ready = True

    def _faulty(self) -> list[Rejected]:
        rows = self._db.rows(
            f"""
            select {POSITION}, _fault, {_content_sql(self._columns)}
            from arrived join incoming using ({POSITION}) where _fate = 'quarantined' order by {POSITION}
            """
        )
        return [Rejected(position, reason, raw) for position, reason, raw in rows]

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


def _remembering(batches: Iterator[pa.RecordBatch], faults: list[Exception]) -> Iterator[pa.RecordBatch]:
    """Pass batches on, and keep the connector's fault: the database that reads them would tell another."""
    try:
        yield from batches
    except (SourceUnreachable, SourceUnreadable) as fault:
        faults.append(fault)
        raise


def _temporary(final: Path) -> Path:
    final.parent.mkdir(parents=True, exist_ok=True)
    return final.with_name(f".{final.name}.part")


def _content_sql(columns: list[str]) -> str:
    """One text for the content of a row, unambiguous about borders and empty values."""
    texts = ", ".join(f"cast({quote(name)} as varchar)" for name in columns)
    return f"cast(to_json([{texts}]) as varchar)"


def arrived_sql(source: SourceConfig, columns: list[str]) -> str:
    """Return the SELECT of every incoming row's position, key, content hash and first fate.

    Fates: loaded, quarantined (with `_fault`), suppressed (with `_fault`). Binds `unit`.
    """
    suppressed = " ".join(f"when {each.where} then {literal('suppressed: ' + each.reason)}" for each in source.suppress)
    return f"""
    with hashed as (
        select *, md5({_content_sql(columns)}) as _hash from incoming
    ),
    judged as (
        select {POSITION}, {row_key_sql(source)} as _key, _hash, {fault_sql(source)} as fault,
               {f"case {suppressed} end" if suppressed else "cast(null as varchar)"} as suppression
        from hashed
    )
    select {POSITION}, _key, _hash, coalesce(suppression, fault) as _fault,
           case when suppression is not null then 'suppressed'
                when fault is not null then 'quarantined'
                else 'loaded' end as _fate
    from judged
    """


_REPEATED = f"""
create or replace temp table repeated as
select {POSITION},
       _hash <> first_value(_hash) over of_key as differs,
       row_number() over (partition by _key, _hash order by {POSITION}) > 1 as again
from arrived
where _fate = 'loaded'
  and _key in (select _key from arrived where _fate = 'loaded' group by _key having count(*) > 1)
window of_key as (partition by _key order by {POSITION})
"""
"""Rows whose key stands more than once in the delivery."""

_TWINS = f"""
update arrived set _fate = 'quarantined', _fault = 'record id stands more than once in this delivery with other content'
from repeated where arrived.{POSITION} = repeated.{POSITION} and repeated.differs
"""

_AGAIN = f"""
update arrived set _fate = 'unchanged' from repeated
where arrived.{POSITION} = repeated.{POSITION} and repeated.again and _fate = 'loaded'
"""

_UNCHANGED = """
update arrived set _fate = 'unchanged' from seen
where _fate = 'loaded' and seen._key = arrived._key and seen._hash = arrived._hash and seen.{which}
"""

_REMEMBER = """
update seen set latest = false from arrived where arrived._fate = 'loaded' and seen._key = arrived._key;
insert into seen select _key, _hash, true, true from arrived where _fate = 'loaded'
"""

_SEEN = """
create or replace temp table seen as
select _key, _hash, max(_seq) = max(max(_seq)) over (partition by _key) as latest, true as ever
from read_parquet($files, union_by_name = true)
group by _key, _hash
"""
"""Every (key, content) landed before, and which of them is the latest of its key."""
