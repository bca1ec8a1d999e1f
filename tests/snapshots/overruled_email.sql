with told as (
        select golden_id, decision, cast(max(value) as VARCHAR) as value
        from override where attribute = 'email' group by golden_id, decision
    ),
    named as (select *, value as as_text from told),
    own as (select *, value as as_text from "golden_email"),
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
