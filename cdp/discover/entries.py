"""Files of free text: which lines at the head of an entry are fields, such as `Time: 2026-01-02 10:00`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from cdp.discover.column_words import tokens

_FIELD = re.compile(r"([^\W\d][\w ]{0,30}): ?\S")
_USUAL = 0.8
"""Share of the entries that have to have a line for it to be a field."""


def entry_fields(entries: Sequence[str]) -> dict[str, Any]:
    """Return `fields` and `body` for a source of kind text; nothing when the entries have no head of fields."""
    heads = [list(_head(entry)) for entry in entries]
    common = [
        key for key, times in Counter(key for head in heads for key in head).items() if times >= _USUAL * len(heads)
    ]
    if len(entries) < 2 or not common:
        return {}
    fields = {"_".join(tokens(key)): f"^{re.escape(key)}: ?(.+)$" for key in common}
    return {"fields": fields, "body": r"\n\n(.+)\Z"}


def _head(entry: str) -> list[str]:
    """The names in the lines before the first blank one, if all of these lines have one."""
    lines = entry.strip().partition("\n\n")[0].splitlines()
    found = [_FIELD.match(line) for line in lines]
    return [each[1] for each in found if each] if all(found) else []
