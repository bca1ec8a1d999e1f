-- loyalty: who is or was a loyalist, and how, in a line of products or (null) of the company, see its contract; reads
-- purchase, journey_sign (golden_id, sign), journey_stage, horizon and risk_stage (stage); $purchases in $days make a
-- loyalist, $lapsed days without one end it, $active signs make an active one. In a line of products a purchase
-- counts with its part of the value.
create or replace temp table loyalty as
with told_order as (
    select
        golden_id, time, source, event_id, len(coalesce(product_lines, [])) as lines,
        cast(value - coalesce(returned_value, 0) as decimal(18, 2)) as value,
        unnest(list_prepend(null, coalesce(product_lines, []))) as product_line
    from purchase
    where golden_id is not null and kind = 'order' and status <> 'cancelled' and time <= (select told_until from horizon)
),

bought as (
    select
        golden_id,
        product_line,
        time,
        cast(value / case when product_line is null then 1 else lines end as decimal(18, 2)) as value,
        coalesce(lag(time, $purchases - 1) over course >= time - $days * interval 1 day, false) as is_loyal,
        row_number() over course as nth
    from told_order
    window course as (partition by golden_id, product_line order by time, source, event_id)
),

loyalist as (
    select
        golden_id,
        product_line,
        min(time) filter (where is_loyal) as loyal_since,
        max(time) as last_purchase_at,
        arg_max(is_loyal, nth) and max(time) >= any_value(told_until) - $lapsed * interval 1 day as is_still,
        count(*) filter (where time > told_until - $days * interval 1 day) as purchases,
        sum(value) filter (where time > told_until - $days * interval 1 day) as value
    from bought
    cross join horizon
    group by golden_id, product_line
    having bool_or(is_loyal)
),

told as (
    select golden_id, list(sign order by sign) as signs, count(*) as n
    from journey_sign
    group by golden_id
),

considering as (
    select loyalist.golden_id, loyalist.product_line, min(entered_at) as considers_since
    from journey_stage stage
    join loyalist
        on loyalist.golden_id = stage.golden_id and entered_at > last_purchase_at
       and (loyalist.product_line is null or loyalist.product_line = stage.product_line)
    where is_current and stage.stage in (select stage from risk_stage)
    group by loyalist.golden_id, loyalist.product_line
)

select
    loyalist.golden_id,
    loyalist.product_line,
    case when not is_still then 'lapsed' when coalesce(n, 0) >= $active then 'active' else 'passive' end as kind,
    is_still and coalesce(n, 0) < $active and considers_since is not null as at_risk,
    loyal_since,
    last_purchase_at,
    purchases,
    cast(coalesce(value, 0) as double) as value,
    coalesce(signs, []) as signs,
    considers_since
from loyalist
left join told on told.golden_id = loyalist.golden_id
left join considering
    on considering.golden_id = loyalist.golden_id
   and considering.product_line is not distinct from loyalist.product_line
order by loyalist.golden_id, loyalist.product_line nulls first
