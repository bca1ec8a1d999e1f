"""What events mean: the sources' own types in a common vocabulary, how channels meet people, lines of products, visits.

Python looks at distinct types, channels and products; SQL tells it to the events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

import pyarrow as pa

from cdp.config.events import ACTIONS, ASSISTED, PHYSICAL, EventsConfig
from cdp.database import Database, statement
from cdp.event_types import plain


def describe_events(db: Database, config: EventsConfig) -> None:
    """Add to `event` what its sources do not tell: action, medium, service, product_lines and session_id.

    What a mapping says of an event goes before. See the contract of the table.
    """
    types = _texts(db, "select distinct type from event where type is not null and action is null")
    channels = _texts(db, "select distinct channel from event")
    products = _texts(db, "select distinct unnest(products) from event where products is not null")
    lines = {line: tuple(map(plain, named)) for line, named in config.product_lines.items()}
    meanings = {
        "meaning": _table(("type", "action"), [(each, action_of(each, config.actions)) for each in types]),
        "manner": _table(("channel", "medium", "service"), [(each, *manner_of(each, config)) for each in channels]),
        "line_of": _table(("product", "product_line"), [(each, _first(plain(each), lines)) for each in products]),
    }
    for name, table in meanings.items():
        with db.registered("told", table):
            db.run(f"create or replace temp table {name} as from told")
    db.run("alter table event rename to told_event")
    db.run(statement("cdp.standardise", "event"), {"pause": config.session_pause})
    db.drop("told_event", *meanings)


def action_of(kind: str, own: Mapping[str, Sequence[str]]) -> str | None:
    """Return what a type of events means in the common vocabulary; `own` meanings go before those known by default."""
    told = plain(kind)
    if told in ACTIONS and told not in own:
        return told
    for vocabulary in (own, ACTIONS):
        meanings = {action: tuple(map(plain, types)) for action, types in vocabulary.items()}
        exact = next((action for action, types in meanings.items() if told in types), None)
        if found := exact or _first(told, meanings):
            return found
    return None


def manner_of(channel: str, config: EventsConfig) -> tuple[str, str]:
    """Return the medium and the service of a channel."""
    told = config.channels.get(channel)
    medium = (told.medium if told else None) or ("physical" if channel in PHYSICAL else "digital")
    service = (told.service if told else None) or ("assisted" if channel in ASSISTED else "self-service")
    return medium, service


def _first(told: str, meanings: Mapping[str, Sequence[str]]) -> str | None:
    return next((name for name, texts in meanings.items() if any(fnmatchcase(told, each) for each in texts)), None)


def _texts(db: Database, query: str) -> list[str]:
    return sorted(text for (text,) in db.rows(query) if text is not None)


def _table(names: Sequence[str], rows: Iterable[tuple[str | None, ...]]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)
