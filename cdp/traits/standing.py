"""What stands of the measures of an earlier version, so that a run measures nobody anew whom nothing new concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cdp.config.trait_check import HORIZON
from cdp.config.traits import Trait
from cdp.config.value import columns_of
from cdp.database import Database, literal


@dataclass(frozen=True)
class Standing:
    """The measures of the last version, under the same traits, and whose they are no longer."""

    schema: str
    """Database that holds them."""
    told_until: datetime
    """Horizon of that version."""
    others: Mapping[str, str]
    """Table that is measured, to the SELECT of the golden_id of everybody who has other rows in it now."""

    def again_sql(self, table: str, traits: Iterable[Trait], now: datetime) -> str | None:
        """Return the SELECT of golden_id of those who must be measured anew over `table`; None: everybody must.

        With the horizon, windows move: whoever has a row that a window gains or loses is among them.
        """
        if now == self.told_until:
            return self.others[table]
        told = [columns_of(sql) for trait in traits for sql in (trait.of, trait.where) if sql]
        if any(HORIZON in names for names in told):
            return None
        earlier, later = (literal(each.isoformat()) for each in sorted((now, self.told_until)))
        windows = {0, *(trait.last_days for trait in traits if trait.last_days)}
        moved = " or ".join(
            f"(time > timestamp {earlier} - interval {days} day and time <= timestamp {later} - interval {days} day)"
            for days in sorted(windows)
        )
        crossing = f"select golden_id from {table} where golden_id is not null and ({moved})"
        return f"from ({self.others[table]})\nunion\n{crossing}"


def horizon(db: Database) -> datetime:
    """Return the moment up to which the data tell."""
    told: datetime = db.value("select told_until from horizon")
    return told
