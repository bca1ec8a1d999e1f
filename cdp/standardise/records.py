"""From `received` to `record`: one row per current record with standard values, raw ones beside them.

`alternate` has the same columns for further values of a record: a second e-mail, another address.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from cdp.config import Config, SourceConfig
from cdp.database import Database, literal, quote
from cdp.mapping import is_single
from cdp.semantics import ADDRESS_PARTS
from cdp.standardise.cleaner import Cleaned, Cleaner, Problem
from cdp.standardise.fast import bare_sql, fast_sql
from cdp.standardise.lookups import Lookup, make_lookup, make_lookup_behind
from cdp.standardise.moments import inferred_order
from cdp.standardise.registry import CLEANERS
from cdp.standardise.text import nfkc

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


def make_records(
    db: Database, config: Config, attributes: list[str], as_of: date, others: str | None = None
) -> tuple[list[str], int]:
    """Make `record` and `alternate` from `received`; return their attribute columns (without raw ones), and how many
    records were left out because their licence ended before `as_of`.

    `record`: rid (1…, in the order of source and record_id), source, record_id, claim, updated_at, expires_at, party,
    trust, one_per_person, then per attribute the standard columns and `<attribute>_raw`. `others` is a table of the
    records that are not among the received ones, if some are not, with these columns: they too tell the order of dates.
    Adds to `unsettled` the records with an impossible date.
    """
    _make_places(db, config, attributes)
    contexts = {name: _context_sql(db, config, name, as_of, others) for name in attributes}
    fast = _make_quick(db, config, contexts)
    lookups = {name: _lookup(db, config, name, contexts[name], fast) for name in attributes}
    columns = standard_columns(config, lookups)
    db.run(_KEY, {"as_of": as_of})
    db.run(f"create or replace temp table record as {_standard_sql(columns, lookups, 'r.claim')} where r.nth = 0")
    db.run(
        f"create or replace temp table alternate as {_standard_sql(columns, lookups, 'r.nth')} "
        "where r.nth > 0 order by rid, nth"
    )
    _fill_from_alternates(db, filled_together(config, columns))
    _add_unsettled(db, config, lookups)
    expired = int(db.value("select count(*) from quick where nth = 0")) - db.count("key")
    db.drop("quick", "key")
    db.run("drop view place")
    return list(columns), expired


_KEY = """
create or replace temp table key as
select source, record_id, cast(row_number() over (order by source, record_id) as integer) as rid
from quick where nth = 0 and coalesce(expires_at >= $as_of, true)
"""
"""The records that count; one whose licence has expired is none, until a newer row of it says otherwise."""


def _add_unsettled(db: Database, config: Config, lookups: dict[str, Lookup]) -> None:
    for name, lookup in lookups.items():
        if CLEANERS[config.semantic_type(name).name].context == "date_order":
            db.run(
                f"""
                insert into unsettled
                select distinct r.source, r.record_id from quick r {lookup.join}
                where {quote(lookup.table)}.problem = '{Problem.IMPOSSIBLE}'
                """
            )


def _standard_sql(columns: dict[str, str], lookups: dict[str, Lookup], own: str) -> str:
    """SELECT of the standard rows of `quick`; `own` is the column that records or alternates have for themselves."""
    selected = "".join(f",\n{sql} as {quote(name)}" for name, sql in columns.items())
    raws = "".join(f", r.{quote(name)} as {quote(name + '_raw')}" for name in lookups)
    joins = "\n".join(lookup.join for lookup in lookups.values())
    return f"""
        select key.rid, r.source, r.record_id, {own}, r.updated_at, r.expires_at,
               o.party, o.trust, o.one_per_person {selected} {raws}
        from quick r join key using (source, record_id) join origin o using (source)
        {joins}
    """


def _make_places(db: Database, config: Config, attributes: list[str]) -> None:
    """Make `origin` (what is known of each source) and the view `place`: `received` with the country of each row."""
    rows = ", ".join(
        f"({literal(s.source)}, {literal(s.party)}, {s.trust}, {_one_per_person(s)}, "
        f"{literal(s.region or config.company.region)})"
        for s in config.sources
    )
    db.run(
        f"create or replace temp table origin as "
        f"from (values {rows}) as o(source, party, trust, one_per_person, region)"
    )
    country, join = "o.region", ""
    if "country" in attributes:
        lookup = make_lookup(db, "received", "country", "''", CLEANERS["country"], "country", "country_of_row")
        country, join = f"coalesce({lookup.output(0)}, o.region)", lookup.join
    db.run(
        f"""
        create or replace temp view place as
        select r.*, {country} as _country from received r join origin o using (source) {join}
        """
    )


def _one_per_person(source: SourceConfig) -> str:
    told = source.record.one_per_person if source.record else False
    return "cast(null as boolean)" if told is None else str(told).lower()


def _make_quick(db: Database, config: Config, contexts: dict[str, str]) -> set[str]:
    """Make `quick`: `place` with a column `fast_<attribute>` for attributes whose plain values need no Python."""
    bare: dict[str, str] = {}
    fast: dict[str, str] = {}
    for name, context in contexts.items():
        kind = config.semantic_type(name).name
        if (looked_at := bare_sql(kind, quote(name))) is not None:
            bare[_bare(name)] = looked_at
        sql = fast_sql(kind, f"r.{quote(name)}", context, _bare(name) if _bare(name) in bare else None)
        if sql is not None:
            fast[name] = _but_placeholders(sql, name, config)
    columns = "".join(f", {sql} as {quote('fast_' + name)}" for name, sql in fast.items())
    bares = "".join(f", {sql} as {name}" for name, sql in bare.items())
    without = f"exclude ({', '.join(bare)})" if bare else ""
    db.run(f"create or replace temp table quick as select r.* {without} {columns} from (select * {bares} from place) r")
    return set(fast)


def _bare(name: str) -> str:
    return quote(f"_bare_{name}")


def _lookup(db: Database, config: Config, attribute: str, context: str, fast: set[str]) -> Lookup:
    cleaner = _refusing(CLEANERS[config.semantic_type(attribute).name], _placeholders(config, attribute))
    column = f"fast_{attribute}" if attribute in fast else None
    return make_lookup_behind(db, "quick", attribute, context, cleaner, column)


def _placeholders(config: Config, attribute: str) -> frozenset[str]:
    """Values of the attribute that identity.yml declares to stand for none, as `nfkc` writes them, lower case."""
    guard = config.identity.guards.get(attribute)
    return frozenset(nfkc(text).lower() for text in guard.placeholders) if guard else frozenset()


def _but_placeholders(sql: str, attribute: str, config: Config) -> str:
    declared = _placeholders(config, attribute)
    if not declared:
        return sql
    listed = ", ".join(map(literal, sorted(declared)))
    return f"case when lower(r.{quote(attribute)}) not in ({listed}) then {sql} end"


def _refusing(cleaner: Cleaner, placeholders: frozenset[str]) -> Cleaner:
    """Return the cleaner with further placeholders."""
    if not placeholders:
        return cleaner

    def clean(raw: str, context: str) -> Cleaned:
        return Problem.PLACEHOLDER if nfkc(raw).lower() in placeholders else cleaner.clean(raw, context)

    return replace(cleaner, clean=clean)


def _context_sql(db: Database, config: Config, attribute: str, as_of: date, others: str | None) -> str:
    match CLEANERS[config.semantic_type(attribute).name].context:
        case "region" | "country":
            return "r._country"
        case "date_order":
            return f"{_orders_sql(db, config, attribute, as_of, others)} || '|{as_of.isoformat()}'"
        case _:
            return "''"


def _orders_sql(db: Database, config: Config, attribute: str, as_of: date, others: str | None) -> str:
    """SQL for the order of day, month and year in an attribute: declared per source, else inferred per source."""
    cases = []
    for source in config.sources:
        if attribute not in source.attributes:
            continue
        own = f"source = {literal(source.source)}"
        if others and not db.value(f"select count(*) from received where {own}"):
            continue
        rows = (
            f"select {quote(attribute)} from place "
            f"where {own} and coalesce(expires_at >= date {literal(as_of.isoformat())}, true)"
        )
        if others:
            rows += f" union all select {quote(attribute + '_raw')} from {others} where {own}"
        rows = f"({rows})"
        order = source.date_order or inferred_order(db, rows, attribute)
        if order:
            cases.append(f"when {literal(source.source)} then {literal(order)}")
    return f"case r.source {' '.join(cases)} else '' end" if cases else "''"


def standard_columns(config: Config, lookups: dict[str, Lookup]) -> dict[str, str]:
    """Return the standard columns of a record and the SQL of each, in the order of the attributes."""
    columns: dict[str, str] = {}
    for name in lookups:
        cleaner = CLEANERS[config.semantic_type(name).name]
        for column in (name, *_further_columns(config, name)):
            if column not in columns:
                columns[column] = _typed(_column_sql(column, name, lookups), cleaner)
    return columns


def _column_sql(column: str, attribute: str, lookups: dict[str, Lookup]) -> str:
    origins = _SOURCES_OF.get(column, ((attribute, 0),))
    found = [lookups[name].output(nth) for name, nth in origins if name in lookups]
    return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"


def _typed(sql: str, cleaner: Cleaner) -> str:
    return sql if cleaner.type == "varchar" else f"try_cast({sql} as {cleaner.type})"


def _fill_from_alternates(db: Database, groups: list[set[str]]) -> None:
    """Let the first valid further value lead where the first value of a record was no value at all.

    Columns of one group come from one value: two names, or two addresses, of a record never mix.
    """
    if not db.count("alternate"):
        return
    for group in groups:
        columns = sorted(group)
        telling = [quote(column) for column in columns if column != "country"] or ["country"]
        values = ", ".join(f"{quote(column)} := {quote(column)}" for column in columns)
        db.run(
            f"""
            update record set {", ".join(f"{quote(column)} = found.value.{quote(column)}" for column in columns)}
            from (
                select rid, arg_min(struct_pack({values}), nth) as value
                from alternate where {" or ".join(f"{column} is not null" for column in telling)} group by rid
            ) as found
            where found.rid = record.rid and {" and ".join(f"record.{column} is null" for column in telling)}
            """
        )


def filled_together(config: Config, columns: Collection[str]) -> list[set[str]]:
    """Return the standard columns that further values may fill, those that one value fills in one group.

    A country alone is no address: it neither makes one nor keeps one out.
    """
    several = {name for each in config.sources for name, values in each.attributes.items() if not is_single(values)}
    filled = [{name, *_further_columns(config, name)} for name in sorted(several)]
    if any(source.address for source in config.sources):
        filled.append({each for part in ADDRESS_PARTS for each in (part, *_further_columns(config, part))})
    groups: list[set[str]] = []
    for group in filled:
        touched = [each for each in groups if each & group]
        groups = [each for each in groups if not each & group] + [group.union(*touched)]
    return [found for group in groups if (found := group & set(columns))]


def _further_columns(config: Config, attribute: str) -> tuple[str, ...]:
    """Standard columns that cleaning an attribute makes beside the value itself."""
    kind = config.semantic_type(attribute)
    return kind.columns if attribute == kind.name else ()


def problem_counts(db: Database, attributes: list[str]) -> list[tuple[str, str, int]]:
    """Return (attribute, problem, number of distinct values) for values that have no standard form."""
    parts = [
        f"select {literal(name)} as attribute, problem, count(*) as n from {quote('lookup_' + name)} "
        "where problem is not null group by problem"
        for name in attributes
    ]
    return [(a, p, n) for a, p, n in db.rows(" union all ".join(parts) + " order by all")] if parts else []
