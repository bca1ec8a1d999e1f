-- value_buyer: what each buyer had ordered by then and what came after; reads purchase and horizon.
-- Twice: as of a year before the horizon ('then'), and as of the horizon ('now').
create or replace temp table value_buyer as
with vantage as (
    select 'then' as vantage, told_until - interval 365 day as seen_at, told_until from horizon
    union all
    select 'now' as vantage, told_until as seen_at, told_until from horizon
),

bought as (
    select
        vantage,
        seen_at,
        golden_id,
        time,
        kind = 'order' and time <= seen_at as is_before,
        kind = 'order' and time > seen_at as is_after,
        try_cast(value - coalesce(returned_value, 0) as decimal(18, 2)) as worth
    from purchase
    join vantage on purchase.time <= vantage.told_until
    where golden_id is not null and status <> 'cancelled'
)

select
    vantage,
    golden_id,
    count(*) filter (where is_before) as orders,
    date_diff('second', max(time) filter (where is_before), max(seen_at)) // 86400 as days,
    round(cast(sum(worth) filter (where time <= seen_at) as double) / count(*) filter (where is_before), 2) as average,
    count(*) filter (where is_after) as orders_after,
    coalesce(sum(worth) filter (where time > seen_at), 0) as value_after
from bought
group by vantage, golden_id
having count(*) filter (where is_before) > 0
