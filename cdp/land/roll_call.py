"""Which records a source that delivers all of them no longer delivers; rows that stand for them withdraw them.

Such a row is the last one of the record and its key, marked `_withdrawn`, in a package of its own. The record counts
again as soon as a row of it lands after that.
"""

from __future__ import annotations

from cdp.config import SourceConfig
from cdp.database import Database, literal
from cdp.errors import ExpectationFailed
from cdp.land.count import SourceCount
from cdp.land.landing import Landing, Staged
from cdp.ledger import Package, now
from cdp.mapping import landed_sql, reading_hash, record_id_sql, suppression_sql
from connectors.contract import POSITION

WITHDRAWN = "(withdrawn)"
"""Unit of the packages of withdrawn records."""


class RollCall:
    """The records that the deliveries of one pull hold, against those that had landed."""

    def __init__(self, db: Database, landing: Landing, source: SourceConfig) -> None:
        self._db, self._landing, self._source = db, landing, source
        self._nameless = 0
        db.run("create or replace temp table present (record_id varchar)")

    def hear(self, rejected: int) -> None:
        """Take note of the records in `incoming`, as `arrived` sorts them, and of rows that could not be read.

        A row in quarantine is there; a suppressed one is not, for it must not enter.
        """
        rows = f"select _fate, {record_id_sql(self._source)} as record_id from arrived join incoming using ({POSITION})"
        self._db.run(
            f"insert into present select distinct record_id from ({rows}) "
            "where _fate <> 'suppressed' and record_id is not null"
        )
        nameless = f"select count(*) from ({rows}) where _fate = 'quarantined' and record_id is null"
        self._nameless += rejected + int(self._db.value(nameless))

    def stage(self, seq: int, run: int, count: SourceCount) -> list[Staged]:
        """Write the package that withdraws the missing records under a temporary name, and count them.

        None is withdrawn while a row has no id that can be read: it could be anybody's. Raises ExpectationFailed when
        more are missing than may be.
        """
        standing, missing = self._make_missing()
        if not missing:
            return []
        if self._nameless:
            count.missing = missing
            return []
        self._check(standing, missing)
        final = self._landing.package_file(self._source.source, seq)
        temporary = self._landing.temporary(final)
        self._db.run(
            f"copy ({withdrawn_sql(self._rows(), seq)}) to {literal(str(temporary))} (format parquet, compression zstd)"
        )
        package = Package(
            seq=seq,
            run=run,
            source=self._source.source,
            unit=WITHDRAWN,
            cursor="",
            content_hash="",
            rows_in=0,
            loaded=0,
            unchanged=0,
            quarantined=0,
            suppressed=0,
            landed_at=now(),
            reading=reading_hash(self._source),
            withdrawn=missing,
        )
        count.add(package)
        return [Staged(package, ((temporary, final),))]

    def _rows(self) -> str:
        """SELECT of what landed before this run, with the id of the record that each row holds."""
        files = self._landing.files(self._source.source)
        return f"""
            select *, {record_id_sql(self._source)} as _record
            from ({landed_sql(files)}) where {suppression_sql(self._source)} is null
        """

    def _make_missing(self) -> tuple[int, int]:
        """Make `missing` (record_id); return how many records stood, and how many of them are missing."""
        self._db.run("create or replace temp table missing (record_id varchar)")
        if not self._landing.files(self._source.source):
            return 0, 0
        self._db.run(f"create or replace temp table standing as {standing_sql(self._rows())}")
        self._db.run("insert into missing from standing anti join present using (record_id)")
        standing, missing = self._db.count("standing"), self._db.count("missing")
        self._db.drop("standing")
        return standing, missing

    def _check(self, standing: int, missing: int) -> None:
        share, file = self._source.expect.max_withdrawn_share, f"sources/{self._source.source}.yml"
        if not self._db.count("present"):
            told = "no record is delivered: a delivery of all records is never empty"
            remedy = f"export them again, or take {file} away when the source has ended"
        elif missing > share * standing:
            told = f"{missing} of {standing} records are missing, more than the share of {share} that may be withdrawn"
            remedy = (
                f"deliver all records; if they were deleted, raise `expect.max_withdrawn_share` in {file} for a run"
            )
        else:
            return
        raise ExpectationFailed(f"source {self._source.source}: {told}", f"{remedy}; nothing of it was landed")


def standing_sql(rows: str) -> str:
    """Return the SELECT of the ids of the records whose last landed row does not withdraw them."""
    return f"""
    select _record as record_id
    from ({rows})
    where _record is not null
    group by _record
    having arg_max(_withdrawn is null, (_seq, {POSITION}))
    """


def withdrawn_sql(rows: str, seq: int) -> str:
    """Return the SELECT of the rows that withdraw the records in `missing`: the last one of each record and key."""
    return f"""
    with last as (
        select * from ({rows}) semi join missing on missing.record_id = _record
        qualify row_number() over (partition by _key, _record order by _seq desc, {POSITION} desc) = 1
    )
    select cast({seq} as integer) as _seq, row_number() over (order by _key, _record) as {POSITION}, true as _withdrawn,
           * exclude (_seq, {POSITION}, _withdrawn, _record)
    from last where _withdrawn is null order by {POSITION}
    """
