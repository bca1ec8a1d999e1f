with said as materialized (select person, rid, case when "given_key" is not null then hash('given_key', "given_key") end as "given_key", case when "email" is not null then hash('email', "email") end as "email", case when "city_key" is not null then hash('city_key', "city_key") end as "city_key" from contested where nth = 0),
    agreed as materialized (select person, min("given_key") is not distinct from max("given_key") as "given_key", min("email") is not distinct from max("email") as "email", min("city_key") is not distinct from max("city_key") as "city_key" from said group by person),
    disputed as materialized (select rid, hash('given_key', person) as slot, said."given_key" as claim from said join agreed using (person) where said."given_key" is not null and not agreed."given_key" union all select rid, hash('email', person) as slot, said."email" as claim from said join agreed using (person) where said."email" is not null and not agreed."email" union all select rid, hash('city_key', person) as slot, said."city_key" as claim from said join agreed using (person) where said."city_key" is not null and not agreed."city_key"),
    known as (select hash('given_key', word.value) as claim, coalesce(own.tf, other.tf) as tf from (select distinct "given_key" as value from contested where "given_key" is not null) word left join frequency own on own.column_name = 'given' and own.value = word.value left join frequency other on other.column_name = 'given' and other.value is null union all select hash('city_key', word.value) as claim, coalesce(own.tf, other.tf) as tf from (select distinct "city_key" as value from contested where "city_key" is not null) word left join frequency own on own.column_name = 'city_key' and own.value = word.value left join frequency other on other.column_name = 'city_key' and other.value is null),
    held as materialized (
        select slot, claim, support, tf
        from (select slot, claim, count(*) as support from disputed group by slot, claim) left join known using (claim)
    ),
    slot as (select slot, sum(support) as votes, max(tf) as most from held group by slot),
    standing as (
        select slot, claim, support / votes + coalesce(log10(tf / most), 0) as standing
        from held join slot using (slot)
    ),
    earned as (
        select rid, sum(cast(round(1000 * standing) as bigint)) as earned
        from disputed join standing using (slot, claim) group by rid
    )
    select rid, 1000 * (cast(said."given_key" is not null and agreed."given_key" as bigint) + cast(said."email" is not null and agreed."email" as bigint) + cast(said."city_key" is not null and agreed."city_key" as bigint)) + coalesce(earned, 0) as credibility
    from said join agreed using (person) left join earned using (rid)
