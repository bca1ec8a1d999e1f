with said as (select golden_id, rid, 'given_key' as witness, cast("given_key" as varchar) as value from contested where nth = 0 and "given_key" is not null union all select golden_id, rid, 'email' as witness, cast("email" as varchar) as value from contested where nth = 0 and "email" is not null union all select golden_id, rid, 'city_key' as witness, cast("city_key" as varchar) as value from contested where nth = 0 and "city_key" is not null),
    known as (select '' as witness, '' as value, 0 as records where false union all select 'given_key', "given_key", count(*) from record where "given_key" is not null group by all union all select 'city_key', "city_key", count(*) from record where "city_key" is not null group by all),
    held as (select golden_id, witness, value, count(*) as support from said group by all),
    standing as (
        select golden_id, witness, value,
               support / sum(support) over (partition by golden_id, witness)
               + coalesce(log10(records / max(records) over (partition by golden_id, witness)), 0) as standing
        from held left join known using (witness, value)
    )
    select rid, sum(cast(round(1000 * standing) as bigint)) as credibility
    from said join standing using (golden_id, witness, value) group by rid
