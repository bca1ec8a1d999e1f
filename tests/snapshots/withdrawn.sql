with last as (
        select * from (select * from landed) semi join missing on missing.record_id = _record
        qualify row_number() over (partition by _key, _record order by _seq desc, _position desc) = 1
    )
    select cast(7 as integer) as _seq, row_number() over (order by _key, _record) as _position, true as _withdrawn,
           * exclude (_seq, _position, _withdrawn, _record)
    from last where _withdrawn is null order by _position
