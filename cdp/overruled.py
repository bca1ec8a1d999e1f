"""Golden values that a steward set take the place of those that records gave; what records gave is told as lost."""

from __future__ import annotations

from cdp.database import literal, quote


def overruled_sql(attribute: str, columns: tuple[str, ...], value_type: str, text: str) -> str:
    """Return the SELECT of the golden values of an attribute, with those of `override` in place.

    Reads `golden_<attribute>` (person, value, all_values, source, record_id, lost) and `several` (golden_id, person),
    and has the columns of the former: what was set comes from the source `decision`, its record_id is the number of the
    decision. And `is_set`, which tells them. `columns` are the parts of the value, of the SQL type `value_type`; `text`
    writes a `value` as a person reads it.
    """
    given = ", ".join(f"{quote(part)} := max(value) filter (part = {literal(part)})" for part in columns)
    value = f"struct_pack({given})" if attribute == "address" else "max(value)"
    return f"""
    with told as (
        select person, decision, cast({value} as {value_type}) as value
        from override join several using (golden_id) where attribute = {literal(attribute)} group by person, decision
    ),
    named as (select *, {text} as as_text from told),
    own as (select *, {text} as as_text from {quote("golden_" + attribute)}),
    beside as (
        select named.person, named.value, own.all_values, named.decision,
               list_prepend(struct_pack(value := own.as_text, source := own.source, record_id := own.record_id,
                                        reason := 'decision ' || named.decision), coalesce(own.lost, [])) as lost,
               named.as_text, own.person is null as is_new
        from named left join own using (person)
    )
    select person, value,
           list_prepend(value, list_filter(coalesce(all_values, []), lambda each: each <> value)) as all_values,
           'decision' as source, cast(decision as varchar) as record_id,
           case when is_new then [] else list_filter(lost, lambda each: each.value <> as_text) end as lost,
           true as is_set
    from beside
    union all by name
    select own.* exclude (as_text), false as is_set from own anti join named using (person)
    """
