-- home_key: what of the addresses of a person (hash of the golden_id) ties them to others, or tells a house of several
-- units from others, hashed. Reads written. People who have no key in common, over others neither, are no neighbours.
create or replace temp table home_key as
select distinct hash(golden_id) as person, k
from (
    select golden_id, hash('building', coalesce(postal_code, city_key), building) as k
    from written
    union all
    select golden_id, hash('building', city_key, building)
    from written
    where city_key is not null
    union all
    select golden_id, hash('numbers', postal_code, numbers, unit)
    from written
    where postal_code is not null and numbers <> ''
    union all
    select golden_id, hash('flat', postal_code, unit)
    from written
    where postal_code is not null and is_korean and unit like '%-%'
)
