"""Term frequencies: agreeing on a rare name says more than agreeing on a common one. Frozen with the model."""

from __future__ import annotations

from collections.abc import Collection

from cdp.database import Database, quote

FREQUENCY_COLUMNS = ("given", "family", "city_key", "postal_code")
"""Columns of the link input whose values repeat enough to tell rare from common."""


def count_frequencies(db: Database, columns: Collection[str]) -> dict[str, float]:
    """Make `frequency` (column_name, value, tf) from `link_input`, for values that stand more than once.

    The value null stands for all others: they count as standing once.

    Returns per column the frequency of a value that stands once.
    """
    db.run("create or replace temp table frequency (column_name varchar, value varchar, tf double)")
    least: dict[str, float] = {}
    for name in FREQUENCY_COLUMNS:
        if name not in columns:
            continue
        filled = max(int(db.value(f"select count({quote(name)}) from link_input")), 1)
        least[name] = 1 / filled
        db.run(
            f"""
            insert into frequency
            select '{name}', null, 1 / {filled}
            union all
            select '{name}', {quote(name)}, count(*) / {filled}
            from link_input where {quote(name)} is not null group by {quote(name)} having count(*) > 1
            """
        )
    return least


def add_frequencies(db: Database, least: dict[str, float]) -> None:
    """Add to `link_input` a column tf_<column> per column from `frequency`; values not in it get the least.

    And given_count, how often the given name stands.
    """
    if not least:
        return
    joins = " ".join(
        f"left join frequency as {quote('f_' + name)} "
        f"on {quote('f_' + name)}.column_name = '{name}' and {quote('f_' + name)}.value = i.{quote(name)}"
        for name in least
    )
    columns = ", ".join(
        f"case when i.{quote(name)} is not null then coalesce({quote('f_' + name)}.tf, {tf}) end "
        f"as {quote('tf_' + name)}"
        for name, tf in least.items()
    )
    if "given" in least:
        columns += f", cast(coalesce(round(f_given.tf / {least['given']}), 1) as integer) as given_count"
    db.run(f"create or replace temp table link_input as select i.*, {columns} from link_input i {joins}")
