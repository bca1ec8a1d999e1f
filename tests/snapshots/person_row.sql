with every as (
        select rid, party, updated_at , "given_name", "given_key", "given_native", "family_name", "family_key", "family_native", "email", "city", "city_key" from record
        union all
        select rid, party, updated_at , "given_name", "given_key", "given_native", "family_name", "family_key", "family_native", "email", "city", "city_key" from alternate
    ),
    complete as (select * , cast(null as varchar) as "full_address", cast(null as varchar) as "street", cast(null as varchar) as "region", cast(null as varchar) as "postal_code", cast(null as varchar) as "country", cast(null as varchar) as "street_key", cast(null as varchar) as "entity_kind" from every)
    select member.golden_id, complete.* from complete join member using (rid)
    where coalesce(entity_kind, 'person') = 'person'
