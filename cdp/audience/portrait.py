"""A segment beside everybody: what its people are more, or less, often than all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cdp.audience.members import answered
from cdp.database import literal, quote

if TYPE_CHECKING:
    from cdp.segments.fields import Fields
    from cdp.store import Store

_BANDS = ((18, "0-17"), (25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (65, "55-64"))
_OLDEST = "65+"
LARGEST = 12
"""Parts of a dimension that are told, those with the most people of the segment."""


@dataclass(frozen=True)
class Dimension:
    """A way to divide people; of a table with several rows per person, a person may be in several parts."""

    name: str
    table: str
    column: str
    part: str
    """SQL of the part that a row is in."""


@dataclass(frozen=True)
class Part:
    """People of a segment in one part of a dimension, beside everybody."""

    dimension: str
    part: str | None
    """None: not known."""
    people: int
    share: float | None
    """Of the people of the segment; None where it has none."""
    share_of_all: float
    """The same of everybody."""
    lift: float | None
    """share / share_of_all: 2 is twice as often as all."""


def portrait(store: Store, fields: Fields, members: str) -> list[Part]:
    """Return the parts of every dimension of the version, by dimension, those with most people of the segment first.

    `members` is the SELECT of the golden_ids of the segment.
    """
    return [Part(**row) for row in answered(store, portrait_sql(dimensions(fields), members))]


def dimensions(fields: Fields) -> list[Dimension]:
    """Return the ways to divide people that the version has the columns for."""
    told = [
        Dimension("country", "profile", "country", "country"),
        Dimension("gender", "profile", "gender", "gender"),
        Dimension("age", "profile", "birth_date", _age_band_sql(fields)),
        *(Dimension(name, table, column, quote(column)) for name, table, column in _OF_BEHAVIOUR),
    ]
    return [each for each in told if each.column in fields.tables.get(each.table, {})]


_OF_BEHAVIOUR = (
    ("value class", "trait", "rfm_class"),
    ("favourite channel", "trait", "favourite_channel"),
    ("bought through", "purchase", "channel"),
)
"""Dimensions of what people do: name, table, column."""


def _age_band_sql(fields: Fields) -> str:
    """SQL of the band of years of age, in whole years on the day up to which the data tell."""
    day = f"cast({literal(str(fields.told_until))} as timestamp)" if fields.told_until else "null"
    age = f"date_part('year', age({day}, birth_date))"
    bands = " ".join(f"when {age} < {limit} then {literal(band)}" for limit, band in _BANDS)
    return f"case when birth_date is null then null {bands} else {literal(_OLDEST)} end"


def portrait_sql(divided: list[Dimension], members: str) -> str:
    """Return the SELECT of (dimension, part, people, share, share_of_all, lift)."""
    parts = " union all ".join(
        f"select {literal(each.name)} as dimension, golden_id, cast({each.part} as varchar) as part "
        f"from profile {'' if each.table == 'profile' else f'left join {quote(each.table)} using (golden_id)'}"
        for each in divided
    )
    return f"""
    with member as ({members}),
    part as (select distinct * from ({parts})),
    size as (
        select (select count(*) from member) as members, (select count(*) from profile) as everybody
    ),
    counted as (
        select dimension, part, count(*) filter (golden_id in (from member)) as people, count(*) as of_all
        from part group by all
    )
    select dimension, part, people, round(people / nullif(members, 0), 6) as share,
           round(of_all / everybody, 6) as share_of_all,
           round((people / nullif(members, 0)) / (of_all / everybody), 4) as lift
    from counted cross join size
    qualify row_number() over (partition by dimension order by people desc, of_all desc, part) <= {LARGEST}
    order by dimension, people desc, of_all desc, part
    """
