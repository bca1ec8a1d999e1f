"""Stage *compare*, second half: how much differs between two versions, and whether the limits let that pass."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cdp.config.company import Checks
from cdp.contracts import PROFILE, VERSION_DIFF, empty_sql
from cdp.database import Database, literal, quote, statement

Diff = Sequence[Mapping[str, Any]]
"""Rows of `version_diff` by column."""

_ALL = "_all"
"""Ending of the columns that list every value of an attribute: their growth is no change of a golden value."""
_LIMITS = {
    "merged": "of the people are merged into others",
    "split": "of the people are split",
    "retired": "of the people are gone",
}


def measure_diff(db: Database, checks: Checks, restricted: Collection[str] = ()) -> None:
    """Make `version_diff` (see contracts) from what `find_changes` made, with the limits of `checks`.

    Of the tables that are `restricted` (see `Sides.concerned`) what there is now is what there was before, without the
    rows of before that are compared, and with those of now.
    """
    before, after = (_golden(db, side) for side in ("before", "after"))
    db.run(f"create or replace temp table filled as {filled_sql(before, after, 'profile' in restricted)}")
    db.run(f"create or replace temp table held as {held_sql(restricted)}")
    limits = ("max_merged_share", "max_split_share", "max_retired_share", "max_changed_share", "min_concerned")
    db.run(statement("cdp", "version_diff"), {name: getattr(checks, name) for name in limits})
    db.drop("filled", "held", "differing", "value_change", "moved")


def measure_nothing(db: Database) -> None:
    """Make `version_diff` without rows, for a version that has no parent."""
    db.run(f"create or replace temp table version_diff as {empty_sql(VERSION_DIFF)}")


def _golden(db: Database, side: str) -> list[str]:
    """Columns of the profiles of a side that hold one golden value each."""
    own = {column.name for column in PROFILE.columns}
    return [name for name in db.columns(f"{side}_profile") if name not in own and not name.endswith(_ALL)]


_Counted = tuple[str, str, str]
"""A view whose rows count, and for how much each counts before and after, as SQL."""


def _counted(table: str, *, restricted: bool) -> list[_Counted]:
    if not restricted:
        return [(f"all_before_{table}", "1", "0"), (f"all_after_{table}", "0", "1")]
    return [(f"all_before_{table}", "1", "1"), (f"before_{table}", "0", "-1"), (f"after_{table}", "0", "1")]


def held_sql(restricted: Collection[str]) -> str:
    """Return the SELECT of how many records, events and words on consent there are by source: what, name, before,
    after.
    """
    parts = [
        f"select {literal(what)} as what, source as name, {before} * count(*) as before, {after} * count(*) as after "
        f"from {view} group by source"
        for what, table in (("record", "membership"), ("event", "event"), ("consent", "consent"))
        for view, before, after in _counted(table, restricted=table in restricted)
    ]
    return f"""
    select what, name, cast(sum(before) as bigint) as before, cast(sum(after) as bigint) as after
    from ({" union all ".join(parts)})
    group by what, name
    having sum(before) > 0 or sum(after) > 0
    """


def filled_sql(before: Sequence[str], after: Sequence[str], restricted: bool = False) -> str:
    """Return the SELECT of how many profiles have each golden value: name, before, after."""
    names = list(dict.fromkeys([*after, *before]))
    sides = [
        f"select unnest([{', '.join(_filled(name, there, each) for name in names)}]) as one from {each[0]}"
        for each in _counted("profile", restricted=restricted)
        for there in [after if "after" in each[0] else before]
    ]
    if not names:
        return "select '' as name, cast(0 as bigint) as before, cast(0 as bigint) as after where false"
    return f"""
    select one.name, cast(sum(one.before) as bigint) as before, cast(sum(one.after) as bigint) as after
    from ({" union all ".join(sides)})
    group by one.name
    """


def _filled(name: str, there: Sequence[str], counted: _Counted) -> str:
    count = f"count({quote(name)})" if name in there else "0"
    return f"{{'name': {literal(name)}, 'before': {counted[1]} * {count}, 'after': {counted[2]} * {count}}}"


def diff_rows(db: Database) -> list[dict[str, Any]]:
    """Return the rows of `version_diff` by column."""
    names = [column.name for column in VERSION_DIFF.columns]
    rows = db.rows(f"select {', '.join(names)} from version_diff order by what, name")
    return [dict(zip(names, row, strict=True)) for row in rows]


def exceeded(diff: Diff) -> list[str]:
    """Return a sentence per limit that is exceeded: `12.0% of the people are merged into others (limit 10.0%)`."""
    return [
        f"{row['share']:.1%} {_LIMITS.get(row['name'], '') if row['what'] == 'identity' else _changed(row['name'])} "
        f"(limit {row['most']:.1%})"
        for row in diff
        if row["exceeds"]
    ]


def _changed(attribute: str) -> str:
    return f"of the golden values of {attribute} change or vanish"
