"""What one file holds as tables of their own, and the connector settings that name each: sheets, lists of records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from connectors import KINDS, ConnectorError

Part = tuple[str, dict[str, Any]]
"""Name beside that of the file, empty for its only part, and the connector's settings beside its path."""
_LARGEST_LOOKED_AT = 20 << 20
"""Bytes of a JSON document that is read whole to find where its records stand; a larger one is a list of records."""
_PLAIN = re.compile(r"[^\W\d]\w*")
_DEEPEST = 4
"""Levels of a document in which a list of records is looked for."""


def parts_of(kind: str, file: Path) -> list[Part]:
    """Return the parts of a file; raises connectors.ConnectorError for a workbook that cannot be read."""
    if kind == "excel":
        sheets = _filled_sheets(file)
        return [(sheet, {"sheet": sheet}) for sheet in sheets] if len(sheets) > 1 else [("", {})]
    if kind == "json":
        path = records_path(file)
        return [("", {"records": path} if path else {})]
    return [("", {})]


def records_path(file: Path) -> str | None:
    """Return where the longest list of objects of a document stands; None: it is the document, or cannot be told."""
    if file.stat().st_size > _LARGEST_LOOKED_AT:
        return None
    try:
        document = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        return None
    found = max(_lists(document, "$", 0), default=(0, "$"))
    return f"{found[1]}[*]" if found[1] != "$" else None


def path_step(key: str) -> str:
    """Return how a path names the member of an object."""
    return f".{key if _PLAIN.fullmatch(key) else json.dumps(key, ensure_ascii=False)}"


def _lists(node: Any, path: str, depth: int) -> Iterator[tuple[int, str]]:
    if isinstance(node, list) and node and all(isinstance(each, dict) for each in node):
        yield len(node), path
    elif isinstance(node, dict) and depth < _DEEPEST:
        for key, value in node.items():
            yield from _lists(value, path + path_step(key), depth + 1)


def _filled_sheets(file: Path) -> list[str]:
    """Return the visible sheets with rows; those whose header cannot be found are none."""
    settings = KINDS["excel"].Config.model_validate({"path": file.name, "sheet": "all"})
    workbook = KINDS["excel"](settings, file.parent)
    found = []
    for delivery in workbook.pull({}):
        try:
            rows = sum(batch.num_rows for batch in delivery.batches())
        except ConnectorError:
            continue
        if rows:
            found.append(delivery.unit.rsplit("#", 1)[1])
    return found
