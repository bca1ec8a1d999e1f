with said as materialized (select rid, hash('given_key', golden_id) as slot, hash('given_key', "given_key") as claim from contested where nth = 0 and "given_key" is not null union all select rid, hash('email', golden_id) as slot, hash('email', "email") as claim from contested where nth = 0 and "email" is not null union all select rid, hash('city_key', golden_id) as slot, hash('city_key', "city_key") as claim from contested where nth = 0 and "city_key" is not null),
    held as (select slot, claim, count(*) as support from said group by slot, claim),
    known as (select hash('given_key', "given_key") as claim, count(*) as records from record where "given_key" is not null group by "given_key" union all select hash('city_key', "city_key") as claim, count(*) as records from record where "city_key" is not null group by "city_key"),
    standing as (
        select slot, claim,
               support / sum(support) over (partition by slot)
               + coalesce(log10(records / max(records) over (partition by slot)), 0) as standing
        from held left join known using (claim)
    )
    select rid, sum(cast(round(1000 * standing) as bigint)) as credibility
    from said join standing using (slot, claim) group by rid
