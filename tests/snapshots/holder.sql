with used as (
        select event_key from event where event_key is not null
        union
        select event_key from consent_given where event_key is not null
    )
    select distinct event_key, golden_id
    from (select event_key, event_key as held_as from used) join (select 'record:' || source || '/' || record_id as held_as, golden_id from member union all select 'email:' || "email", golden_id from record join member using (rid) where "email" is not null union all select 'email:' || "email", golden_id from alternate join member using (rid) where "email" is not null) using (held_as)
