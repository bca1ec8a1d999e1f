-- journey_dwell: how long people stay in the stages, see its contract; reads journey_entered, journey_course and
-- stage_kind (rank, stage).
create or replace temp table journey_dwell as
with stay as (
    select
        course, rank, nth, left_at, left_at is not null and ending is null as is_silent,
        case when left_at is not null
            then epoch(case when ending is null then last_at else left_at end - entered_at) / 86400.0
        end as days
    from journey_entered
),

counted as (
    select
        product_line,
        rank,
        count(distinct course) as people,
        count(*) as entries,
        count(*) filter (where left_at is null) as now,
        count(*) filter (where nth > 1) as again,
        round(quantile_cont(days, 0.25), 4) as quarter_days,
        round(median(days), 4) as median_days,
        round(quantile_cont(days, 0.75), 4) as three_quarters_days,
        count(*) filter (where is_silent) as silent
    from stay
    join journey_course using (course)
    group by product_line, rank
)

select
    product_line, stage, people, entries, now, again, quarter_days, median_days, three_quarters_days, silent
from counted
join stage_kind using (rank)
order by product_line nulls first, rank
