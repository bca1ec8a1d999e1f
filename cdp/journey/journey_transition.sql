-- journey_transition: how often which stage follows which, see its contract; reads journey_entered.
create or replace temp table journey_transition as
with entered as (
    select
        course, product_line, stage, entered_at,
        lag(stage) over turn as earlier,
        lead(stage) over turn as to_stage,
        lead(entered_at) over turn as then_at
    from journey_entered
    window turn as (partition by course order by n, rank)
),

way as (
    select course, product_line, stage as from_stage, to_stage, epoch(then_at - entered_at) / 86400.0 as days from entered
    union all
    select course, product_line, null, stage, null from entered where earlier is null
)

select
    product_line,
    from_stage,
    to_stage,
    count(distinct course) as people,
    count(*) as entries,
    round(median(days), 2) as median_days,
    count(*) / sum(count(*)) over (partition by product_line, from_stage) as share
from way
group by product_line, from_stage, to_stage
order by all
