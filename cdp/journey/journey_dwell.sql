-- journey_dwell: how long people stay in the stages, see its contract; reads journey_entered, journey_course, horizon and
-- stage_kind (rank, stage). Stays that go on are censored at the horizon (Kaplan & Meier 1958): they tell that a stay
-- lasts at least so long.
create or replace temp table journey_dwell as
with stay as (
    select
        product_line, rank, course, nth, left_at, left_at is not null and ending is null as is_silent,
        epoch(coalesce(left_at, told_until) - entered_at) / 86400.0 as days
    from journey_entered
    join journey_course using (course)
    cross join horizon
),

counted as (
    select
        product_line,
        rank,
        count(distinct course) as people,
        count(*) as entries,
        count(*) filter (where left_at is null) as now,
        count(*) filter (where nth > 1) as again,
        count(*) filter (where is_silent) as silent
    from stay
    group by product_line, rank
),

length as (
    select product_line, rank, days, count(*) as stays, count(left_at) as ended
    from stay
    group by product_line, rank, days
),

at_risk as (
    select
        *,
        sum(stays) over (partition by product_line, rank order by days desc rows unbounded preceding) as at_risk
    from length
),

survival as (
    select
        product_line, rank, days,
        case
            when ended = at_risk then 0
            else exp(sum(case when ended < at_risk then ln(1 - ended / at_risk) end) over (
                partition by product_line, rank order by days rows unbounded preceding
            ))
        end as staying
    from at_risk
),

-- the least days after which no more than this share still stays; 1e-9 is for the rounding of logarithms
quantile as (
    select
        product_line,
        rank,
        round(min(days) filter (where staying <= 0.75 + 1e-9), 4) as quarter_days,
        round(min(days) filter (where staying <= 0.5 + 1e-9), 4) as median_days,
        round(min(days) filter (where staying <= 0.25 + 1e-9), 4) as three_quarters_days
    from survival
    group by product_line, rank
)

select
    counted.product_line, stage, people, entries, now, again, quarter_days, median_days, three_quarters_days, silent
from counted
join stage_kind using (rank)
join quantile
    on quantile.rank = counted.rank and quantile.product_line is not distinct from counted.product_line
order by counted.product_line nulls first, rank
