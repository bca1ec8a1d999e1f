create or replace temp table journey_event as
with told as (
    select
        golden_id, source, event_id, time, channel, action, campaign, session_id, product_lines,
        coalesce(order_number, case action when 'ordered' then source || '/' || event_id end) as order_id,
        case when action in ('ordered') then medium = 'physical' end as "enjoy/takes home",
        case when action in ('answered') then type ilike '%nps%' and try_cast(properties ->> '$.score' as double) between 9 and 10 end as "advocate/recommends",
        case when action in ('reviewed') then coalesce(try_cast(properties ->> '$.rating' as double), 5) >= 4 end as "advocate/reviews",
        case when action in ('answered') then type ilike '%nps%' and try_cast(properties ->> '$.score' as double) between 9 and 10 end as "sign/recommends"
    from interaction
    where action in ('added_to_cart', 'answered', 'cancelled', 'contacted', 'coupon_issued', 'coupon_used', 'delivered', 'message_clicked', 'message_opened', 'ordered', 'picked_up', 'returned', 'reviewed', 'searched', 'signed_in', 'started_checkout', 'viewed_product', 'visited')
      and time <= (select told_until from horizon)
),

whose as (
    select
        coalesce(told.golden_id, purchase.golden_id) as golden_id,
        told.* exclude (golden_id, order_id, product_lines),
        coalesce(told.product_lines, purchase.product_lines, []) as product_lines,
        case told.action
            when 'ordered' then cast(purchase.value - coalesce(purchase.returned_value, 0) as decimal(18, 2))
        end as value
    from told
    left join purchase using (order_id)
    where told.action <> 'ordered' or (purchase.source = told.source and purchase.event_id = told.event_id)
)

select row_number() over (order by golden_id, time, source, event_id) as n, *
from whose
where golden_id is not null
