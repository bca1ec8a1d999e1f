create or replace temp table reading as
    with told as (
        select given_native as native, given_key as key, count(*) as n from link_input where given_key is not null and regexp_matches(given_native, '\p{Han}') group by all
    ),
    beside as (select *, sum(n) over (partition by native) as bearers from told),
    usual as (
        select *, sum(n) over (partition by native) as readers from beside where n > 1 and n >= $rare * bearers
    )
    select md5(native) as native_hash, md5(key) as key_hash,
           cast(dense_rank() over (order by md5(key)) as integer) as number
    from usual where bearers >= $bearers and readers >= $told * bearers
    order by native_hash, number
