-- journey_dwell: how long people stay in the stages, see its contract; reads journey_entered.
create or replace temp table journey_dwell as
with stay as (
    select
        *,
        case when left_at is not null
            then epoch(case left_by when 'silence' then last_at else left_at end - entered_at) / 86400.0
        end as days
    from journey_entered
)

select
    product_line,
    stage,
    count(distinct course) as people,
    count(*) as entries,
    count(*) filter (where left_at is null) as now,
    count(*) filter (where nth > 1) as again,
    round(quantile_cont(days, 0.25), 2) as quarter_days,
    round(median(days), 2) as median_days,
    round(quantile_cont(days, 0.75), 2) as three_quarters_days,
    count(*) filter (where left_by = 'silence') as silent
from stay
group by product_line, stage
order by product_line nulls first, min(rank)
