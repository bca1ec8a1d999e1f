-- returned_goods: orders and returns without an order's number; an order hurts when goods of it come back within
-- $return_days, worth what came back; reads purchase and interaction.
create or replace temp table returned_goods as
with back as (
    select order_number as order_id, min(time) as returned_at
    from interaction
    where order_number is not null and action = 'returned'
    group by order_number
)

select
    purchase.golden_id,
    purchase.time,
    case
        when purchase.kind = 'return' then purchase.time
        when back.returned_at <= purchase.time + to_days($return_days) then back.returned_at
    end as hurt_at,
    purchase.source,
    purchase.event_id,
    purchase.channel,
    purchase.place,
    purchase.product_lines,
    case when purchase.kind = 'return' then abs(purchase.value) else purchase.returned_value end as value
from purchase
left join back on back.order_id = purchase.order_id
where purchase.time is not null and purchase.status <> 'cancelled'
