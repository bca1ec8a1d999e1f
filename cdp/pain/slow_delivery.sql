-- slow_delivery: orders that were sent; one hurts when it is not delivered within $delivery_hours, or, where that is null,
-- within what $usual (a share) of the deliveries in the baseline took. It counts when it is delivered, at the latest when
-- it becomes late; reads interaction, purchase, baseline and horizon.
create or replace temp table slow_delivery as
with sent as (
    select
        order_number as order_id,
        min(case when action = 'delivered' then time end) as delivered_at
    from interaction
    where order_number is not null and action in ('packed', 'shipped', 'out_for_delivery', 'delivery_failed', 'delivered')
    group by order_number
),

delivery as (
    select
        purchase.*,
        sent.delivered_at,
        date_diff('second', purchase.time, sent.delivered_at) / 3600.0 as hours
    from sent
    join purchase on purchase.order_id = sent.order_id
    where purchase.time is not null and (sent.delivered_at is not null or purchase.status <> 'cancelled')
),

usual as (
    select coalesce(
        $delivery_hours,
        quantile_cont(case when delivered_at >= begins and delivered_at < ends then hours end, $usual),
        quantile_cont(hours, $usual)
    ) as hours
    from delivery
    cross join baseline
),

due as (
    select delivery.*, delivery.time + to_seconds(cast(usual.hours * 3600 as bigint)) as late_at
    from delivery
    cross join usual
)

select
    due.golden_id,
    least(due.delivered_at, due.late_at) as time,
    case when due.late_at < coalesce(due.delivered_at, horizon.told_until) then due.late_at end as hurt_at,
    due.source,
    due.event_id,
    due.channel,
    replace(due.status, ' ', '_') as step,
    due.place,
    due.product_lines,
    due.value
from due
cross join horizon
where least(due.delivered_at, due.late_at) <= horizon.told_until
