-- value_cell: what people in the same place spent from then to the horizon, on average; reads value_member.
-- Where fewer than $least are in a place, only the wider ones around it count: any worth of an order, any number.
-- The interval is the mean ± $z standard errors.
create or replace temp table value_cell as
with cell as (
    select
        days_from,
        case when days_from is not null then max(days_to) end as days_to,
        orders_from,
        case when orders_from is not null then max(orders_to) end as orders_to,
        third,
        case when third is not null then max(average_from) end as average_from,
        case when third is not null then max(average_to) end as average_to,
        max(counted_days) as counted_days,
        count(*) as people,
        count(*) filter (where orders_after > 0) as bought_again,
        cast(sum(orders_after) as double) / count(*) as orders_after,
        cast(sum(value_after) as double) as total,
        cast(sum(try_cast(value_after * value_after as decimal(38, 4))) as double) as squares
    from value_member
    where vantage = 'then'
    group by grouping sets ((days_from, orders_from, third), (days_from, orders_from), (days_from))
    having count(*) >= $least
),

spread as (
    select
        *,
        total / people as mean,
        $z * sqrt(greatest(squares - total * total / people, 0) / (people - 1) / people) as half
    from cell
)

select
    concat_ws(
        ', ',
        concat_ws('–', days_from, days_to) || case when days_to is null then ' or more' else '' end || ' days ago',
        case
            when orders_from is null then 'any number of orders'
            when orders_from = 0 then null
            when orders_from = 1 then '1 order'
            when orders_from = orders_to then orders_from || ' orders'
            when orders_to is null then orders_from || ' or more orders'
            else orders_from || '–' || orders_to || ' orders'
        end,
        case third when 1 then 'small ones' when 2 then 'middling ones' when 3 then 'large ones' end
    ) as value_cell,
    days_from,
    days_to,
    orders_from,
    orders_to,
    cast(counted_days as integer) as counted_days,
    third,
    average_from,
    average_to,
    people,
    bought_again,
    round(orders_after, 3) as orders_after,
    round(mean, 2) as value_after,
    round(least(mean, greatest(mean - half, 0)), 2) as low,
    round(mean + half, 2) as high
from spread
order by days_from, orders_from nulls last, third nulls last
