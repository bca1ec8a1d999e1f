"""What splitting a whole name finds."""

from __future__ import annotations

from typing import NamedTuple


class NameParts(NamedTuple):
    """A whole name and its parts, as they are properly written."""

    written: str
    """The whole name in good order."""
    given: str | None
    family: str | None
    country: str
    """Whose naming customs the name follows: the record's country, or KR, JP where the name itself tells."""
