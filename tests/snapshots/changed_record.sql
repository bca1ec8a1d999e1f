with former as (
        select source, record_id, bit_xor(hash(nth, "full_name_raw", "email_raw")) as content
        from read_parquet($path) semi join touched using (source, record_id)
        group by source, record_id
    ),
    present as (
        select rid, bit_xor(hash(nth, "full_name_raw", "email_raw")) as content
        from (
            select rid, 0 as nth, "full_name_raw", "email_raw" from record
            union all
            select rid, nth, "full_name_raw", "email_raw" from alternate
        ) semi join touched using (rid)
        group by rid
    )
    select touched.source, touched.record_id, 'changed'
    from touched join former using (source, record_id) join present using (rid)
    where touched.was and former.content <> present.content
