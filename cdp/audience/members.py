"""Who is in a segment, saved or not, by a published version."""

from __future__ import annotations

from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from cdp.errors import NotFound
from cdp.segments.fields import Fields
from cdp.segments.members import ABOUT_PEOPLE, ONCE

if TYPE_CHECKING:
    from cdp.config import Config
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


def declared(config: Config, name: str) -> Segment:
    """Return a segment of segments.yml; raises NotFound, with names that are near."""
    found = config.segments.segments.get(name)
    if found is None:
        near = get_close_matches(name, config.segments.segments, n=1)
        remedy = f"did you mean `{near[0]}`?" if near else "`cdp segments` lists those there are"
        raise NotFound(f"there is no segment {name!r}", remedy)
    return found


_COLUMNS = """
select table_name, column_name, data_type from information_schema.columns
where list_contains($tables, table_name) order by table_name, ordinal_position
"""
