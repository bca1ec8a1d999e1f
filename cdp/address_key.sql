-- address_key: what two writings of one address have in common, per person and home. Reads written and home.
-- A key is the whole address; or its numbers, which stay when the script changes. Korea writes the lot in place of the
-- road: then block and flat (동·호) stay, or a contact that both hold, as a Korean postal code is a block of houses.
-- `shape`: 'unit' of a building, 'house', or 'block' where units are left out, or where the key alone is too little.
create or replace temp table address_key as
with lived as (
    select written.*, home.place
    from written
    join home using (golden_id, spot)
),

divided as (
    select distinct coalesce(postal_code, city_key) as area, building
    from written
    where unit <> ''
),

shaped as (
    select
        lived.*,
        case
            when lived.unit <> '' then 'unit'
            when divided.building is null then 'house'
            else 'block'
        end as shape
    from lived
    left join divided
      on divided.area = coalesce(lived.postal_code, lived.city_key)
     and divided.building = lived.building
)

select distinct golden_id, place, postal_code || '/' || building || '/' || unit as address_key, shape
from shaped
where postal_code is not null
union
select distinct golden_id, place, city_key || '/' || building || '/' || unit, if(postal_code is null, shape, 'block')
from shaped
where city_key is not null
union
select distinct golden_id, place, postal_code || '//' || numbers || '/' || unit, shape
from shaped
where numbers like '%-%' or (numbers <> '' and unit <> '')
union
select distinct golden_id, place, postal_code || '///' || unit, shape
from shaped
where is_korean and unit like '%-%'
union
select distinct golden_id, place, postal_code || '////' || value, 'block'
from shaped
join mark using (golden_id)
where is_korean and mark.attribute <> 'family_name'
