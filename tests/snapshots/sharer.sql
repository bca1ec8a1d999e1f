create temp table sharer as
    select distinct source, record_id
    from published
    where (source, record_id) in (select (source, record_id) from own)
    or "email" in (select "email" from own where "email" is not null)
    or "phone" in (select "phone" from own where "phone" is not null)
