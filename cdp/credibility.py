"""How far each record is to be believed: by its agreement with the other records of its person.

Who mistypes one value mistypes others. Where rule, trust and time leave two values level, that of the record whose
other values stand better is likelier right (truth discovery: Li et al. 2016, A Survey on Truth Discovery).
"""

from __future__ import annotations

from cdp.database import Database, literal, quote

_WITNESSES = (
    "given_key",
    "family_key",
    "birth_date",
    "email",
    "phone",
    "street_key",
    "city_key",
    "region_key",
    "postal_code",
)
"""Standard columns whose agreement tells; keys, so that spellings and scripts of one value agree."""
_WORDS = {"given_key": "given", "family_key": "family", "city_key": "city_key", "postal_code": "postal_code"}
"""Those whose values many people share, as term frequencies name them: a word hardly anybody has is likely misspelt."""
_UNIT = 1000
"""Credibility is counted in thousandths: whole numbers add up alike in any order."""


def add_credibility(db: Database, columns: list[str]) -> None:
    """Add `credibility` (thousandths) to `contested`, from its own columns and those of `record`.

    Each value of a record adds the share of the person's records that hold it, and log10 of its term frequency, beside
    the most frequent value of the person: being ten times as rare takes away what agreement of all gives. Reads
    `frequency` (column_name, value, tf; the value null for all others), frozen with the model, where linking made it.
    """
    witnesses = [name for name in _WITNESSES if name in columns]
    earned = "coalesce(credibility, 0)" if witnesses else "0"
    joined = f"left join ({credibility_sql(witnesses)}) using (rid)" if witnesses else ""
    if not db.has("frequency"):
        db.run("create temp table frequency (column_name varchar, value varchar, tf double)")
    db.run(
        f"create or replace temp table contested as select contested.*, {earned} as credibility from contested {joined}"
    )


def credibility_sql(witnesses: list[str]) -> str:
    """Return the SELECT of (rid, credibility) of the contested records that have any of the columns `witnesses`.

    A slot is one column of one person, a claim one value of one column; both are hashes.
    """
    said = " union all ".join(
        f"select rid, hash({literal(name)}, golden_id) as slot, hash({literal(name)}, {quote(name)}) as claim "
        f"from contested where nth = 0 and {quote(name)} is not null"
        for name in witnesses
    )
    known = " union all ".join(
        f"select claim, coalesce(own.tf, other.tf) as tf "
        f"from (select distinct {quote(name)} as value, hash({literal(name)}, {quote(name)}) as claim from contested "
        f"where nth = 0 and {quote(name)} is not null) word "
        f"left join frequency own on own.column_name = {literal(column)} and own.value = word.value "
        f"left join frequency other on other.column_name = {literal(column)} and other.value is null"
        for name, column in _WORDS.items()
        if name in witnesses
    )
    return f"""
    with said as materialized ({said}),
    held as (select slot, claim, count(*) as support from said group by slot, claim),
    known as ({known or "select hash('') as claim, 1.0 as tf where false"}),
    standing as (
        select slot, claim,
               support / sum(support) over (partition by slot)
               + coalesce(log10(tf / max(tf) over (partition by slot)), 0) as standing
        from held left join known using (claim)
    )
    select rid, sum(cast(round({_UNIT} * standing) as bigint)) as credibility
    from said join standing using (slot, claim) group by rid
    """
