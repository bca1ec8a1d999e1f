"""What was current at a moment: reads moments as people write them, and finds the version of that time."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from cdp.errors import NotFound, UsageError
from cdp.published import Manifest, Published


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """Return the moment that a text names: a day means its end, a time without offset one of `zone`.

    Raises UsageError when it is no ISO 8601 date or time.
    """
    try:
        return datetime.combine(date.fromisoformat(text), time.max, zone)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        remedy = "write it as 2026-05-01, 2026-05-01T12:00 or 2026-05-01T12:00+09:00"
        raise UsageError(f"{text} is no date or time", remedy) from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def version_as_of(published: Published, moment: datetime) -> str:
    """Return the version that was current at a moment; raises NotFound, naming what is kept, when it is not kept."""
    lineage = published.lineage()
    for manifest in lineage:
        if datetime.fromisoformat(manifest.created_at) <= moment:
            return manifest.version
    told = moment.isoformat(timespec="minutes")
    if not lineage or lineage[-1].parent is None:
        raise NotFound(f"nothing had been published by {told}", "`cdp status` lists the versions kept")
    kept = ", ".join(_dated(each, moment) for each in reversed(lineage))
    raise NotFound(
        f"the version of {told} is not kept (kept: {kept})",
        "`cdp history GOLDEN_ID --as-of` tells what became of an id by then; for its values raise retain_versions in "
        "cdp.yml, for the future",
    )


def _dated(manifest: Manifest, moment: datetime) -> str:
    created = datetime.fromisoformat(manifest.created_at).astimezone(moment.tzinfo)
    return f"{manifest.version} of {created:%Y-%m-%d %H:%M}"
