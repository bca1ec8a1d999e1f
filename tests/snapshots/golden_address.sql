with contest as (
        select golden_id, rid, nth, source, record_id, value, third, trust, updated_at, credibility, support,
               row_number() over (
                   partition by golden_id
                   order by third,  updated_at desc nulls last, support desc,
                            trust desc, updated_at desc nulls last, credibility desc, source, record_id, nth
               ) as place
        from (
            select *, case when "city" is not null then struct_pack(city := cast("city" as varchar)) end as value, count(*) over (partition by golden_id, case when "city" is not null then struct_pack(city := cast("city" as varchar)) end, third) as support
            from contested where case when "city" is not null then struct_pack(city := cast("city" as varchar)) end is not null
        )
    ),
    winner as (select * from contest where place = 1),
    best as (select golden_id, value, min(place) as place from contest group by golden_id, value),
    listed as (select golden_id, list(value order by place) as all_values from best group by golden_id),
    beaten as (
        select c.golden_id,
               list(struct_pack(value := concat_ws(', ', c.value.city),
                                source := c.source, record_id := c.record_id,
                                reason :=
        case when c.third and not w.third then 'third-party values never beat others'
             when c.updated_at < w.updated_at then 'older' when c.updated_at is null and w.updated_at is not null then 'no date'
             when c.support < w.support then 'held by fewer records'
             when c.trust < w.trust then 'less trusted source'
             when c.updated_at < w.updated_at then 'older'
             when c.credibility < w.credibility then 'its record agrees less with the others'
             else 'tie, decided by record key' end
    ) order by c.place) as lost
        from contest c join winner w using (golden_id)
        where c.value is distinct from w.value
        group by c.golden_id
    )
    select w.golden_id, w.value, listed.all_values, w.rid, w.source, w.record_id, beaten.lost
    from winner w join listed using (golden_id) left join beaten using (golden_id)
