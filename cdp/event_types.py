"""Types of events as sources call them, compared with those that a configuration names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase


def plain(text: str) -> str:
    """Return a text in small letters, `_` for whatever is neither letter, digit nor `*`."""
    return re.sub(r"[^\w*]+", "_", text.casefold()).strip("_")


def means(kind: str | None, names: Iterable[str]) -> bool:
    """Tell whether a type of events is one of those named; `*` in a name stands for anything."""
    return kind is not None and any(fnmatchcase(plain(kind), plain(each)) for each in names)
