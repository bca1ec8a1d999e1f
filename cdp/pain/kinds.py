"""The kinds of pain: each is a table of opportunities, and of those that hurt.

A table of a kind has a row per opportunity: a time in which it counts, and `hurt_at`, null where it did not hurt. So a
rate is always a share of opportunities, and can be held against another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdp.config.pain import OwnKind, PainConfig
from cdp.database import quote

COLUMNS = {
    "golden_id": "varchar",
    "time": "timestamp",
    "hurt_at": "timestamp",
    "source": "varchar",
    "event_id": "varchar",
    "channel": "varchar",
    "step": "varchar",
    "place": "varchar",
    "agent": "varchar",
    "device_type": "varchar",
    "product_lines": "varchar[]",
    "campaign": "varchar",
    "topic": "varchar",
    "value": "double",
}
"""Columns of an opportunity with their types; a kind that does not have one leaves it out, and it is null.

`time` says in which week it counts, `hurt_at` when it hurt (null: it did not), `value` what the goods that it is about
are worth in the company's currency (null: it is not about goods).
"""
_STEP = {
    "interaction": "coalesce(action, type)",
    "purchase": "replace(status, ' ', '_')",
    "survey_answer": "touchpoint",
}
"""What a row of a table tells of the step in which it happened."""


@dataclass(frozen=True)
class PainKind:
    """A kind of the product: the statement that makes its table is the file of its name."""

    name: str
    settings: tuple[str, ...] = ()
    """Settings of pain.yml that the statement binds, by their own names."""
    settles: Mapping[str, int] | None = None
    """Setting after which an opportunity is settled, with the hours of its unit; None: it is at once."""
    needs: str = "interaction"
    """Table without which there is no such kind."""
    binds_currency: bool = False


PAIN_KINDS = {
    kind.name: kind
    for kind in (
        PainKind("bad_score", needs="survey_answer"),
        PainKind("worsening_score", needs="survey_answer"),
        PainKind("repeated_contact", ("repeat_days",), {"repeat_days": 24}),
        PainKind("abandoned_cart", ("cart_hours",), {"cart_hours": 1}, binds_currency=True),
        PainKind("long_wait", ("wait_seconds", "usual", "answered_by")),
        PainKind("slow_delivery", ("delivery_hours", "usual")),
        PainKind("failed_pickup", ("pickup_days",), {"pickup_days": 24}),
        PainKind("returned_goods", ("return_days",), {"return_days": 24}),
        PainKind("bounced_message"),
    )
}
"""The kinds that the product knows by itself, by name."""


def bound_values(kind: PainKind, config: PainConfig, currency: str) -> dict[str, object]:
    """Return the values that the statement of a kind binds."""
    values = {name: getattr(config, name) for name in kind.settings}
    told: dict[str, object] = {name: list(each) if isinstance(each, tuple) else each for name, each in values.items()}
    return {**told, "currency": currency} if kind.binds_currency else told


def hours_to_settle(kind: str, config: PainConfig) -> int:
    """Return how long it takes until it is sure whether an opportunity of a kind hurt."""
    known = PAIN_KINDS.get(kind)
    settles = known.settles if known else None
    return sum(int(getattr(config, name)) * hours for name, hours in (settles or {}).items())


def own_kind_sql(name: str, kind: OwnKind, columns: Sequence[str]) -> str:
    """Return the statement that makes the table of a kind of the company; `columns` are those of the table it reads."""
    told = {each: each for each in COLUMNS if each in columns} | {"step": _STEP[kind.over]}
    told["hurt_at"] = f"case when {kind.hurts} then time end"
    listed = ",\n    ".join(f"{sql} as {quote(each)}" for each, sql in told.items())
    return f"""create or replace temp table {quote(name)} as
select
    {listed}
from {kind.over}
where ({kind.of}) and time is not null
"""


def opportunity_sql(kinds: Mapping[str, Sequence[str]]) -> str:
    """Return the statement that makes `opportunity`: the tables of kinds (with their columns) one below the other.

    `week` counts back from the moment up to which a kind is settled: 0 is the latest; null: not yet settled.
    """
    parts = "\n    union all\n".join(_part(kind, columns) for kind, columns in kinds.items())
    return f"""create or replace temp table opportunity as
with told as (
{parts}
)
select
    told.*,
    case
        when told.time <= kind_window.settled_until
            then cast(floor(date_diff('second', told.time, kind_window.settled_until) / 604800) as integer)
    end as week
from told
join kind_window on kind_window.kind = told.kind
"""


def _part(kind: str, columns: Sequence[str]) -> str:
    told = (
        quote(name) if name in columns else f"cast(null as {type_}) as {quote(name)}" for name, type_ in COLUMNS.items()
    )
    listed = ",\n        ".join(told)
    return f"    select\n        '{kind}' as kind,\n        {listed}\n    from {quote(kind)}"
