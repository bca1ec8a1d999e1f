"""A person's records and the matches that tie them, as rows and as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cdp.network_chart import Edge, network
from cdp.serve.texts import Texts
from cdp.store import Person

_RAW = "_raw"


@dataclass(frozen=True)
class Record:
    """A record as its source wrote it."""

    key: str
    """source/record_id."""
    source: str
    party: str
    is_anchor: bool
    updated_at: datetime | None
    values: dict[str, str]
    """What the source wrote, by attribute."""


def record_rows(person: Person) -> list[Record]:
    """Return the records of a person; their further values are left to the profile."""
    return [
        Record(
            f"{each['source']}/{each['record_id']}",
            each["source"],
            each["party"],
            each["is_anchor"],
            each["updated_at"],
            {
                name.removesuffix(_RAW): str(value)
                for name, value in each.items()
                if name.endswith(_RAW) and value is not None
            },
        )
        for each in person.records
        if not each["nth"]
    ]


def record_graph(person: Person, texts: Texts) -> str | None:
    """Return a picture of the matches between the records; None for a single record."""
    names = [record.key for record in record_rows(person)]
    if len(names) < 2:
        return None
    place = {name: nth for nth, name in enumerate(names)}
    edges: dict[tuple[int, int], Edge] = {}
    for each in person.matches:
        one, other = sorted(place[key] for key in _ends(each))
        known = edges.get((one, other))
        if known is None or each["weight"] > known.weight:
            edges[one, other] = Edge(one, other, each["weight"], each["kind"] != "probabilistic")
    title = texts("person.graph.title")
    return network(title, texts.counted("person.graph.told", len(names)), names, list(edges.values()))


def _ends(match: dict[str, Any]) -> tuple[str, str]:
    return f"{match['source_l']}/{match['record_id_l']}", f"{match['source_r']}/{match['record_id_r']}"
