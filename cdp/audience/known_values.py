"""The values that fields of segments have in a version: few enough to choose from, or that nobody has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdp.audience.members import answered
from cdp.config.segments import Condition
from cdp.database import quote
from cdp.segments.fields import BOOLEAN, LIST, TEXT, Field, Fields
from cdp.segments.rule import compared_sql, where_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdp.store import Store

MOST = 50
"""Values that a field is chosen by at most."""
COMMON = 0.01
"""Of a field with more values those are offered that so great a share of the rows holds; the others are typed."""
_LISTED = (TEXT, LIST, BOOLEAN)
_NAMED = ("is", "in")


def known_values(store: Store, field: Field) -> list[str]:
    """Return the values of a text, list or yes-or-no field, the most frequent first; of more than `MOST` the common."""
    if field.kind not in _LISTED:
        return []
    column = quote(field.column)
    found = store.rows(f"""
        select cast(value as varchar) as value, count(*) as n, count(*) >= {COMMON} * sum(count(*)) over () as is_common
        from (select {f"unnest({column})" if field.kind == LIST else column} as value
              from {quote(field.table)} where golden_id is not null)
        where value is not null
        group by 1 order by n desc, value limit {MOST + 1}
    """)
    return [row["value"] for row in found if row["is_common"] or len(found) <= MOST][:MOST]


def held_by_nobody(store: Store, fields: Fields, condition: Condition) -> list[tuple[Field, Any]]:
    """Return the values that a condition, or those inside of it, compares a field with and that no row has."""
    found = []
    for field, wanted, value in _compared(condition, fields):
        held = f"select 1 from {quote(field.table)} where golden_id is not null and {wanted} limit 1"
        if not answered(store, held):
            found.append((field, value))
    return found


def _compared(condition: Condition, fields: Fields) -> Iterator[tuple[Field, str, Any]]:
    """Yield every value that is named, with its field and the comparison as SQL."""
    for each in condition.all_ or condition.any_ or ((condition.not_,) if condition.not_ else ()):
        yield from _compared(each, fields)
    if condition.field is None:
        return
    field = fields.find(condition.field)
    ((way, given),) = condition.compared()
    if way in _NAMED or (way == "contains" and field.kind == LIST):
        for value in given if isinstance(given, tuple) else (given,):
            yield field, compared_sql(field, "is" if way in _NAMED else way, value, fields), value
    for column, sql in zip(condition.where, where_sql(condition, field, fields), strict=True):
        yield fields.find(f"{field.table}.{column}"), sql, condition.where[column]
