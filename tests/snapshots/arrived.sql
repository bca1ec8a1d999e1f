with hashed as (
        select *, md5(cast(to_json([cast("json" as varchar)]) as varchar)) as _hash from incoming
    ),
    judged as (
        select _position, coalesce(nullif(trim(cast(json_extract_string("json", '$.no') as varchar)), ''), concat_ws('#', $unit, _hash, row_number() over (partition by _hash order by _position))) as _key, _hash, case when ((json ->> '$.login') <> '') and (coalesce(nullif(trim(cast(json_extract_string("json", '$.mail') as varchar)), ''), json_extract_string("json", '$.mails[*]')[1])) is null then 'required attribute email is empty' end as fault,
               case when (json ->> '$.mail') LIKE '%@staff.example' then 'suppressed: employee' end as suppression
        from hashed
    )
    select _position, _key, _hash, coalesce(suppression, fault) as _fault,
           case when suppression is not null then 'suppressed'
                when fault is not null then 'quarantined'
                else 'loaded' end as _fate
    from judged
