"""Points in time of records and events: ISO text in SQL, everything else through the cleaner."""

from __future__ import annotations

from datetime import date, timedelta

from cdp.config import Config, SourceConfig
from cdp.database import Database, literal, quote
from cdp.standardise.dates import MOMENT, infer_date_order
from cdp.standardise.lookups import make_lookup


def moment_sql(
    db: Database,
    rows: str,
    column: str,
    source: SourceConfig,
    config: Config,
    name: str | None = None,
    as_of: date | None = None,
    seen: str | None = None,
) -> tuple[str, str]:
    """Return (SQL for a raw text column as a UTC timestamp, the join it needs).

    `column` is a column of the table `rows`, alias r; `name` that of the lookup, when not the column's. Times
    without a zone are of the source's, else the company's; the order of day and month is the source's, else inferred
    from all values of the column, in the table `seen` if there are more of them than in `rows`. With `as_of`, a time
    beyond the day after it is impossible: what claims to come from the future would be the newest for ever.
    """
    zone = source.timezone or config.company.timezone
    order = source.date_order or inferred_order(db, seen or rows, column)
    latest = (as_of + timedelta(days=2)).isoformat() if as_of else ""
    context = literal(f"{order}|{zone}|{latest}")
    lookup = make_lookup(db, rows, column, context, MOMENT, f"moment|{zone}|{latest}", name)
    return f"cast({lookup.output(0)} as timestamp)", lookup.join


def inferred_order(db: Database, rows: str, column: str) -> str:
    """Return the order of day, month and year that the distinct values of a column show; '' when they do not."""
    name = quote(column)
    values = db.rows(f"select distinct {name} from {rows} where {name} is not null order by 1 limit 50000")
    return infer_date_order(value for (value,) in values)
