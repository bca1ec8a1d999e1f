"""Before and after a remedy: two rates, their difference with an interval, and whether chance explains it.

The interval is that of Newcombe (Statistics in Medicine 1998, method 10) from the intervals of Wilson; p is of the
two-sided exact test of Fisher.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from math import hypot
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from scipy.stats import fisher_exact

from cdp.config.pain import PainConfig, Remedy
from cdp.database import Database, statement
from cdp.intervals import wilson

_ASKED = pa.schema(
    [
        ("nth", pa.int32()),
        ("kind", pa.string()),
        ("split", pa.string()),
        ("part", pa.string()),
        ("what", pa.string()),
        ("since", pa.timestamp("us")),
        ("before_from", pa.timestamp("us")),
        ("after_to", pa.timestamp("us")),
    ]
)
_COMPARED = pa.schema(
    [
        ("nth", pa.int32()),
        ("rate_before", pa.float64()),
        ("rate_after", pa.float64()),
        ("change", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("p", pa.float64()),
    ]
)


def make_remedy(db: Database, config: PainConfig, zone: str) -> None:
    """Make `remedy`; see its contract. Reads `opportunity_part` and `kind_window`."""
    asked = [_asked(nth, remedy, config, ZoneInfo(zone)) for nth, remedy in enumerate(config.remedies, start=1)]
    with db.registered("remedy_asked", pa.Table.from_pylist(asked, schema=_ASKED)):
        db.run(statement("cdp.pain", "remedy_count"))
    counts = db.rows(
        "select nth, before_events, before_opportunities, after_events, after_opportunities from remedy_count"
    )
    compared = [{"nth": nth, **_compared(counted)} for nth, *counted in counts]
    with db.registered("compared", pa.Table.from_pylist(compared, schema=_COMPARED)):
        db.run(statement("cdp.pain", "remedy"))
    db.drop("remedy_count")


def _asked(nth: int, remedy: Remedy, config: PainConfig, zone: ZoneInfo) -> dict[str, Any]:
    since = datetime.combine(remedy.since, time(), zone).astimezone(UTC).replace(tzinfo=None)
    span = timedelta(weeks=config.remedy_weeks)
    split, part = remedy.place
    told = {"nth": nth, "kind": remedy.pain, "split": split, "part": part, "what": remedy.what.en}
    return {**told, "since": since, "before_from": since - span, "after_to": since + span}


def _compared(counts: Sequence[int]) -> dict[str, float | None]:
    """Compare events and opportunities before with those after."""
    before, before_of, after, after_of = counts
    was = before / before_of if before_of else None
    now = after / after_of if after_of else None
    if was is None or now is None:
        return {"rate_before": was, "rate_after": now, "change": None, "low": None, "high": None, "p": None}
    (was_low, was_high), (now_low, now_high) = wilson(before, before_of), wilson(after, after_of)
    change = now - was
    return {
        "rate_before": was,
        "rate_after": now,
        "change": change,
        "low": change - hypot(now - now_low, was_high - was),
        "high": change + hypot(now_high - now, was - was_low),
        "p": float(fisher_exact([[before, before_of - before], [after, after_of - after]]).pvalue),
    }
