"""Paths to the records of a JSON document, such as `$.data.customers[*]`."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

EACH = None
"""The step to every element of an array; any other step is the name of a member."""

Step = str | None

_STEP = re.compile(r"""\.(?P<plain>[^.\[\]"']+)|\[(?P<quote>["'])(?P<quoted>.+?)(?P=quote)\]|(?P<each>\[\*\])""")


def steps_of(path: str) -> list[Step]:
    """Return the steps of a path; ValueError when it is none."""
    if not path.startswith("$"):
        raise ValueError(f"`{path}` does not begin with $: write a path such as $.data.customers[*]")
    steps: list[Step] = []
    place = 1
    while place < len(path):
        found = _STEP.match(path, place)
        if found is None:
            raise ValueError(f'`{path}` cannot be read from `{path[place:]}` on: write $.name, ["name"] or [*]')
        steps.append(EACH if found["each"] else found["plain"] or found["quoted"])
        place = found.end()
    return steps


def _checked(path: str) -> str:
    steps_of(path)
    return path


JsonPath = Annotated[str, AfterValidator(_checked)]
"""A path through names and arrays."""
