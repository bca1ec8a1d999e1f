"""Holds the columns of a delivery against a mapping: what the mapping misses, and what it does not read.

Where column names are read from the data, a file without a header shows values as names. So a name is repeated only
when it looks like one, and none is when the first row does not look like a header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cdp.config import SourceConfig
from cdp.errors import ConfigProblem
from cdp.mapping import mapped_columns

_LONGEST_NAME = 60
_LIKE_A_VALUE = re.compile(r"@|\d{5}|\d[-./ ]\d")
"""An e-mail address, a longer number, a date or a phone number."""


def missing_columns(source: SourceConfig, columns: Sequence[str], place: str) -> list[ConfigProblem]:
    """Return a problem per mapped column that is not among `columns`; `place` is where they were looked for."""
    there = {name.lower() for name in columns}
    mapped = sorted(mapped_columns(source))
    missing = [name for name in mapped if name.lower() not in there]
    file = f"sources/{source.source}.yml"
    if missing and missing == mapped and source.connector.names_from_data:
        told = f"{place} has none of the columns that are mapped ({', '.join(mapped)}): its first row is no such header"
        return [ConfigProblem(file, None, "columns", told, "correct the mapping, `header` or `columns`, or the export")]
    known = ", ".join(_shown(source, columns))
    remedy = "correct the mapping, or the export"
    told = f"is not in {place}; it has {known}"
    return [ConfigProblem(file, None, f"column {name!r}", told, remedy) for name in missing]


def unmapped_columns(source: SourceConfig, columns: Sequence[str]) -> list[str]:
    """Return the columns that no mapping reads and no `ignore` names."""
    read = {name.lower() for name in (*mapped_columns(source), *source.ignore)}
    shown = zip(columns, _shown(source, columns), strict=True)
    return [told for name, told in shown if name.lower() not in read]


def _shown(source: SourceConfig, columns: Sequence[str]) -> list[str]:
    """Columns by name, or by place where the name may be a value."""
    if not source.connector.names_from_data:
        return list(columns)
    return [f"column {place}" if _is_like_a_value(name) else name for place, name in enumerate(columns, 1)]


def _is_like_a_value(name: str) -> bool:
    return len(name) > _LONGEST_NAME or bool(_LIKE_A_VALUE.search(name)) or not any(map(str.isalpha, name))
