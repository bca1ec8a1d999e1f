"""Makes `segment` and `segment_member`: who is in which of the declared segments."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from cdp.config import Config
from cdp.config.segments import Segment
from cdp.contracts import TABLES, VIEWS
from cdp.database import Database, StatementFailed, literal
from cdp.errors import ConfigError, ConfigProblem
from cdp.segments.fields import Fields, UnknownField
from cdp.segments.rule import WrongCondition, members_sql

_HOW_FOUND = {
    *("membership", "cluster_quality", "provenance", "identity_history", "inherited_claim", "change", "event_owner"),
    *("segment", "segment_member"),
}
"""Tables with golden_ids that say how people were found, or are made of segments."""
ABOUT_PEOPLE = tuple(
    table
    for table in (*TABLES, *VIEWS)
    if table.name not in _HOW_FOUND and "golden_id" in {column.name for column in table.columns}
)
"""Tables whose columns are fields of segments."""
ONCE = frozenset(table.name for table in ABOUT_PEOPLE if table.key == ("golden_id",))
"""Those with one row per person at most."""


def make_segments(db: Database, config: Config) -> None:
    """Make `segment` (segment, description, people, share, rule) and `segment_member` (segment, golden_id).

    Reads the tables of `ABOUT_PEOPLE` that there are, and `horizon` (told_until). Raises ConfigError for a field that
    does not exist, a comparison that does not suit it, or an expression that the engine refuses.
    """
    columns = {table.name: _columns(db, table.name) for table in ABOUT_PEOPLE if db.has(table.name)}
    fields = Fields(columns, ONCE, db.value("select told_until from horizon"))
    db.run("create or replace temp table segment_member (segment varchar, golden_id varchar)")
    rules = {name: declared_sql(name, segment, fields) for name, segment in config.segments.segments.items()}
    for name, rule in rules.items():
        _insert(db, name, rule)
    declared = [
        {"segment": name, "description": segment.meaning, "rule": rules[name]}
        for name, segment in config.segments.segments.items()
    ]
    with db.registered("declared", pa.Table.from_pylist(declared, schema=_DECLARED)):
        db.run(_SEGMENT)


def declared_sql(name: str, segment: Segment, fields: Fields) -> str:
    """Return the SELECT of the golden_ids of a segment; raises ConfigError that names the segment."""
    try:
        return members_sql(segment, fields)
    except (UnknownField, WrongCondition) as fault:
        raise wrong_segment(name, str(fault)) from fault


def wrong_segment(name: str, problem: str) -> ConfigError:
    """Return the error of a segment that cannot be made out."""
    remedy = "correct it in segments.yml; `cdp segments fields` lists what may be asked"
    return ConfigError([ConfigProblem("segments.yml", None, f"segments.{name}", problem, remedy)])


def _columns(db: Database, table: str) -> Mapping[str, str]:
    return dict(db.rows(f"select column_name, column_type from (describe {table})"))


def _insert(db: Database, name: str, rule: str) -> None:
    try:
        db.run(f"insert into segment_member select {literal(name)}, golden_id from ({rule}) order by golden_id")
    except StatementFailed as fault:
        raise wrong_segment(name, "its expression cannot be carried out on these columns") from fault


_DECLARED = pa.schema({"segment": pa.string(), "description": pa.string(), "rule": pa.string()})
_SEGMENT = """
create or replace temp table segment as
select segment, description, count(golden_id) as people,
       round(count(golden_id) / nullif((select count(*) from profile), 0), 6) as share, rule
from declared left join segment_member using (segment)
group by all order by segment
"""
