"""Stage *survive*: the golden value of every attribute, and where it comes from.

Values are ranked within a person: third-party values after all others, then by the rule of the attribute, then by
trust, by recency, by the credibility of their record, and by record key. The parts of an address survive together.
Names in the person's own script come before romanised ones, so that the two names of one profile match.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cdp.config import Config
from cdp.credibility import add_credibility
from cdp.database import Database, literal, quote
from cdp.overruled import overruled_sql
from cdp.semantics import ADDRESS_PARTS, TYPES, Holding, Rule

_MANY = (Holding.EXCLUSIVE, Holding.SEVERAL, Holding.SHARED)
_NATIVE = {"given_name": "given_native", "family_name": "family_native"}
_NOT_GOLDEN = {"full_name", "full_address"}
_NAMES = ("given_name", "family_name", "phonetic_name")


@dataclass(frozen=True)
class GoldenAttribute:
    """An attribute of the profile and how its value is chosen."""

    name: str
    """Attribute; `address` stands for all its parts."""
    rule: Rule
    columns: tuple[str, ...]
    """Standard columns that survive together."""
    listed: bool
    """The profile also lists all values, best first, as `<name>_all`."""
    sources: tuple[str, ...] = ()


def golden_attributes(config: Config, columns: list[str]) -> list[GoldenAttribute]:
    """Return what a profile is made of, given the standard columns of the records."""
    parts = tuple(part for part in ADDRESS_PARTS if part in columns)
    found: list[GoldenAttribute] = []
    for name in columns:
        if name in parts or name in _NOT_GOLDEN or not _is_attribute(config, name):
            continue
        found.append(_attribute(config, name, (name,)))
    if parts:
        found.append(_attribute(config, "address", parts))
    return found


def _is_attribute(config: Config, column: str) -> bool:
    return column in TYPES or column in config.identity.attributes


def _attribute(config: Config, name: str, columns: tuple[str, ...]) -> GoldenAttribute:
    declared = config.golden.attributes.get(name)
    own = Rule.MOST_RECENT if name == "address" else config.semantic_type(name).rule
    rule = declared.rule if declared else own
    listed = rule is Rule.UNION or (name != "address" and config.holding(name) in _MANY)
    if rule is Rule.UNION:
        rule = own if own is not Rule.UNION else Rule.MOST_RECENT
    return GoldenAttribute(name, rule, columns, listed, declared.sources if declared else ())


def survive(
    db: Database, config: Config, columns: list[str], overridden: Collection[str] = ()
) -> list[GoldenAttribute]:
    """Make `profile` and the view `provenance` from `member`, `record` and `alternate`; return what is golden.

    `overridden` are the attributes of which `override` (decision, golden_id, attribute, part, value) sets values.
    """
    attributes = golden_attributes(config, columns)
    _make_evidence(db, columns, overridden)
    add_credibility(db, columns)
    db.run(_RANKED)
    db.drop("credibility")
    for attribute in attributes:
        table = quote(f"golden_{attribute.name}")
        db.run(f"create or replace temp table {table} as {golden_sql(attribute)}")
        if attribute.name in overridden:
            kind = str(db.value("select column_type from (describe " + table + ") where column_name = 'value'"))
            overruled = overruled_sql(attribute.name, attribute.columns, kind, _text_sql(attribute, "value"))
            db.run(f"create or replace temp table {table} as {overruled}")
    _make_profile(db, attributes)
    db.run(f"create or replace temp view provenance as {provenance_sql(attributes, overridden)}")
    return attributes


def _make_evidence(db: Database, columns: list[str], overridden: Collection[str]) -> None:
    """Make the view `evidence`: every record and further value of every person, with what ranks it.

    And split it: `lone` has the persons of a single row, whose values need no contest, `contested` all others, and
    those of whom a value is set.
    """
    names = ", ".join(map(quote, columns))
    decided = "or golden_id in (select golden_id from override)" if overridden else ""
    filled = " + ".join(f"cast({quote(column)} is not null as integer)" for column in columns) or "0"
    db.run(
        f"""
        create or replace temp table several as
        select golden_id, min(rid) as person from member
        group by golden_id having count(*) > 1 or bool_or(rid in (select rid from alternate)) {decided};
        create or replace temp table several_member as select rid, person from member join several using (golden_id);

        create or replace temp view evidence as
        with row as (
            select rid, 0 as nth, source, record_id, updated_at, party, trust, {names} from record
            union all
            select rid, nth, source, record_id, updated_at, party, trust, {names} from alternate
        )
        select m.golden_id, row.* exclude (party), row.party = 'third' as third, {filled} as filled
        from row join member m using (rid);

        create or replace temp table contested as select * from evidence join several_member using (rid);
        create or replace temp view lone as select * from evidence anti join several_member using (rid);
        """
    )


_RANKED = """
create or replace temp table contested as
with ranked as (
    select rid, nth, credibility,
           row_number() over (
               partition by person
               order by third, trust desc, updated_at desc nulls last, credibility desc, source, record_id, nth
           ) as precedence
    from contested join credibility using (rid)
)
select contested.*, credibility, precedence from contested join ranked using (rid, nth)
"""
"""Adds the order of the rows of a person where an attribute's rule leaves their values level."""


def _value_sql(attribute: GoldenAttribute) -> str:
    if attribute.name != "address":
        return quote(attribute.columns[0])
    parts = ", ".join(f"{part} := cast({quote(part)} as varchar)" for part in attribute.columns)
    some = " or ".join(f"{quote(part)} is not null" for part in attribute.columns if part != "country") or "true"
    return f"case when {some} then struct_pack({parts}) end"


def _text_sql(attribute: GoldenAttribute, value: str) -> str:
    """SQL of a value as a person reads it; the parts of an address in one line."""
    if attribute.name != "address":
        return f"cast({value} as varchar)"
    parts = [part for part in attribute.columns if part != "full_address"]
    line = f"concat_ws(', ', {', '.join(f'{value}.{part}' for part in parts)})" if parts else "''"
    if "full_address" not in attribute.columns:
        return line
    own = f"{value}.street" if "street" in attribute.columns else "null"
    return f"case when {own} is null then coalesce({value}.full_address, {line}) else {line} end"


def _order_sql(attribute: GoldenAttribute) -> str:
    """SQL order of the values of a person by the attribute's rule."""
    match attribute.rule:
        case Rule.MOST_RECENT:
            return "updated_at desc nulls last, support desc"
        case Rule.MOST_FREQUENT:
            return "support desc"
        case Rule.MOST_COMPLETE:
            return f"{_completeness(attribute)} desc, filled desc"
        case Rule.SOURCE_RANK:
            ranks = " ".join(f"when {literal(name)} then {nth}" for nth, name in enumerate(attribute.sources))
            return f"case source {ranks} else {len(attribute.sources)} end" if ranks else "trust desc"
        case Rule.LONGEST:
            return "length(cast(value as varchar)) desc"
        case Rule.MIN:
            return "value"
        case Rule.MAX:
            return "value desc"
        case Rule.UNION:
            raise ValueError("union lists all values; it does not rank them")


def _completeness(attribute: GoldenAttribute) -> str:
    return " + ".join(f"cast({quote(column)} is not null as integer)" for column in attribute.columns)


def golden_sql(attribute: GoldenAttribute) -> str:
    """Return the SELECT of one row per contested person that has the attribute.

    Columns: person, value, all_values (best first), source and record_id of the value, and lost: the other values with
    their record and why they lost.
    """
    native = _NATIVE.get(attribute.name)
    own_script = f"{quote(native)} is null," if native else ""
    value = _value_sql(attribute)
    return f"""
    with held as (
        select *, {value} as value, count(*) over (partition by person, {value}, third) as support
        from contested where {value} is not null
    ),
    contest as (
        select person, value, rid, source, record_id, third, trust, updated_at, credibility, support,
               row_number() over (
                   partition by person order by third, {own_script} {_order_sql(attribute)}, precedence
               ) as place
        from held
    ),
    winner as (select * from contest where place = 1),
    loser as (
        select person, c.place, c.value, c.source, c.record_id, {_reason_sql(attribute)} as reason
        from contest c join winner w using (person) where c.value is distinct from w.value
    ),
    other as (
        select person, list(value order by place) as others
        from (select person, value, min(place) as place from loser group by person, value) group by person
    ),
    beaten as (
        select person,
               list_transform(
                   list_sort(list(struct_pack(place := place, value := {_text_sql(attribute, "value")},
                                              source := source, record_id := record_id, reason := reason))),
                   lambda each: struct_pack(value := each.value, source := each.source, record_id := each.record_id,
                                            reason := each.reason)
               ) as lost
        from loser group by person
    )
    select person, value, coalesce(list_prepend(value, others), [value]) as all_values, source, record_id, lost
    from winner left join other using (person) left join beaten using (person)
    """


def _reason_sql(attribute: GoldenAttribute) -> str:
    """SQL that says why the value `c` lost against the winner `w`."""
    by_rule = {
        Rule.MOST_RECENT: "when c.updated_at < w.updated_at then 'older' "
        "when c.updated_at is null and w.updated_at is not null then 'no date'",
        Rule.MOST_FREQUENT: "when c.support < w.support then 'held by fewer records'",
        Rule.MOST_COMPLETE: "when true then 'less complete'",
        Rule.SOURCE_RANK: "when c.source <> w.source then 'lower source rank'",
        Rule.LONGEST: "when length(cast(c.value as varchar)) < length(cast(w.value as varchar)) then 'shorter'",
        Rule.MIN: "when c.value > w.value then 'greater'",
        Rule.MAX: "when c.value < w.value then 'smaller'",
    }
    return f"""
        case when c.third and not w.third then 'third-party values never beat others'
             {by_rule.get(attribute.rule, "")}
             when c.support < w.support then 'held by fewer records'
             when c.trust < w.trust then 'less trusted source'
             when c.updated_at < w.updated_at then 'older'
             when c.credibility < w.credibility then 'its record agrees less with the others'
             else 'tie, decided by record key' end
    """


def _make_profile(db: Database, attributes: list[GoldenAttribute]) -> None:
    """Make `profile` in steps: joining and sorting at once want more memory than each in its turn."""
    db.run(f"create or replace temp table golden as {contested_golden_sql(attributes)}")
    db.run(
        f"""
        create or replace temp table profile as
        select golden_id, {_full_name_sql(attributes)} * exclude (golden_id)
        from (select * from golden union all {lone_golden_sql(attributes)}) order by golden_id
        """
    )
    db.drop("golden")


def contested_golden_sql(attributes: list[GoldenAttribute]) -> str:
    """Return the SELECT of the golden values of the contested persons, one row each."""
    values: list[str] = []
    joins: list[str] = []
    for attribute in attributes:
        table = quote(f"golden_{attribute.name}")
        joins.append(f"left join {table} on {table}.person = counted.person")
        for column in attribute.columns:
            name = quote(column)
            values.append(f"{table}.value{'.' + name if attribute.name == 'address' else ''} as {name}, ")
        if attribute.listed:
            values.append(f"{table}.all_values as {quote(attribute.name + '_all')}, ")
    return f"""
    with counted as (
        select person, count(*) filter (nth = 0) as records, list_sort(list(distinct source)) as sources,
               max(updated_at) as updated_at
        from contested group by person
    )
    select golden_id, {"".join(values)} records, sources, updated_at
    from counted join several using (person) {" ".join(joins)}
    """


def lone_golden_sql(attributes: list[GoldenAttribute]) -> str:
    """Return the SELECT of the golden values of the lone persons, with the columns of `contested_golden_sql`."""
    values: list[str] = []
    for attribute in attributes:
        held = f"case when {_value_sql(attribute)} is not null then"
        values += [f"{held} {quote(column)} end as {quote(column)}, " for column in attribute.columns]
        if attribute.listed:
            values.append(f"{held} [{_value_sql(attribute)}] end as {quote(attribute.name + '_all')}, ")
    return f"select golden_id, {''.join(values)} 1 as records, [source] as sources, updated_at from lone"


def _full_name_sql(attributes: list[GoldenAttribute]) -> str:
    """SQL of the whole name as the person's language writes it: 김민수, 山田 太郎, Mary Jones."""
    if not {"given_name", "family_name"} <= {attribute.name for attribute in attributes}:
        return ""
    name = "concat(family_name, given_name)"
    return f"""
        case when strlen({name}) = length({name}) then nullif(concat_ws(' ', given_name, family_name), '')
             when regexp_matches({name}, '[\\p{{Hangul}}]') then {name}
             when regexp_matches({name}, '[\\p{{Han}}\\p{{Hiragana}}\\p{{Katakana}}]')
             then concat_ws(' ', family_name, given_name)
             else concat_ws(' ', given_name, family_name) end as full_name,
    """


def _rule_sql(attribute: GoldenAttribute, overridden: Collection[str]) -> str:
    rule = literal(attribute.rule)
    return f"if(is_set, 'decision', {rule})" if attribute.name in overridden else rule


def provenance_sql(attributes: list[GoldenAttribute], overridden: Collection[str] = ()) -> str:
    """Return the SELECT of the provenance: one row per golden value.

    The values of a lone row come from one pass over it, whatever the number of attributes.
    """
    if not attributes:
        return _NO_PROVENANCE
    won = [
        f"select golden_id, {literal(attribute.name)} as attribute, {_text_sql(attribute, 'value')} as value, "
        f"source, record_id, {_rule_sql(attribute, overridden)} as rule, coalesce(lost, {_NOTHING}) as lost "
        f"from {quote('golden_' + attribute.name)} join several using (person)"
        for attribute in attributes
    ]
    own = ", ".join(
        f"{{'attribute': {literal(attribute.name)}, 'value': {_text_sql(attribute, f'({_value_sql(attribute)})')}, "
        f"'there': {_value_sql(attribute)} is not null, 'rule': {literal(attribute.rule)}}}"
        for attribute in attributes
    )
    lone = f"""
    select golden_id, own.attribute, own.value, source, record_id, own.rule, {_NOTHING} as lost
    from (select golden_id, source, record_id, unnest([{own}]) as own from lone) where own.there
    """
    return " union all ".join([*won, lone])


_NOTHING = "cast([] as struct(value varchar, source varchar, record_id varchar, reason varchar)[])"
_NO_PROVENANCE = f"""
select '' as golden_id, '' as attribute, '' as value, '' as source, '' as record_id, '' as rule, {_NOTHING} as lost
where false
"""
