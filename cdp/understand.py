"""From events to what people did: the order of the stages that follow *history*, and up to when the data tell.

Windows such as "the last 90 days" count back from that moment, the horizon, and never from the clock: data that end in
June are judged as of June.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cdp.config import Config
from cdp.contact import make_contactability
from cdp.coverage import make_coverage
from cdp.database import Database, statement
from cdp.experience import add_segments, make_experience
from cdp.journey import make_journey
from cdp.pain import make_pain_points
from cdp.purchases import make_purchases
from cdp.segments import make_segments
from cdp.traits import make_traits
from cdp.traits.standing import Standing


@dataclass(frozen=True)
class Understood:
    """What the stages after *history* found."""

    told_until: str
    """The horizon, ISO 8601 UTC: the latest time of an event up to the end of the run's day, or that end."""
    purchases: int
    without_rate: int
    """Purchases in a currency for which events.yml has no rate."""


def understand(db: Database, config: Config, as_of: date, standing: Standing | None = None) -> Understood:
    """Make `horizon` (told_until), the view `interaction`, and the tables of what people did.

    Reads `event`, `event_owner` and the tables of people; `standing` tells what of the last version's traits holds on.
    """
    db.run(_HORIZON, {"end": config.company.end_of(as_of)})
    db.run(statement("cdp", "interaction"))
    without_rate = make_purchases(db, config)
    make_journey(db, config.journey)
    make_coverage(db, config)
    make_contactability(db, config)
    make_traits(db, config, standing)
    make_experience(db, config.experience, config.company.timezone, config.benchmarks)
    make_pain_points(db, config.pain, config.currency, config.events.rates, config.company.timezone)
    make_segments(db, config)
    if config.segments.segments:
        add_segments(db, config.experience, config.company.timezone)
    horizon: datetime = db.value("select told_until from horizon")
    return Understood(horizon.isoformat(), db.count("purchase"), without_rate)


_HORIZON = """
create or replace temp table horizon as
select coalesce(max(time), cast($end as timestamp) - interval 1 microsecond) as told_until
from event
where time < cast($end as timestamp)
"""
