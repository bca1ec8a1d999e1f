"""Journeys as a version tells them: of everybody, in one line of products or in all, and of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cdp.errors import NotFound
from cdp.store import Store

Row = dict[str, Any]
_SHOWN = 20
"""Paths, entries and touchpoints that a report holds, unless more are asked for."""


@dataclass(frozen=True)
class Loyalty:
    """Loyalists by kind."""

    active: int
    passive: int
    at_risk: int
    """Of the passive ones, those who consider again."""
    lapsed: int
    values: dict[str, float]
    """What each kind bought in the days of the definition, in the company's currency."""
    passive_per_active: float | None
    """Passive loyalists for each active one; None without an active one."""


@dataclass(frozen=True)
class Journeys:
    """How people pass through the stages; rows as in the tables of these names, see cdp/contracts/journey.py."""

    version: str
    told_until: str
    """The horizon, ISO 8601 UTC: what is current is so as of then."""
    product_line: str | None
    """None: all lines together."""
    product_lines: list[str]
    """Those that may be asked for."""
    stages: list[Row]
    """Rows of journey_dwell, in the order of the stages."""
    transitions: list[Row]
    paths: list[Row]
    """Rows of journey_path, those of most journeys first."""
    entries: list[Row]
    """Rows of journey_entry, those of most journeys first within what they are cut by."""
    touchpoints: list[Row]
    """Rows of touchpoint, the strongest first."""
    loyalty: Loyalty
    definitions: list[Row]
    """Rows of journey_definition."""


@dataclass(frozen=True)
class PersonJourney:
    """The journey of one person."""

    golden_id: str
    version: str
    told_until: str
    stages: list[Row]
    """Rows of journey_stage, the newest first; of those of one moment, that of all lines together first."""
    current: list[Row]
    """Those of them that the person is in, all lines together first."""
    loyalty: Row | None
    """The person's row of loyalty, in the line of products or in all; None: never a loyalist."""
    definitions: list[Row]


def journeys(store: Store, product_line: str | None = None, limit: int | None = None) -> Journeys:
    """Return the journeys of everybody; `limit` None: the first 20 paths, entries and touchpoints.

    Raises NotFound for a line of products that no journey knows.
    """
    lines = [row["product_line"] for row in store.rows(_LINES)]
    if product_line is not None and product_line not in lines:
        raise NotFound(f"no journey knows the product line {product_line}", f"there are {', '.join(lines) or 'none'}")
    bound = {"line": product_line}
    shown = {**bound, "limit": limit or _SHOWN}
    return Journeys(
        version=store.manifest.version,
        told_until=store.manifest.told_until,
        product_line=product_line,
        product_lines=lines,
        stages=store.rows(_STAGES, bound),
        transitions=store.rows(_TRANSITIONS, bound),
        paths=store.rows(_PATHS, shown),
        entries=store.rows(_ENTRIES, shown),
        touchpoints=store.rows(_TOUCHPOINTS, shown),
        loyalty=_loyalty(store, product_line),
        definitions=store.rows("from journey_definition"),
    )


def person_journey(store: Store, golden_id: str, product_line: str | None = None) -> PersonJourney:
    """Return the journey of one person, in one line of products if it is named.

    A merged id leads to the one that lives on. Raises NotFound.
    """
    alive = store.resolve(golden_id)
    bound = {"id": alive}
    stages = [row for row in store.rows(_PERSON, bound) if product_line in (None, row["product_line"])]
    return PersonJourney(
        golden_id=alive,
        version=store.manifest.version,
        told_until=store.manifest.told_until,
        stages=stages,
        current=sorted(
            (each for each in stages if each["is_current"]),
            key=lambda row: (row["product_line"] is not None, row["product_line"] or "", row["entered_at"]),
        ),
        loyalty=next(iter(store.rows(_LOYALIST, {**bound, "line": product_line})), None),
        definitions=store.rows("from journey_definition"),
    )


def definition_in_words(row: Row) -> str:
    """Return a row of journey_definition as a sentence."""
    actions, days = _any_of(row["actions"]), row["within_days"]
    match row["kind"]:
        case "entry":
            return f"{row['stage']} ({row['name']}): {_happening(row)}"
        case "end":
            endings = [*([actions] if actions else []), *([f"{days} days without evidence"] if days else [])]
            return f"{row['stage']} ends with {' or '.join(endings) or 'nothing'}"
        case "loyal":
            return f"loyalist: at least {row['count']} purchases within {days} days, the latest among them"
        case "lapsed":
            return f"lapsed: a loyalist once, and no purchase for {days} days, or too few"
        case "active":
            return f"active: a loyalist who shows {row['count']} of these signs at least; any other is passive"
        case "sign":
            return f"sign ({row['name']}): {_happening(row)}, counted back from the latest event"
        case "at risk":
            return f"at risk: a passive loyalist who has entered {actions} again since the latest purchase"
        case _:
            return f"touch: {actions}; a path breaks off after {days} days without any"


def spell(days: float) -> tuple[float, Literal["minutes", "hours", "days"]]:
    """Return days as the unit that reads best, with their number in it."""
    if days < 1 / 24:
        return days * 24 * 60, "minutes"
    return (days * 24, "hours") if days < 2 else (days, "days")


def _happening(row: Row) -> str:
    unit = " in different visits" if row["per"] == "visit" else ""
    times = f"{row['count']} × " if row["count"] > 1 else ""
    within = f" within {row['within_days']} days" if row["within_days"] else ""
    after = f", after {_any_of(row['after'])}" if row["after"] else ""
    condition = f", where {row['condition']}" if row["condition"] else ""
    return f"{times}{_any_of(row['actions'])}{unit}{within}{after}{condition}"


def _any_of(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _loyalty(store: Store, product_line: str | None) -> Loyalty:
    rows = {row["kind"]: row for row in store.rows(_LOYALTY, {"line": product_line})}
    people = {kind: row["people"] for kind, row in rows.items()}
    active, passive = people.get("active", 0), people.get("passive", 0)
    return Loyalty(
        active=active,
        passive=passive,
        at_risk=sum(row["at_risk"] for row in rows.values()),
        lapsed=people.get("lapsed", 0),
        values={kind: float(row["value"]) for kind, row in rows.items()},
        passive_per_active=passive / active if active else None,
    )


_LINES = "select distinct product_line from journey_dwell where product_line is not null order by product_line"

_STAGES = """
from journey_dwell
where product_line is not distinct from $line
order by list_position(['awareness', 'consider', 'evaluate', 'buy', 'renewal', 'enjoy', 'advocate', 'bond'], stage)
"""

_TRANSITIONS = """
from journey_transition
where product_line is not distinct from $line
order by from_stage is not null, entries desc, from_stage, to_stage
"""

_PATHS = """
from journey_path where product_line is not distinct from $line order by journeys desc, path limit $limit
"""

_ENTRIES = """
from journey_entry
where product_line is not distinct from $line
qualify row_number() over (partition by split order by journeys desc, entry, part) <= $limit
order by list_position(['all', 'history', 'channel', 'touchpoint'], split), journeys desc, entry, part
"""

_TOUCHPOINTS = """
from touchpoint
where product_line is not distinct from $line
qualify row_number() over (partition by kind order by removal_effect desc nulls first, touchpoint) <= $limit
order by kind, removal_effect desc nulls last, touchpoint
"""

_LOYALTY = """
select kind, count(*) as people, count(*) filter (where at_risk) as at_risk, sum(value) as value
from loyalty where product_line is not distinct from $line group by kind order by kind
"""

_LOYALIST = "from loyalty where golden_id = $id and product_line is not distinct from $line"

_PERSON = """
from journey_stage
where golden_id = $id
order by entered_at desc, product_line nulls first, stage desc, nth desc
"""
