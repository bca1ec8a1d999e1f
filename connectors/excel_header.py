"""Which row of a sheet holds the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.contract import SourceUnreadable

Row = list[Any]
"""Cells of a row of a sheet; a blank one is ''."""

LOOKED_AT = 100
"""Rows among which the header is looked for."""
_FILLED = 0.6
"""Share of the sheet's usual width that a header fills at least: a title over the table fills one cell."""


def find_header(rows: Sequence[Row], declared: int | None, skip: int, place: str) -> int:
    """Return the index of the header in `rows`.

    It is row number `declared` (from 1), or else the first after `skip` rows that fills most of the columns with
    different texts. Raises SourceUnreadable, naming `place`, when there is none.
    """
    if declared is not None:
        if declared > len(rows) or not _filled(rows[declared - 1]):
            raise SourceUnreadable(f"{place}: row {declared} is empty", "mend `header_row`")
        return declared - 1
    looked_at = range(skip, min(len(rows), skip + LOOKED_AT))
    width = max((len(_filled(rows[index])) for index in looked_at), default=0)
    found = next((index for index in looked_at if _is_header(rows[index], width)), None)
    if found is None:
        raise SourceUnreadable(f"{place}: no row looks like a header", "say which it is with `header_row`")
    return found


def _is_header(row: Row, width: int) -> bool:
    texts = [cell.strip().casefold() for cell in _filled(row) if isinstance(cell, str)]
    return bool(texts) and len(set(texts)) == len(_filled(row)) >= _FILLED * width


def _filled(row: Row) -> list[object]:
    return [cell for cell in row if cell != "" and not (isinstance(cell, str) and cell.isspace())]
