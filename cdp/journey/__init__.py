"""Stage *journey*: the stages of the consumer decision journey, how people pass through them, and who is loyal.

One function, from `interaction`, `purchase` and `horizon` to the tables in cdp/contracts/journey.py. SQL looks at the
events of all people, Python at the flows between touchpoints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import pyarrow as pa

from cdp.config.journey import BEFORE, PURCHASES, STAGES, JourneyConfig
from cdp.database import Database, statement
from cdp.journey.attribution import Flow, removal_effects
from cdp.journey.definition import definitions
from cdp.journey.rules import journey_event_sql, journey_evidence_sql, journey_sign_sql


def make_journey(db: Database, config: JourneyConfig) -> None:
    """Make the tables of journeys; see their contracts. They depend on nothing but their inputs and `config`."""
    _find_evidence(db, config)
    _make_stages(db, config)
    for table in ("journey_transition", "journey_dwell", "journey_trip", "journey_path", "journey_entry"):
        db.run(_sql(table))
    _weigh_touchpoints(db, config)
    _find_loyalists(db, config)
    _table(db, "journey_definition", definitions(config), _DEFINITION)
    db.drop(*_STEPS)


def _find_evidence(db: Database, config: JourneyConfig) -> None:
    """Make `journey_event`, `journey_course`, `journey_step` and, rule by rule, `journey_evidence`."""
    db.run(journey_event_sql(config))
    db.run(_sql("journey_course"))
    db.run(_sql("journey_step"))
    first, *others = config.layers()
    db.run(f"create or replace temp table journey_evidence as {journey_evidence_sql(first)}")
    for layer in others:
        db.run(f"insert into journey_evidence {journey_evidence_sql(layer)}")


def _make_stages(db: Database, config: JourneyConfig) -> None:
    """Make `journey_stage`, and `journey_entered` that has more of each entry."""
    kinds = [
        {
            "stage": name,
            "rank": STAGES.index(name),
            "begins": name in BEFORE,
            "is_purchase": name in PURCHASES,
            "silence": stage.ends_after_days,
        }
        for name, stage in config.declared.items()
    ]
    _table(db, "stage_kind", kinds, _KIND)
    endings = [{"stage": stage, "ended_by": ending} for stage, ending in config.endings]
    _table(db, "stage_ending", endings, _texts("stage", "ended_by"))
    for table in ("journey_visit", "journey_entered", "journey_stage"):
        db.run(_sql(table))


def _weigh_touchpoints(db: Database, config: JourneyConfig) -> None:
    """Make `touchpoint`."""
    _table(db, "touch_action", [{"action": each} for each in config.touchpoints.actions], _texts("action"))
    db.run(_sql("journey_touch"), {"days": config.touchpoints.lookback_days})
    db.run(_sql("journey_flow"))
    flows = db.rows('select "by", earlier, later, times, is_bought from journey_flow order by all')
    effects = [
        {"by": by, "touchpoint": name, "removal": effect.removal, "share": effect.share}
        for by, rows in groupby(flows, key=lambda row: row[0])
        for name, effect in removal_effects(Flow(*row[1:]) for row in rows).items()
    ]
    _table(db, "journey_effect", effects, _EFFECT)
    db.run(_sql("touchpoint"))


def _find_loyalists(db: Database, config: JourneyConfig) -> None:
    """Make `loyalty`."""
    loyal = config.loyalty
    db.run(journey_sign_sql(config))
    _table(db, "risk_stage", [{"stage": each} for each in loyal.at_risk], _texts("stage"))
    db.run(
        _sql("loyalty"),
        {
            "purchases": loyal.purchases,
            "days": loyal.within_days,
            "lapsed": loyal.lapsed_after_days,
            "active": loyal.active_from,
        },
    )


def _sql(table: str) -> str:
    return statement("cdp.journey", table)


def _table(db: Database, name: str, rows: Sequence[Mapping[str, object]], schema: pa.Schema) -> None:
    """Make a table of rows that Python holds."""
    with db.registered("told", pa.Table.from_pylist(list(map(dict, rows)), schema=schema)):
        db.run(f"create or replace temp table {name} as from told")


def _texts(*names: str) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in names])


_KIND = pa.schema(
    [
        ("stage", pa.string()),
        ("rank", pa.int32()),
        ("begins", pa.bool_()),
        ("is_purchase", pa.bool_()),
        ("silence", pa.int32()),
    ]
)
_EFFECT = pa.schema(
    [("by", pa.string()), ("touchpoint", pa.string()), ("removal", pa.float64()), ("share", pa.float64())]
)
_DEFINITION = pa.schema(
    [
        *_texts("kind", "stage", "name"),
        ("actions", pa.list_(pa.string())),
        ("condition", pa.string()),
        ("count", pa.int32()),
        ("within_days", pa.int32()),
        ("per", pa.string()),
        ("after", pa.list_(pa.string())),
    ]
)
_STEPS = (
    "journey_event",
    "journey_course",
    "journey_step",
    "journey_evidence",
    "journey_visit",
    "journey_entered",
    "journey_trip",
    "journey_touch",
    "journey_flow",
    "journey_effect",
    "journey_sign",
    "stage_kind",
    "stage_ending",
    "touch_action",
    "risk_stage",
)
"""Tables on the way, which nothing reads afterwards."""
