"""Guards: which values are no evidence, and which records may never be one person."""

from __future__ import annotations

from cdp.config import Config
from cdp.database import Database, literal, quote
from cdp.semantics import Holding, Kind

_PERSON = ("given_key", "given_native", "family_key", "family_native", "birth_date")


def generic_values(db: Database, config: Config, meanings: dict[str, list[str]], among: str | None = None) -> int:
    """Make `generic_value` (attribute, value, holders): values that too many different persons hold.

    `meanings` are the attributes by the standard column that takes their values. A value is generic when more than the
    guard's limit of distinct (name, birth date) hold it, counted over all records and their further values. `among` is
    a table (attribute, value) of the only values to be looked at. Returns how many there are.
    """
    db.run("create or replace temp table generic_value (attribute varchar, value varchar, holders bigint)")
    person = [column for column in _PERSON if column in meanings]
    if not person:
        return 0
    holder = f"hash({', '.join(map(quote, person))})"
    known = " or ".join(f"{quote(column)} is not null" for column in person)
    for kind, names in meanings.items():
        limit = generic_limit(config, kind)
        if limit is None:
            continue
        asked = f"select value from {among} where attribute = {literal(kind)}" if among else None
        held = " union all ".join(_held_sql(name, holder, known, asked) for name in names)
        db.run(
            f"""
            insert into generic_value
            with held as ({held}),
            often as (select value from held where value is not null group by value having count(*) > {limit})
            select {literal(kind)}, value, count(distinct holder) from held semi join often using (value)
            group by value having count(distinct holder) > {limit}
            """
        )
    return db.count("generic_value")


def _held_sql(name: str, holder: str, known: str, asked: str | None) -> str:
    """SELECT of (value, holder) of a column of all records and their further values."""
    among = f"and {quote(name)} in ({asked})" if asked else ""
    return f"""
    select {quote(name)} as value, {holder} as holder from record where ({known}) {among}
    union all
    select a.{quote(name)}, h.holder
    from (select rid, {quote(name)} from alternate where {quote(name)} is not null {among}) a
    join (select rid, {holder} as holder from record where {known}) h using (rid)
    """


def generic_limit(config: Config, attribute: str) -> int | None:
    """Return how many different persons may hold one value of an attribute; None when it has no such limit."""
    if attribute in config.identity.guards and config.identity.guards[attribute].generic_above is not None:
        return config.identity.guards[attribute].generic_above
    try:
        return config.semantic_type(attribute).generic_above
    except KeyError:
        return None


def make_constraints(db: Database, config: Config, columns: list[str]) -> None:
    """Make `constraint_value` (rid, constraint_name, value): two records of one cluster that have the same constraint
    must have the same value.

    Unique identifiers, the entity kind, the generation (senior and junior are two) and sources that hold each person
    once are constraints.
    """
    parts = ["select cast(null as integer) as rid, '' as constraint_name, '' as value where false"]
    parts += [
        f"select rid, {literal(name)}, {quote(name)} from record where {quote(name)} is not null"
        for name in unique_identifiers(config, columns)
    ]
    if "entity_kind" in columns:
        parts.append("select rid, 'entity_kind', coalesce(entity_kind, 'person') from record")
    parts += [generation_sql(raw) for raw in _RAW_NAMES if raw in db.columns("record")]
    parts.append("select rid, 'source ' || source, record_id from record where one_per_person")
    db.run("create or replace temp table constraint_value as " + " union all ".join(parts))


_RAW_NAMES = ("given_name_raw", "family_name_raw", "full_name_raw")
_GENERATIONS = {"1": "sr|snr|senior|i", "2": "jr|jnr|junior|ii|2nd", "3": "iii|3rd", "4": "iv|4th"}


def generation_sql(raw: str) -> str:
    """Return the SELECT of the constraints from the generation that a raw name ends in: Smith Jr, Smith III, John."""
    cases = " ".join(
        f"when regexp_matches(lower({quote(raw)}), '[ ,]({words})\\.?\\s*(,|$)') then '{generation}'"
        for generation, words in _GENERATIONS.items()
    )
    several = f"where contains({quote(raw)}, ' ') or contains({quote(raw)}, ',')"
    told = f"select rid, 'generation' as constraint_name, case {cases} end as value from record {several}"
    return f"select * from ({told}) where value is not null"


UNRELIABLE = 0.05
"""Share of the pairs of one person that may differ in an identifier of which a person has but one."""


def drop_unreliable_constraints(db: Database, config: Config, differing: dict[str, float]) -> list[str]:
    """Drop the constraints of unique identifiers that pairs of one person break too often; return their names.

    `differing` is the learned share of the pairs of one person with different values, by identifier. Values that are
    mistyped or replaced forbid nothing; they stay evidence. A holding declared in identity.yml is taken at its word.
    """
    declared = {name for name, attribute in config.identity.attributes.items() if attribute.holding is not None}
    dropped = sorted(name for name, share in differing.items() if share > UNRELIABLE and name not in declared)
    for name in dropped:
        db.run("delete from constraint_value where constraint_name = $1", [name])
    return [name for name in dropped if config.holding(name) is Holding.UNIQUE]


def unique_identifiers(config: Config, columns: list[str]) -> list[str]:
    """Return the identifier columns of which a person has but one value."""
    return [name for name in columns if _is_identifier(config, name) and config.holding(name) is Holding.UNIQUE]


def linking_identifiers(config: Config, columns: list[str]) -> list[str]:
    """Return the columns whose equal values make two records one person."""
    proofs = (Holding.UNIQUE, Holding.EXCLUSIVE)
    return [name for name in columns if _is_identifier(config, name) and config.holding(name) in proofs]


def personal_identifiers(config: Config, columns: list[str]) -> list[str]:
    """Return the identifier columns that speak of one person, surely or not: all but those that a household shares."""
    theirs = (Holding.UNIQUE, Holding.EXCLUSIVE, Holding.SEVERAL)
    return [name for name in columns if _is_identifier(config, name) and config.holding(name) in theirs]


UNIQUE_STEADINESS = 0.97


def steadiness(config: Config, name: str) -> float:
    """Return the share of the pairs of one person to expect the same identifier in, until the data tell."""
    return UNIQUE_STEADINESS if config.holding(name) is Holding.UNIQUE else config.semantic_type(name).steadiness


def _is_identifier(config: Config, name: str) -> bool:
    try:
        return config.semantic_type(name).kind is Kind.IDENTIFIER
    except KeyError:
        return False
