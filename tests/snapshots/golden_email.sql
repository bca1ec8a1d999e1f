with held as (
        select *, "email" as value, count(*) over (partition by person, "email", third) as support
        from contested where "email" is not null
    ),
    contest as (
        select person, value, rid, source, record_id, third, trust, updated_at, credibility, support,
               row_number() over (
                   partition by person order by third,  updated_at desc nulls last, support desc, precedence
               ) as place
        from held
    ),
    winner as (select * from contest where place = 1),
    loser as (
        select person, c.place, c.value, c.source, c.record_id,
        case when c.third and not w.third then 'third-party values never beat others'
             when c.updated_at < w.updated_at then 'older' when c.updated_at is null and w.updated_at is not null then 'no date'
             when c.support < w.support then 'held by fewer records'
             when c.trust < w.trust then 'less trusted source'
             when c.updated_at < w.updated_at then 'older'
             when c.credibility < w.credibility then 'its record agrees less with the others'
             else 'tie, decided by record key' end
     as reason
        from contest c join winner w using (person) where c.value is distinct from w.value
    ),
    other as (
        select person, list(value order by place) as others
        from (select person, value, min(place) as place from loser group by person, value) group by person
    ),
    beaten as (
        select person,
               list_transform(
                   list_sort(list(struct_pack(place := place, value := cast(value as varchar),
                                              source := source, record_id := record_id, reason := reason))),
                   lambda each: struct_pack(value := each.value, source := each.source, record_id := each.record_id,
                                            reason := each.reason)
               ) as lost
        from loser group by person
    )
    select person, value, coalesce(list_prepend(value, others), [value]) as all_values, source, record_id, lost
    from winner left join other using (person) left join beaten using (person)
