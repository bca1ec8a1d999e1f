"""Golden values that a steward set take the place of those that records gave; what records gave is told as lost."""

from __future__ import annotations

from cdp.database import literal, quote


def overruled_sql(attribute: str, columns: tuple[str, ...], value_type: str, text: str) -> str:
    """Return the SELECT of the golden values of an attribute, with those of `override` in place.

    Reads `golden_<attribute>` (golden_id, value, all_values, rid, source, record_id, lost) and has the same columns:
    what was set comes from the source `decision`, its record_id is the number of the decision, and its rid is null.
    `columns` are the parts of the value, of the SQL type `value_type`; `text` writes a `value` as a person reads it.
    """
    given = ", ".join(f"{quote(part)} := max(value) filter (part = {literal(part)})" for part in columns)
    value = f"struct_pack({given})" if attribute == "address" else "max(value)"
    return f"""
    with told as (
        select golden_id, decision, cast({value} as {value_type}) as value
        from override where attribute = {literal(attribute)} group by golden_id, decision
    ),
    named as (select *, {text} as as_text from told),
    own as (select *, {text} as as_text from {quote("golden_" + attribute)}),
    beside as (
        select named.golden_id, named.value, own.all_values, named.decision,
               list_prepend(struct_pack(value := own.as_text, source := own.source, record_id := own.record_id,
                                        reason := 'decision ' || named.decision), coalesce(own.lost, [])) as lost,
               named.as_text, own.golden_id is null as is_new
        from named left join own using (golden_id)
    )
    select golden_id, value,
           list_prepend(value, list_filter(coalesce(all_values, []), lambda each: each <> value)) as all_values,
           null as rid, 'decision' as source, cast(decision as varchar) as record_id,
           case when is_new then [] else list_filter(lost, lambda each: each.value <> as_text) end as lost
    from beside
    union all by name
    select own.* exclude (as_text) from own anti join named using (golden_id)
    """
