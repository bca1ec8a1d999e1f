-- journey_entry: where journeys begin, and how many of them lead to a purchase, see its contract; reads journey_trip.
-- Lift: ratio of two shares with Katz's interval of its logarithm (Katz et al. 1978); a person's journeys count
-- together in its variance (Liang & Zeger 1986), which is Katz's where everybody has one journey.
create or replace temp table journey_entry as
with trial as (
    select
        course, product_line, channel, touchpoint, value,
        case entry when 'awareness' then 'awareness' when 'consider' then 'consideration' when 'evaluate' then 'second chance' else 'straight to purchase' end as entry,
        case when journey = 1 then 'first time' else 'seen before' end as history,
        case when is_bought then 1 else 0 end as bought
    from journey_trip
    where is_bought or not is_open
),

-- straight purchases are all bought: they are no trial
rival as (
    select product_line, course, count(*) as n, sum(bought) as y
    from trial
    where entry <> 'straight to purchase'
    group by product_line, course
),

whole as (
    select product_line, sum(n) as n, sum(y) as y, sum(n * n) as nn, sum(n * y) as ny, sum(y * y) as yy
    from rival
    group by product_line
),

cut as (
    select
        trial.*,
        split,
        case split when 'channel' then channel when 'touchpoint' then touchpoint when 'history' then history end as part
    from trial
    cross join (values ('all'), ('channel'), ('touchpoint'), ('history')) as dimension (split)
),

own as (
    select product_line, entry, split, part, course, count(*) as n, sum(bought) as y, sum(value) as value
    from cut
    group by product_line, entry, split, part, course
),

total as (
    select
        own.product_line, entry, split, part,
        count(*) as people,
        sum(own.n) as n,
        sum(own.y) as y,
        sum(own.value) as value,
        any_value(whole.n) - sum(own.n) as other_n,
        any_value(whole.y) - sum(own.y) as other_y,
        any_value(whole.nn) - sum(rival.n * rival.n) as outside_nn,
        any_value(whole.ny) - sum(rival.n * rival.y) as outside_ny,
        any_value(whole.yy) - sum(rival.y * rival.y) as outside_yy
    from own
    left join rival
        on rival.course = own.course and entry <> 'straight to purchase'
    left join whole
        on whole.product_line is not distinct from own.product_line and entry <> 'straight to purchase'
    group by own.product_line, entry, split, part
),

inside as (
    select
        total.product_line, total.entry, total.split, total.part,
        sum(pow(
            (own.y - own.n * total.y / total.n) / total.y
            - (rival.y - own.y - (rival.n - own.n) * other_y / other_n) / other_y, 2
        )) as spread
    from total
    join own
        on own.product_line is not distinct from total.product_line
       and own.entry = total.entry and own.split = total.split and own.part is not distinct from total.part
    join rival using (course)
    where total.y > 0 and other_y > 0 and total.entry <> 'straight to purchase'
    group by all
),

measured as (
    select
        total.*,
        total.y / total.n as share,
        (total.y / total.n) / nullif(other_y / nullif(other_n, 0), 0) as lift,
        sqrt(spread + (outside_yy - 2 * other_y / other_n * outside_ny + pow(other_y / other_n, 2) * outside_nn) / pow(other_y, 2)) as sd
    from total
    left join inside
        on inside.product_line is not distinct from total.product_line
       and inside.entry = total.entry and inside.split = total.split and inside.part is not distinct from total.part
)

select
    product_line, entry, split, part, people,
    cast(n as bigint) as journeys,
    cast(y as bigint) as bought,
    share as purchase_share,
    other_y / nullif(other_n, 0) as others_share,
    round(lift, 6) as lift,
    case when share < 1 then round(lift * exp(-1.959964 * sd), 6) end as lift_low,
    case when share < 1 then round(lift * exp(1.959964 * sd), 6) end as lift_high,
    cast(value as double) as revenue
from measured
order by all
