"""Stage *pain points*: where a channel, step, store or agent hurts customers more than before or elsewhere.

Everything is made anew in every run, from all events. Weeks count back from the moment up to which a kind is settled:
an order that was made ready yesterday may still be picked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pyarrow as pa

from cdp.config.pain import PainConfig
from cdp.database import Database, statement
from cdp.pain.cause import make_pain_cause
from cdp.pain.kinds import PAIN_KINDS, bound_values, hours_to_settle, opportunity_sql, own_kind_sql
from cdp.pain.parts import make_part_evidence
from cdp.pain.remedy import make_remedy

_PACKAGE = "cdp.pain"
_RATE = pa.schema([("currency", pa.string()), ("rate", pa.float64())])
_WINDOW = pa.schema([("kind", pa.string()), ("settled_until", pa.timestamp("us"))])


def make_pain_points(db: Database, config: PainConfig, currency: str, rates: Mapping[str, float], zone: str) -> None:
    """Make the tables of the contracts in `cdp.contracts.pain`.

    Reads `interaction`, `purchase`, `horizon` and, where it is there, `survey_answer`; without it there are no kinds of
    scores. `rates` are worths of foreign currencies in `currency`; remedies begin at midnight of the time zone.
    """
    _make_baseline(db, config)
    kinds = _make_kinds(db, config, currency, rates)
    db.run(opportunity_sql(kinds))
    judged = config.watch_weeks + config.baseline_weeks
    _make(db, "opportunity_part", {"weeks": max(judged, *_weeks_to_remedies(db, config))})
    _make(db, "part_week", {"weeks": judged})
    make_part_evidence(db, config)
    _make(db, "pain_stake", {"recent_weeks": config.recent_weeks, "revenue_days": config.revenue_days})
    windows = ("recent_weeks", "watch_weeks", "baseline_weeks", "false_alarms")
    _make(db, "pain_judgement", {name: getattr(config, name) for name in windows})
    _make(db, "pain_pattern", {"recent_weeks": config.recent_weeks})
    make_pain_cause(db)
    _make(db, "pain_point")
    _make(db, "pain_event")
    make_remedy(db, config, zone)
    db.drop(*kinds, *_NEEDED_NO_MORE)


_NEEDED_NO_MORE = (
    *("baseline", "kind_window", "opportunity", "opportunity_part", "part_week", "part_evidence", "pain_stake"),
    *("pain_judgement", "pain_pattern", "pain_cause", "no_kind"),
)


def _make(db: Database, table: str, bound: Mapping[str, object] | None = None) -> None:
    db.run(statement(_PACKAGE, table), dict(bound) if bound else None)


def _weeks_to_remedies(db: Database, config: PainConfig) -> list[int]:
    """Return for every remedy how many weeks back from the horizon the weeks before it begin; 0 for one ahead."""
    told_until: datetime = db.value("select told_until from horizon")
    back = [(told_until.date() - remedy.since).days // 7 + 2 + config.remedy_weeks for remedy in config.remedies]
    return [0, *back]


def _make_baseline(db: Database, config: PainConfig) -> None:
    """Make `baseline` (begins, ends): the weeks of which the company's usual waits and deliveries are taken."""
    ends, begins = config.watch_weeks, config.watch_weeks + config.baseline_weeks
    db.run(
        """
        create or replace temp table baseline as
        select told_until - to_days(7 * $begins) as begins, told_until - to_days(7 * $ends) as ends
        from horizon
        """,
        {"begins": begins, "ends": ends},
    )


def _make_kinds(db: Database, config: PainConfig, currency: str, rates: Mapping[str, float]) -> dict[str, list[str]]:
    """Make a table per kind in use, and `kind_window` (kind, settled_until); return the columns of the tables."""
    worth = [{"currency": name, "rate": rate} for name, rate in {**rates, currency: 1.0}.items()]
    made = []
    with db.registered("rate", pa.Table.from_pylist(worth, schema=_RATE)):
        for name in config.all_kinds:
            known, own = PAIN_KINDS.get(name), config.kinds.get(name)
            needs = known.needs if known else own.over if own else ""
            if not db.has(needs):
                continue
            if known:
                _make(db, name, bound_values(known, config, currency))
            elif own:
                db.run(own_kind_sql(name, own, db.columns(own.over)))
            made.append(name)
    told_until = db.value("select told_until from horizon")
    windows = [
        {"kind": name, "settled_until": told_until - timedelta(hours=hours_to_settle(name, config))} for name in made
    ]
    with db.registered("told", pa.Table.from_pylist(windows, schema=_WINDOW)):
        db.run("create or replace temp table kind_window as select * from told")
    return {name: db.columns(name) for name in made}
