with judged as (
        select _position, regexp_replace(nullif(trim(cast(json_extract_string("json", '$.no') as varchar)), ''), '^(-?[0-9]+)[.]0$', '\1') as row_id, nullif(trim(cast(json_extract_string("json", '$.at') as varchar)), '') as row_time,
               md5(cast(to_json([cast("json" as varchar)]) as varchar)) as _hash, case when ((json ->> '$.login') <> '') and (coalesce(nullif(trim(cast(json_extract_string("json", '$.mail') as varchar)), ''), json_extract_string("json", '$.mails[*]')[1])) is null then 'required attribute email is empty' end as fault,
               case when (json ->> '$.mail') like '%@staff.example' then 'suppressed: employee' end as suppression
        from incoming
    )
    select _position, coalesce(row_id, concat_ws('#', $unit, _hash, row_number() over (partition by _hash order by _position))) as _key, _hash, row_id is not null and row_time is null as _restates,
           coalesce(suppression, fault) as _fault,
           case when suppression is not null then 'suppressed'
                when fault is not null then 'quarantined'
                else 'loaded' end as _fate
    from judged
