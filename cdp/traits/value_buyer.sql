-- value_buyer: what each buyer had ordered by then and what came after; reads purchase and horizon.
-- Twice: as of $days before the horizon ('then'), and as of the horizon ('now'). Orders are counted over the same time
-- before both: $days, or as far back as the first order is before 'then'.
create or replace temp table value_buyer as
with bought as (
    select
        golden_id,
        time,
        kind = 'order' as is_order,
        try_cast(value - coalesce(returned_value, 0) as decimal(18, 2)) as worth
    from purchase
    cross join horizon
    where golden_id is not null and status <> 'cancelled' and time <= told_until
),

reach as (
    select
        told_until,
        told_until - $days * interval 1 day as began,
        least($days, date_diff('second', min(time), told_until) // 86400 - $days) as counted_days
    from bought
    cross join horizon
    group by told_until
),

vantage as (
    select 'then' as vantage, began as seen_at, counted_days from reach
    union all
    select 'now' as vantage, told_until as seen_at, counted_days from reach
)

select
    vantage,
    golden_id,
    max(counted_days) as counted_days,
    count(*) filter (
        where is_order and time <= seen_at and time >= seen_at - counted_days * interval 1 day
    ) as orders,
    date_diff('second', max(time) filter (where is_order and time <= seen_at), max(seen_at)) // 86400 as days,
    round(
        cast(sum(worth) filter (where time <= seen_at) as double)
        / count(*) filter (where is_order and time <= seen_at),
        2
    ) as average,
    count(*) filter (where is_order and time > seen_at) as orders_after,
    coalesce(sum(worth) filter (where time > seen_at), 0) as value_after
from bought
cross join vantage
group by vantage, golden_id
having count(*) filter (where is_order and time <= seen_at) > 0
