"""From `received` to `record`: one row per current record with standard values, raw ones beside them.

`alternate` has the same columns for further values of a record: a second e-mail, another address.
"""

from __future__ import annotations

from datetime import date

from cdp.config import Config
from cdp.database import Database, literal, quote
from cdp.standardise.lookups import Lookup, make_lookup
from cdp.standardise.moments import inferred_order
from cdp.standardise.registry import CLEANERS

_SOURCES_OF = {
    "given_name": (("given_name", 0), ("full_name", 1)),
    "given_key": (("phonetic_name", 1), ("given_name", 1), ("full_name", 3)),
    "given_native": (("given_name", 2), ("full_name", 5)),
    "family_name": (("family_name", 0), ("full_name", 2)),
    "family_key": (("phonetic_name", 2), ("family_name", 1), ("full_name", 4)),
    "family_native": (("family_name", 2), ("full_name", 6)),
    "organisation_key": (("organisation_name", 1),),
    "street": (("street", 0), ("full_address", 1)),
    "street_key": (("street", 1), ("full_address", 2)),
    "city": (("city", 0), ("full_address", 3)),
    "city_key": (("city", 1), ("full_address", 4)),
    "region": (("region", 0), ("full_address", 5)),
    "region_key": (("region", 1), ("full_address", 6)),
    "postal_code": (("postal_code", 0), ("full_address", 7)),
}
"""Standard columns that several attributes may fill: (attribute, which output of its cleaner), best first."""


def make_records(db: Database, config: Config, attributes: list[str], as_of: date) -> list[str]:
    """Make `record` and `alternate` from `received`; return their attribute columns (without raw ones).

    `record`: rid (1…, in the order of source and record_id), source, record_id, claim, updated_at, expires_at, party,
    trust, one_per_person, then per attribute the standard columns and `<attribute>_raw`.
    """
    _make_places(db, config, attributes)
    lookups = {name: _lookup(db, config, name, as_of) for name in attributes}
    columns = standard_columns(config, lookups)
    selected = ",\n".join(f"{sql} as {quote(name)}" for name, sql in columns.items())
    raws = ", ".join(f"r.{quote(name)} as {quote(name + '_raw')}" for name in attributes)
    joins = "\n".join(lookup.join for lookup in lookups.values())
    db.run(
        f"""
        create or replace temp table standard as
        select r.source, r.record_id, r.nth, r.claim, r.updated_at, r.expires_at,
               o.party, o.trust, o.one_per_person
               {"," if columns else ""} {selected} {"," if raws else ""} {raws}
        from place r join origin o using (source)
        {joins}
        """
    )
    db.run(_RECORD)
    db.run(_ALTERNATE)
    _fill_from_alternates(db, list(columns))
    db.drop("standard", "received", "place")
    return list(columns)


_RECORD = """
create or replace temp table record as
select cast(row_number() over (order by source, record_id) as integer) as rid, * exclude (nth)
from standard where nth = 0
"""

_ALTERNATE = """
create or replace temp table alternate as
select record.rid, standard.* exclude (claim)
from standard join record using (source, record_id) where standard.nth > 0
"""


def _make_places(db: Database, config: Config, attributes: list[str]) -> None:
    """Make `origin` (what is known of each source) and `place` (`received` with the country of each row)."""
    rows = ", ".join(
        f"({literal(s.source)}, {literal(s.party)}, {s.trust}, {s.record is not None and s.record.one_per_person}, "
        f"{literal(s.region or config.company.region)})"
        for s in config.sources
    )
    db.run(
        f"create or replace temp table origin as "
        f"from (values {rows}) as o(source, party, trust, one_per_person, region)"
    )
    if "country" not in attributes:
        db.run(
            "create or replace temp table place as "
            "select r.*, o.region as _country from received r join origin o using (source)"
        )
        return
    lookup = make_lookup(db, "received", "country", "''", CLEANERS["country"], "country")
    db.run(
        f"""
        create or replace temp table place as
        select r.*, coalesce({lookup.output(0)}, o.region) as _country
        from received r join origin o using (source) {lookup.join}
        """
    )


def _lookup(db: Database, config: Config, attribute: str, as_of: date) -> Lookup:
    kind = config.semantic_type(attribute).name
    cleaner = CLEANERS[kind]
    match cleaner.context:
        case "region" | "country":
            context = "r._country"
        case "date_order":
            context = f"{_orders_sql(db, config, attribute)} || '|{as_of.isoformat()}'"
        case _:
            context = "''"
    return make_lookup(db, "place", attribute, context, cleaner, kind)


def _orders_sql(db: Database, config: Config, attribute: str) -> str:
    """SQL for the order of day, month and year in an attribute: declared per source, else inferred per source."""
    cases = []
    for source in config.sources:
        if attribute not in source.attributes:
            continue
        rows = f"(select {quote(attribute)} from place where source = {literal(source.source)})"
        order = source.date_order or inferred_order(db, rows, attribute)
        if order:
            cases.append(f"when {literal(source.source)} then {literal(order)}")
    return f"case r.source {' '.join(cases)} else '' end" if cases else "''"


def standard_columns(config: Config, lookups: dict[str, Lookup]) -> dict[str, str]:
    """Return the standard columns of a record and the SQL of each, in the order of the attributes."""
    columns: dict[str, str] = {}
    for name in lookups:
        kind = config.semantic_type(name)
        for column in (name, *(kind.columns if name == kind.name else ())):
            if column not in columns:
                columns[column] = _column_sql(column, name, lookups)
    return columns


def _column_sql(column: str, attribute: str, lookups: dict[str, Lookup]) -> str:
    origins = _SOURCES_OF.get(column, ((attribute, 0),))
    found = [lookups[name].output(nth) for name, nth in origins if name in lookups]
    sql = found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"
    return f"try_cast({sql} as date)" if column == "birth_date" else sql


def _fill_from_alternates(db: Database, columns: list[str]) -> None:
    """Let the first valid further value lead where the first value of a record was no value at all."""
    if not db.count("alternate"):
        return
    for column in columns:
        name = quote(column)
        db.run(
            f"""
            update record set {name} = found.value
            from (
                select rid, arg_min({name}, nth) as value from alternate where {name} is not null group by rid
            ) as found
            where found.rid = record.rid and record.{name} is null
            """
        )


def problem_counts(db: Database, attributes: list[str]) -> list[tuple[str, str, int]]:
    """Return (attribute, problem, number of distinct values) for values that have no standard form."""
    parts = [
        f"select {literal(name)} as attribute, problem, count(*) as n from {quote('lookup_' + name)} "
        "where problem is not null group by problem"
        for name in attributes
    ]
    return [(a, p, n) for a, p, n in db.rows(" union all ".join(parts) + " order by all")] if parts else []
