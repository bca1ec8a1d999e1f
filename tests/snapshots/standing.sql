select _record as record_id
    from (select * from landed)
    where _record is not null
    group by _record
    having arg_max(_withdrawn is null, (_seq, _position))
