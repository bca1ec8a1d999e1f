"""What experience.yml means for the events that are there: Python looks at distinct types, actions and touchpoints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from cdp.config.experience import ExperienceConfig, Question
from cdp.database import Database
from cdp.event_types import means

COMPANY_ACTS = (
    "message_sent",
    "message_bounced",
    "packed",
    "shipped",
    "out_for_delivery",
    "delivered",
    "delivery_failed",
    "ready_for_pickup",
    "refunded",
    "coupon_issued",
)
"""What a company does for or to its customers; everything else is an interaction of theirs."""

_TEXT, _NUMBER, _YES_NO = pa.string(), pa.float64(), pa.bool_()
_QUESTION = {
    "question": _TEXT,
    "metric": _TEXT,
    "score_path": _TEXT,
    "scale_low": _NUMBER,
    "scale_high": _NUMBER,
    "top_from": _NUMBER,
    "bottom_below": _NUMBER,
    "is_reversed": _YES_NO,
    "weight_path": _TEXT,
    "touchpoint_path": _TEXT,
    "touchpoint_fixed": _TEXT,
    "sent_path": _TEXT,
    "dimension": _TEXT,
}
_Kind = tuple[str | None, str | None]
"""Type and action of an event."""


def make_questions(db: Database, config: ExperienceConfig) -> None:
    """Make the tables that reading answers needs from the questions and from the events that are there.

    - `question`: a row per question, with the boxes of its scale turned so that more is better.
    - `question_event` (question, role, type, action): which events hold an answer (`answers`), or ask (`asks`).
    - `missing_code` (question, code, reason): codes as numbers where they are some, else in small letters.
    - `touchpoint_name` (touchpoint, names): touchpoints that answers name, with channels and actions that they judge.
    """
    kinds = _kinds(db)
    _write(db, "question", _QUESTION, (_row(name, each) for name, each in config.questions.items()))
    heard = (
        {"question": name, "role": role, "type": kind[0], "action": kind[1]}
        for name, each in config.questions.items()
        for kind in kinds
        for role, holds in (("answers", _answers(each, kind)), ("asks", means(kind[0], each.asked)))
        if holds
    )
    _write(db, "question_event", dict.fromkeys(("question", "role", "type", "action"), _TEXT), heard)
    codes = (
        {"question": name, "code": _code(code), "reason": reason}
        for name, each in config.questions.items()
        for code, reason in each.missing.items()
    )
    _write(db, "missing_code", dict.fromkeys(("question", "code", "reason"), _TEXT), codes)
    named = ({"touchpoint": each, "names": [each, *config.touchpoints.get(each, ())]} for each in _touchpoints(db))
    _write(db, "touchpoint_name", {"touchpoint": _TEXT, "names": pa.list_(_TEXT)}, named)


def make_event_meanings(db: Database, config: ExperienceConfig) -> None:
    """Make `event_dimension` (type, action, dimension), `answering` (type, action) and `company_act` (action).

    An event speaks of the first dimension that names its type or action.
    """
    kinds = _kinds(db)
    dimensions = (
        {"type": kind[0], "action": kind[1], "dimension": dimension}
        for kind in kinds
        for dimension in [name for name, names in config.dimensions.items() if _is_named(kind, names)][:1]
    )
    _write(db, "event_dimension", dict.fromkeys(("type", "action", "dimension"), _TEXT), dimensions)
    answering = ({"type": kind[0], "action": kind[1]} for kind in kinds if means(kind[0], config.response.by))
    _write(db, "answering", dict.fromkeys(("type", "action"), _TEXT), answering)
    _write(db, "company_act", {"action": _TEXT}, ({"action": each} for each in COMPANY_ACTS))


def _row(name: str, question: Question) -> dict[str, Any]:
    (low, high), (top, bottom) = question.bounds, question.boxes
    path = question.touchpoint if question.touchpoint.startswith("$") else None
    return {
        "question": name,
        "metric": question.metric,
        "score_path": question.score,
        "scale_low": low,
        "scale_high": high,
        "top_from": top,
        "bottom_below": bottom,
        "is_reversed": question.is_reversed,
        "weight_path": question.weight,
        "touchpoint_path": path,
        "touchpoint_fixed": None if path else question.touchpoint,
        "sent_path": question.sent,
        "dimension": question.dimension,
    }


def _answers(question: Question, kind: _Kind) -> bool:
    return kind[1] == question.action if question.action else means(kind[0], question.event)


def _is_named(kind: _Kind, names: Sequence[str]) -> bool:
    return kind[1] in names or means(kind[0], names)


def _code(text: str) -> str:
    """Return a code as DuckDB writes it as a number, if it is one, else in small letters."""
    try:
        return str(float(text))
    except ValueError:
        return text.strip().lower()


def _kinds(db: Database) -> list[_Kind]:
    return db.rows("select distinct type, action from touch order by all")


def _touchpoints(db: Database) -> list[str]:
    """Touchpoints that answers may name."""
    return [text for (text,) in db.rows(_TOUCHPOINTS)]


_TOUCHPOINTS = """
select distinct coalesce(json_extract_string(properties, touchpoint_path), touchpoint_fixed) as touchpoint
from interaction
join question_event
    on question_event.type is not distinct from interaction.type
   and question_event.action is not distinct from interaction.action
join question on question.question = question_event.question
where role = 'answers' and touchpoint is not null
order by touchpoint
"""


def _write(db: Database, name: str, columns: dict[str, pa.DataType], rows: Iterable[dict[str, Any]]) -> None:
    with db.registered("told", pa.Table.from_pylist(list(rows), schema=pa.schema(list(columns.items())))):
        db.run(f"create or replace temp table {name} as select * from told")
