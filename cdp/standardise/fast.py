"""Fast paths: SQL that standardises plain values exactly as the Python cleaner would, and leaves the rest to it."""

from __future__ import annotations

from cdp.database import literal

_ISO_ZONED = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)"
_ISO_LOCAL = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?"


def fast_sql(kind: str, value: str) -> str | None:
    """Return the SQL for the standard form of plain values, null for all others; None when a type has no fast path.

    `kind` is a semantic type, or `moment|<zone>`; `value` the SQL of the raw text.
    """
    if kind.startswith("moment|"):
        return _moment(value, kind.partition("|")[2])
    return None


def _moment(value: str, zone: str) -> str:
    return f"""
        case when regexp_full_match({value}, '{_ISO_ZONED}')
             then cast(try_cast({value} as timestamptz) at time zone 'UTC' as varchar)
             when regexp_full_match({value}, '{_ISO_LOCAL}')
             then cast(timezone({literal(zone)}, try_cast({value} as timestamp)) at time zone 'UTC' as varchar) end
    """
