"""Signs of too much and of too little put together: what hardly any true person would show.

Over-merge: one person of the records has many given names, birth dates or records. Under-merge: different people share
what hardly two persons share. A sign proves nothing of a single person; its share tells whether something is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cdp.database import Database, quote
from cdp.intervals import Share

MOST_VALUES = 3
"""More given names, family names or birth dates than this are hardly one person's."""
MOST_RECORDS = 10
"""More records than this are hardly one person's."""
USUAL = 0.05
"""Share of the people that may show a sign before it is worth a warning: slips of the pen, namesakes, new names."""
FEW = 10
"""So few people that show a sign are worth none."""
_NAMES = {"given_name": ("given_key", "given_native"), "family_name": ("family_key", "family_native")}
"""Columns that hold a name as it is compared, the first filled one counts."""


@dataclass(frozen=True)
class Sign:
    """Something seen in people that hardly any true person would show."""

    kind: str
    """`over-merge` or `under-merge`."""
    name: str
    share: Share
    """Of the people that could show it: those of several records for an over-merge, else all."""

    @property
    def is_unusual(self) -> bool:
        """Whether so many show it that something is wrong."""
        return self.share.part >= FEW and self.share.value > USUAL


def find_signs(db: Database, columns: Sequence[str]) -> list[Sign]:
    """Return the signs in the people of `cluster`, from their `record`s with these standard `columns`.

    Signs of which the columns are missing are left out.
    """
    values = _values(columns)
    over = [(f"more than {MOST_VALUES} {_plural(name)}", name) for name in _ONE_EACH if name in values]
    large, several, people = db.rows(_SIZES, {"most": MOST_RECORDS})[0]
    signs = [Sign("over-merge", f"more than {MOST_RECORDS} records", Share.counted(large, several))]
    if over:
        found = db.rows(several_sql([name for _, name in over], values), {"most": MOST_VALUES})[0]
        signs += [Sign("over-merge", told, Share.counted(n, several)) for (told, _), n in zip(over, found, strict=True)]
    for told, shared in _SHARED.items():
        if set(shared) <= set(values):
            signs.append(Sign("under-merge", told, Share.counted(int(db.value(shared_sql(shared, values))), people)))
    return signs


def _plural(name: str) -> str:
    return name.replace("_", " ") + "s"


_ONE_EACH = ("given_name", "family_name", "birth_date")
_SHARED = {
    "same name and e-mail": ("given_name", "family_name", "email"),
    "same name and birth date": ("given_name", "family_name", "birth_date"),
    "same given name and phone": ("given_name", "phone"),
}
"""What different people hardly share."""


def _values(columns: Collection[str]) -> dict[str, str]:
    """Return the SQL of each value over a record."""
    found = {}
    for name, parts in _NAMES.items():
        there = [quote(part) for part in parts if part in columns]
        if there:
            found[name] = f"coalesce({', '.join(there)})"
    plain = {name: quote(name) for name in ("birth_date", "email", "phone") if name in columns}
    return found | plain


def several_sql(names: Sequence[str], values: dict[str, str]) -> str:
    """Return the SELECT of how many people have more than $most values, for each of the names."""
    distinct = ", ".join(f"count(distinct {values[name]}) as {quote(name)}" for name in names)
    counted = ", ".join(f"count(*) filter ({quote(name)} > $most)" for name in names)
    return f"""
    with large as (select cluster from cluster group by cluster having count(*) > $most),
    person as (
        select {distinct} from record join cluster using (rid) semi join large using (cluster) group by cluster
    )
    select {counted} from person
    """


def shared_sql(shared: Sequence[str], values: dict[str, str]) -> str:
    """Return the SELECT of how many people share all these values with somebody else."""
    filled = " and ".join(f"{values[name]} is not null" for name in shared)
    return f"""
    with held as (
        select cluster, hash({", ".join(values[name] for name in shared)}) as held
        from record join cluster using (rid) where {filled}
    ),
    common as (select held from held group by held having min(cluster) <> max(cluster))
    select count(distinct cluster) from held semi join common using (held)
    """


_SIZES = """
with person as (select count(*) as records from cluster group by cluster)
select count(*) filter (records > $most), count(*) filter (records > 1), count(*) from person
"""
