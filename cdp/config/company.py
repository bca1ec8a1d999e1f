"""cdp.yml: what holds for the whole workspace."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from cdp.config.source import Region, Strict, Zone, written
from cdp.config.words import Words

_SIZE = r"^\d+(\.\d+)?\s*(MB|GB|MiB|GiB)$"


_Share = Annotated[float, Field(ge=0, le=1)]


class Checks(Strict):
    """What a version must meet to be published, and how much may change without anybody's word."""

    max_records_per_person: int = Field(1000, ge=2, description="A larger cluster stops the run.")
    max_golden_loss_share: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Share of the people of the last version that may vanish in one run, by loss or by merges.",
    )
    max_merged_share: _Share = Field(
        0.1, description="Share of the published people who may be merged into others; beyond, the run is a candidate."
    )
    max_split_share: _Share = Field(
        0.05, description="Share of the published people who may be split; beyond, the run is a candidate."
    )
    max_retired_share: _Share = Field(
        0.1, description="Share of the published people who may vanish; beyond, the run is a candidate."
    )
    max_changed_share: _Share = Field(
        0.3,
        description="Share of the golden values of any attribute that may change or vanish; beyond, the run is a "
        "candidate. Values that fill a gap do not count.",
    )
    min_concerned: int = Field(
        10, ge=1, description="People who must be concerned at least for one of these four limits to hold a run back."
    )


class CompanyConfig(Strict):
    """The company and its machine."""

    company: str
    region: Region = Field("US", description="Country that sources assume when they do not say.")
    timezone: Zone = "UTC"
    retain_versions: int = Field(
        5, ge=1, description="Published versions kept for rollback and --as-of; two at least, for those who read."
    )
    memory_limit: Annotated[str, written(_SIZE, "a size such as 2GB")] | None = Field(
        None,
        description="DuckDB's share; beyond it a run spills to cache/. Unset: 2GB, more from about a million rows on.",
        json_schema_extra={"pattern": _SIZE},
    )
    threads: int | None = Field(None, ge=1)
    checks: Checks = Checks()
    words: dict[str, dict[str, Words]] = Field(
        default_factory=dict,
        description="What people call values of the data: column, such as product_line, to value to text.",
    )

    def end_of(self, day: date) -> datetime:
        """Return the moment at which a day is over where the company is, UTC without zone."""
        midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.timezone))
        return midnight.astimezone(UTC).replace(tzinfo=None)
