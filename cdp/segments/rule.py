"""Conditions of segments as SQL: who meets them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlglot
from sqlglot import exp

from cdp.config.segments import Condition, Plain, Segment
from cdp.database import literal, quote
from cdp.segments.fields import BOOLEAN, DAY, LIST, NUMBER, PERSON, TEXT, Field, Fields, UnknownField


class WrongCondition(Exception):
    """A condition does not suit its field; the message says why."""


def members_sql(segment: Segment, fields: Fields) -> str:
    """Return the SELECT of the golden_ids of all who are in a segment.

    It reads published tables, and nothing else. Raises UnknownField or WrongCondition.
    """
    if segment.sql is not None:
        return _expression_sql(segment.sql, fields)
    return f"select golden_id from {PERSON} where {condition_sql(segment, fields)}"


def condition_sql(condition: Condition, fields: Fields) -> str:
    """Return what holds of a row of `profile` as SQL; it is true or false, never null."""
    if condition.all_:
        return _joined(" and ", condition.all_, fields)
    if condition.any_:
        return _joined(" or ", condition.any_, fields)
    if condition.not_:
        return f"not ({condition_sql(condition.not_, fields)})"
    field = fields.find(str(condition.field))
    ((way, given),) = condition.compared()
    if way == "missing" and given:
        there = Condition.model_validate({**_own(condition), "missing": False})
        return f"not ({condition_sql(there, fields)})"
    held = compared_sql(field, way, given, fields)
    if field.table == PERSON:
        if condition.where or condition.times:
            raise WrongCondition("profile has one row per person: `where` and `times` go with other tables")
        return f"coalesce({held}, false)"
    return f"golden_id in ({_rows_sql(condition, field, held, fields)})"


def _own(condition: Condition) -> dict[str, Any]:
    return {"field": condition.field, "where": condition.where, "times": condition.times}


def _joined(word: str, conditions: Iterable[Condition], fields: Fields) -> str:
    return "(" + word.join(condition_sql(each, fields) for each in conditions) + ")"


def _rows_sql(condition: Condition, field: Field, held: str, fields: Fields) -> str:
    """SELECT of the people who have a row, or so many, that meets a condition."""
    wanted = ["golden_id is not null", held, *where_sql(condition, field, fields)]
    grouped = f" group by golden_id having count(*) >= {condition.times}" if condition.times else ""
    return f"select golden_id from {quote(field.table)} where {' and '.join(wanted)}{grouped}"


def where_sql(condition: Condition, field: Field, fields: Fields) -> list[str]:
    """Return what `where` asks of the rows of a field's table, as SQL conditions."""
    found = []
    for column, given in condition.where.items():
        other = fields.find(f"{field.table}.{column}")
        if given is None:
            found.append(f"{quote(other.column)} is null")
            continue
        found.append(compared_sql(other, "in" if isinstance(given, tuple) else "is", given, fields))
    return found


def suiting(field: Field) -> tuple[str, ...]:
    """Return the comparisons that suit a field."""
    return _SUITING[field.kind]


def compared_sql(field: Field, way: str, given: Any, fields: Fields) -> str:
    """Return the comparison of a field as SQL. Raises WrongCondition when it does not suit its type."""
    if way not in suiting(field):
        raise WrongCondition(f"{field.name} is a {field.kind}: {', '.join(suiting(field))} suit it, not {way}")
    return _LOOKING_INTO[way](field, given, fields) if way in _LOOKING_INTO else _ordered_sql(field, way, given)


def _ordered_sql(field: Field, way: str, given: Any) -> str:
    column = f"cast({quote(field.column)} as date)" if field.kind == DAY else quote(field.column)
    if way == "in":
        return f"{column} in ({', '.join(_value(field, each) for each in given)})"
    if way == "between":
        return f"{column} between {_value(field, given[0])} and {_value(field, given[1])}"
    return f"{column} {_SIGNS[way]} {_value(field, given)}"


def _there_sql(field: Field, _: Any, __: Fields) -> str:
    column = quote(field.column)
    return f"len({column}) > 0" if field.kind == LIST else f"{column} is not null"


def _contains_sql(field: Field, given: Any, _: Fields) -> str:
    column = quote(field.column)
    if field.kind == LIST:
        return f"list_contains({column}, {literal(given)})"
    return f"contains(lower({column}), {literal(given.lower())})"


def _within_days_sql(field: Field, given: Any, fields: Fields) -> str:
    column = quote(field.column)
    now = f"cast({literal(str(fields.told_until))} as timestamp)" if fields.told_until else "cast(null as timestamp)"
    return f"{column} > {now} - to_days({given}) and {column} <= {now}"


_YES_OR_NO = {"yes": "true", "true": "true", "no": "false", "false": "false"}
_SIGNS = {"is": "=", "at_least": ">=", "at_most": "<=", "before": "<", "after": ">"}
_LOOKING_INTO = {"missing": _there_sql, "contains": _contains_sql, "within_days": _within_days_sql}
_SUITING = {
    LIST: ("contains", "missing"),
    DAY: ("is", "in", "before", "after", "between", "at_least", "at_most", "within_days", "missing"),
    BOOLEAN: ("is", "missing"),
    TEXT: ("is", "in", "contains", "missing"),
    NUMBER: ("is", "in", "at_least", "at_most", "between", "missing"),
}
"""Comparisons that suit each kind of field."""


def _value(field: Field, given: Plain) -> str:
    """A value as SQL of the type of its field."""
    kind = field.kind
    if kind == BOOLEAN and str(given).lower() in _YES_OR_NO:
        return _YES_OR_NO[str(given).lower()]
    if kind == NUMBER and isinstance(given, (int, float)) and not isinstance(given, bool):
        return repr(given)
    if kind == TEXT and not isinstance(given, bool):
        return literal(str(given))
    if kind == DAY and (day := _day(given)):
        return f"date {literal(day.isoformat())}"
    raise WrongCondition(f"{field.name} is a {kind}: {given!r} is none")


def _day(given: Plain) -> date | None:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        return None


def _expression_sql(sql: str, fields: Fields) -> str:
    """SELECT of all for whom an expression over tables with one row per person is true."""
    tree = exp.paren(sqlglot.parse_one(sql, dialect="duckdb"))
    tables = []
    for column in list(tree.find_all(exp.Column)):
        field = expression_field(column, fields)
        column.replace(exp.column(column.name, field.table, quoted=True))
        tables.append(field.table)
    joins = "".join(
        f" left join {quote(table)} using (golden_id)" for table in dict.fromkeys(tables) if table != PERSON
    )
    return f"select golden_id from {PERSON}{joins} where {tree.sql(dialect='duckdb')}"


def expression_field(column: exp.Column, fields: Fields) -> Field:
    """Return the field that a column of an expression names. Raises UnknownField, also for several rows per person."""
    field = fields.find(f"{column.table}.{column.name}" if column.table else column.name)
    if not field.once:
        raise UnknownField(f"{field.table} has several rows per person: write conditions instead of sql")
    return field
