-- failed_pickup: orders that were ready to be picked up; one hurts when nobody has come for it $pickup_days later;
-- reads interaction, purchase and horizon.
create or replace temp table failed_pickup as
with pickup as (
    select
        order_number as order_id,
        min(case when action = 'ready_for_pickup' then time end) as ready_at,
        min(case when action = 'picked_up' then time end) as picked_up_at,
        coalesce(min(case when action = 'ready_for_pickup' then place end), min(place)) as place,
        min(case when action = 'picked_up' then agent end) as agent
    from interaction
    where order_number is not null and action in ('ready_for_pickup', 'picked_up')
    group by order_number
)

select
    purchase.golden_id,
    pickup.ready_at as time,
    case
        when pickup.ready_at + to_days($pickup_days) < coalesce(pickup.picked_up_at, horizon.told_until)
            then pickup.ready_at + to_days($pickup_days)
    end as hurt_at,
    purchase.source,
    purchase.event_id,
    purchase.channel,
    'ready_for_pickup' as step,
    coalesce(pickup.place, purchase.place) as place,
    pickup.agent,
    purchase.product_lines,
    purchase.value
from pickup
join purchase on purchase.order_id = pickup.order_id
cross join horizon
where pickup.ready_at is not null
