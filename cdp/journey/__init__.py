"""Stage *journey*: the stages of the consumer decision journey, how people pass through them, and who is loyal.

One function, from `interaction`, `purchase` and `horizon` to the tables in cdp/contracts/journey.py. SQL looks at the
events of all people, Python at the flows between touchpoints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
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
    """Make `journey_stage`, and `journey_entered`, which has numbers for the names of rules and stages."""
    rules = [{"rule": each.number, "name": each.name} for each in config.rules]
    _table(db, "journey_rule", rules, _RULE)
    kinds = [
        {
            "rank": STAGES.index(name),
            "stage": name,
            "begins": name in BEFORE,
            "is_purchase": name in PURCHASES,
            "silence": timedelta(days=stage.ends_after_days) if stage.ends_after_days else None,
        }
        for name, stage in config.declared.items()
    ]
    _table(db, "stage_kind", kinds, _KIND)
    endings = [
        {
            "ending": number,
            "rank": STAGES.index(stage),
            "ended_by": ended_by,
            "by_rank": STAGES.index(ended_by) if ended_by in STAGES else None,
            "by_action": None if ended_by in STAGES else ended_by,
        }
        for number, (stage, ended_by) in enumerate(config.endings, start=1)
    ]
    _table(db, "stage_ending", endings, _ENDING)
    for table in ("journey_visit", "journey_entered", "journey_stage"):
        db.run(_sql(table))


def _weigh_touchpoints(db: Database, config: JourneyConfig) -> None:
    """Make `touchpoint`."""
    _table(db, "touch_action", [{"action": each} for each in config.touchpoints.actions], _texts("action"))
    db.run(_sql("journey_touch"), {"days": config.touchpoints.lookback_days})
    db.run(_sql("journey_flow"))
    flows = db.rows("select product_line, kind, earlier, later, times, is_bought from journey_flow order by all")
    effects = [
        {"product_line": line, "kind": kind, "touchpoint": name, "removal": effect.removal, "share": effect.share}
        for (line, kind), rows in groupby(flows, key=lambda row: row[:2])
        for name, effect in removal_effects(Flow(*row[2:]) for row in rows).items()
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


_RULE = pa.schema([("rule", pa.int16()), ("name", pa.string())])
_KIND = pa.schema(
    [
        ("rank", pa.int8()),
        ("stage", pa.string()),
        ("begins", pa.bool_()),
        ("is_purchase", pa.bool_()),
        ("silence", pa.duration("us")),
    ]
)
_ENDING = pa.schema(
    [
        ("ending", pa.int16()),
        ("rank", pa.int8()),
        ("ended_by", pa.string()),
        ("by_rank", pa.int8()),
        ("by_action", pa.string()),
    ]
)
_EFFECT = pa.schema([*_texts("product_line", "kind", "touchpoint"), ("removal", pa.float64()), ("share", pa.float64())])
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
    "journey_rule",
    "stage_kind",
    "stage_ending",
    "touch_action",
    "risk_stage",
)
"""Tables on the way, which nothing reads afterwards."""
