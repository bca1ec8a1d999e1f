"""Stage *compare*: what differs between two versions, person by person, as rows that another system can apply.

Rows of profiles are hashed first; only people whose hashes differ are looked at value by value. Both sides may be
restricted, each to the same golden_ids: the changes of these people are then found, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdp.contracts import CHANGE, empty_sql
from cdp.database import Database, literal, quote, statement

Relations = Mapping[str, str]
"""Published tables of one version by name: SQL of each, a table or what reads its file."""

_COMPARED = ("profile", "membership", "consent", "household", "event")
_LIST = "[]"


@dataclass(frozen=True)
class Compared:
    """A column of the profile with its DuckDB type before and after; None where that version does not have it."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Sides:
    """Two versions to be compared."""

    before: Relations
    after: Relations
    concerned: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """SQL of the rows, before and after, that may differ, of tables of which the others are known to be the same."""


def set_sides(db: Database, sides: Sides) -> None:
    """Make the views `before_<table>` and `after_<table>` of the rows that are compared, `all_before_<table>` and
    `all_after_<table>` of all that are counted.

    And `before_identity_history`: the ids that were gone before, and may be back.
    """
    former = sides.before["identity_history"]
    db.run(f"create or replace temp view before_identity_history as select * from {former}")
    for nth, (side, relations) in enumerate((("before", sides.before), ("after", sides.after))):
        for table in _COMPARED:
            rows = sides.concerned[table][nth] if table in sides.concerned else relations[table]
            db.run(f"create or replace temp view {side}_{table} as select * from {rows}")
            db.run(f"create or replace temp view all_{side}_{table} as select * from {relations[table]}")


def find_changes(db: Database, version: str) -> None:
    """Make `change` (see contracts), and of what it was made: `differing`, `value_change` and `moved`.

    Reads the views of `set_sides`, and `identity_change` (change, golden_id, other_golden_id) from the one version to
    the other. `differing`: golden_id, is_new, is_gone. `value_change`: golden_id, attribute, before, after as text.
    `moved`: source, record_id, golden_id before and after; null where the record is not there.
    """
    columns = compared_columns(db)
    db.run(f"create or replace temp table differing as {differing_sql(columns)}")
    db.run(f"create or replace temp table value_change as {value_change_sql(columns)}")
    db.run(statement("cdp", "moved"))
    db.run(statement("cdp", "change"), {"version": version})


def find_none(db: Database) -> None:
    """Make `change` without rows, for a version that has no parent."""
    db.run(f"create or replace temp table change as {empty_sql(CHANGE)}")


def compared_columns(db: Database) -> list[Compared]:
    """Return the columns of the profiles of both sides, golden_id left out; those of before that are gone, last."""
    before, after = (_types(db, f"{side}_profile") for side in ("before", "after"))
    return [Compared(name, before.get(name), after.get(name)) for name in {**after, **before}]


def _types(db: Database, table: str) -> dict[str, str]:
    described = db.rows(f"select column_name, column_type from (describe {table})")
    return {name: kind for name, kind in described if name != "golden_id"}


def differing_sql(columns: list[Compared]) -> str:
    """Return the SELECT of the people whose profile differs: golden_id, is_new, is_gone."""
    before = ", ".join(_hashed(each, each.before) for each in columns)
    after = ", ".join(_hashed(each, each.after) for each in columns)
    return f"""
    select golden_id, earlier.digest is null as is_new, later.digest is null as is_gone
    from (select golden_id, hash({before}) as digest from before_profile) earlier
    full join (select golden_id, hash({after}) as digest from after_profile) later using (golden_id)
    where earlier.digest is distinct from later.digest
    """


def _hashed(column: Compared, kind: str | None) -> str:
    """SQL of what is hashed of a column: its value, or its text where the versions disagree on the type.

    DuckDB hashes an empty list like null: the length tells them apart.
    """
    name = quote(column.name)
    if kind is None or column.before != column.after:
        return _text(name, kind)
    return f"{name}, len({name})" if kind.endswith(_LIST) else name


def value_change_sql(columns: list[Compared]) -> str:
    """Return the SELECT of the values that differ, of people who are there now: golden_id, attribute, before, after."""
    values = ", ".join(
        f"{{'attribute': {literal(each.name)}, 'before': {_text(f'earlier.{quote(each.name)}', each.before)}, "
        f"'after': {_text(f'later.{quote(each.name)}', each.after)}}}"
        for each in columns
    )
    return f"""
    select golden_id, one.attribute, one.before, one.after
    from (
        select golden_id, unnest([{values}]) as one
        from differing
        join after_profile later using (golden_id)
        left join before_profile earlier using (golden_id)
    )
    where one.before is distinct from one.after
    """


def _text(value: str, kind: str | None) -> str:
    """SQL of a value as text, a list as JSON."""
    if kind is None:
        return "cast(null as varchar)"
    return f"cast(to_json({value}) as varchar)" if kind.endswith(_LIST) else f"cast({value} as varchar)"
