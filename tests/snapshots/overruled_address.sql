with told as (
        select person, decision, cast(struct_pack("street" := max(value) filter (part = 'street'), "city" := max(value) filter (part = 'city')) as STRUCT(street VARCHAR, city VARCHAR)) as value
        from override join several using (golden_id) where attribute = 'address' group by person, decision
    ),
    named as (select *, concat_ws(', ', value.street, value.city) as as_text from told),
    own as (select *, concat_ws(', ', value.street, value.city) as as_text from "golden_address"),
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
