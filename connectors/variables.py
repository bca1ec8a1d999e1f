"""Secrets in settings: `${NAME}` stands for a variable of the environment, and is replaced when a source is opened."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from connectors.contract import SourceUnreachable

_VARIABLE = re.compile(r"\$\{(\w+)\}")


def filled_in(text: str, setting: str, shape: Callable[[str], str] = str) -> str:
    """Replace each `${NAME}` by the environment's value, as `shape` writes it; `setting` is where the text stands.

    Raises SourceUnreachable when the variable is not set.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in os.environ:
            raise SourceUnreachable(f"`{setting}` needs the environment variable {name}, which is not set", "set it")
        return shape(os.environ[name])

    return _VARIABLE.sub(value, text)
