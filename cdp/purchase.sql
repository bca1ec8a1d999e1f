-- purchase: orders and returns, each once; reads interaction, source_trust (source, trust) and rate (currency, rate).
create or replace temp table purchase as
with told as (
    select
        coalesce(order_number, source || '/' || event_id) as order_id,
        interaction.*,
        action = 'returned' and order_number is null as is_return
    from interaction
    where action = 'ordered' or (action = 'returned' and order_number is null and amount is not null)
),

main as (
    select told.*
    from told
    left join source_trust using (source)
    qualify row_number() over (
        partition by order_id
        order by amount is null, trust desc nulls last, time nulls last, source, event_id
    ) = 1
),

-- an order whose own event names nobody is his whom its other events name
named as (
    select order_number, min(golden_id) as golden_id
    from interaction
    where order_number is not null and golden_id is not null
    group by order_number
    having count(distinct golden_id) = 1
),

step as (
    select
        order_number,
        action,
        max(time) as time,
        case action
            when 'packed' then 1
            when 'shipped' then 2
            when 'out_for_delivery' then 3
            when 'delivery_failed' then 4
            when 'ready_for_pickup' then 5
            when 'delivered' then 6
            when 'picked_up' then 7
            when 'cancelled' then 8
            when 'returned' then 9
        end as stage
    from interaction
    where order_number is not null
      and action in (
          'packed', 'shipped', 'out_for_delivery', 'delivery_failed', 'ready_for_pickup', 'delivered', 'picked_up',
          'cancelled', 'returned'
      )
    group by order_number, action
),

progress as (
    select
        order_number,
        arg_max(replace(action, '_', ' '), stage) as status,
        arg_max(time, stage) as status_time,
        min(case when action in ('delivered', 'picked_up') then time end) as fulfilled_at,
        bool_or(action = 'returned') as is_returned
    from step
    group by order_number
),

refund as (
    select interaction.order_number, sum(abs(interaction.amount) * rate.rate) as value
    from interaction
    join rate on rate.currency = coalesce(interaction.currency, $currency)
    where interaction.action in ('returned', 'refunded') and interaction.order_number is not null
    group by interaction.order_number
)

select
    main.order_id,
    coalesce(main.golden_id, named.golden_id) as golden_id,
    case when main.is_return then 'return' else 'order' end as kind,
    main.time,
    main.channel,
    main.medium,
    main.place,
    main.source,
    main.event_id,
    main.products,
    main.product_lines,
    case when main.is_return then -abs(main.amount) else main.amount end as amount,
    coalesce(main.currency, case when main.amount is not null then $currency end) as currency,
    round(case when main.is_return then -abs(main.amount) else main.amount end * rate.rate, 2) as value,
    case
        when main.is_return then null
        when refund.value is not null then round(refund.value, 2)
        when progress.is_returned then round(main.amount * rate.rate, 2)
        else 0
    end as returned_value,
    case when main.is_return then 'returned' else coalesce(progress.status, case when main.medium = 'physical' then 'picked up' else 'ordered' end) end as status,
    coalesce(progress.status_time, main.time) as status_time,
    coalesce(progress.fulfilled_at, case when main.medium = 'physical' and not main.is_return then main.time end) as fulfilled_at
from main
left join named on named.order_number = main.order_id
left join progress on progress.order_number = main.order_id
left join refund on refund.order_number = main.order_id
left join rate on rate.currency = coalesce(main.currency, $currency)
order by golden_id nulls last, order_id
