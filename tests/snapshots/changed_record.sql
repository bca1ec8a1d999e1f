with former as (
        select source, record_id, bit_xor(hash(nth, "full_name_raw", "email_raw")) as content
        from earlier semi join concerned_record using (source, record_id)
        group by source, record_id
    ),
    present as (
        select rid, bit_xor(hash(nth, "full_name_raw", "email_raw")) as content
        from (
            select rid, 0 as nth, "full_name_raw", "email_raw" from record
            union all
            select rid, nth, "full_name_raw", "email_raw" from alternate
        ) semi join concerned_record using (rid)
        group by rid
    )
    select concerned_record.source, concerned_record.record_id, 'changed'
    from concerned_record join former using (source, record_id) join present using (rid)
    where concerned_record.was and former.content <> present.content
