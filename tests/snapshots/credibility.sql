with said as materialized (select rid, hash('given_key', golden_id) as slot, hash('given_key', "given_key") as claim from contested where nth = 0 and "given_key" is not null union all select rid, hash('email', golden_id) as slot, hash('email', "email") as claim from contested where nth = 0 and "email" is not null union all select rid, hash('city_key', golden_id) as slot, hash('city_key', "city_key") as claim from contested where nth = 0 and "city_key" is not null),
    held as (select slot, claim, count(*) as support from said group by slot, claim),
    known as (select claim, coalesce(own.tf, other.tf) as tf from (select distinct "given_key" as value, hash('given_key', "given_key") as claim from contested where nth = 0 and "given_key" is not null) word left join frequency own on own.column_name = 'given' and own.value = word.value left join frequency other on other.column_name = 'given' and other.value is null union all select claim, coalesce(own.tf, other.tf) as tf from (select distinct "city_key" as value, hash('city_key', "city_key") as claim from contested where nth = 0 and "city_key" is not null) word left join frequency own on own.column_name = 'city_key' and own.value = word.value left join frequency other on other.column_name = 'city_key' and other.value is null),
    standing as (
        select slot, claim,
               support / sum(support) over (partition by slot)
               + coalesce(log10(tf / max(tf) over (partition by slot)), 0) as standing
        from held left join known using (claim)
    )
    select rid, sum(cast(round(1000 * standing) as bigint)) as credibility
    from said join standing using (slot, claim) group by rid
