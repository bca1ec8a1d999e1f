"""Stage *compare*, second half: how much differs between two versions, and whether the limits let that pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def measure_diff(db: Database, checks: Checks) -> None:
    """Make `version_diff` (see contracts) from what `find_changes` made, with the limits of `checks`."""
    db.run(f"create or replace temp table filled as {filled_sql(*(_golden(db, side) for side in ('before', 'after')))}")
    limits = ("max_merged_share", "max_split_share", "max_retired_share", "max_changed_share", "min_concerned")
    db.run(statement("cdp", "version_diff"), {name: getattr(checks, name) for name in limits})
    db.drop("filled", "differing", "value_change", "moved")


def measure_nothing(db: Database) -> None:
    """Make `version_diff` without rows, for a version that has no parent."""
    db.run(f"create or replace temp table version_diff as {empty_sql(VERSION_DIFF)}")


def _golden(db: Database, side: str) -> list[str]:
    """Columns of the profiles of a side that hold one golden value each."""
    own = {column.name for column in PROFILE.columns}
    return [name for name in db.columns(f"{side}_profile") if name not in own and not name.endswith(_ALL)]


def filled_sql(before: Sequence[str], after: Sequence[str]) -> str:
    """Return the SELECT of how many profiles have each golden value: name, before, after."""
    names = list(dict.fromkeys([*after, *before]))
    counts = {"before": before, "after": after}
    filled = {side: ", ".join(_filled(name, side, there) for name in names) for side, there in counts.items()}
    sides = [f"select unnest([{told}]) as one from all_{side}_profile" for side, told in filled.items()]
    if not names:
        return "select '' as name, cast(0 as bigint) as before, cast(0 as bigint) as after where false"
    return f"""
    select one.name, cast(sum(one.before) as bigint) as before, cast(sum(one.after) as bigint) as after
    from ({" union all ".join(sides)})
    group by one.name
    """


def _filled(name: str, side: str, there: Sequence[str]) -> str:
    counted = f"count({quote(name)})" if name in there else "0"
    before, after = (counted, "0") if side == "before" else ("0", counted)
    return f"{{'name': {literal(name)}, 'before': {before}, 'after': {after}}}"


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
