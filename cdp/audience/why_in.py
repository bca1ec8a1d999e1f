"""Why a person is in a segment, or is not: each condition with the person's own value, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp

from cdp.audience.members import answered
from cdp.audience.words import Phrase, told
from cdp.config.segments import Condition, Segment
from cdp.database import quote
from cdp.segments.fields import PERSON, Field, Fields
from cdp.segments.rule import condition_sql, expression_field, members_sql, where_sql

if TYPE_CHECKING:
    from cdp.store import Store

_VALUES = 5
"""Values of a table with several rows per person that are shown."""


@dataclass(frozen=True)
class Reasoned:
    """One condition of a segment, held against one person."""

    depth: int
    """0 is the whole rule; conditions inside `all`, `any` and `not` are one deeper."""
    condition: str
    value: Any
    """What the person has; a list where a table has several rows of the person; None for joined conditions."""
    holds: bool
    field: str | None = None
    """The field of the condition, `table.column`; None for joined conditions and expressions."""


def why_in(store: Store, fields: Fields, segment: Segment, golden_id: str, phrase: Phrase = told) -> list[Reasoned]:
    """Return every condition of a segment, in its order, with a living person's value and whether it holds."""
    if segment.sql is not None:
        return list(_of_expression(store, fields, segment.sql, golden_id))
    return list(_of_condition(store, fields, segment, golden_id, 0, phrase))


def _of_condition(
    store: Store, fields: Fields, condition: Condition, golden_id: str, depth: int, phrase: Phrase
) -> Iterator[Reasoned]:
    holds = _holds(store, f"select golden_id from {PERSON} where {condition_sql(condition, fields)}", golden_id)
    value = _value(store, fields, condition, golden_id) if condition.field else None
    yield Reasoned(depth, phrase(condition), value, holds, condition.field and fields.find(condition.field).name)
    inner = condition.all_ or condition.any_ or ((condition.not_,) if condition.not_ else ())
    for each in inner:
        yield from _of_condition(store, fields, each, golden_id, depth + 1, phrase)


def _holds(store: Store, members: str, golden_id: str) -> bool:
    return bool(answered(store, f"select 1 from ({members}) where golden_id = $id", {"id": golden_id}))


def _value(store: Store, fields: Fields, condition: Condition, golden_id: str) -> Any:
    field = fields.find(str(condition.field))
    found = _values(store, field, golden_id, where_sql(condition, field, fields))
    return found if not field.once else next(iter(found), None)


def _values(store: Store, field: Field, golden_id: str, where: list[str]) -> list[Any]:
    """Return the values that a person's rows have in a field, the most frequent first."""
    wanted = " and ".join(["golden_id = $id", *where])
    column = quote(field.column)
    rows = answered(
        store,
        f"select {column} as value from {quote(field.table)} where {wanted} and {column} is not null "
        f"group by 1 order by count(*) desc, 1 limit {_VALUES}",
        {"id": golden_id},
    )
    return [row["value"] for row in rows]


def _of_expression(store: Store, fields: Fields, sql: str, golden_id: str) -> Iterator[Reasoned]:
    """The expression, and what it joins by AND one by one, each with the values of its columns."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    parts = [each.unnest() for each in tree.flatten()] if isinstance(tree, exp.And) else []
    for depth, part in [(0, tree), *((1, part) for part in parts)]:
        text = part.sql(dialect="duckdb")
        columns = [expression_field(column, fields) for column in part.find_all(exp.Column)]
        values = {field.name: next(iter(_values(store, field, golden_id, [])), None) for field in columns}
        holds = _holds(store, members_sql(Segment(sql=text), fields), golden_id)
        yield Reasoned(depth, text, values if depth or not parts else None, holds)
