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
"""Those whose values many people share, by the name of their term frequencies: a rare one is likely misspelt."""
_UNIT = 1000
"""Credibility is counted in thousandths: whole numbers add up alike in any order."""


def add_credibility(db: Database, columns: list[str]) -> None:
    """Make `credibility` (rid, credibility in thousandths) of the records of `contested`.

    Each value of a record adds the share of the person's records that hold it, and log10 of its term frequency, beside
    the most frequent value of the person: being ten times as rare takes away what agreement of all gives. Reads
    `frequency` (column_name, value, tf; the value null for all others), frozen with the model, where linking made it.
    """
    if not db.has("frequency"):
        db.run("create temp table frequency (column_name varchar, value varchar, tf double)")
    witnesses = [name for name in _WITNESSES if name in columns]
    db.run(f"create or replace temp table credibility as {credibility_sql(witnesses)}")


def credibility_sql(witnesses: list[str]) -> str:
    """Return the SELECT of (rid, credibility) of the contested records, by their columns `witnesses`.

    A slot is one column of one person, a claim one value of one column; both are hashes. A claim that nobody disputes
    has all there is to earn, so only disputed ones are counted.
    """
    if not witnesses:
        return "select rid, 0 as credibility from contested where nth = 0"
    claims = ", ".join(
        f"case when {quote(name)} is not null then hash({literal(name)}, {quote(name)}) end as {quote(name)}"
        for name in witnesses
    )
    agreement = ", ".join(
        f"min({quote(name)}) is not distinct from max({quote(name)}) as {quote(name)}" for name in witnesses
    )
    disputed = " union all ".join(
        f"select rid, hash({literal(name)}, person) as slot, said.{quote(name)} as claim "
        f"from said join agreed using (person) where said.{quote(name)} is not null and not agreed.{quote(name)}"
        for name in witnesses
    )
    known = " union all ".join(
        f"select hash({literal(name)}, word.value) as claim, coalesce(own.tf, other.tf) as tf "
        f"from (select distinct {quote(name)} as value from contested where {quote(name)} is not null) word "
        f"left join frequency own on own.column_name = {literal(column)} and own.value = word.value "
        f"left join frequency other on other.column_name = {literal(column)} and other.value is null"
        for name, column in _WORDS.items()
        if name in witnesses
    )
    undisputed = " + ".join(
        f"cast(said.{quote(name)} is not null and agreed.{quote(name)} as bigint)" for name in witnesses
    )
    return f"""
    with said as materialized (select person, rid, {claims} from contested where nth = 0),
    agreed as materialized (select person, {agreement} from said group by person),
    disputed as materialized ({disputed}),
    known as ({known or "select hash('') as claim, 1.0 as tf where false"}),
    held as materialized (
        select slot, claim, support, tf
        from (select slot, claim, count(*) as support from disputed group by slot, claim) left join known using (claim)
    ),
    slot as (select slot, sum(support) as votes, max(tf) as most from held group by slot),
    standing as (
        select slot, claim, support / votes + coalesce(log10(tf / most), 0) as standing
        from held join slot using (slot)
    ),
    earned as (
        select rid, sum(cast(round({_UNIT} * standing) as bigint)) as earned
        from disputed join standing using (slot, claim) group by rid
    )
    select rid, {_UNIT} * ({undisputed}) + coalesce(earned, 0) as credibility
    from said join agreed using (person) left join earned using (rid)
    """
