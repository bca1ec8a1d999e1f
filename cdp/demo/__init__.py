"""The demo company: a made-up retailer whose nine systems each keep their own idea of a customer.

`generate` writes everything the company's systems hold, the truth beside it and the planted stories. No person, number
or mail address in it is anybody's: all are drawn by chance or made up.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cdp.demo import truth
from cdp.demo.stories import Story, planted
from cdp.demo.systems import drawn_systems
from cdp.demo.troubles import TROUBLES, Trouble

__all__ = ["TROUBLES", "DemoCompany", "Story", "Trouble", "generate"]


@dataclass(frozen=True)
class DemoCompany:
    """What was written."""

    folder: Path
    rows: dict[str, int]
    """Rows by file, relative to the folder."""
    stories: list[Story]


def generate(folder: Path, people: int = 20_000, seed: int = 1) -> DemoCompany:
    """Write the company below `folder` (made if missing; an older company there is replaced).

    people: number of customers, 50 at least (ValueError for fewer); all counts grow in proportion.
    seed: other seeds give other people; the same number and seed give the same bytes.
    The planted stories are the same in every company, and so are the troubles, whomever they hit.
    """
    if people < 50:
        raise ValueError(f"the demo company needs 50 people or more, not {people}: its stories alone have two dozen")
    with _no_collection():
        systems, stories = planted()
        systems.add(drawn_systems(people - len(systems.people), seed))
        _clear(folder)
        rows = systems.write(folder) | truth.write(folder, systems)
    rows |= _tell(folder, "truth/stories.json", stories) | _tell(folder, "truth/troubles.json", TROUBLES)
    return DemoCompany(folder, rows, stories)


def _tell(folder: Path, name: str, told: Sequence[Story] | Sequence[Trouble]) -> dict[str, int]:
    """Write what was planted; returns how many there are, by file."""
    text = json.dumps([asdict(each) for each in told], ensure_ascii=False, indent=1, default=str)
    (folder / name).write_text(text + "\n", encoding="utf-8")
    return {name: len(told)}


_DATED_FILES = ("web_shop/orders-*.jsonl", "app/events-*.jsonl", "call_center/notes-*.txt")


def _clear(folder: Path) -> None:
    """Remove an older company's files of months and years in which this one may have no rows."""
    for pattern in _DATED_FILES:
        for path in folder.glob(pattern):
            path.unlink()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let the garbage collector rest: rows hold no cycles, and looking for some takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
