create or replace temp table link_input as
    with known as (select native_hash, list(number order by number) as readings from reading group by native_hash),
    written as (select distinct given_native as name from link_input where given_native is not null),
    native as (select name, readings from written join known on native_hash = md5(name)),
    spoken as (select distinct given_key as name from link_input where given_key is not null),
    numbered as (select distinct key_hash, number from reading),
    romanised as (select name, number from spoken join numbered on key_hash = md5(name))
    select i.*,
           case when i.given_key is null then native.readings
                when i.given_native is null and romanised.number is not null then [romanised.number]
                when list_contains(native.readings, romanised.number) then [romanised.number]
           end as given_readings
    from link_input i
    left join native on native.name = i.given_native
    left join romanised on romanised.name = i.given_key
