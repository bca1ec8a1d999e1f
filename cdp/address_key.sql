-- address_key: what writings of one address have in common, where several people have it. Reads written and home.
-- A key is the whole address; or its numbers, which stay when the script changes; or block and flat (동·호), which stay
-- when Korea writes the lot in place of the road.
-- `shape`: 'unit' of a building, 'house', or 'block' where units are left out, or where the key alone is too little.
create or replace temp table address_key as
with divided as (
    select distinct coalesce(postal_code, city_key) as area, building
    from written
    where unit <> ''
),

lived as (
    select
        written.golden_id,
        home.place,
        written.postal_code,
        written.city_key,
        written.building,
        written.numbers,
        written.unit,
        written.is_korean,
        case
            when written.unit <> '' then 'unit'
            when divided.building is null then 'house'
            else 'block'
        end as shape
    from written
    join home using (golden_id, spot)
    left join divided
      on divided.area = coalesce(written.postal_code, written.city_key)
     and divided.building = written.building
),

keyed as (
    select golden_id, place, hash('address', postal_code, building, unit) as address_key, shape
    from lived
    where postal_code is not null
    union
    select golden_id, place, hash('city', city_key, building, unit), if(postal_code is null, shape, 'block')
    from lived
    where city_key is not null
    union
    select golden_id, place, hash('numbers', postal_code, numbers, unit), shape
    from lived
    where postal_code is not null and (numbers like '%-%' or (numbers <> '' and unit <> ''))
    union
    select golden_id, place, hash('flat', postal_code, unit), shape
    from lived
    where postal_code is not null and is_korean and unit like '%-%'
),

crowd as (
    select address_key, count(distinct golden_id) as people
    from keyed
    group by address_key
    having count(distinct golden_id) > 1
)

select keyed.golden_id, keyed.place, address_key, keyed.shape, crowd.people
from keyed
join crowd using (address_key)
