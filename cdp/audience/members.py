"""Who is in a segment, saved or not, by a published version."""

from __future__ import annotations

from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import duckdb

from cdp.database import told_without_values
from cdp.errors import NotFound, UsageError
from cdp.segments.fields import Fields
from cdp.segments.members import ABOUT_PEOPLE, ONCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cdp.config.segments import Segment
    from cdp.store import Store


def fields_of(store: Store) -> Fields:
    """Return the fields that conditions may speak of in a version."""
    described = store.rows(_COLUMNS, {"tables": [table.name for table in ABOUT_PEOPLE]})
    columns: dict[str, dict[str, str]] = {}
    for each in described:
        columns.setdefault(each["table_name"], {})[each["column_name"]] = each["data_type"]
    told = store.manifest.told_until
    return Fields(columns, ONCE, datetime.fromisoformat(told) if told else None)


def answered(store: Store, statement: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the rows of a statement that holds the rule of a segment. Raises UsageError when the rule does not hold
    together, without a value of the data.
    """
    try:
        return store.rows(statement, parameters)
    except duckdb.Error as fault:
        told = told_without_values(fault).splitlines()[0]
        raise UsageError(f"the rule cannot be carried out: {told}", "`cdp segments fields` lists the types") from fault


def named(segments: Mapping[str, Segment], name: str) -> Segment:
    """Return a declared segment; raises NotFound, with names that are near."""
    found = segments.get(name)
    if found is None:
        near = get_close_matches(name, segments, n=1)
        remedy = f"did you mean `{near[0]}`?" if near else "`cdp segments` lists those there are"
        raise NotFound(f"there is no segment {name!r}", remedy)
    return found


_COLUMNS = """
select table_name, column_name, data_type from information_schema.columns
where list_contains($tables, table_name) order by table_name, ordinal_position
"""
